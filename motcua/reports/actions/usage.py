"""Once a night it is counted from the events how much each unit did with which module of the platform."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Max

from motcua.agencies.choices import MACHINES
from motcua.core.clock import local, midnight, now
from motcua.core.events import Event
from motcua.reports.models import Usage
from motcua.reports.models.usage import ALL

LOCK = 6_001_767  # one at a time counts


def count_usage() -> int:
    """Count all whole days since the first of the last month that was counted anew; return the number of lines.

    The nights that were missed are made up for, done twice it is the same: the months counted are replaced, in one
    transaction. Events keep the moment at which they were recorded, so that months that are over never change again.
    """
    until = local(now()).date() - timedelta(days=1)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        begin = Usage.objects.aggregate(last=Max("month"))["last"] or date.min.replace(year=2000)
        cursor.execute(_COUNT.format(events=_events()), {
            "begin": midnight(begin), "over": midnight(until + timedelta(days=1)), "machines": list(MACHINES),
        })  # fmt: skip
        rows = cursor.fetchall()
        Usage.objects.filter(month__gte=begin).delete()
        Usage.objects.bulk_create(
            Usage(agency_id=unit, month=month, module=module or ALL, acts=acts, people=people, until=_end(month, until))
            for unit, month, module, acts, people in rows
        )
    return len(rows)


def modules() -> dict[str, str]:
    """Return the modules whose acts are counted, with their Vietnamese names."""
    return {label: str(apps.get_app_config(label).verbose_name) for label in sorted({each for _, each in _tables()})}


def _tables() -> Iterator[tuple[str, str]]:
    """Yield the table of events of each kind of thing, with its module."""
    for model in apps.get_models():
        if issubclass(model, Event) and _is_of_product(model):
            yield model._meta.db_table, model._meta.app_label


def _is_of_product(model: type[models.Model]) -> bool:
    return model.__module__.startswith("motcua.")


def _end(month: date, until: date) -> date:
    following = (month + timedelta(days=32)).replace(day=1)
    return min(until, following - timedelta(days=1))


def _events() -> str:
    return " UNION ALL ".join(_EVENTS.format(table=table, module=module) for table, module in sorted(_tables()))


_EVENTS = """
SELECT by_id, recorded_at, '{module}' AS module FROM {table} WHERE recorded_at >= %(begin)s AND recorded_at < %(over)s
"""
_COUNT = """
WITH told AS ({events})
SELECT p.agency_id, date_trunc('month', t.recorded_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS month, t.module,
    count(*), count(DISTINCT p.person_id)
FROM told AS t JOIN agencies_post AS p ON p.id = t.by_id
WHERE p.role <> ALL(%(machines)s)
GROUP BY GROUPING SETS ((p.agency_id, month, t.module), (p.agency_id, month))
"""
