"""What a database and a storage hold, as hashes: two of them are equal exactly when these are."""

import hashlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.core.files.storage import default_storage
from django.db import connection

PIECE = 1024 * 1024
# A value is written the same way whatever the server's or the account's own settings are.
_PLAIN = (
    "SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO'; SET LOCAL IntervalStyle = 'postgres';"
    " SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1"
)
_TABLES = """
SELECT c.relname,
       array_agg(a.attname ORDER BY a.attnum),
       array_agg(a.attname ORDER BY array_position(i.indkey::int2[], a.attnum)) FILTER (WHERE a.attnum = ANY(i.indkey)),
       array_agg(a.attcollation <> 0 ORDER BY array_position(i.indkey::int2[], a.attnum))
           FILTER (WHERE a.attnum = ANY(i.indkey))
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relkind IN ('r', 'p')
GROUP BY c.relname ORDER BY c.relname
"""


def tables(only: dict[str, list[str]] | None = None) -> dict[str, dict[str, Any]]:
    """Return table → {"rows": n, "sha256": hex, "columns": […]} over every row in the order of its key.

    `only` (table → columns) compares with an older shape of the tables: others are left out. Call it in a transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN)
        cursor.execute(_TABLES)
        found = cursor.fetchall()
        return {
            name: _table(cursor, name, columns if only is None else only[name], _order(columns, key, collated))
            for name, columns, key, collated in found
            if only is None or name in only
        }


def _order(columns: list[str], key: list[str] | None, collated: list[bool] | None) -> str:
    """Order by the key, letters by their codes: two servers may sort words differently."""
    if not key:
        return f'({", ".join(map(_quoted, columns))})::text COLLATE "C"'
    pairs = zip(key, collated or [], strict=True)
    return ", ".join(_quoted(name) + (' COLLATE "C"' if words else "") for name, words in pairs)


def _table(cursor: Any, name: str, columns: list[str], order: str) -> dict[str, Any]:
    total, rows = hashlib.sha256(), 0
    listed = ", ".join(map(_quoted, columns))
    with cursor.copy(f"COPY (SELECT {listed} FROM public.{_quoted(name)} ORDER BY {order}) TO STDOUT") as lines:  # noqa: S608 names from the catalogue, quoted
        for piece in lines:
            total.update(piece)
            rows += bytes(piece).count(b"\n")  # a line break within a value is written \n
    return {"rows": rows, "sha256": total.hexdigest(), "columns": columns}


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def sequences() -> dict[str, int]:
    """Return sequence → its last value, 0 where it was never used."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'")
        return dict(cursor.fetchall())


def is_empty() -> bool:
    """Tell whether nobody ever made anything in the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema')"
        )
        return bool(cursor.fetchone()[0])


def places(folder: str = "") -> Iterator[str]:
    """Yield the place of every file in the storage, in order."""
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever kept
        return
    inside = f"{folder}/" if folder else ""
    for name in sorted(names):
        yield inside + name
    for name in sorted(folders):
        yield from places(inside + name)


def hashed(source: BinaryIO | Any, target: BinaryIO | None = None) -> tuple[str, int]:
    """Return (SHA-256, bytes) of what is read; written to `target` on the way when there is one."""
    total, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        total.update(piece)
        size += len(piece)
        if target is not None:
            target.write(piece)
    return total.hexdigest(), size


def of_key(key: bytes) -> str:
    """Return by what a key is recognised without being told."""
    return hashlib.sha256(b"motcua-key\0" + key).hexdigest()[:32]
