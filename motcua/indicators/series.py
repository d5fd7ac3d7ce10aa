"""The totals at both ends of each of many periods in one statement: what a table by month is made of.

Each period is as known at its own end, as `standing.ends_of` gives it for one; what stands in it never changes after.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from motcua.indicators.banks import bank_of
from motcua.indicators.models import Measure
from motcua.indicators.standing import DIMENSIONS, START, Ends, Scope, folded_in


@dataclass(frozen=True)
class Span:
    """A period: its first and its last day, both within."""

    first: date
    last: date


def series_of(
    scope: Scope, spans: Sequence[Span], *, measures: Sequence[str], by: Sequence[str] = ()
) -> list[dict[tuple[Any, ...], Ends]]:
    """Return the totals of a scope at both ends of each period, in their order, by dimensions; two queries."""
    if not spans:
        return []
    places = {code: (bank, place) for code, bank, place in
              Measure.objects.filter(code__in=measures).values_list("code", "bank", "place")}  # fmt: skip
    banks = sorted({bank_of(each) for each in measures})
    numbers = range(len(measures))
    sql = _SQL.format(
        lines=scope.lines(by),
        named="".join(f"{DIMENSIONS[each]} AS k{n}, " for n, each in enumerate(by)),
        of="".join(f"{DIMENSIONS[each]}, " for each in by),
        keys="".join(f"k{n}, " for n in range(len(by))),
        facts=scope.facts(),
        spans=", ".join(f"({n}, %(first{n})s::date, %(last{n})s::date)" for n in range(len(spans))),
        folded=", ".join(f"{folded_in(places.get(each), among=banks)} AS m{n}" for n, each in enumerate(measures)),
        one_each=", ".join(f"CASE WHEN measure = %(m{n})s THEN amount END" for n in numbers),
        added=", ".join(f"sum(m{n})" for n in numbers),
    )  # fmt: skip
    given: dict[str, Any] = scope.given() | {f"m{n}": each for n, each in enumerate(measures)}
    given |= {"measures": list(measures), "banks": banks}
    for n, span in enumerate(spans):
        given |= {f"first{n}": span.first, f"last{n}": span.last}
    found: list[dict[tuple[Any, ...], Ends]] = [defaultdict(Ends) for _ in spans]
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        for place, when, *row in cursor.fetchall():
            key, (channel, *sums) = tuple(row[: len(by)]), row[len(by) :]
            ends = found[place][key].start if when == START else found[place][key].end
            for measure, number in zip(measures, sums, strict=True):
                if number:
                    ends[measure, channel] += int(number)
    return [dict(each) for each in found]


def counted(measures: Sequence[str]) -> set[str]:
    """Return those of the measures of which anything was ever counted: of the others there are no data, not zero."""
    return set(Measure.objects.filter(code__in=measures).values_list("code", flat=True))


_SQL = """
WITH lines AS (SELECT id, bank, {named}channel FROM indicators_line WHERE bank = ANY(%(banks)s) AND {lines}),
spans(place, first, last) AS (VALUES {spans}),
ends(place, at, first, last, upto) AS (
    SELECT place, 'start', first, last, first - 1 FROM spans UNION ALL SELECT place, 'end', first, last, last FROM spans
),
parts AS (
    SELECT ends.place, ends.at, {keys}l.channel, {folded}
    FROM lines AS l CROSS JOIN ends
    CROSS JOIN LATERAL (
        SELECT sums FROM indicators_total AS t WHERE t.line_id = l.id AND t.day <= ends.upto ORDER BY t.day DESC LIMIT 1
    ) AS standing
    UNION ALL
    SELECT spans.place, 'start', {keys}l.channel, {one_each}
    FROM lines AS l JOIN indicators_late AS late ON late.line_id = l.id
    JOIN spans ON late.known_on BETWEEN spans.first AND spans.last AND late.day < spans.first
    WHERE late.measure = ANY(%(measures)s)
    UNION ALL
    SELECT ends.place, ends.at, {of}channel, {one_each}
    FROM indicators_fact JOIN ends ON seen_on <= ends.last AND day <= ends.upto
    WHERE {facts} AND measure = ANY(%(measures)s)
)
SELECT place, at, {keys}channel, {added} FROM parts GROUP BY place, at, {keys}channel
"""
