"""When something is due: receipt, limit, cut-off and pauses in; the due moment and how it came about, out.

Pure. The rules are data of the procedure's edition (NĐ 118/2025/NĐ-CP leaves them to each procedure): see ``Rules``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from motcua.worktime.calendars import Calendar
from motcua.worktime.counting import Clock, instant_of, moment_of, months_after
from motcua.worktime.tables import DAY

MOST = 99_999


class Unit(StrEnum):
    """What a limit's amount counts; hours and minutes are those of working sessions, never 8 to a day."""

    WORKING_DAY = "working_day"
    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    MONTH = "month"
    YEAR = "year"
    SAME_DAY = "same_day"
    NONE = "none"
    UNKNOWN = "unknown"


COUNTED = frozenset({Unit.WORKING_DAY, Unit.DAY, Unit.HOUR, Unit.MINUTE, Unit.MONTH, Unit.YEAR})
SECONDS = {Unit.HOUR: 3600, Unit.MINUTE: 60}
MONTHS = {Unit.MONTH: 1, Unit.YEAR: 12}
UNIT_LABELS = {
    Unit.WORKING_DAY: "ngày làm việc",
    Unit.DAY: "ngày",
    Unit.HOUR: "giờ làm việc",
    Unit.MINUTE: "phút làm việc",
    Unit.MONTH: "tháng",
    Unit.YEAR: "năm",
    Unit.SAME_DAY: "trong ngày",
    Unit.NONE: "không có thời hạn",
    Unit.UNKNOWN: "chưa xác định",
}


class Policy(StrEnum):
    """What a pause does to the clock: moves the due moment, starts the whole limit again, or nothing."""

    PAUSE = "pause"
    RESTART = "restart"
    CONTINUE = "continue"


class DeadlineError(ValueError):
    """A question about a deadline that makes no sense; the message is Vietnamese."""


@dataclass(frozen=True)
class Limit:
    """An amount and its unit; the amount is None where the unit needs none. A doubt says why it is no sure limit."""

    amount: Decimal | None
    unit: Unit
    doubt: str | None = None

    def __post_init__(self) -> None:
        if self.doubt is None and self.unit in COUNTED and not (self.amount and 0 < self.amount <= MOST):
            raise DeadlineError(f"Thời hạn phải lớn hơn 0 và không quá {MOST}: {self.amount}.")

    @property
    def is_determined(self) -> bool:
        """Whether a due moment (or surely none) follows from it; a fraction of a month is doubtful."""
        if self.doubt is not None or self.unit == Unit.UNKNOWN:
            return False
        return self.unit not in MONTHS or self.amount is None or self.amount % 1 == 0

    def words(self) -> str:
        """The limit as a clerk would write it: “3,5 ngày làm việc”."""
        if self.amount is None:
            return UNIT_LABELS[self.unit]
        return f"{self.amount.normalize():f}".replace(".", ",") + f" {UNIT_LABELS[self.unit]}"


@dataclass(frozen=True)
class Rules:
    """The cut-off hour of the day (none by default) and what pauses do."""

    cutoff: time | None = None
    policy: Policy = Policy.PAUSE


@dataclass(frozen=True)
class Pause:
    """One merged pause as it was counted: moments in seconds, ``moved`` in the limit's own unit (see ``Course``)."""

    start: int
    end: int
    moved: int
    counted: bool


@dataclass(frozen=True)
class Course:
    """How a due moment came about, in moments: the receipt, when it counts, the limit's plain end, each pause."""

    received: int
    effective: int
    plain: int
    pauses: tuple[Pause, ...]
    due: int


@dataclass(frozen=True)
class Promise:
    """A deadline: ``due`` is aware (+07:00) or None; undetermined tells "not known yet" from "no due moment"."""

    due: datetime | None
    undetermined: bool
    effective: datetime
    limit: Limit
    rules: Rules
    clock: Clock
    course: Course | None = None


def clock_of(calendar: Calendar, rules: Rules) -> Clock:
    """The calendar read with the rules' cut-off; made once per calendar and cut-off, its table is the work."""
    cutoff = rules.cutoff
    if cutoff not in calendar.memo:
        seconds = None if cutoff is None else cutoff.hour * 3600 + cutoff.minute * 60 + cutoff.second
        calendar.memo[cutoff] = Clock(calendar, seconds)
    clock: Clock = calendar.memo[cutoff]
    return clock


def promise(
    calendar: Calendar | Clock,
    *,
    received: datetime,
    limit: Limit,
    rules: Rules | None = None,
    pauses: Iterable[tuple[datetime, datetime]] = (),
) -> Promise:
    """When a thing received then is due; DeadlineError for a pause that ends before it begins.

    A Clock may be given instead of the Calendar; it must have been made by ``clock_of`` with the same rules.
    """
    rules = rules or Rules()
    clock = calendar if isinstance(calendar, Clock) else clock_of(calendar, rules)
    moment = moment_of(received)
    stretches = [(moment_of(start), moment_of(end)) for start, end in pauses]
    if not limit.is_determined or limit.unit == Unit.NONE:
        return Promise(None, not limit.is_determined, instant_of(clock.effective(moment)), limit, rules, clock)
    course = course_of(clock, received=moment, limit=limit, policy=rules.policy, pauses=stretches)
    return Promise(instant_of(course.due), False, instant_of(course.effective), limit, rules, clock, course)


def follow_on(
    calendar: Calendar, *, started: datetime, limit: Limit, pauses: Iterable[tuple[datetime, datetime]] = ()
) -> datetime | None:
    """When what began as something else ended is due: its days counted from that date, its hours running on.

    The rule of effective receipt and the cut-off hold for a receipt only, so that steps of 5, 5 and 5 working days fit
    into a limit of 15. None where no due moment follows; DeadlineError for a pause that ends before it begins.
    """
    if not limit.is_determined or limit.unit == Unit.NONE:
        return None
    clock, begin = clock_of(calendar, Rules()), moment_of(started)
    if limit.unit == Unit.SAME_DAY and not clock.closes_at(begin):
        begin = clock.effective(begin)  # the day is over, or none
    stretches = [(moment_of(start), moment_of(end)) for start, end in pauses]
    course = course_of(clock, received=begin, limit=limit, policy=Policy.PAUSE, pauses=stretches, begun=begin)
    return instant_of(course.due)


def course_of(
    clock: Clock,
    *,
    received: int,
    limit: Limit,
    policy: Policy,
    pauses: Sequence[tuple[int, int]],
    begun: int | None = None,
) -> Course:
    """The same on moments, for a determined limit with a due moment; `begun` is given where no receipt counts."""
    effective = clock.effective(received) if begun is None else begun
    plain = due = _end(clock, effective, limit, 0)
    if not pauses:
        return Course(received, effective, plain, (), due)
    begin, moved, counted = effective, 0, []
    for start, end in merged(clock, effective, pauses):
        if start >= due:
            counted.append(Pause(start, end, 0, False))
            continue
        step = 0
        if policy == Policy.RESTART:
            begin = end
        elif policy == Policy.PAUSE:
            step = _length(clock, limit.unit, start, end)
            moved += step
        counted.append(Pause(start, end, step, True))
        due = _end(clock, begin, limit, moved)
    return Course(received, effective, plain, tuple(counted), due)


def merged(clock: Clock, effective: int, pauses: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pauses with their ends normalised like a receipt, cut at the effective receipt, overlapping ones joined."""
    stretches: list[tuple[int, int]] = []
    for start, end in pauses:
        if end < start:
            raise DeadlineError("Khoảng tạm dừng kết thúc trước khi bắt đầu.")
        returned = clock.effective(end)
        if returned > effective:
            stretches.append((max(start, effective), returned))
    joined: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _length(clock: Clock, unit: Unit, start: int, end: int) -> int:
    """What a pause moves: working days, calendar days, or working seconds."""
    if unit in SECONDS:
        return clock.seconds_between(start, end)
    if unit in (Unit.WORKING_DAY, Unit.SAME_DAY):
        return clock.working_days_between(start // DAY, end // DAY)
    return end // DAY - start // DAY


def _end(clock: Clock, begin: int, limit: Limit, moved: int) -> int:
    """The end of the limit begun at that (effective) moment and moved so far."""
    day, unit = begin // DAY, limit.unit
    if unit == Unit.WORKING_DAY or unit == Unit.DAY:  # noqa: PLR1714 hashing an enum is slow, and these are most
        return _end_of_days(clock, day, limit, moved)
    if unit in SECONDS:
        return clock.after_seconds(begin, ceil(Fraction(limit.amount or 0) * SECONDS[unit] / 60) * 60 + moved)
    if unit == Unit.SAME_DAY:
        return clock.end_from(clock.working_day_after(day, moved)) if moved else clock.end_of_day(day, begin)
    return clock.end_from(months_after(day, int(limit.amount or 0) * MONTHS[unit]) + moved)


def _end_of_days(clock: Clock, day: int, limit: Limit, moved: int) -> int:
    """Whole days, working or calendar, then the part of the next working day that is left."""
    amount = limit.amount or Decimal(0)
    whole = int(amount)
    last, part = day, amount - whole
    if whole + moved and limit.unit == Unit.WORKING_DAY:
        last = clock.working_day_after(day, whole + moved)
    elif whole + moved:
        last = clock.end_from(day + whole + moved) // DAY
    if part:
        return clock.part_of_day(clock.working_day_after(last, 1), Fraction(part))
    return clock.end_from(last)
