"""Why an identity of a report does not hold: dossiers that its columns count unevenly, and numbers kept wrongly.

Two causes, told apart by the plain count. A layout may be drawn so that single dossiers count on one side only: these
dossiers are found. And the facts may no longer tell what the dossiers tell: then each measure that the columns read is
held against the plain count of the same units, as finely as the difference can be placed.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from motcua.indicators.standing import END, START, Scope, ends_of
from motcua.reports.contributions import Part, parts_of, tells_when_paid
from motcua.reports.layouts import Column, Identity, Layout
from motcua.reports.plainly import DIMENSIONS, asked_of, counted, lasts, measured
from motcua.reports.tables import unit_by_unit

Numbers = Mapping[str, int]  # column → how much a dossier counts in it
Pair = tuple[int, int]  # by the facts, and counted plainly
Place = tuple[Any, ...]  # unit, procedure, field (None: all of them), channel, measure, start or end
OUT = "identity"  # the key of a column made of what an identity leaves over


@dataclass(frozen=True)
class Row:
    """Of which units, fields and procedures (None: all) a row of a report is, over which days."""

    first: date
    last: date
    scope: Scope  # as the report reads it
    units: Sequence[int]  # all of its units
    fields: Sequence[str] | None = None
    procedures: Sequence[str] | None = None

    @property
    def only(self) -> dict[str, Any]:
        """As the plain count takes them."""
        return {"agencies": self.units, "fields": self.fields, "procedures": self.procedures}


@dataclass(frozen=True)
class Miskept:
    """A measure that the facts and the plain count tell differently; what is None is all of the row."""

    unit: int | None
    procedure: str | None
    field: str | None
    channel: str
    measure: str
    end: str
    facts: int
    plain: int


def parts_read(layout: Layout, identity: Identity) -> set[Part]:
    """Return what the columns of an identity are made of."""
    return {part for key in identity.columns for part in parts_of(layout, key)}


def uneven(layout: Layout, identity: Identity, row: Row, *, below: Sequence[str] = ()) -> dict[int, Numbers]:
    """Return the dossiers of which an identity does not hold by the plain count, each with what it counts where.

    And those that count less than nothing in a column of `below`.
    """
    by_column = [(key, part, weight) for key in identity.columns for part, weight in parts_of(layout, key).items()]
    given = asked_of(row.first, row.last, **row.only, parts=list(_asked(layout, identity, below)))
    given |= _sides(by_column) | {"whole": identity.whole, "below": list(below)}
    given["pays"] = tells_when_paid({part: weight for _, part, weight in by_column})  # each column is told
    found = counted("causes.rows", given)
    return {
        key: {column: n for column, n in zip(columns, numbers, strict=True) if n} for key, columns, numbers in found
    }


def _asked(layout: Layout, identity: Identity, below: Sequence[str]) -> Iterator[Mapping[Part, int]]:
    """What a dossier has to count in, to be found."""
    over = Column(OUT, "", plus=[identity.whole], less=identity.parts)
    yield parts_of(replace(layout, columns=[*layout.columns, over]), OUT)
    yield from (parts_of(layout, key) for key in below)


def _sides(by_column: Sequence[tuple[str, Part, int]]) -> dict[str, list[Any]]:
    """Return weights as lists side by side, as plain SQL takes them."""
    return {
        "columns": [key for key, _, _ in by_column],
        "measures": [part.measure for _, part, _ in by_column],
        "channels": [part.channel for _, part, _ in by_column],
        "starts": [0 if part.end == END else weight for _, part, weight in by_column],
        "ends": [weight if part.end == END else 0 for _, part, weight in by_column],
    }


def miskept(layout: Layout, identity: Identity, row: Row) -> list[Miskept]:
    """Return where the facts, as the row reads them, differ from the plain count; [] when they do not.

    By unit, procedure, field and channel where the unit's own numbers are wrong; where only what was added up
    beforehand is, by that: all units of the row together, or all procedures of a unit.
    """
    parts = parts_read(layout, identity)
    measures = sorted({part.measure for part in parts})
    told_plainly = measured(row.first, row.last, **row.only)
    plain = Counter({place: number for place, number in told_plainly.items() if place[-2] in measures})
    scope = replace(row.scope, fields=row.fields or (), procedures=row.procedures or ())
    by = ["agency"] if layout.group == "agency" else ["procedure", "field"]
    read = _facts(unit_by_unit(scope) if by == ["agency"] else scope, by, measures, row)
    told = {place: (read[place], n) for place, n in _both(read, _blanked(plain, by)).items() if _is_read(place, parts)}
    wrong = {place: each for place, each in told.items() if each[0] != each[1]}
    if not wrong:
        return []
    single = replace(scope, agencies=list(row.units), trees=())
    own = _facts(single, DIMENSIONS, measures, row)
    found = {place: (own[place], n) for place, n in _both(own, plain).items() if own[place] != n}
    return [Miskept(*(*place, *each)) for place, each in sorted(_finest(wrong, found, by).items(), key=_order)]


def _finest(wrong: Mapping[Place, Pair], own: Mapping[Place, Pair], by: Sequence[str]) -> dict[Place, Pair]:
    """Put what is wrong of units' own numbers in the place of what is wrong of their sum, where that explains it."""
    found: dict[Place, Pair] = {}
    for place, (facts, plain) in wrong.items():
        inner = {each: pair for each, pair in own.items() if _blank(each, by) == place}
        explained = sum(a - b for a, b in inner.values()) == facts - plain
        found |= inner if explained else {place: (facts, plain)}
    return found


def _order(item: tuple[Place, Any]) -> tuple[str, ...]:
    return tuple("" if each is None else str(each) for each in item[0])


def _facts(scope: Scope, by: Sequence[str], measures: Sequence[str], row: Row) -> Counter[Place]:
    found: Counter[Place] = Counter()
    for key, ends in ends_of(scope, first=row.first, last=row.last, by=by, measures=measures).items():
        told = dict(zip(by, key, strict=True))
        for end, numbers in ((START, ends.start), (END, ends.end)):
            for (measure, channel), number in numbers.items():
                found[*(told.get(each) for each in DIMENSIONS), channel, measure, end] += number
    return found


def _blank(place: Place, by: Sequence[str]) -> Place:
    """The place of a sum over what is not told apart."""
    return (*(each if name in by else None for name, each in zip(DIMENSIONS, place, strict=False)), *place[3:])


def _blanked(counts: Mapping[Place, int], by: Sequence[str]) -> Counter[Place]:
    found: Counter[Place] = Counter()
    for place, number in counts.items():
        found[_blank(place, by)] += number
    return found


def _both(facts: Mapping[Place, int], plain: Counter[Place]) -> dict[Place, int]:
    """The places of both with the plain number; states that last are told at the end only."""
    return {place: plain[place] for place in {*facts, *plain} if not (place[-1] == START and lasts(place[-2]))}


def _is_read(place: Place, parts: set[Part]) -> bool:
    *_, channel, measure, end = place
    return bool({Part(measure, channel, end), Part(measure, "", end)} & parts)
