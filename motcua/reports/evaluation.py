"""How the settling of dossiers is evaluated (NĐ 61/2018, điều 31), by office and period: counted by SQL as known now.

A dossier counts in the period in which it had its result (ratings also of what was withdrawn or stopped in it), for
the office that settles it; the time of an office counts the steps that it finished in the period, whoever settles. An
office is taken together with its divisions and its one-stop desk.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from motcua.agencies.models import Agency
from motcua.core.clock import midnight
from motcua.dossiers.permissions import INNER
from motcua.reports.evaluation_terms import Criterion, Evaluation, Scores


@dataclass(frozen=True)
class Evaluated:
    """A row: the office, and what it comes to."""

    office: Agency
    scores: Scores


def evaluated(
    evaluation: Evaluation, units: Iterable[int], *, first: date, last: date
) -> tuple[list[Evaluated], Scores]:
    """Return the offices among the units that have anything to evaluate, in the order of the tree, and all together;
    three queries. Raises ValueError for a period that ends before it begins."""
    if last < first:
        raise ValueError("the period ends before it begins")
    counted: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    with connection.cursor() as cursor:
        cursor.execute(_SCORED + _COUNTED, _given(units, first, last))
        for office, measured, outcome, number in cursor.fetchall():
            counted[office][measured, outcome] += number
    offices = Agency.objects.filter(pk__in=counted).order_by("path")
    rows = [Evaluated(office, evaluation.scores(counted[office.pk])) for office in offices]
    return rows, evaluation.scores(sum(counted.values(), Counter()))


def behind(
    criterion: Criterion, units: Iterable[int], *, first: date, last: date, office: int | None = None
) -> dict[int, int]:
    """Return the dossiers that a criterion counts, of one office or of all, with their points: {key: points}; of one
    that was in the hands of several offices, the fewest."""
    given = _given(units, first, last) | {"measured": criterion.measured, "office": office}
    found: dict[int, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(_SCORED + _BEHIND, given)
        for key, outcome in cursor.fetchall():
            if outcome in criterion.points:
                points = criterion.points[outcome]
                found[key] = min(points, found.get(key, points))
    return found


def _given(units: Iterable[int], first: date, last: date) -> dict[str, Any]:
    places = _offices(list(units))
    begin, over = (midnight(day) for day in (first, last + timedelta(days=1)))
    within = {"units": list(places), "offices": list(places.values()), "inner": list(map(str, INNER))}
    return within | {"begin": begin, "over": over}


def _offices(units: Sequence[int]) -> dict[int, int]:
    """Return each unit, and what is inside of it, with the office that it counts for."""
    inner = Agency.objects.filter(parent__in=units, kind__in=INNER).order_by()
    rows = Agency.objects.filter(pk__in=units).order_by().union(inner).values_list("pk", "kind", "parent_id")
    asked = set(units)
    return {key: parent if kind in INNER and parent in asked else key for key, kind, parent in rows}


_SCORED = """
WITH place AS (SELECT * FROM unnest(%(units)s::bigint[], %(offices)s::bigint[]) AS t(unit, office)),
ended AS (
    SELECT d.id, p.office, d.appointed_due AS due, d.decided_at AS at
    FROM place AS p JOIN dossiers_dossier AS d ON d.agency_id = p.unit
    WHERE d.decided_at >= %(begin)s AND d.decided_at < %(over)s AND d.received_at IS NOT NULL
),
done AS (
    SELECT s.dossier_id AS id, p.office, bool_or(s.finished_at > s.due_at) AS late,
        bool_or((s.finished_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
                < (s.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date) AS early
    FROM place AS p JOIN dossiers_step AS s ON s.agency_id = p.unit
    WHERE s.state IN ('finished', 'sent_back') AND s.due_at IS NOT NULL
        AND s.finished_at >= %(begin)s AND s.finished_at < %(over)s
    GROUP BY 1, 2
),
rated AS (
    SELECT ended.id, ended.office, r.scores FROM ended JOIN dossiers_rating AS r ON r.dossier_id = ended.id
    UNION ALL
    SELECT d.id, p.office, r.scores  -- withdrawn or stopped
    FROM place AS p JOIN dossiers_dossier AS d ON d.agency_id = p.unit JOIN dossiers_rating AS r ON r.dossier_id = d.id
    WHERE d.rated_at IS NOT NULL AND d.decided_at IS NULL AND d.closed_at >= %(begin)s AND d.closed_at < %(over)s
),
scored(id, office, measured, outcome) AS (
    SELECT id, office, 'total_time', CASE
        WHEN at > due THEN 'longer'
        WHEN (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < (due AT TIME ZONE 'Asia/Ho_Chi_Minh')::date THEN 'shorter'
        ELSE 'equal' END
    FROM ended WHERE due IS NOT NULL
    UNION ALL
    SELECT id, office, 'agency_time', CASE WHEN late THEN 'longer' WHEN early THEN 'shorter' ELSE 'equal' END FROM done
    UNION ALL
    SELECT id, office, 'contacts',
        least((SELECT count(*) FROM dossiers_supplement AS s WHERE s.dossier_id = ended.id), 2)::text
    FROM ended
    UNION ALL
    SELECT id, office, 'askers', least((
        SELECT count(DISTINCT CASE WHEN a.kind = ANY(%(inner)s) THEN a.parent_id ELSE a.id END)
        FROM dossiers_supplement AS s JOIN agencies_post ON agencies_post.id = s.asked_by_id
        JOIN agencies_agency AS a ON a.id = agencies_post.agency_id
        WHERE s.dossier_id = ended.id
    ), 2)::text
    FROM ended
    UNION ALL
    SELECT id, office, 'rating.' || each.key, each.value FROM rated, jsonb_each_text(rated.scores) AS each
)
"""
_COUNTED = "SELECT office, measured, outcome, count(*) FROM scored GROUP BY 1, 2, 3"
_BEHIND = """
SELECT id, outcome FROM scored
WHERE measured = %(measured)s AND (%(office)s::bigint IS NULL OR office = %(office)s)
"""
