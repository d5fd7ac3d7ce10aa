"""Totals against each other, day by day: what is kept twice has to change alike on every day.

Beside each unit's own lines stand one of all its procedures and those of the units above it. A total that was changed
by anything but folding no longer fits them, also in the middle of a period, where no report happens to end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from motcua.indicators.models import Kind


@dataclass(frozen=True)
class Unequal:
    """A unit's lines of a kind that on a day changed otherwise than the own lines they add up."""

    agency: int
    kind: str
    channel: str
    bank: str
    day: date


def unequal(*, since: date) -> Iterator[Unequal]:
    """Yield the days from `since` on at which lines that add others up do not change as those do."""
    with connection.cursor() as cursor:
        for kind, sql in ((Kind.WHOLE, _WHOLE), (Kind.TREE, _TREES)):
            cursor.execute(_CHANGED + sql, {"since": since})
            for agency, channel, bank, day in cursor.fetchall():
                yield Unequal(agency, kind, channel, bank, day)


# `mark` tells a row of numbers from another by one number: what changes any of them, or swaps two, changes it.
_CHANGED = """
WITH marked AS (
    SELECT line_id, day, (SELECT sum(v * (n * n + 7 * n + 1)) FROM unnest(sums) WITH ORDINALITY AS u(v, n)) AS mark
    FROM indicators_total WHERE day >= %(since)s
), before AS (
    SELECT DISTINCT ON (t.line_id)
        t.line_id, t.day, (SELECT sum(v * (n * n + 7 * n + 1)) FROM unnest(t.sums) WITH ORDINALITY AS u(v, n)) AS mark
    FROM indicators_total AS t
    WHERE t.day < %(since)s AND t.line_id IN (SELECT line_id FROM marked)
    ORDER BY t.line_id, t.day DESC
), changed AS (
    SELECT l.kind, l.agency_id, l.procedure, l.field, l.channel, l.bank, m.day, m.change
    FROM (
        SELECT line_id, day, mark - coalesce(lag(mark) OVER (PARTITION BY line_id ORDER BY day), 0) AS change
        FROM (SELECT * FROM marked UNION ALL SELECT * FROM before) AS both_of
    ) AS m JOIN indicators_line AS l ON l.id = m.line_id
    WHERE m.day >= %(since)s
)
"""
_WHOLE = """
SELECT agency_id, channel, bank, day FROM changed WHERE kind IN ('own', 'whole')
GROUP BY agency_id, channel, bank, day
HAVING coalesce(sum(change) FILTER (WHERE kind = 'own'), 0) <> coalesce(sum(change) FILTER (WHERE kind = 'whole'), 0)
ORDER BY agency_id, channel, bank, day
"""
_TREES = """
, below AS (
    SELECT top.id AS agency_id, c.procedure, c.field, c.channel, c.bank, c.day, c.change, 'below' AS kind
    FROM changed AS c JOIN agencies_agency AS unit ON unit.id = c.agency_id
    JOIN agencies_agency AS top ON starts_with(unit.path, top.path) AND top.id <> unit.id
    WHERE c.kind = 'own'
    UNION ALL
    SELECT agency_id, procedure, field, channel, bank, day, change, 'tree' FROM changed WHERE kind = 'tree'
)
SELECT DISTINCT agency_id, channel, bank, day FROM below
GROUP BY agency_id, procedure, field, channel, bank, day
HAVING coalesce(sum(change) FILTER (WHERE kind = 'below'), 0) <> coalesce(sum(change) FILTER (WHERE kind = 'tree'), 0)
ORDER BY agency_id, channel, bank, day
"""
