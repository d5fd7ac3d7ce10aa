"""Who is away and who stands in: for a calendar or a personnel system that knows it first."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Query, Router, Status

from motcua.agencies.actions import end_absence, record_absence
from motcua.agencies.models import Absence, Post
from motcua.agencies.standing_in import substitutes_for
from motcua.core import clock
from motcua.core.errors import BadInput
from motcua.exchange import answers, shown
from motcua.exchange.operations.asked import page_of, post_of
from motcua.exchange.problems import told
from motcua.exchange.schemas import AbsenceEndIn, AbsenceFilters, AbsenceIn

router = Router(tags=["absences"])
NOBODY = "Không có vị trí nào như vậy trong phạm vi của bạn."
NO_SUBSTITUTE = "Không có người này trong những người làm thay được."
SEVERAL = "Người này giữ nhiều vị trí: nêu thêm mã đơn vị."


@router.get("/absences", response=answers.Absences, operation_id="list_absences", openapi_extra=told(401, 422))
def list_absences(request: HttpRequest, wanted: Query[AbsenceFilters]) -> Any:
    """Absences of a day, or those that go on or are still to come; one's own, those in which one stands in, and those
    of the tree that one watches over."""
    rows = Absence.objects.visible_to(post_of(request)).with_shared_names()
    rows = rows.in_force(wanted.on) if wanted.on else rows.filter(cancelled_at=None, valid_to__gte=clock.today())
    if wanted.agency:
        rows = rows.filter(post__agency__code=wanted.agency)
    page = page_of(request, rows, wanted, order=("valid_from", "pk"))
    return {"items": [shown.absence(row) for row in page.items], "next": page.next or None}


@router.post(
    "/absences",
    response={201: answers.Absence},
    operation_id="record_absence",
    openapi_extra=told(400, 401, 403, 413, 422),
)
def record(request: HttpRequest, body: AbsenceIn) -> Any:
    """Write down that the token's post is away, or (for administrators) a post of the tree they administer."""
    by = post_of(request)
    post = _post(body, by=by)
    made = record_absence(
        by=by, post=post, valid_from=body.valid_from, valid_to=body.valid_to, reason=body.reason,
        substitute=_substitute(body.substitute, post, on=body.valid_from), shares=_shares(body, post),
        **({"note": body.note} if body.note else {}),
    )  # fmt: skip
    return Status(201, shown.absence(made))


@router.post(
    "/absences/{key}/end",
    response=answers.Absence,
    operation_id="end_absence",
    openapi_extra=told(400, 401, 403, 404, 409, 413, 422),
)
def end(request: HttpRequest, key: int, body: AbsenceEndIn) -> Any:
    """Back at work earlier than was written down; the version must be the one last seen."""
    by = post_of(request)
    row = Absence.objects.visible_to(by).with_names().filter(pk=key).first() if key < 2**63 else None
    if row is None:
        raise Http404
    end_absence(row, by=by, version=body.version, **({"back_on": body.back_on} if body.back_on else {}))
    return shown.absence(Absence.objects.visible_to(by).with_shared_names().get(pk=key))


def _post(body: AbsenceIn, *, by: Post) -> Post:
    """Whose absence it is: the token's own post when nobody is named. Raises BadInput."""
    if not body.person:
        return by
    rows = Post.objects.held(body.valid_from).with_names().filter(person__username=body.person.lower())
    rows = rows.at(by.agency) if body.person.lower() != by.person.username else rows
    found = list(rows.filter(agency__code=body.agency) if body.agency else rows)
    if len(found) != 1:
        raise BadInput(*(("several_posts", SEVERAL) if found else ("unknown_person", NOBODY)), field="person")
    return found[0]


def _substitute(username: str, post: Post, *, on: date) -> Post | None:
    if not username:
        return None
    found = next((each for each in substitutes_for(post, on) if each.person.username == username.lower()), None)
    if found is None:
        raise BadInput("cannot_stand_in", NO_SUBSTITUTE, field="substitute")
    return found


def _shares(body: AbsenceIn, post: Post) -> list[tuple[str, str, Post]]:
    """The shares with the posts that take them. Raises BadInput."""
    taken = [(share, _substitute(share.substitute, post, on=body.valid_from)) for share in body.shares]
    if any(to is None for _, to in taken):
        raise BadInput("cannot_stand_in", NO_SUBSTITUTE, field="shares")
    return [(share.kind, share.mark, to) for share, to in taken if to is not None]
