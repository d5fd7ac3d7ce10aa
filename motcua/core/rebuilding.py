"""The proof that nothing was changed beside the events: every root is rebuilt from them and compared with its row."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from motcua.core.events import plain, tracked
from motcua.core.seal import journals

BATCH = 1_000


@dataclass(frozen=True)
class Difference:
    """One field that the row and its events tell differently; `field` is "events" for a row that has none."""

    table: str
    subject: str
    field: str
    row: Any
    rebuilt: Any


def differences() -> Iterator[Difference]:
    """Rebuild every root that has an event table; yields what does not agree, nothing when all is well."""
    journal: Any
    for journal in journals():
        root = journal._meta.get_field("subject").related_model
        keys = list(root._default_manager.order_by("pk").values_list("pk", flat=True)[:BATCH])
        while keys:
            yield from _compare(root, journal, keys)
            after = root._default_manager.filter(pk__gt=keys[-1])
            keys = list(after.order_by("pk").values_list("pk", flat=True)[:BATCH])


def _compare(root: Any, journal: Any, keys: list[Any]) -> Iterator[Difference]:
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:  # rows and events as of one moment
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        rows = list(root._default_manager.filter(pk__in=keys).order_by("pk"))
        told = _told(journal, keys)
    for row in rows:
        yield from _differences(row, told.get(row.pk))


def _told(journal: Any, keys: list[Any]) -> dict[Any, dict[str, Any]]:
    """Return subject → tracked fields and version, as the events tell them."""
    told: dict[Any, dict[str, Any]] = {}
    events = journal._default_manager.filter(subject__in=keys).order_by("pk")
    for subject, version, data in events.values_list("subject_id", "version", "data").iterator(chunk_size=2_000):
        told.setdefault(subject, {}).update(data.get("changed", {}), version=version)
    return told


def _differences(row: Any, told: dict[str, Any] | None) -> Iterator[Difference]:
    table, subject = row._meta.db_table, str(row.pk)
    if told is None and row.BIRTH_TOLD:
        yield Difference(table, subject, "events", "có", "không")
        return
    told = told or {"version": 1}
    for name, value in (tracked(row) | {"version": row.version}).items():
        if told.get(name) != value and not (name not in told and value == _first_value(row, name)):
            yield Difference(table, subject, name, value, told.get(name))


def _first_value(row: Any, name: str) -> Any:
    """What a field holds in rows older than the field: a birth tells every field that was tracked then."""
    return plain(row._meta.get_field(name).get_default())
