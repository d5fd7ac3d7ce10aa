"""Until when a paper may be used: as its holder says, as its kind's rule says, or nobody knows. Pure."""

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Validity:
    """`until`: the last day on which it holds, None when nobody knows. `at_most`: it may end earlier, because the day
    of issue is not known and the rule was counted from the day on which the paper was handed in."""

    until: date | None = None
    at_most: bool = False

    def is_over(self, on: date) -> bool:
        """Whether it surely holds no more on a day."""
        return self.until is not None and self.until < on


def validity_of(*, said: date | None, months: int | None, since: date, issued: bool) -> Validity:
    """Return the earlier of what the holder said and what the kind's rule makes of `since`.

    `issued`: `since` is the day of issue; else the day of handing in, which is never before it.
    """
    ruled = None if months is None else months_after(since, months)
    if ruled is None or (said is not None and said <= ruled):
        return Validity(said)
    return Validity(ruled, at_most=not issued)


def months_after(day: date, months: int) -> date:
    """Return the last day of a span of months that begins on a day: the same day of the last month, or its end
    (Bộ luật Dân sự 2015, điều 148)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
