"""A unit's stored calendar, compiled: what the unit, the units above it and the nation have set, for all dates at once.

Compiled calendars are kept in the process and compared with one stamp, asked at most once a second.
"""

import threading
import time
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from motcua.agencies.models import Agency
from motcua.worktime.calendars import Calendar, CalendarError, DayException, Week, exception_from, week_from
from motcua.worktime.choices import ExceptionKind
from motcua.worktime.models import CalendarStamp, ExceptionalDay, WorkWeek

TRUST_SECONDS = 1.0

_compiled: dict[str, tuple[UUID | None, Calendar]] = {}
_seen: dict[str, tuple[float, UUID | None]] = {}
_changing = threading.local()  # .block: the outermost transaction in which this thread changed a calendar


def calendar_of(agency: Agency, on: date | None = None) -> Calendar:
    """The calendar by which a unit works; one query at most when it was compiled before.

    Raises CalendarError when nobody has set a week, or (with ``on``) none that holds on that day.
    """
    stamp = _stamp()
    key = f"{_database()}:{agency.path}"
    known = _compiled.get(key)
    if known is None or known[0] != stamp:
        known = _compiled[key] = (stamp, _compile(agency))
    calendar = known[1]
    if on is not None and on.toordinal() < calendar.weeks[0][0]:
        raise CalendarError(f"Chưa có lịch làm việc của {agency} vào ngày {on:%d/%m/%Y}.")
    return calendar


def calendar_of_agency(code: str, on: date) -> Calendar:
    """The same for a unit named by its code; CalendarError when there is no such unit."""
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        raise CalendarError(f"Không có đơn vị nào mang mã “{code}”.")
    return calendar_of(agency, on)


def forget() -> None:
    """Forget what was compiled: for tests, whose databases go back in time."""
    _compiled.clear()
    _seen.clear()


def changed() -> None:
    """Tell that a calendar changes in the running transaction: until it ends, this thread asks the stamp each time."""
    _changing.block = _outermost_block()
    _seen.pop(_database(), None)


def _stamp() -> UUID | None:
    block = _outermost_block()
    if block is not None and getattr(_changing, "block", None) is block:
        return _asked_stamp()
    at, value = _seen.get(_database(), (None, None))
    moment = time.monotonic()
    if at is None or moment - at > TRUST_SECONDS:
        value = _asked_stamp()
        _seen[_database()] = (moment, value)
    return value


def _asked_stamp() -> UUID | None:
    return CalendarStamp.objects.values_list("value", flat=True).first()


def _database() -> str:
    return str(connection.settings_dict["NAME"])


def _outermost_block() -> Any:
    """The running transaction, as Django's object for it; None outside one."""
    return connection.atomic_blocks[0] if connection.atomic_blocks else None


def _compile(agency: Agency) -> Calendar:
    weeks = WorkWeek.objects.holding_for(agency).select_related("agency")
    days = ExceptionalDay.objects.holding_for(agency).select_related("agency")
    return Calendar(weeks=_weeks(agency, list(weeks)), exceptions=_exceptions(days))


def _depth(row: Any) -> int:
    """How near a row's unit is: the deeper in the tree, the nearer; the nation is the farthest."""
    return row.agency.path.count("/") if row.agency else 0


def _weeks(agency: Agency, rows: list[WorkWeek]) -> tuple[tuple[int, Week], ...]:
    """The week of each stretch of time: the nearest unit's, of two of one unit the one that began later."""
    rows.sort(key=lambda row: (_depth(row), row.valid_from))
    starts = {row.valid_from for row in rows} | {row.valid_to + timedelta(days=1) for row in rows if row.valid_to}
    weeks: list[tuple[int, Week]] = []
    for start in sorted(starts):
        holding = [row for row in rows if row.valid_from <= start and (row.valid_to is None or row.valid_to >= start)]
        week = week_from(holding[-1].weekly) if holding else ((),) * 7
        if not weeks or weeks[-1][1] != week:
            weeks.append((start.toordinal(), week))
    if not weeks:
        raise CalendarError(f"Chưa có lịch làm việc của {agency}.")
    return tuple(weeks)


def _exceptions(rows: Iterable[ExceptionalDay]) -> dict[int, DayException]:
    exceptions: dict[int, DayException] = {}
    for row in sorted(rows, key=_depth):
        value = {ExceptionKind.OFF: True, ExceptionKind.WORKS_AS: row.works_as, ExceptionKind.SESSIONS: row.sessions}
        data = {"date": row.date.isoformat(), row.kind: value[ExceptionKind(row.kind)], "reason": row.reason}
        exceptions[row.date.toordinal()] = exception_from(data)[1]
    return exceptions
