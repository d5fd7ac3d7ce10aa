"""The clock itself, on integers: when a receipt counts, and when an amount of working time is used up.

Moments are whole seconds as in ``tables`` (``ordinal * DAY + second of the day``, local time). Every answer is a few
look-ups in the calendar's table, which widens by itself when a question reaches past it.
"""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from math import ceil

from motcua.worktime.calendars import Calendar, CalendarError
from motcua.worktime.tables import DAY, Table, table_for, wider_table

ICT = timezone(timedelta(hours=7))
_FIRST_DAY = datetime(1, 1, 1, tzinfo=ICT)


def moment_of(instant: datetime) -> int:
    """A datetime as a moment; one without an offset is +07:00, parts of a second are dropped."""
    if instant.tzinfo is not None:
        instant = instant.astimezone(ICT)
    return instant.toordinal() * DAY + instant.hour * 3600 + instant.minute * 60 + instant.second


def instant_of(moment: int) -> datetime:
    """A moment as an aware datetime, +07:00."""
    return _FIRST_DAY + timedelta(seconds=moment - DAY)


def months_after(ordinal: int, months: int) -> int:
    """The same day of the month so many months on, clamped to the month's end."""
    day = date.fromordinal(ordinal)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        raise CalendarError("Thời hạn vượt quá phạm vi lịch (năm 9999).")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1])).toordinal()


class Clock:
    """One calendar read with one cut-off (seconds after midnight, or None).

    The ``due_*`` methods take the moment of receipt and normalise it themselves: they are the fast way to answer many
    plain limits. The others are the parts from which ``deadlines`` builds limits with pauses.
    """

    __slots__ = ("_table", "calendar", "cutoff")

    def __init__(self, calendar: Calendar, cutoff: int | None = None) -> None:
        self.calendar = calendar
        self.cutoff = cutoff
        self._table: Table | None = None

    def due_working_days(self, received: int, number: int) -> int:
        """The end of the number-th working day after the effective day (number ≥ 1)."""
        day, second = divmod(received, DAY)
        while True:
            table = self._table
            if table is not None and (index := day - table.base) >= 0:
                try:
                    return table.ends[table.prior[index + 1] + number - (second < table.closes[index])]
                except IndexError:
                    pass
            self._widen(day)

    def due_days(self, received: int, number: int) -> int:
        """The end of the effective day + number calendar days, moved on to a working day."""
        day, second = divmod(received, DAY)
        while True:
            table = self._table
            if table is not None and (index := day - table.base) >= 0:
                try:
                    if second >= table.closes[index]:
                        index = table.days[table.prior[index + 1]]
                    return table.ends[table.prior[index + number]]
                except IndexError:
                    pass
            self._widen(day)

    def due_months(self, received: int, number: int) -> int:
        """The end of the same day of the month, number months on, clamped and moved on to a working day."""
        return self.end_from(months_after(self.effective(received) // DAY, number))

    def due_seconds(self, received: int, seconds: int) -> int:
        """The moment at which so many seconds of counted sessions are used up, rounded up to the minute."""
        return self.after_seconds(self.effective(received), seconds)

    def due_within_day(self, received: int) -> int:
        """The end of the effective day's last session."""
        effective = self.effective(received)
        return self.end_of_day(effective // DAY, effective)

    def effective(self, received: int) -> int:
        """The moment at which a receipt counts: itself, or the first session's start of the next working day."""
        day, second = divmod(received, DAY)
        while True:
            table = self._table
            if table is not None and (index := day - table.base) >= 0:
                try:
                    if second < table.closes[index]:
                        return received
                    index = table.days[table.prior[index + 1]]
                    return (index + table.base) * DAY + table.opens[index]
                except IndexError:
                    pass
            self._widen(day)

    def closes_at(self, moment: int) -> bool:
        """Tell whether the day's last session ends at that very moment."""
        sessions = self.calendar.sessions_on(moment // DAY)
        return bool(sessions) and moment % DAY == sessions[-1].end * 60

    def end_from(self, ordinal: int) -> int:
        """The end of that day, or of the first working day after it when it is none."""
        table = self._table_with(ordinal)
        while (number := table.prior[ordinal - table.base]) >= len(table.ends):
            table = self._widen(ordinal)
        return table.ends[number]

    def working_day_after(self, ordinal: int, number: int) -> int:
        """The ordinal of the number-th working day after that day (number ≥ 1)."""
        table = self._table_with(ordinal)
        while (index := table.prior[ordinal - table.base + 1] + number - 1) >= len(table.days):
            table = self._widen(ordinal)
        return table.days[index] + table.base

    def working_days_between(self, first: int, last: int) -> int:
        """How many working days d lie in first < d ≤ last (ordinals)."""
        if last <= first:
            return 0
        table = self._table_between(first, last)
        return table.prior[last - table.base + 1] - table.prior[first - table.base + 1]

    def end_of_day(self, ordinal: int, received: int) -> int:
        """The end of the day's last counted session, or of its last one when the receipt comes after that."""
        table = self._table_with(ordinal)
        index = ordinal - table.base
        number = table.prior[index]
        if number < table.prior[index + 1] and table.ends[number] > received:
            return table.ends[number]
        return ordinal * DAY + self.calendar.sessions_on(ordinal)[-1].end * 60

    def seconds_between(self, start: int, end: int) -> int:
        """Seconds of counted sessions between two moments; 0 when the end is not after the start."""
        if end <= start:
            return 0
        table = self._table_between(start // DAY, end // DAY)
        return _spent(table, end) - _spent(table, start)

    def after_seconds(self, start: int, seconds: int) -> int:
        """The moment at which so many counted seconds (≥ 1) after the start are used up, rounded up to the minute."""
        table = self._table_with(start // DAY)
        while True:
            target = _spent(table, start) + seconds
            number = bisect_left(table.before, target) - 1
            if number >= 0 and target <= table.before[number] + table.lengths[number]:
                return -(-(table.starts[number] + target - table.before[number]) // 60) * 60
            table = self._widen(start // DAY)

    def part_of_day(self, ordinal: int, part: Fraction) -> int:
        """The moment at which that part of the day's counted minutes (rounded up to a minute) is used up."""
        return self.after_seconds(ordinal * DAY, ceil(part * self.minutes_of_day(ordinal)) * 60)

    def minutes_of_day(self, ordinal: int) -> int:
        """Counted minutes of that day."""
        return sum(s.end - s.start for s in self.calendar.sessions_on(ordinal) if s.counted)

    def _table_with(self, ordinal: int) -> Table:
        table = self._table
        while table is None or not 0 <= ordinal - table.base < table.span:
            table = self._widen(ordinal)
        return table

    def _table_between(self, first: int, last: int) -> Table:
        table = self._table_with(first)
        while last >= table.base + table.span:
            table = wider_table(self.calendar, table, last)
        self._table = table
        return table

    def _widen(self, ordinal: int) -> Table:
        """Take a table that holds the day; one assignment, because threads share clocks."""
        table = table_for(self.calendar, self._table, ordinal, DAY if self.cutoff is None else self.cutoff)
        self._table = table
        return table


def _spent(table: Table, moment: int) -> int:
    number = bisect_right(table.starts, moment) - 1
    if number < 0:
        return 0
    return table.before[number] + min(moment - table.starts[number], table.lengths[number])
