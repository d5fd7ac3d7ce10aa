"""How a thing stands against its due moment: early, on time or late, in working days and in words.

*Late* means one thing everywhere: finished (or, while open, now) after the due moment.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from motcua.worktime.calendars import Calendar
from motcua.worktime.counting import ICT, Clock, instant_of, moment_of
from motcua.worktime.deadlines import Rules, clock_of
from motcua.worktime.tables import DAY


class Standing(StrEnum):
    """Where a thing stands: open or finished, in time or late."""

    UNDATED = "undated"
    OPEN = "open"
    OPEN_LATE = "open_late"
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


@dataclass(frozen=True)
class Stand:
    """A standing, its distance from the due day in working days (never negative), and the words for a list."""

    standing: Standing
    days: int
    words: str

    @property
    def is_late(self) -> bool:
        """Whether the due moment was missed."""
        return self.standing in (Standing.OPEN_LATE, Standing.LATE)


def stand_of(
    calendar: Calendar | Clock, *, due: datetime | None, now: datetime, finished: datetime | None = None
) -> Stand:
    """Where a thing stands; once finished it stands as it finished, whatever the day is now."""
    if due is None:
        return Stand(Standing.UNDATED, 0, "Không có hạn")
    clock = _clock(calendar)
    limit, at = moment_of(due), moment_of(finished or now)
    if at > limit:
        days = clock.working_days_between(limit // DAY, at // DAY)
        standing = Standing.LATE if finished else Standing.OPEN_LATE
        return Stand(standing, days, f"Quá {days} ngày làm việc" if days else "Quá hạn trong ngày")
    days = clock.working_days_between(at // DAY, limit // DAY)
    if finished is None:
        return Stand(Standing.OPEN, days, f"Còn {days} ngày làm việc" if days else _today_words(due, now))
    if days:
        return Stand(Standing.EARLY, days, f"Trước hạn {days} ngày làm việc")
    return Stand(Standing.ON_TIME, 0, "Đúng hạn")


def working_minutes_between(calendar: Calendar | Clock, start: datetime, end: datetime) -> int:
    """Whole minutes of counted sessions from start to end; 0 when the end is not after the start."""
    return _clock(calendar).seconds_between(moment_of(start), moment_of(end)) // 60


def add_working_hours(
    calendar: Calendar | Clock, received: datetime, hours: int, *, rules: Rules | None = None
) -> datetime:
    """When so many working hours after a receipt are used up (the answer to an online submission: 8)."""
    clock = calendar if isinstance(calendar, Clock) else clock_of(calendar, rules or Rules())
    return instant_of(clock.due_seconds(moment_of(received), hours * 3600))


def add_working_days(calendar: Calendar | Clock, day: date, number: int) -> date:
    """The number-th working day after that day."""
    return date.fromordinal(_clock(calendar).working_day_after(day.toordinal(), number))


def last_working_day_before(calendar: Calendar | Clock, due: datetime) -> date:
    """The last working day before the due day: when an alarm must ring."""
    clock, last = _clock(calendar), moment_of(due) // DAY
    reach = 1
    while not (count := clock.working_days_between(last - 1 - reach, last - 1)):
        reach *= 2
    return date.fromordinal(clock.working_day_after(last - 1 - reach, count))


def is_last_day_before(calendar: Calendar | Clock, *, due: datetime, at: datetime) -> bool:
    """Whether that moment lies on the last working day before the due day."""
    return date.fromordinal(moment_of(at) // DAY) == last_working_day_before(calendar, due)


def may_extend_at(*, due: datetime, at: datetime, days_before: int = 1) -> bool:
    """Whether an extension may still be asked: at the latest so many days before the due day."""
    return due.astimezone(ICT).date() - at.astimezone(ICT).date() >= timedelta(days=days_before)


def _clock(calendar: Calendar | Clock) -> Clock:
    return calendar if isinstance(calendar, Clock) else clock_of(calendar, Rules())


def _today_words(due: datetime, now: datetime) -> str:
    end, at = due.astimezone(ICT), now.astimezone(ICT)
    if end.date() == at.date():
        return f"Hạn hôm nay, {end:%H:%M}"
    return f"Hạn {end:%H:%M} {end:%d/%m/%Y}"
