"""A calendar compiled to arrays of integers, so that any deadline is a few look-ups and never a walk over days.

Moments are whole seconds since the beginning of ordinal day 0, local time: ``ordinal * DAY + second of the day``.
"""

from datetime import date
from typing import NamedTuple

from motcua.worktime.calendars import Calendar, CalendarError, Day

DAY = 86_400
FIRST, LAST = 1, date.max.toordinal()
BEFORE, AFTER = 400, 1_100
"""Days of a first table around the day asked for: most deadlines stay inside it."""
FAR = 40_000
"""Days beyond which a question gets a table of its own instead of a wider one."""


class _Facts(NamedTuple):
    opens: int
    closes: int
    ends: int
    spans: tuple[tuple[int, int], ...]


class Table:
    """The days ``base`` … ``base + span - 1`` (ordinals) of one calendar; index ``i`` is ``ordinal - base``.

    ``opens[i]``, ``closes[i]``: second of the day at which the first session starts and the last one ends, sessions
    open for receipt only included, the end never after the cut-off (0 on a day without any session).
    ``prior[i]``: working days of the table before ``i``, for ``i`` up to the span.
    ``days[k]``, ``ends[k]``: index of the k-th working day, and the moment its last counted session ends.
    ``starts[s]``, ``lengths[s]``, ``before[s]``: counted sessions: moment of the start, seconds, seconds before it.
    """

    __slots__ = ("base", "before", "closes", "cutoff", "days", "ends", "lengths", "opens", "prior", "span", "starts")

    def __init__(self, calendar: Calendar, first: int, last: int, cutoff: int = DAY) -> None:
        self.base = first
        self.cutoff = cutoff
        self.span = last - first + 1
        self.opens: list[int] = []
        self.closes: list[int] = []
        self.prior: list[int] = [0]
        self.days: list[int] = []
        self.ends: list[int] = []
        self.starts: list[int] = []
        self.lengths: list[int] = []
        self.before: list[int] = []
        self._fill(calendar)

    def _fill(self, calendar: Calendar) -> None:
        known: dict[Day, _Facts] = {}
        spent = 0
        for index in range(self.span):
            ordinal = self.base + index
            sessions = calendar.sessions_on(ordinal)
            facts = known.get(sessions) or known.setdefault(sessions, _facts(sessions))
            self.opens.append(facts.opens)
            self.closes.append(min(facts.closes, self.cutoff))
            if facts.spans:
                self.days.append(index)
                self.ends.append(ordinal * DAY + facts.ends)
            for start, length in facts.spans:
                self.starts.append(ordinal * DAY + start)
                self.lengths.append(length)
                self.before.append(spent)
                spent += length
            self.prior.append(len(self.days))


def _facts(sessions: Day) -> _Facts:
    if not sessions:
        return _Facts(0, 0, 0, ())
    spans = tuple((s.start * 60, (s.end - s.start) * 60) for s in sessions if s.counted)
    ends = spans[-1][0] + spans[-1][1] if spans else 0
    return _Facts(sessions[0].start * 60, sessions[-1].end * 60, ends, spans)


def table_for(calendar: Calendar, table: Table | None, ordinal: int, cutoff: int) -> Table:
    """A table that holds that day: the wider one, or a new one around it when it lies far away."""
    if not FIRST <= ordinal <= LAST:
        raise CalendarError("Thời điểm nằm ngoài phạm vi lịch (năm 1 đến 9999).")
    if table is None or not table.base - FAR <= ordinal < table.base + table.span + FAR:
        return Table(calendar, max(FIRST, ordinal - BEFORE), min(LAST, ordinal + AFTER), cutoff)
    return wider_table(calendar, table, ordinal)


def wider_table(calendar: Calendar, table: Table, ordinal: int) -> Table:
    """A table that also holds that day, at least doubled; CalendarError when there is nothing more to hold."""
    first, last = table.base, table.base + table.span - 1
    if ordinal < first:
        return Table(calendar, max(FIRST, min(ordinal, first - table.span)), last, table.cutoff)
    exhausted = not calendar.is_endless and last > max([*calendar.exceptions, calendar.weeks[-1][0]])
    if last == LAST or (exhausted and ordinal <= last + 1):
        raise CalendarError("Lịch không còn ngày làm việc nào để tính hạn.")
    return Table(calendar, first, min(LAST, max(ordinal, last + table.span)), table.cutoff)
