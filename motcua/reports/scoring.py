"""Points of the index of service quality (QĐ 766/QĐ-TTg): exact, two decimals, halves up. Pure.

A rate scores in proportion up to its threshold and in full from there: rate x points / threshold. A denominator of
zero has no rate and no points: nobody can do well or badly at what did not occur.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

CENT = Decimal("0.01")
WHOLE = Decimal(100)
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)  # more digits than counts of a nation's dossiers can ask for


@dataclass(frozen=True)
class Weight:
    """What an indicator may bring, and from which rate (percent) on it brings all of it."""

    points: Decimal
    threshold: Decimal = WHOLE


@dataclass(frozen=True)
class Total:
    """Points of the indicators with data, and the most that these could bring; `whole`: of all indicators."""

    points: Decimal
    reachable: Decimal
    whole: Decimal

    @property
    def is_whole(self) -> bool:
        return self.reachable == self.whole

    @property
    def scaled(self) -> Decimal | None:
        """The points if what has data stood for the whole; None without any data."""
        if not self.reachable:
            return None
        return rounded(EXACT.divide(EXACT.multiply(self.points, self.whole), self.reachable))


def rounded(value: Decimal) -> Decimal:
    """Return a value with two decimals, halves up."""
    return value.quantize(CENT, context=EXACT)


def rate_of(numerator: int, denominator: int) -> Decimal | None:
    """Return a rate in percent; None when there is nothing to divide by."""
    return rounded(_part(numerator, denominator, WHOLE)) if denominator else None


def points_of(weight: Weight, numerator: int, denominator: int, *, times: Decimal | None = None) -> Decimal | None:
    """Return the points of a rate; None when there is nothing to divide by.

    `times`: another rate in percent with which this one is multiplied. Never more than the weight, never below zero.
    """
    if not denominator:
        return None
    rate = _part(max(numerator, 0), denominator, WHOLE)
    if times is not None:
        rate = EXACT.divide(EXACT.multiply(rate, times), WHOLE)
    earned = EXACT.divide(EXACT.multiply(rate, weight.points), weight.threshold)
    return rounded(min(earned, weight.points))


def _part(numerator: int, denominator: int, of: Decimal) -> Decimal:
    return EXACT.divide(EXACT.multiply(of, Decimal(numerator)), Decimal(denominator))


def gain_of(
    weight: Weight, numerator: int, denominator: int, *, more: int, times: Decimal | None = None
) -> Decimal | None:
    """Return by how many points the same cases would bring more if `more` of those that miss it had met it."""
    before = points_of(weight, numerator, denominator, times=times)
    after = points_of(weight, min(numerator + more, max(denominator, numerator)), denominator, times=times)
    return None if before is None or after is None else after - before


def needed_for(
    weight: Weight, numerator: int, denominator: int, *, points: Decimal, times: Decimal | None = None
) -> int | None:
    """Return how many more of the same cases have to meet it for so many points; None where all would not do."""
    low, high = 0, max(denominator - numerator, 0)
    if not denominator or (_with(weight, numerator, denominator, high, times) or Decimal(0)) < points:
        return None
    while low < high:
        middle = (low + high) // 2
        if (_with(weight, numerator, denominator, middle, times) or Decimal(0)) >= points:
            high = middle
        else:
            low = middle + 1
    return low


def _with(weight: Weight, numerator: int, denominator: int, more: int, times: Decimal | None) -> Decimal | None:
    return points_of(weight, numerator + more, denominator, times=times)


def total_of(scored: Iterable[tuple[Decimal | None, Decimal]]) -> Total:
    """Add up (points, the most it could bring); points of None have no data and can bring nothing yet."""
    rows = list(scored)
    known = [(points, most) for points, most in rows if points is not None]
    nothing = Decimal(0)
    return Total(
        points=sum((points for points, _ in known), nothing),
        reachable=sum((most for _, most in known), nothing),
        whole=sum((most for _, most in rows), nothing),
    )


def band_of(points: Decimal, bands: Sequence[tuple[Decimal, str]]) -> str:
    """Return the band of so many points; `bands`: (from, name), whatever their order."""
    return next((name for least, name in sorted(bands, reverse=True) if points >= least), "")


def rank_of(mine: Decimal, others: Iterable[Decimal]) -> int:
    """Return the place among others: one more than how many have more; equal ones share it."""
    return 1 + sum(1 for each in others if each > mine)
