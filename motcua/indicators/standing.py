"""Totals at the two ends of a period, as known at its end: whatever a report counts is made of these.

At its end: all facts that count by then. At its start: all facts of days before it that were known by the end; what
became known only during the period about days before it is told apart (`Late`), so that what was carried over into the
period and what came in it never count the same dossier twice. One statement reads both, and the facts not yet folded.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection

from motcua.indicators.banks import bank_of
from motcua.indicators.models import Measure

START, END = "start", "end"
TREE = "tree"  # by the units of a scope's trees, each with all below it
DIMENSIONS = {"agency": "agency_id", "procedure": "procedure", "field": "field", TREE: "agency_id"}


@dataclass(frozen=True)
class Scope:
    """Whose figures: units by key (None: all), and trees: units with all below them; what is in both counts twice.

    Of procedures and fields by code; (): all.
    """

    agencies: Sequence[int] | None = None
    trees: Sequence[int] = ()
    procedures: Sequence[str] = ()
    fields: Sequence[str] = ()

    def given(self) -> dict[str, Any]:
        """The values of the conditions below."""
        wanted = {"agencies": self.agencies, "procedures": self.procedures or None, "fields": self.fields or None}
        given = {name: None if each is None else list(each) for name, each in wanted.items()}
        return given | {"trees": list(self.trees)}

    def lines(self, by: Sequence[str]) -> str:
        """The condition on lines: as few as possible that add up to what is asked."""
        whole = not (self.trees or self.procedures or self.fields) and {*by} <= {"agency"}
        if whole:
            return f"kind = 'whole' AND {_ANY['agency_id']}"
        units = f"(kind = 'own' AND {_ANY['agency_id']} AND NOT {_ONLY_TREES})"
        trees = "(kind IN ('own', 'tree') AND agency_id = ANY(%(trees)s))"
        return f"({units} OR {trees}) AND {_ANY['procedure']} AND {_ANY['field']}"

    def facts(self) -> str:
        """The condition on facts that are not folded yet."""
        units = f"({_ANY['agency_id']} AND NOT {_ONLY_TREES})"
        return f"({units} OR {_BELOW}) AND {_ANY['procedure']} AND {_ANY['field']}"


_ANY = {
    column: f"(%({name})s::{kind}[] IS NULL OR {column} = ANY(%({name})s))"
    for column, name, kind in (
        ("agency_id", "agencies", "bigint"), ("procedure", "procedures", "text"), ("field", "fields", "text"),
    )
}  # fmt: skip
_ONLY_TREES = "(%(agencies)s::bigint[] IS NULL AND cardinality(%(trees)s::bigint[]) > 0)"
_BELOW = """agency_id IN (
    SELECT a.id FROM agencies_agency AS a JOIN agencies_agency AS t ON starts_with(a.path, t.path)
    WHERE t.id = ANY(%(trees)s::bigint[])
)"""


_TOPS = """JOIN (SELECT id AS unit, path FROM agencies_agency) AS unit ON unit.unit = agency_id
    JOIN (SELECT id, path AS above FROM agencies_agency) AS top
    ON top.id = ANY(%(trees)s::bigint[]) AND starts_with(unit.path, top.above)"""


@dataclass
class Ends:
    """The totals of one group at both ends: {(measure, channel): number}."""

    start: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    end: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))

    def at(self, when: str, measure: str, channels: Sequence[str] = ()) -> int:
        """Return the number at one end, of some channels or of all."""
        found = self.start if when == START else self.end
        return sum(
            number
            for (name, channel), number in found.items()
            if name == measure and (not channels or channel in channels)
        )


def ends_of(
    scope: Scope, *, first: date, last: date, by: Sequence[str], measures: Sequence[str]
) -> dict[tuple[Any, ...], Ends]:
    """Return the totals before `first` and at the end of `last`, as known then, by dimensions; two queries.

    Raises ValueError for trees by unit: their lines no longer tell the units (TREE: by the trees themselves).
    """
    if (scope.trees and "agency" in by) or (TREE in by and scope.agencies != []):
        raise ValueError("a tree is not counted by unit, and units are no trees: name what is meant")
    places = {code: (bank, place) for code, bank, place in
              Measure.objects.filter(code__in=measures).values_list("code", "bank", "place")}  # fmt: skip
    banks = sorted({bank_of(each) for each in measures})
    given = scope.given() | {"banks": banks}
    sql = _SQL.format(
        of=", ".join(["top.id" if each == TREE else DIMENSIONS[each] for each in by] + ["channel"]),
        tops=_TOPS if TREE in by else "",
        named=", ".join([*(f"{DIMENSIONS[each]} AS k{n}" for n, each in enumerate(by)), "channel"]),
        keys=", ".join([*(f"k{n}" for n in range(len(by))), "channel"]),
        lines=scope.lines(by),
        facts=scope.facts(),
        folded=", ".join(_folded(places.get(each), among=banks) for each in measures),
        one_each=", ".join(f"CASE WHEN measure = %(m{n})s THEN amount END" for n in range(len(measures))),
        added=", ".join(f"sum(m{n})" for n in range(len(measures))),
        columns=", ".join(f"m{n}" for n in range(len(measures))),
    )
    given |= {f"m{n}": each for n, each in enumerate(measures)}
    given |= {"first": first, "last": last, "before": first - timedelta(days=1), "measures": list(measures)}
    found: dict[tuple[Any, ...], Ends] = defaultdict(Ends)
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        for row in cursor.fetchall():
            key, (channel, when, *numbers) = row[: len(by)], row[len(by) :]
            ends = found[key].start if when == START else found[key].end
            for measure, number in zip(measures, numbers, strict=True):
                if number:
                    ends[measure, channel] += int(number)
    return dict(found)


def _folded(place: tuple[str, int] | None, *, among: Sequence[str]) -> str:
    """The column of a measure in the totals; of another bank's rows it is none."""
    if place is None:
        return "NULL::bigint"
    bank, number = place
    column = f"sums[{number + 1}]"
    return column if len(among) == 1 else f"CASE WHEN l.bank = '{bank}' THEN {column} END"


_SQL = """
WITH lines AS (SELECT id, bank, {named} FROM indicators_line WHERE bank = ANY(%(banks)s) AND {lines}),
parts({keys}, at, {columns}) AS (
    SELECT {keys}, ends.at, {folded}
    FROM lines AS l
    CROSS JOIN (VALUES ('start', %(before)s::date), ('end', %(last)s::date)) AS ends(at, upto)
    CROSS JOIN LATERAL (
        SELECT sums FROM indicators_total AS t WHERE t.line_id = l.id AND t.day <= ends.upto ORDER BY t.day DESC LIMIT 1
    ) AS standing
    UNION ALL
    SELECT {keys}, 'start', {one_each}
    FROM lines AS l JOIN indicators_late AS late ON late.line_id = l.id
    WHERE late.known_on BETWEEN %(first)s AND %(last)s AND late.day < %(first)s AND late.measure = ANY(%(measures)s)
    UNION ALL
    SELECT {of}, ends.at, {one_each}
    FROM indicators_fact {tops}
    CROSS JOIN (VALUES ('start', %(before)s::date), ('end', %(last)s::date)) AS ends(at, upto)
    WHERE {facts} AND seen_on <= %(last)s AND day <= ends.upto AND measure = ANY(%(measures)s)
)
SELECT {keys}, at, {added} FROM parts GROUP BY {keys}, at
"""
