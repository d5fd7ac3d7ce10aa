"""What of the units themselves passes over: who follows whom, code patterns, posts; at last the old units end."""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from motcua.agencies.actions.posts import appoint, end_post
from motcua.agencies.actions.units import end_agency, operate, set_code_pattern, succeed
from motcua.agencies.choices import MACHINES, ItemState, Role
from motcua.agencies.models import AccessToken, Agency, CodePattern, Post, ReorganisationItem, Session
from motcua.agencies.passing import Facts, Part, Passed, Plan, Seat, all_parts, register, rest
from motcua.core.clock import today
from motcua.core.errors import BadInput

LAST = 90  # the units end when all the rest has passed


def done_in(plan: Plan, part: str) -> list[int]:
    """Return the keys of what passed already, for parts whose things stay as they were."""
    rows = ReorganisationItem.objects.filter(reorganisation=plan.key, part=part).exclude(state=ItemState.REFUSED)
    return [int(key) for key in rows.values_list("key", flat=True)]


def _successions(plan: Plan) -> "QuerySet[Agency]":
    return Agency.objects.filter(pk__in=plan.keys).exclude(pk__in=done_in(plan, "agencies.successions"))


def _succeed(agency: Agency, plan: Plan, by: Post) -> Passed:
    shares = plan.shares[agency.pk]
    keeper = next((share for share in shares if share.records), rest(shares)[0])
    for share in shares:
        records = share is keeper
        succeed(agency, by=by, after=share.after, on=plan.on, decision=plan.decision, records=records, note=plan.basis)
    return Passed(before=agency, after=keeper.after, message=_others(shares, keeper.after))


def _others(shares: Any, first: Agency) -> str:
    names = [str(share.after) for share in shares if share.after.pk != first.pk]
    return f"Hồ sơ lưu về {first}; cùng nhận: {', '.join(names)}." if names else ""


def _patterns(plan: Plan) -> "QuerySet[CodePattern]":
    rows = CodePattern.objects.filter(agency__in=plan.keys, valid_to=None).select_related("agency")
    return rows.exclude(pk__in=done_in(plan, "agencies.code_patterns"))


def _pass_pattern(row: CodePattern, plan: Plan, by: Post) -> Passed:
    """The new unit writes codes by the old pattern, unless it has one of its own; codes once given stay."""
    targets = [unit for unit in plan.all_of(row.agency_id) if not unit.code_patterns.exists()]
    for unit in targets:
        set_code_pattern(unit, by=by, pattern=row.pattern, valid_from=max(plan.on, today()), note=plan.basis)
    if not targets:
        return Passed(before=row.agency, kept=True, message="Đơn vị mới đã có mẫu mã của mình.")
    return Passed(before=row.agency, after=targets[0], message="Mã hồ sơ đã cấp giữ nguyên.")


def _posts(plan: Plan) -> "QuerySet[Post]":
    held = Post.objects.filter(Q(valid_to=None) | Q(valid_to__gte=plan.on), agency__in=plan.keys, ended_at=None)
    return held.exclude(role__in=MACHINES).with_names()


def _pass_post(post: Post, plan: Plan, by: Post) -> Passed:
    """The same person goes on in the new unit; the old post, its sessions and its API tokens end."""
    seat = _seat(post, plan)
    message = "Thôi giữ vị trí theo phương án."
    if seat.agency is not None and post.person.is_active:
        message = _appoint(post, seat, seat.agency, plan, by=by)
    tokens = post.tokens.filter(revoked_at=None).count()
    end_post(post, by=by, last_day=plan.on - timedelta(days=1), note=plan.basis)
    message += f" {tokens} khóa API đã thu hồi, cần cấp lại." if tokens else ""
    return Passed(before=post.agency, after=seat.agency, message=message)


def _seat(post: Post, plan: Plan) -> Seat:
    username = post.person.username
    named = plan.seats.get(username)
    if named is not None:
        return named
    return Seat(plan.place(post.agency_id, facts=Facts(person=username)))


def _appoint(post: Post, seat: Seat, unit: Agency, plan: Plan, *, by: Post) -> str:
    if Post.objects.held(max(plan.on, today())).filter(person=post.person, agency=unit, role=post.role).exists():
        return "Đã giữ vị trí này ở đơn vị mới."
    appoint(
        by=by,
        person=post.person,
        agency=unit,
        role=Role(post.role),
        title=seat.title or post.title,
        valid_from=max(plan.on, post.valid_from),
        valid_to=post.valid_to,
        capacity=post.capacity,
        signs_for=post.signs_for,
        note=plan.basis,
    )
    return "Phiên làm việc cũ đã kết thúc, đăng nhập lại ở đơn vị mới."


def _tokens(plan: Plan) -> "QuerySet[AccessToken]":
    return AccessToken.objects.filter(post__agency__in=plan.keys, revoked_at=None).select_related("post__agency")


def _sessions(plan: Plan) -> "QuerySet[Session]":
    return Session.objects.filter(post__agency__in=plan.keys).select_related("post__person", "post__agency")


def _units(plan: Plan) -> "QuerySet[Agency]":
    return Agency.objects.filter(pk__in=plan.keys, valid_to=None)


def _end(agency: Agency, plan: Plan, by: Post) -> Passed:
    """End an old unit with the last day before, once nothing is left that must pass."""
    for part in all_parts():
        if part.pass_over is not None and part.order < LAST and part.waiting(plan).exists():
            raise BadInput("still_waiting", f"Chưa kết thúc được: còn {part.label.lower()} chưa chuyển.")
    if agency.operates:
        operate(plan.place(agency.pk), by=by, note=plan.basis)
    end_agency(agency, by=by, valid_to=plan.on - timedelta(days=1), note=plan.basis)
    return Passed(before=agency, after=plan.place(agency.pk))


register(Part("agencies.successions", "Đơn vị kế thừa", 10, _successions, str, lambda row: row.pk, _succeed, ("path",)))
register(Part("agencies.code_patterns", "Mẫu mã hồ sơ", 20, _patterns, str, lambda row: row.agency_id, _pass_pattern))
register(
    Part(
        "agencies.posts",
        "Vị trí cán bộ",
        60,
        _posts,
        str,
        lambda row: row.agency_id,
        _pass_post,
        after=lambda row, plan: _seat(row, plan).agency,
    )
)
register(
    Part(
        "agencies.sessions",
        "Phiên làm việc (kết thúc)",
        61,
        _sessions,
        lambda row: str(row.post),
        lambda row: row.post.agency_id,
    )
)
register(Part("agencies.tokens", "Khóa API (thu hồi)", 62, _tokens, str, lambda row: row.post.agency_id))
register(Part("agencies.units", "Đơn vị kết thúc", LAST, _units, str, lambda row: row.pk, _end, ("-path",)))
