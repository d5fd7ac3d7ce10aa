"""Days told in relation to others: "today", "today-18y", "birth_date+60d", "2025-07-01". Pure."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

TODAY = "today"
WRITTEN = r"(?:today|\d{4}-\d{2}-\d{2}|[a-z][a-z0-9_]{0,62})(?:[+-]\d{1,4}[dmy])?"
_PARTS = re.compile(r"(today|\d{4}-\d{2}-\d{2}|[a-z][a-z0-9_]*)(?:([+-]\d{1,4})([dmy]))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Bound:
    """A day counted from today (`base` is "today"), from a fixed one or from the answer to a question (its code)."""

    base: date | str
    amount: int = 0
    unit: str = "d"

    @property
    def question(self) -> str | None:
        """The question whose answer it counts from."""
        return self.base if isinstance(self.base, str) and self.base != TODAY else None

    def day(self, today: date, look: Callable[[str], object]) -> date | None:
        """Return the day, None when the question it counts from has no answer or the calendar ends before."""
        base = today if self.base == TODAY else look(self.base) if isinstance(self.base, str) else self.base
        return moved(base, self.amount, self.unit) if isinstance(base, date) else None


def bound_of(text: str) -> Bound:
    """Read a bound as a form writes it. Raises ValueError."""
    found = _PARTS.fullmatch(text)
    if not found:
        raise ValueError(text)
    base, amount, unit = found.groups()
    start: date | str = date.fromisoformat(base) if base[0].isdigit() else base
    return Bound(start, int(amount or 0), unit or "d")


def moved(day: date, amount: int, unit: str) -> date | None:
    """Return the day so many days (d), months (m) or years (y) later; the 31st becomes a shorter month's last day."""
    try:
        if unit == "d":
            return day + timedelta(days=amount)
        months = day.year * 12 + day.month - 1 + (amount if unit == "m" else amount * 12)
        year, month = divmod(months, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last))
    except (ValueError, OverflowError, IndexError):
        return None


def years_between(earlier: date, later: date) -> int:
    """Count full years: the age on `later` of somebody born on `earlier`; negative when turned round."""
    return months_between(earlier, later) // 12 if later >= earlier else -years_between(later, earlier)


def months_between(earlier: date, later: date) -> int:
    """Count full months; negative when turned round."""
    if later < earlier:
        return -months_between(later, earlier)
    return (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)
