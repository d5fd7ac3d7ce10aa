"""Facts of many times as many dossiers: every ward's lines and totals again for wards that only stand in the figures.

What a report reads depends on how many lines, totals and units there are, not on the dossiers behind them: so the
facts of ten million dossiers can be measured where a million of them fit. The new wards are units under the same ones
above, whose added-up totals grow with them.
"""

from django.db import connection

from motcua.agencies.models import Agency
from motcua.indicators.models import Kind, Line


def multiply(times: int) -> dict[str, int]:
    """Let every unit with lines of its own below a ward stand `times` times; returns how many rows there are then."""
    own = Line.objects.filter(kind=Kind.OWN).values("agency")
    tops = set(Line.objects.filter(kind=Kind.TREE).values_list("agency", flat=True))
    units = [unit for unit in Agency.objects.filter(pk__in=own).order_by("path") if unit.pk not in tops]
    for number in range(1, times):
        _again(units, number)
    with connection.cursor() as cursor:
        cursor.execute(_GROWN, {"times": times})
        cursor.execute("VACUUM ANALYZE indicators_line, indicators_total, indicators_late, agencies_agency")
        cursor.execute(
            "SELECT (SELECT count(*) FROM indicators_line), (SELECT count(*) FROM indicators_total),"
            " (SELECT pg_total_relation_size('indicators_total') / 1000000)"
        )
        return dict(zip(("lines", "totals", "megabytes of totals"), cursor.fetchone(), strict=True))


def _again(units: list[Agency], number: int) -> None:
    """Copy the units with all their lines, totals and what came late."""
    olds, news = [], []
    for unit in units:
        above, _, last = unit.path.rstrip("/").rpartition("/")
        columns = {f.attname: getattr(unit, f.attname) for f in unit._meta.concrete_fields if not f.primary_key}
        news.append(Agency(**columns | {"code": f"{unit.code}x{number}", "path": f"{above}/{last}x{number}/"}))
        olds.append(unit.pk)
    made = [unit.pk for unit in Agency.objects.bulk_create(news)]
    with connection.cursor() as cursor:
        cursor.execute(_COPY, {"olds": olds, "news": made})


_COPY = """
WITH unit AS (SELECT * FROM unnest(%(olds)s::bigint[], %(news)s::bigint[]) AS u(old, new)),
made AS (
    INSERT INTO indicators_line (agency_id, procedure, field, channel, kind, bank)
    SELECT unit.new, procedure, field, channel, kind, bank FROM indicators_line JOIN unit ON agency_id = unit.old
    WHERE kind <> 'tree'
    RETURNING id, agency_id, procedure, field, channel, kind, bank
),
pair AS (
    SELECT l.id AS old, made.id AS new
    FROM made JOIN unit ON made.agency_id = unit.new
    JOIN indicators_line AS l ON (l.agency_id, l.procedure, l.field, l.channel, l.kind, l.bank)
        = (unit.old, made.procedure, made.field, made.channel, made.kind, made.bank)
),
late AS (
    INSERT INTO indicators_late (line_id, measure, day, known_on, amount)
    SELECT pair.new, measure, day, known_on, amount FROM indicators_late JOIN pair ON line_id = pair.old
)
INSERT INTO indicators_total (line_id, day, sums)
SELECT pair.new, day, sums FROM indicators_total JOIN pair ON line_id = pair.old
"""

_GROWN = """
UPDATE indicators_total
SET sums = (SELECT array_agg(each * %(times)s ORDER BY place) FROM unnest(sums) WITH ORDINALITY AS s(each, place))
WHERE line_id IN (SELECT id FROM indicators_line WHERE kind = 'tree')
"""
