"""How much of a working time has passed, and when so many percent of it have: pauses taken out. Pure."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from motcua.worktime.calendars import Calendar
from motcua.worktime.counting import Clock, instant_of, moment_of
from motcua.worktime.deadlines import Rules, clock_of, merged

Pauses = Iterable[tuple[datetime, datetime]]


def moment_of_share(
    calendar: Calendar, *, start: datetime, due: datetime, percent: int, pauses: Pauses = ()
) -> datetime | None:
    """When so many percent (1 to 100) of the working time from start to due have passed, rounded up to the minute.

    What lies in a pause is no working time. None where there is no working time between the two.
    """
    clock = clock_of(calendar, Rules())
    stretches = list(_running(clock, start, due, pauses))
    whole = sum(seconds for _, seconds in stretches)
    left = -(-whole * percent // 100)
    for begin, seconds in stretches:
        if 0 < left <= seconds:
            return min(instant_of(clock.after_seconds(begin, left)), due)
        left -= seconds
    return None


def share_passed(calendar: Calendar, *, start: datetime, due: datetime, at: datetime, pauses: Pauses = ()) -> int:
    """How many whole percent of the working time from start to due have passed at a moment: 0 to 100."""
    if at >= due:
        return 100
    clock, pauses = clock_of(calendar, Rules()), list(pauses)
    whole = sum(seconds for _, seconds in _running(clock, start, due, pauses))
    passed = sum(seconds for _, seconds in _running(clock, start, at, pauses))
    return passed * 100 // whole if whole else 0


def _running(clock: Clock, start: datetime, end: datetime, pauses: Pauses) -> Iterator[tuple[int, int]]:
    """Yield the stretches in which the clock ran: when each began, and its working seconds; those without are left
    out."""
    first, last = clock.effective(moment_of(start)), moment_of(end)
    stops = merged(clock, first, [(moment_of(begin), moment_of(over)) for begin, over in pauses])
    cursor = first
    for begin, over in [*stops, (last, last)]:
        seconds = clock.seconds_between(cursor, min(begin, last))
        if seconds:
            yield cursor, seconds
        cursor = max(cursor, over)
        if cursor >= last:
            return
