"""What a report of the past states of a unit, a field and a period, and what of it is contained in what. Pure.

A statement contains another when it counts at least the same units, levels, fields and days; what is contained is
never added to what contains it.
"""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from motcua.agencies.choices import Level
from motcua.reports.choices import Measure, Span

LEVELS = (Level.NATION, Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
FLOWS = (Measure.RECEIVED, Measure.SETTLED, Measure.EARLY, Measure.ON_DAY, Measure.ON_TIME, Measure.LATE)
ADDED = (Measure.CARRIED, *FLOWS, Measure.OPEN)  # numbers of dossiers; a rate is never added


@dataclasses.dataclass(frozen=True)
class Statement:
    """`path`, `level`: of the unit; `values`: measure → number of dossiers, or a percentage; `marks`: how exactly."""

    agency: int
    path: str
    level: str
    span: str
    field: str
    first: date
    last: date
    values: Mapping[str, Decimal]
    marks: Mapping[str, str] = dataclasses.field(default_factory=dict)
    source: str = ""
    batch: int | None = None

    @property
    def key(self) -> tuple[int, str, str, date, date]:
        """What there may be one of."""
        return self.agency, self.span, self.field, self.first, self.last

    @property
    def levels(self) -> frozenset[str]:
        """The levels of administration that it counts."""
        if self.span == Span.TREE:
            return frozenset(LEVELS[LEVELS.index(Level(self.level)) :])
        return frozenset({self.level if self.span == Span.OWN else self.span})

    @property
    def period(self) -> tuple[date, date]:
        return self.first, self.last

    def is_within(self, first: date, last: date) -> bool:
        return first <= self.first and self.last <= last

    def known(self, measure: str) -> Decimal | None:
        """The number stated, or what the other numbers make it; None when the statement does not tell."""
        if measure in self.values:
            return self.values[measure]
        made = _MADE.get(measure)
        parts = [self.known(each) for each in made] if made else [None]
        return None if None in parts else sum((part for part in parts if part is not None), Decimal(0))


_MADE: dict[str, tuple[str, ...]] = {
    Measure.SETTLED: (Measure.ON_TIME, Measure.LATE),
    Measure.ON_TIME: (Measure.EARLY, Measure.ON_DAY),
}


def contains(whole: Statement, part: Statement) -> bool:
    """Tell whether all that one counts is counted by the other as well; nothing contains itself."""
    if whole.key == part.key or not part.path.startswith(whole.path) or whole.field not in ("", part.field):
        return False
    if not part.is_within(whole.first, whole.last) or not part.levels <= whole.levels:
        return False
    same = whole.levels == part.levels and (whole.agency, whole.field, *whole.period) == (
        part.agency, part.field, *part.period,
    )  # fmt: skip
    return not same or whole.span == Span.TREE  # of a unit with nothing below it both are the same


def wholes(statements: Sequence[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Yield (whole, part) for each two of which one contains the other; each is asked only of its own units above."""
    by_path: dict[str, list[Statement]] = defaultdict(list)
    for each in statements:
        by_path[each.path].append(each)
    for part in statements:
        for path in above(part.path):
            yield from ((whole, part) for whole in by_path.get(path, ()) if contains(whole, part))


def above(path: str) -> list[str]:
    """Return the paths from the top down to a unit's own."""
    codes = path.rstrip("/").split("/")
    return ["/".join(codes[: depth + 1]) + "/" for depth in range(len(codes))]


def outermost(statements: Sequence[Statement]) -> list[Statement]:
    """Return those that no other contains: what may be added up."""
    inner = {part.key for _, part in wholes(statements)}
    return [each for each in statements if each.key not in inner]


def meets(one: Statement, other: Statement) -> bool:
    """Tell whether two of one unit, span and field count some of the same days, neither lying within the other."""
    if one.key[:3] != other.key[:3] or one.last < other.first or other.last < one.first:
        return False
    return not one.is_within(*other.period) and not other.is_within(*one.period)


def days_told(periods: Iterable[tuple[date, date]], first: date, last: date) -> bool:
    """Tell whether periods cover every day from one to another."""
    reached = first
    for begin, end in sorted(periods):
        if begin > reached:
            break
        reached = max(reached, date.fromordinal(end.toordinal() + 1))
    return reached > last
