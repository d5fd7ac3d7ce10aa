"""The service index over the last months or quarters, and the place of a unit among its peers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from motcua.agencies.models import Agency
from motcua.reports.index_definition import Definition
from motcua.reports.scoring import rank_of
from motcua.reports.service_index import Index, bases_of, scored

MONTHS = {"month": 1, "quarter": 3}
HOW_MANY = {"month": 12, "quarter": 8}


@dataclass(frozen=True)
class Point:
    """The index of one month or quarter."""

    name: str
    first: date
    last: date
    index: Index
    cases: int


@dataclass(frozen=True)
class Peer:
    """A unit of the same level and kind; `rank` None: too few dossiers to compare, or nothing to score."""

    agency: Agency
    index: Index
    cases: int
    rank: int | None


def periods(step: str, last: date) -> list[tuple[str, date, date]]:
    """Return the last months or quarters, as people call them, the one of a day last."""
    size = MONTHS[step]
    begin = date(last.year, (last.month - 1) // size * size + 1, 1)
    found = []
    for back in range(HOW_MANY[step] - 1, -1, -1):
        first = _later(begin, -back * size)
        end = _later(first, size) - timedelta(days=1)
        name = f"{first:%m/%Y}" if size == 1 else f"Q{(first.month + 2) // size}/{first.year}"
        found.append((name, first, end))
    return found


def _later(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def trend(
    agency: Agency, *, step: str, last: date, today: date, definition_on: Callable[[date], Definition]
) -> list[Point]:
    """Return the index of each of the last months or quarters; each by the definition that held at its end.

    One that is not over is counted up to today, as the page of the index does.
    """
    found = []
    for name, first, over in periods(step, last):
        end = min(over, today) if first <= today else over
        definition = definition_on(end)
        basis = bases_of([agency], definition, first=first, last=end, today=today)[agency.pk]
        found.append(Point(name, first, end, scored(basis, definition), basis.handled))
    return found


def peers(agency: Agency, definition: Definition, *, first: date, last: date, today: date) -> list[Peer]:
    """Return the units of the same level and kind, the best first, those that are not ranked last.

    They are compared by what their points would be of the whole (`Total.scaled`): not every unit has data of every
    indicator. As many queries for many units as for few.
    """
    others = Agency.objects.valid(last).filter(level=agency.level, kind=agency.kind).exclude(pk=agency.pk)
    tops = [agency, *others.order_by("path")]
    bases = bases_of(tops, definition, first=first, last=last, today=today)
    found = [(top, scored(bases[top.pk], definition), bases[top.pk].handled) for top in tops]
    points = {top.pk: index.total.scaled for top, index, cases in found if cases >= definition.peers_minimum}
    known = [each for each in points.values() if each is not None]
    rows = [Peer(top, index, cases, _rank(points.get(top.pk), known)) for top, index, cases in found]
    return sorted(rows, key=lambda peer: (peer.rank is None, peer.rank or 0, peer.agency.path))


def _rank(mine: Decimal | None, known: list[Decimal]) -> int | None:
    return None if mine is None else rank_of(mine, known)
