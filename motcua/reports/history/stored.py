"""What is kept of the past, as statements; and since when dossiers are counted here."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection

from motcua.reports.history.statements import Statement
from motcua.reports.models import PastFigure, PastFinding, PastImport

_OF = ("agency", "path", "level", "span", "field", "first", "last")
_SHOWN = ("agency", "agency__path", "agency__level", "span", "field", "first", "last", "measure", "value", "mark",
          "source", "batch")  # fmt: skip


def counting(units: Iterable[int]) -> Any:
    """Return the figures in force of some units."""
    return PastFigure.objects.counting().filter(agency__in=list(units))


def statements_of(rows: Any) -> list[Statement]:
    """Return past figures put together to statements, in order of unit and period; one query."""
    found: dict[tuple[Any, ...], Statement] = {}
    for *of, measure, value, mark, source, batch in rows.order_by("agency__path", "first", "last", "pk").values_list(
        *_SHOWN
    ):
        key = tuple(of)
        if key not in found:
            named: dict[str, Any] = dict(zip(_OF, of, strict=True))
            found[key] = Statement(**named, values={}, marks={}, source=source, batch=batch)
        kept: Any = found[key]
        kept.values[measure] = value
        if mark:
            kept.marks[measure] = mark
    return list(found.values())


def first_counted(*paths: str) -> date | None:
    """Return the first day of which a unit under one of some paths has dossiers counted here; None for none yet."""
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, {"paths": list(paths)})
        (found,) = cursor.fetchone()
    return None if found is None else date.fromordinal(found.toordinal())


_SINCE = """
WITH units AS (
    SELECT DISTINCT a.id FROM agencies_agency AS a JOIN unnest(%(paths)s::text[]) AS p(path)
        ON starts_with(a.path, p.path)
)
SELECT least(
    (SELECT min(f.seen_on) FROM indicators_fact AS f WHERE f.agency_id IN (SELECT id FROM units)),
    (SELECT min(first.day) FROM indicators_line AS l
     CROSS JOIN LATERAL (SELECT day FROM indicators_total AS t WHERE t.line_id = l.id ORDER BY day LIMIT 1) AS first
     WHERE l.kind = 'whole' AND l.agency_id IN (SELECT id FROM units))
)
"""


def findings_of(batch: PastImport) -> Sequence[PastFinding]:
    """Return what of an import did not add up when it was entered."""
    return list(batch.findings.select_related("agency"))
