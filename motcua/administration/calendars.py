"""Calendars as the administrator sees them: what holds for a unit, and what a change would move before it is made.

A preview makes the change in a transaction, looks, and takes it back: what is shown is what will be.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.db import transaction

from motcua.agencies.models import Agency
from motcua.core.errors import BadInput
from motcua.dossiers.recounting import Move, concerned, moves
from motcua.ui import formats
from motcua.worktime.calendars import WEEKDAY_LABELS, WEEKDAYS, CalendarError, clock_words, sessions_from
from motcua.worktime.choices import ExceptionKind
from motcua.worktime.models import ExceptionalDay, WorkWeek
from motcua.worktime.stored import calendar_of

LOOKED_AT, SHOWN = 500, 50  # dossiers that a preview judges, and shows
OPEN_ONLY = "*"  # after a session: open for receipt, not counted


@dataclass(frozen=True)
class Preview:
    """`open` dossiers run over the days of the change; of the first `judged` of them `promises` get a later day."""

    open: int
    judged: int
    promises: list[Move]
    steps: int

    @property
    def is_whole(self) -> bool:
        """Whether every dossier was judged."""
        return self.open <= self.judged

    @property
    def shown(self) -> list[Move]:
        return self.promises[:SHOWN]


class _TakenBack(Exception):
    """The change was made only to look at it."""


def preview(change: Callable[[], Any], *, agency: Agency | None, first: date, last: date | None) -> Preview:
    """Return what the change would move; raises what the change raises."""
    rows, found = concerned(agency.path if agency else "", first=first, last=last), []
    try:
        with transaction.atomic():
            change()
            judged = rows.filter(pk__in=list(rows.values_list("pk", flat=True)[:LOOKED_AT]))
            found = list(islice(moves(judged), LOOKED_AT))
            raise _TakenBack
    except _TakenBack:
        total = rows.count()
    promises = [move for move in found if move.moves_promise]
    return Preview(total, min(total, LOOKED_AT), promises, sum(bool(move.steps) for move in found))


def read_sessions(text: str, *, field: str) -> list[Any]:
    """Read "07:00-11:30, 13:30-17:00*"; a star marks a session that is open but not counted. Raises BadInput."""
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    made = [{"open": p.rstrip("* "), "counted": False} if p.endswith(OPEN_ONLY) else p for p in parts]
    try:
        sessions_from(made)
    except CalendarError as error:
        raise BadInput("sessions_invalid", str(error), field=field) from error
    return made


def write_sessions(sessions: Any) -> str:
    """Write stored sessions as they are typed."""
    return ", ".join(
        f"{clock_words(one.start)}-{clock_words(one.end)}{'' if one.counted else OPEN_ONLY}"
        for one in sessions_from(sessions)
    )


def week_of(unit: Agency, *, on: date) -> list[tuple[str, str]]:
    """Return weekday and sessions as they hold for the unit on a day; [] where nobody has set a week."""
    try:
        week = calendar_of(unit, on).week_on(on.toordinal())
    except CalendarError:
        return []
    words = [", ".join(f"{clock_words(s.start)}-{clock_words(s.end)}{'' if s.counted else OPEN_ONLY}" for s in day)
             for day in week]  # fmt: skip
    return [(label.capitalize(), text or "nghỉ") for label, text in zip(WEEKDAY_LABELS, words, strict=True)]


def weeks_of(unit: Agency) -> list[WorkWeek]:
    """Return the weeks that decide for a unit, the nearest unit's first, the newest first."""
    rows = WorkWeek.objects.holding_for(unit).select_related("agency")
    return sorted(rows, key=lambda row: (row.agency.depth if row.agency else -1, row.valid_from), reverse=True)


def days_of(unit: Agency, *, since: date) -> list[ExceptionalDay]:
    """Return the exceptional days of the year that begins a month ago, as they concern a unit."""
    rows = ExceptionalDay.objects.holding_for(unit).select_related("agency")
    return list(rows.filter(date__gte=since - timedelta(days=31), date__lte=since + timedelta(days=366)))


def said_of(day: ExceptionalDay) -> str:
    """Say in words what a date is."""
    if day.kind == ExceptionKind.WORKS_AS:
        return f"Làm việc như {WEEKDAY_LABELS[WEEKDAYS.index(day.works_as)]}"
    return f"Làm việc {write_sessions(day.sessions)}" if day.kind == ExceptionKind.SESSIONS else "Nghỉ"


def promise_line(move: Move) -> dict[str, str]:
    """Return a row of the preview's table: code, before, after; nobody's name."""
    before, after = move.dossier.appointed_due, move.appointed_due
    return {
        "code": move.dossier.code or "",
        "before": formats.moment(before) if before else "",
        "after": formats.moment(after) if after else "",
    }
