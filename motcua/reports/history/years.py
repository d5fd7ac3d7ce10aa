"""Years and other periods beside each other: figures of the past and of the facts, by unit and level.

The costs do not grow with units: the statements, the units, since when there are facts, two queries for each period of
which there are some.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from motcua.agencies.choices import Level
from motcua.agencies.models import Agency
from motcua.indicators.standing import Scope, ends_of
from motcua.reports.history.rolling import COUNTED, Facts, Group, Period, Rolled, Unit, roll
from motcua.reports.history.statements import LEVELS, Statement
from motcua.reports.history.stored import counting, first_counted, statements_of

MOST_PERIODS = 40


@dataclass(frozen=True)
class Series:
    """A group's figures, a period after the other."""

    group: Group
    rolled: Sequence[Rolled]


class Years:
    """What is told of the units under some paths: all of it read once, then rolled up as often as one likes."""

    def __init__(self, paths: Sequence[str], *, fields: Sequence[str] = ()) -> None:
        self.paths, self.fields = list(paths), list(fields)
        under: Q = reduce(or_, [Q(path__startswith=path) for path in paths])
        self.rows = list(Agency.objects.filter(under).order_by("path").only("path", "level", "code", "short_name"))
        self.units = {row.pk: Unit(row.path, row.level) for row in self.rows}
        told = statements_of(counting(self.units))
        self.statements = [each for each in told if not self.fields or each.field in self.fields]
        self.since = first_counted(*self.paths)
        self._known: dict[Period, dict[int, Any]] = {}

    def years(self, *, until: int, most: int) -> list[Period]:
        """Return the years of which something is told, to this one, and the longer periods that a report tells of."""
        begun = [each.first.year for each in self.statements] + ([self.since.year] if self.since else [])
        first = max(min(begun, default=until), until - most + 1)
        return [year_of(year) for year in range(first, until + 1)]

    def longer(self, periods: Sequence[Period]) -> list[Period]:
        """Return the periods told of that lie in none of these, but meet one."""
        told = {each.period for each in self.statements if not any(each.is_within(*period) for period in periods)}
        return sorted(each for each in told if any(each[0] <= last and first <= each[1] for first, last in periods))

    def series(self, groups: Sequence[Group], periods: Sequence[Period]) -> list[Series]:
        """Return each group's figures of each period."""
        facts = Facts(self.since, {period: self._counted(period) for period in self._asked(periods)}, self.units)
        near = {
            (first, last): [each for each in self.statements if each.first <= last and first <= each.last]
            for first, last in periods
        }
        return [Series(group, [roll(group, each, near[each], facts) for each in periods]) for group in groups]

    def _asked(self, periods: Sequence[Period]) -> set[Period]:
        """The periods themselves, and those of statements that reach into days of which there are facts."""
        wanted = {*periods, *(each.period for each in self.statements)}
        return {each for each in wanted if self.since and self.since <= each[1]}

    def _counted(self, period: Period) -> dict[int, Any]:
        if period not in self._known:
            scope = Scope(agencies=list(self.units), fields=self.fields)
            found = ends_of(scope, first=period[0], last=period[1], by=["agency"], measures=COUNTED)
            self._known[period] = {key: ends for (key,), ends in found.items()}
        return self._known[period]

    def whole(self, name: str) -> Group:
        return Group(name, self.paths)

    def levels(self) -> list[Group]:
        """Return a group for each level of which there are units or statements, where there is more than one."""
        told = {level for each in self.statements for level in each.levels if len(each.levels) == 1}
        found = [each for each in LEVELS if each in told | {unit.level for unit in self.units.values()}]
        return [Group(Level(each).label, self.paths, each, is_part=True) for each in found] if len(found) > 1 else []

    def children(self) -> list[Group]:
        """Return a group for each unit right below the paths; of those of which something may be told."""
        tops = [
            path for path in self.paths if not any(path != other and path.startswith(other) for other in self.paths)
        ]
        depth = {top: top.count("/") for top in tops}
        found = []
        for row in self.rows:
            top = next((each for each in tops if row.path.startswith(each)), None)
            if top is not None and row.path.count("/") == depth[top] + 1:
                found.append(Group(row.short_name or row.name, [row.path], unit=row.pk))
        return found


def year_of(year: int) -> Period:
    """Return the first and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def told_of(series: Sequence[Series]) -> list[Series]:
    """Return those of which something is told in some period."""
    return [each for each in series if any(_says_something(rolled) for rolled in each.rolled)]


def _says_something(rolled: Rolled) -> bool:
    return rolled.is_past or any(number for number in rolled.numbers.values())


def statements_behind(series: Sequence[Series]) -> list[Statement]:
    """Return the statements of which the figures of some series are made, each once."""
    found = {each.key: each for one in series for rolled in one.rolled for each in rolled.statements}
    return list(found.values())
