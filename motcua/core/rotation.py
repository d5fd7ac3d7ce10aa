"""Everything encrypted is closed again with the newest key, in small steps, beside the running product.

A step is begun again as often as it takes: what is already under the newest key is passed over, and a value that
somebody wrote meanwhile is left to the next walk.
"""

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from motcua.core.fields import Closed, EncryptedText, key_name, open_bytes, seal_bytes

BATCH = 200
SETTLE = 2.0  # seconds in which a value closed with the old key must have reached its statement


def newest() -> str:
    """Return the name of the key that encrypts now."""
    return str(next(reversed(settings.FIELD_KEYS)))


def tables() -> list[tuple[type[models.Model], list[EncryptedText]]]:
    """Return every model with encrypted fields, by table."""
    found = [
        (model, [field for field in model._meta.local_concrete_fields if isinstance(field, EncryptedText)])
        for model in apps.get_models()
    ]
    return sorted(((m, f) for m, f in found if f), key=lambda pair: pair[0]._meta.db_table)


def close_again(model: type[models.Model], fields: list[EncryptedText]) -> Iterator[int]:
    """Walk through a table by its key; yields how many values each batch closed again. Each batch is a transaction."""
    after: Any = None
    while True:
        with transaction.atomic():
            rows = _old(model, fields, after)
            done = sum(_rewrite(model, row, field) for row in rows for field in fields)
        if not rows:
            return
        after = rows[-1].pk
        yield done


def _old(model: type[models.Model], fields: list[EncryptedText], after: Any) -> list[Any]:
    """Return a batch of rows in which some value is under another key than the newest."""
    name = newest().encode()
    head = b"\x01" + bytes([len(name)]) + name
    meta, quote = model._meta, connection.ops.quote_name
    other = " OR ".join(f"substr({quote(str(f.column))}, 1, {len(head)}) <> %s" for f in fields)
    key = quote(str(meta.pk.column))
    columns = ", ".join([key, *(quote(str(f.column)) for f in fields)])
    where = f"({other})" + (f" AND {key} > %s" if after is not None else "")
    rows = model._default_manager.raw(
        f"SELECT {columns} FROM {quote(meta.db_table)} WHERE {where} ORDER BY {key} LIMIT {BATCH}",  # noqa: S608 own names
        [*[head] * len(fields), *([after] if after is not None else [])],
    )
    return list(rows)


def _rewrite(model: type[models.Model], row: Any, field: EncryptedText) -> int:
    """Close one value again, unless somebody changed it since it was read; returns how many were written."""
    old = row.__dict__[field.attname]
    if not isinstance(old, Closed) or key_name(old) == newest():
        return 0
    place = field.place(row)
    new = seal_bytes(open_bytes(old, bound_to=place), bound_to=place)
    quote, column = connection.ops.quote_name, str(field.column)
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {quote(column)} = %s WHERE {key} = %s AND {quote(column)} = %s",  # noqa: S608 own names
            [new, row.pk, bytes(old)],
        )
        return int(cursor.rowcount)


def left() -> dict[str, int]:
    """Return table → rows that hold a value under another key than the newest; empty when none is left."""
    name = newest().encode()
    head = b"\x01" + bytes([len(name)]) + name
    found = {}
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for model, fields in tables():
            other = " OR ".join(f"substr({quote(str(f.column))}, 1, {len(head)}) <> %s" for f in fields)
            cursor.execute(
                f"SELECT count(*) FROM {quote(model._meta.db_table)} WHERE {other}",  # noqa: S608 own names
                [head] * len(fields),
            )
            found[model._meta.db_table] = int(cursor.fetchone()[0])
    return {table: count for table, count in found.items() if count}


def real_moment() -> datetime:
    """Return the database's real time, whatever the demo's clock says."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return moment


def wait_for_older(moment: datetime, *, seconds: float) -> bool:
    """Wait until every transaction begun before the moment is over; False when one still runs after `seconds`."""
    until = time.monotonic() + seconds
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND xact_start < %s)",
                [moment],
            )
            if cursor.fetchone()[0]:
                return True
        if time.monotonic() > until:
            return False
        time.sleep(0.2)
