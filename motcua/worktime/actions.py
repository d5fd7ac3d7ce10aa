"""All writes on calendars. What is replaced stays, withdrawn, with its events."""

import uuid
from datetime import date
from typing import Any

from motcua.agencies.models import Agency, Post
from motcua.core.actions import action, creates
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.worktime.calendars import Calendar, CalendarError, exception_from, week_from
from motcua.worktime.choices import Action, ExceptionKind
from motcua.worktime.models import CalendarStamp, ExceptionalDay, WorkWeek
from motcua.worktime.permissions import may_change_calendar, may_set_calendar
from motcua.worktime.stored import changed


@creates(Action.SET_WEEK, permit=may_set_calendar)
def set_week(
    *,
    by: Post,
    agency: Agency | None,
    weekly: dict[str, Any],
    valid_from: date,
    decision: str,
    valid_to: date | None = None,
) -> WorkWeek:
    """Give a unit (None: the nation) its working week from a day; one that began the same day is replaced.

    Raises BadInput for a week that cannot be read or has no working day, for a missing decision, for an end before
    the start.
    """
    _stamp()
    try:
        Calendar(weeks=((1, week_from(weekly)),))
    except CalendarError as error:
        raise BadInput("calendar_invalid", str(error), field="weekly") from error
    if valid_to is not None and valid_to < valid_from:
        raise BadInput("ends_before_it_begins", "Ngày kết thúc trước ngày bắt đầu.", field="valid_to")
    for old in WorkWeek.objects.filter(agency=agency, valid_from=valid_from, withdrawn_at=None):
        withdraw_week(old, by=by)
    week = WorkWeek(
        agency=agency,
        weekly=weekly,
        valid_from=valid_from,
        valid_to=valid_to,
        decision=_required(decision, "decision", "văn bản quyết định"),
    )
    week.save(force_insert=True)
    return week


@action(Action.END_WEEK, permit=may_change_calendar)
def end_week(week: WorkWeek, *, by: Post, valid_to: date) -> None:
    """Let a week hold until the end of a day; afterwards an earlier one or the unit above decides again."""
    _stamp()
    if valid_to < week.valid_from:
        raise BadInput("ends_before_it_begins", "Ngày kết thúc trước ngày bắt đầu.", field="valid_to")
    week.valid_to = valid_to


@action(Action.WITHDRAW_WEEK, permit=may_change_calendar)
def withdraw_week(week: WorkWeek, *, by: Post) -> None:
    """Take a week back as if it had never been set."""
    _stamp()
    if week.withdrawn_at is not None:
        raise BadInput("already_withdrawn", "Tuần làm việc này đã được bỏ.")
    week.withdrawn_at = week.moment


@creates(Action.SET_EXCEPTION, permit=may_set_calendar)
def set_exception(
    *, by: Post, agency: Agency | None, date: date, reason: str, source: str, provisional: bool = False, **kind: Any
) -> ExceptionalDay:
    """Make a date differ for a unit (None: the nation): ``off=True``, ``works_as="fri"`` or ``sessions=[…]``.

    An exception of the same unit and date is replaced. Raises BadInput for one that cannot be read.
    """
    _stamp()
    try:
        exception_from({"date": date.isoformat(), **kind})
    except CalendarError as error:
        raise BadInput("exception_invalid", str(error), field="date") from error
    for old in ExceptionalDay.objects.filter(agency=agency, date=date, withdrawn_at=None):
        withdraw_exception(old, by=by)
    day = ExceptionalDay(
        agency=agency,
        date=date,
        kind=next(name for name in ExceptionKind.values if name in kind),
        works_as=kind.get("works_as", ""),
        sessions=kind.get("sessions"),
        reason=_required(reason, "reason", "lý do"),
        source=_required(source, "source", "văn bản quyết định"),
        provisional=provisional,
    )
    day.save(force_insert=True)
    return day


@action(Action.WITHDRAW_EXCEPTION, permit=may_change_calendar)
def withdraw_exception(day: ExceptionalDay, *, by: Post) -> None:
    """Take an exception back: the date is like its weekday again, or as a unit above has it."""
    _stamp()
    if day.withdrawn_at is not None:
        raise BadInput("already_withdrawn", "Ngày ngoại lệ này đã được bỏ.")
    day.withdrawn_at = day.moment


def _stamp() -> None:
    """Tell every process that calendars changed; locks the stamp, so that changes of calendars come one by one."""
    CalendarStamp.objects.update_or_create(id=1, defaults={"value": uuid.uuid4()})
    changed()


def _required(text: str, field: str, label: str) -> str:
    kept = clean(text)
    if not kept:
        raise BadInput("required", f"Chưa ghi {label}.", field=field)
    return kept
