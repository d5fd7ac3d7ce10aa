"""A unit opens its figures to everybody, closes the page, opens it again."""

from datetime import date

from django.db import IntegrityError, transaction

from motcua.agencies.models import Agency, Post
from motcua.core.actions import action, creates
from motcua.core.clock import today
from motcua.core.errors import BadInput
from motcua.openness import permissions
from motcua.openness.choices import Action
from motcua.openness.lifecycle import LIFECYCLE
from motcua.openness.models import Publication
from motcua.procedures.models import Edition

LONGEST = 120  # months back


@creates(Action.OPEN, permit=permissions.may_open)
def open_figures(*, by: Post, agency: Agency, since: date) -> Publication:
    """Show the figures of a unit that settles dossiers from a month on: this one, or one of the last ten years.

    `since` is any day of that month; it cannot be changed later. Raises BadInput (`no_procedures`, `bad_month`,
    `already_there`).
    """
    if not Edition.objects.filter(office=agency).exists():
        raise BadInput("no_procedures", "Đơn vị này không có thủ tục nào của mình.", field="agency")
    first, present = since.replace(day=1), today().replace(day=1)
    if first > present or _months(first, present) > LONGEST or first < agency.valid_from.replace(day=1):
        raise BadInput("bad_month", "Chọn một tháng đã có đơn vị này, không sau tháng này.", field="since")
    publication = Publication(agency=agency, since=first)
    LIFECYCLE.begin(publication, Action.OPEN)
    try:
        with transaction.atomic():
            publication.save(force_insert=True)
    except IntegrityError as error:
        raise BadInput("already_there", "Đơn vị này đã quyết định công khai rồi.", field="agency") from error
    return publication


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


@action(Action.CLOSE, permit=permissions.may_decide, lifecycle=LIFECYCLE)
def close_figures(publication: Publication, *, by: Post) -> None:
    """Take the page, the data and the card away; what others copied stays theirs. Raises StepRefused when closed."""


@action(Action.REOPEN, permit=permissions.may_decide, lifecycle=LIFECYCLE)
def reopen_figures(publication: Publication, *, by: Post) -> None:
    """Show them again, also the months in between, with the same numbers as before. Raises StepRefused when open."""
