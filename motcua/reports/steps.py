"""A period cut into days, weeks, months or years, for a trend. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

DAY, WEEK, MONTH, YEAR = "day", "week", "month", "year"
STEPS = {DAY: "Ngày", WEEK: "Tuần", MONTH: "Tháng", YEAR: "Năm"}
MOST = 62  # steps in one trend: more are no picture, and cost
FEW = {DAY: 31, WEEK: 27, MONTH: 36}  # so many are easily read


@dataclass(frozen=True)
class Step:
    """First and last day, both within the period, and how it is called under a chart and in a table."""

    first: date
    last: date
    short: str
    name: str


def steps_of(first: date, last: date, step: str = "") -> tuple[str, list[Step]]:
    """Return the step taken, and the period cut by it; the first and the last may be cut short.

    Where none is asked for, the finest that is easily read; one with too many steps gives way to the next. Raises
    ValueError for a period that ends before it begins, KeyError for an unknown step.
    """
    if last < first:
        raise ValueError("the period ends before it begins")
    kinds = list(STEPS)
    kinds = kinds[kinds.index(step) :] if step in STEPS else kinds
    if step and step not in STEPS:
        raise KeyError(step)
    for kind in kinds:
        cut = list(_cut(first, last, kind))
        if len(cut) <= (MOST if step else FEW.get(kind, MOST)):
            return kind, cut
    return kinds[-1], cut


def _cut(first: date, last: date, kind: str) -> Iterator[Step]:
    begin = first
    while begin <= last:
        end = min(_end(begin, kind), last)
        yield Step(begin, end, *_words(begin, end, kind))
        begin = end + timedelta(days=1)


def _end(day: date, kind: str) -> date:
    """The last day of the step in which a day lies; weeks end on Sundays."""
    if kind == DAY:
        return day
    if kind == WEEK:
        return day + timedelta(days=6 - day.weekday())
    if kind == YEAR:
        return date(day.year, 12, 31)
    following = day.replace(day=28) + timedelta(days=4)
    return following.replace(day=1) - timedelta(days=1)


def _words(begin: date, end: date, kind: str) -> tuple[str, str]:
    if kind == DAY:
        return f"{begin:%d/%m}", f"{begin:%d/%m/%Y}"
    if kind == WEEK:
        return f"{begin:%d/%m}", f"{begin:%d/%m} – {end:%d/%m/%Y}"
    if kind == YEAR:
        return f"{begin.year}", f"Năm {begin.year}"
    return f"{begin:%m/%y}", f"Tháng {begin.month}/{begin.year}"
