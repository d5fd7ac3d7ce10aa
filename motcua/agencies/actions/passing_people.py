"""What of people passes over with their posts: absences with who stands in, filters shared with a unit.

A delegation to sign ends with the post of either side: the new office writes its own.
"""

from typing import Any

from django.db.models import Q, QuerySet

from motcua.agencies.actions.absences import record_absence
from motcua.agencies.actions.passing_units import done_in
from motcua.agencies.actions.preferences import pass_view_over
from motcua.agencies.models import Absence, Delegation, ListView, Post
from motcua.agencies.passing import Part, Passed, Plan, register
from motcua.core.clock import today
from motcua.core.errors import BadInput

ABSENCES = "agencies.absences"


def _absences(plan: Plan) -> "QuerySet[Absence]":
    rows = Absence.objects.filter(post__agency__in=plan.keys, cancelled_at=None, valid_to__gte=max(plan.on, today()))
    return rows.exclude(pk__in=done_in(plan, ABSENCES)).with_names()


def _held_now(post: Post | None, plan: Plan) -> Post | None:
    """Return the post that the same person holds now in the same role, in a unit that goes on."""
    if post is None:
        return None
    rows = Post.objects.held(max(plan.on, today())).filter(person=post.person_id, role=post.role)
    return rows.exclude(agency__in=plan.keys).with_names().order_by("-valid_from", "-pk").first()


def _pass_absence(row: Absence, plan: Plan, by: Post) -> Passed:
    """The rest of an absence is written down for the new post; the old row stays as it was with the old one."""
    post, substitute = _held_now(row.post, plan), _held_now(row.substitute, plan)
    if post is None:
        return Passed(before=row.post.agency, kept=True, message="Không giữ vị trí ấy ở đơn vị mới.")
    rest: dict[str, Any] = {
        "post": post, "valid_from": max(plan.on, today(), row.valid_from), "valid_to": row.valid_to,
        "reason": row.reason, "note": plan.basis,
    }  # fmt: skip
    message = ""
    try:
        record_absence(by=by, substitute=substitute, shares=_shares(row, plan), **rest)
    except BadInput as refused:
        if substitute is None:
            raise
        message = f"Chưa có người làm thay: {refused.message}"
        record_absence(by=by, substitute=None, **rest)
    if row.substitute is not None and substitute is None:
        message = f"{row.substitute.person.name} không còn giữ vị trí: hãy chọn người làm thay khác."
    return Passed(before=row.post.agency, after=post.agency, message=message)


def _shares(row: Absence, plan: Plan) -> list[tuple[str, str, Post]]:
    """The shares of those who go on working; the rest falls to the substitute."""
    rows = row.shares.select_related("substitute")
    held = [(share, _held_now(share.substitute, plan)) for share in rows]
    return [(share.kind, share.mark, to) for share, to in held if to is not None]


def _delegations(plan: Plan) -> "QuerySet[Delegation]":
    either = Q(giver__agency__in=plan.keys) | Q(taker__agency__in=plan.keys)
    rows = Delegation.objects.filter(either, cancelled_at=None, valid_to__gte=plan.on)
    return rows.filter(giver__ended_at=None, taker__ended_at=None).with_names()


def _shared(plan: Plan) -> "QuerySet[ListView]":
    return ListView.objects.filter(shared_with__in=plan.keys).select_related("shared_with")


def _pass_view(view: ListView, plan: Plan, by: Post) -> Passed:
    before = view.shared_with
    after = pass_view_over(view, by=by, to=plan.place(view.shared_with_id)).shared_with
    return Passed(before=before, after=after)


register(
    Part(ABSENCES, "Người vắng và người làm thay", 64, _absences, str, lambda row: row.post.agency_id, _pass_absence)
)
register(
    Part(
        "agencies.delegations",
        "Ủy quyền ký (hết hiệu lực)",
        63,
        _delegations,
        lambda row: f"{row.giver.person.name} ủy quyền cho {row.taker.person.name}, số {row.number}",
        lambda row: row.giver.agency_id,
    )
)
register(
    Part(
        "agencies.views",
        "Bộ lọc dùng chung",
        65,
        _shared,
        lambda row: row.name,
        lambda row: row.shared_with_id,
        _pass_view,
    )
)
