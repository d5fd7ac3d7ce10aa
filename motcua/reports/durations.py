"""How long things took, from how many took so many working days: medians, nine of ten. Pure.

The facts count the dossiers finished after N working days (N = 0 … 60, and 61 for all that took longer), net of
waiting for the citizen and gross. A share is reached on the first day by which at least so many were finished: "9 of
10 within 4 days" is a promise that was kept in nine of ten cases, never a number between two days.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

NET, GROSS = "took.net", "took.gross"
LONGEST = 60  # days told apart
OVER = LONGEST + 1  # all that took longer
HALF, NINE_OF_TEN = Fraction(1, 2), Fraction(9, 10)


def measures(kind: str) -> list[str]:
    """Return the measures of NET or GROSS, one a day."""
    return [*_named(kind)]


@cache
def _named(kind: str) -> tuple[str, ...]:
    return tuple(f"{kind}.{days}" for days in range(OVER + 1))


@dataclass(frozen=True)
class Spread:
    """How many took how many days: {days: number}, days 0 … OVER."""

    counts: Mapping[int, int]

    @property
    def number(self) -> int:
        return sum(self.counts.values())

    def within(self, share: Fraction) -> int | None:
        """Return the fewest days in which at least the share was finished; OVER: it took longer than LONGEST days.

        None where nothing was finished. Raises ValueError for a share that is none.
        """
        if not 0 < share <= 1:
            raise ValueError("a share is more than nothing and at most all")
        enough = share.numerator * self.number
        return next((days for days, done in self._running() if done * share.denominator >= enough), None)

    def _running(self) -> Iterator[tuple[int, int]]:
        done = 0
        for days in sorted(self.counts):
            done += self.counts[days]
            if done > 0:
                yield days, done


def spread_of(kind: str, numbers: Mapping[str, int]) -> Spread:
    """Return the spread told by {measure: number}; what was taken back (a correction) never counts below nothing."""
    counts = ((days, numbers.get(measure, 0)) for days, measure in enumerate(_named(kind)))
    return Spread({days: number for days, number in counts if number > 0})


def words(days: int | None) -> str:
    """Write a number of working days as people say it."""
    if days is None:
        return "–"
    if days == OVER:
        return f"hơn {LONGEST} ngày"
    return "trong ngày" if days == 0 else f"{days} ngày"
