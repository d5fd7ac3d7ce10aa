"""What hangs at a desk: put up, taken down."""

from datetime import date

from django.db import IntegrityError, transaction

from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency, Post
from motcua.core.actions import action, creates
from motcua.core.clock import today
from motcua.core.errors import BadInput
from motcua.procedures import permissions
from motcua.procedures.choices import PostingAction
from motcua.procedures.lifecycle import POSTINGS
from motcua.procedures.models import Edition, Posting


def _check_day(day: date, *, first: date, field: str) -> None:
    if day > today():
        raise BadInput("in_the_future", "Ngày không được ở tương lai.", field=field)
    if day < first:
        raise BadInput("too_early", f"Ngày không được trước {first:%d/%m/%Y}.", field=field)


@action(PostingAction.TAKE_DOWN, permit=permissions.may_take_down, lifecycle=POSTINGS)
def take_down(posting: Posting, *, by: Post, taken_down_on: date | None = None) -> None:
    """Record that a posting was taken off the wall. Raises BadInput: `in_the_future`, `too_early`."""
    day = taken_down_on or today()
    _check_day(day, first=posting.posted_on, field="taken_down_on")
    posting.taken_down_on, posting.taken_down_by = day, by


@creates(PostingAction.PUT_UP, permit=permissions.may_put_up)
def put_up(*, by: Post, desk: Agency, edition: Edition, posted_on: date | None = None) -> Posting:
    """Record that an edition hangs at a desk; what hung there of the same procedure came off with it.

    Raises BadInput: `not_a_desk`, `not_received_here`, `already_posted`, `in_the_future`, `too_early`.
    """
    day = posted_on or today()
    if desk.kind != Kind.ONE_STOP:
        raise BadInput("not_a_desk", "Chỉ niêm yết tại bộ phận một cửa.", field="desk")
    if not Edition.objects.filter(pk=edition.pk).receivable_at(desk, today()).exists():
        raise BadInput("not_received_here", "Bản này hiện không áp dụng tại đây.", field="edition")
    _check_day(day, first=edition.valid_from, field="posted_on")
    hanging = Posting.objects.at(desk).standing().filter(procedure=edition.procedure_id).first()
    if hanging is not None:
        if hanging.edition_id == edition.pk:
            raise BadInput("already_posted", "Đã ghi niêm yết bản này.", field="edition")
        take_down(hanging, by=by, taken_down_on=max(day, hanging.posted_on))
    posting = Posting(desk=desk, procedure_id=edition.procedure_id, edition=edition, posted_on=day, posted_by=by)
    POSTINGS.begin(posting, PostingAction.PUT_UP)
    try:
        with transaction.atomic():
            posting.save(force_insert=True)
    except IntegrityError as error:
        raise BadInput("already_posted", "Người khác vừa ghi niêm yết thủ tục này.", field="edition") from error
    return posting
