"""The periods for which reports are usually asked, seen from a day: of the calendar, and as regulation cuts them. Pure.

A regulated quarter begins on the cut-off day of the last month of the quarter before and ends on the eve of the next
cut-off (15 September to 14 December); its day is data with dates (`cut_offs.json`).
"""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

CUT_OFFS = Path(__file__).parent / "cut_offs.json"


@dataclass(frozen=True)
class Period:
    """First and last day, both within, and what people call it."""

    name: str
    first: date
    last: date


@cache
def _cut_offs() -> list[tuple[date, int]]:
    rows = json.loads(CUT_OFFS.read_text("utf-8"))["cut_offs"]
    return sorted((date.fromisoformat(row["valid_from"]), int(row["day"])) for row in rows)


def cut_off_day(on: date) -> int:
    """Return the day of the month at which regulated periods are cut, as it holds on a day."""
    return next((day for since, day in reversed(_cut_offs()) if since <= on), 1)


def usual(today: date, *, regulated_first: bool = False) -> list[Period]:
    """Return the usual periods, the nearest first; those not over yet end as the calendar says, not today.

    Those of the calendar stand before those that regulation cuts, or after them for a report that is cut so.
    """
    return _regulated(today) + _of_calendar(today) if regulated_first else _of_calendar(today) + _regulated(today)


def _of_calendar(today: date) -> list[Period]:
    month, quarter = today.replace(day=1), _quarter(today)
    year = date(today.year, 1, 1)
    return [
        Period("Tháng này", month, _eve(_months(month, 1))),
        Period("Tháng trước", _months(month, -1), _eve(month)),
        Period(f"Quý {_roman(quarter)}", quarter, _eve(_months(quarter, 3))),
        Period(f"Quý {_roman(_months(quarter, -3))}", _months(quarter, -3), _eve(quarter)),
        Period("6 tháng đầu năm", year, date(today.year, 6, 30)),
        Period("9 tháng", year, date(today.year, 9, 30)),
        Period(f"Năm {today.year}", year, date(today.year, 12, 31)),
        Period(f"Năm {today.year - 1}", date(today.year - 1, 1, 1), _eve(year)),
    ]


def before(first: date, last: date) -> tuple[date, date]:
    """Return the period to compare with: of whole months as many months before, else as many days."""
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        number = (last.year - first.year) * 12 + last.month - first.month + 1
        return _months(first, -number), _eve(first)
    return first - (last - first) - timedelta(days=1), _eve(first)


def _regulated(today: date) -> list[Period]:
    """The regulated quarter in which the day lies, and the one before."""
    end = _months(_quarter(today), 2)  # the last month of this quarter
    begin = end.replace(day=cut_off_day(end))
    if today < begin:
        begin = _cut_before(begin)
    before = _cut_before(begin)
    following = _months(begin.replace(day=1), 3)
    last = _eve(following.replace(day=cut_off_day(following)))
    return [
        Period(f"Kỳ báo cáo {_days(begin, last)}", begin, last),
        Period(f"Kỳ báo cáo {_days(before, _eve(begin))}", before, _eve(begin)),
    ]


def _cut_before(begin: date) -> date:
    month = _months(begin.replace(day=1), -3)
    return month.replace(day=cut_off_day(month))


def _days(first: date, last: date) -> str:
    return f"{first:%d/%m/%Y} – {last:%d/%m/%Y}"


def _quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _roman(quarter: date) -> str:
    return f"{('I', 'II', 'III', 'IV')[quarter.month // 3]}/{quarter.year}"


def _months(first: date, number: int) -> date:
    """The first day of the month so many months later."""
    months = first.year * 12 + first.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)


def _eve(day: date) -> date:
    return day - timedelta(days=1)
