"""Totals at the two ends of a period, as known at its end: whatever a report counts is made of these.

At its end: all facts that count by then. At its start: all facts of days before it that were known by the end; what
became known only during the period about days before it is told apart (`Late`), so that what was carried over into the
period and what came in it never count the same dossier twice. One statement reads both, and the facts not yet folded.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection

from motcua.indicators.banks import bank_of
from motcua.indicators.models import Measure

Period = tuple[date, date]  # first and last day, both within
Place = tuple[str, int]  # a measure's bank, and where it stands in the totals of that bank
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
        """The condition on facts that are not folded yet; one by which an index of the units finds them."""
        units = f"agency_id = ANY(ARRAY({_UNITS}))" if self.trees or self.agencies is not None else "TRUE"
        return f"{units} AND {_ANY['procedure']} AND {_ANY['field']}"


_ANY = {
    column: f"(%({name})s::{kind}[] IS NULL OR {column} = ANY(%({name})s))"
    for column, name, kind in (
        ("agency_id", "agencies", "bigint"), ("procedure", "procedures", "text"), ("field", "fields", "text"),
    )
}  # fmt: skip
_ONLY_TREES = "(%(agencies)s::bigint[] IS NULL AND cardinality(%(trees)s::bigint[]) > 0)"
_UNITS = """
    SELECT unnest(%(agencies)s::bigint[]) UNION ALL
    SELECT a.id FROM agencies_agency AS a JOIN agencies_agency AS t ON starts_with(a.path, t.path)
    WHERE t.id = ANY(%(trees)s::bigint[])
"""


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
    scope: Scope, *, first: date, last: date, by: Sequence[str], measures: Sequence[str], known: date | None = None
) -> dict[tuple[Any, ...], Ends]:
    """Return the totals before `first` and at the end of `last`, by dimensions; two queries.

    As known at the end of `last`, or of a later day: then with what was told since about these days. Raises ValueError
    for trees by unit: their lines no longer tell the units (TREE: by the trees themselves).
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
        folded=", ".join(folded_in(places.get(each), among=banks) for each in measures),
        one_each=", ".join(f"CASE WHEN measure = %(m{n})s THEN amount END" for n in range(len(measures))),
        added=", ".join(f"sum(m{n})" for n in range(len(measures))),
        columns=", ".join(f"m{n}" for n in range(len(measures))),
    )
    given |= {f"m{n}": each for n, each in enumerate(measures)}
    given |= {"first": first, "last": last, "before": first - timedelta(days=1), "measures": list(measures)}
    given |= {"known": max(known or last, last)}
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


def folded_in(place: Place | None, *, among: Sequence[str]) -> str:
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
    WHERE late.known_on BETWEEN %(first)s AND %(known)s AND late.day < %(first)s AND late.measure = ANY(%(measures)s)
    UNION ALL
    SELECT {keys}, 'end', {one_each}
    FROM lines AS l JOIN indicators_late AS late ON late.line_id = l.id
    WHERE late.known_on > %(last)s AND late.known_on <= %(known)s AND late.day <= %(last)s
        AND late.measure = ANY(%(measures)s)
    UNION ALL
    SELECT {of}, ends.at, {one_each}
    FROM indicators_fact {tops}
    CROSS JOIN (VALUES ('start', %(before)s::date), ('end', %(last)s::date)) AS ends(at, upto)
    WHERE {facts} AND seen_on <= %(known)s AND day <= ends.upto AND measure = ANY(%(measures)s)
)
SELECT {keys}, at, {added} FROM parts GROUP BY {keys}, at
"""


def series_of(
    scope: Scope,
    *,
    periods: Sequence[Period],
    by: Sequence[str] = (),
    measures: Sequence[str],
    places: Mapping[str, Place] | None = None,
) -> dict[tuple[Any, ...], list[dict[str, int]]]:
    """Return by how much each measure grew in each of many periods, by dimensions and "channel"; one query, and
    one for the places (`known`) of the measures, where they are not given.

    {key: [{measure: number} of the first period, …]}; each number is what `ends_of` tells of that period alone: as
    known at its end. The totals of all days that bound a period are read at once. Raises ValueError as `ends_of`.
    """
    read = _bounds(scope, periods, by, measures, places)
    return {key: [_grown(measures, *each) for each in found] for key, found in read.items()}


def ends_of_each(
    scope: Scope, *, periods: Sequence[Period], measures: Sequence[str], by: Sequence[str] = ()
) -> list[dict[tuple[Any, ...], Ends]]:
    """Return what `ends_of` tells of each of many periods, in their order; two queries for all of them."""
    found: list[dict[tuple[Any, ...], Ends]] = [defaultdict(Ends) for _ in periods]
    if not periods:
        return []
    for (*key, channel), read in _bounds(scope, periods, [*by, "channel"], measures).items():
        for ends, (at_end, before, late) in zip((each[tuple(key)] for each in found), read, strict=True):
            for place, measure in enumerate(measures):
                ends.start[measure, channel] += before[place] + late[place]
                ends.end[measure, channel] += at_end[place]
    return [dict(each) for each in found]


Numbers = tuple[int, ...]  # by measure


def _bounds(
    scope: Scope, periods: Sequence[Period], by: Sequence[str], measures: Sequence[str],
    places: Mapping[str, Place] | None = None,
) -> dict[tuple[Any, ...], list[tuple[Numbers, Numbers, Numbers]]]:  # fmt: skip
    """Return of each group and period the totals at its end and before it, and what of before was told in it."""
    if scope.trees and "agency" in by:
        raise ValueError("a tree is not counted by unit: name the units")
    days = sorted({day for first, last in periods for day in (first - timedelta(days=1), last)})
    found: dict[tuple[Any, ...], dict[int, Numbers]] = defaultdict(dict)
    there = known() if places is None else places
    asked = {each: there.get(each) for each in measures}
    with connection.cursor() as cursor:
        cursor.execute(*_series(scope, days, periods, by, asked))
        for row in cursor.fetchall():
            found[row[: len(by)]][row[len(by)]] = row[len(by) + 1 :]
    order = {day: place for place, day in enumerate(days, 1)}
    nothing = (0,) * len(measures)
    numbered = [
        (order[last], order[first - timedelta(days=1)], len(days) + number)
        for number, (first, last) in enumerate(periods, 1)
    ]
    return {
        key: [tuple(totals.get(place, nothing) for place in places_of) for places_of in numbered]  # type: ignore[misc]
        for key, totals in found.items()
    }


def _grown(measures: Sequence[str], at_end: Numbers, before: Numbers, late: Numbers) -> dict[str, int]:
    return {m: e - b - told for m, e, b, told in zip(measures, at_end, before, late, strict=True)}


GROUPED = DIMENSIONS | {"channel": "channel"}


def _series(
    scope: Scope, days: Sequence[date], periods: Sequence[Period], by: Sequence[str], places: Mapping[str, Place | None]
) -> tuple[str, dict[str, Any]]:
    """The statement and its values: totals have the number of their day, what came late that of its period after.

    `places`: of each measure asked for, None of one that was never folded.
    """
    measures, banks = list(places), sorted({bank_of(each) for each in places})
    lined = ["l.channel" if each == "channel" else f"l.k{n}" for n, each in enumerate(by)]
    sql = _MANY.format(
        named="".join(f", {GROUPED[each]} AS k{n}" for n, each in enumerate(by) if each != "channel"),
        of="".join(f"{GROUPED[each]}, " for each in by),
        lined="".join(f"{each}, " for each in lined),
        keys="".join(f"g{n}, " for n in range(len(by))),
        lines=scope.lines([each for each in by if each != "channel"]),
        facts=scope.facts(),
        folded=", ".join(folded_in(place, among=banks) for place in places.values()),
        one_each=", ".join(f"CASE WHEN measure = %(m{n})s THEN amount END" for n in range(len(measures))),
        added=", ".join(f"coalesce(sum(m{n}), 0)::bigint" for n in range(len(measures))),
        columns=", ".join(f"m{n}" for n in range(len(measures))),
    )
    given = scope.given() | {f"m{n}": each for n, each in enumerate(measures)} | {"measures": measures, "banks": banks}
    firsts, lasts = ([period[end] for period in periods] for end in (0, 1))
    return sql, given | {"days": days, "firsts": firsts, "lasts": lasts, "number": len(days), "latest": days[-1]}


_MANY = """
WITH lines AS (SELECT id, bank, channel{named} FROM indicators_line WHERE bank = ANY(%(banks)s) AND {lines}),
ends(upto, n) AS (SELECT * FROM unnest(%(days)s::date[]) WITH ORDINALITY),
periods(first, last, n) AS (
    SELECT p.first, p.last, p.n + %(number)s
    FROM unnest(%(firsts)s::date[], %(lasts)s::date[]) WITH ORDINALITY AS p(first, last, n)
),
parts({keys}n, {columns}) AS (
    SELECT {lined}ends.n, {folded}
    FROM lines AS l CROSS JOIN ends
    CROSS JOIN LATERAL (
        SELECT sums FROM indicators_total AS t WHERE t.line_id = l.id AND t.day <= ends.upto ORDER BY t.day DESC LIMIT 1
    ) AS standing
    UNION ALL
    SELECT {lined}p.n, {one_each}
    FROM lines AS l JOIN indicators_late AS late ON late.line_id = l.id
    JOIN periods AS p ON late.known_on BETWEEN p.first AND p.last AND late.day < p.first
    WHERE late.measure = ANY(%(measures)s)
    UNION ALL
    SELECT {of}ends.n, {one_each}
    FROM indicators_fact JOIN ends ON seen_on <= ends.upto
    WHERE {facts} AND measure = ANY(%(measures)s) AND seen_on <= %(latest)s
    UNION ALL
    SELECT {of}p.n, {one_each}
    FROM indicators_fact JOIN periods AS p ON known_on BETWEEN p.first AND p.last AND day < p.first
    WHERE {facts} AND measure = ANY(%(measures)s) AND seen_on <= %(latest)s
)
SELECT {keys}n, {added} FROM parts GROUP BY {keys}n
"""


def known() -> dict[str, Place]:
    """Return the place of every measure of which anything was folded: nothing of another is "no data", not a zero."""
    return {code: (bank, place) for code, bank, place in Measure.objects.values_list("code", "bank", "place")}
