"""Many births in one go: the rows of a group are kept in hand and written table by table, a few statements for all.

The verbs stay what they are: outside a group `insert` and `update` write at once; inside (`gathered`) a row that was
not written yet is only changed in hand. Keys are drawn beforehand, so that rows may name one another. Whoever asks the
database about rows that may still be in hand calls `write` first. A group is written as a whole or, when anything is
refused, not at all: its caller does the same again one by one, to learn which was in the way.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.sql import InsertQuery

from motcua.core.clock import now

T = TypeVar("T")
Rows = dict[int, models.Model]  # by identity: rows that are not written are equal to none
DRAWN = 64  # keys drawn at a time


class Group:
    """What is in hand: rows by table in the order of their birth, keys drawn, what was asked, what is left to do."""

    def __init__(self) -> None:
        self.rows: dict[type[models.Model], Rows] = {}
        self.keys: dict[type[models.Model], deque[int]] = defaultdict(deque)
        self.asked: dict[Any, Any] = {}
        self.moment: datetime | None = None
        self.at_the_end: list[Callable[[], None]] = []

    def take(self, row: models.Model) -> None:
        """Keep a row in hand, with its key and what its save() would set."""
        model, derive = type(row), getattr(row, "derive", None)
        if derive is not None:
            derive()
        if row.pk is None:
            row.pk = self._key(model)
        self.rows.setdefault(model, {})[id(row)] = row

    def _key(self, model: type[models.Model]) -> int:
        keys = self.keys[model]
        if not keys:
            table, column = model._meta.db_table, model._meta.pk.column
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, %s)::regclass) FROM generate_series(1, %s)",
                    [f'"{table}"', column, DRAWN],
                )
                keys.extend(key for (key,) in cursor.fetchall())
        return keys.popleft()

    def holds(self, row: models.Model) -> bool:
        return id(row) in self.rows.get(type(row), {})

    def write(self) -> None:
        """Write what is in hand; afterwards these rows are like any others."""
        rows, self.rows = self.rows, {}
        for model, found in rows.items():
            model._base_manager.bulk_create(found.values())


_group: ContextVar[Group | None] = ContextVar("group_in_hand", default=None)


@contextmanager
def gathered() -> Iterator[None]:
    """Keep births in hand until the end, then write them; written is nothing when the body raises.

    Inside one transaction only, which the caller rolls back when this raises; no group inside another.
    """
    if not connection.in_atomic_block or _group.get() is not None:
        raise RuntimeError("a group belongs to one transaction of its own")
    group = Group()
    token = _group.set(group)
    try:
        yield
        group.write()
    finally:
        _group.reset(token)
    for work in group.at_the_end:
        work()


def insert(*rows: models.Model) -> None:
    """Write new rows of one table, in hand as long as a group is."""
    group = _group.get()
    if group is None and len(rows) == 1:
        rows[0].save(force_insert=True)
    elif group is None and rows:
        type(rows[0])._base_manager.bulk_create(rows)
    elif group is not None:
        for row in rows:
            group.take(row)


def insert_with(row: models.Model, beside: Sequence[models.Model]) -> None:
    """Write a new row and, in the same statement, new rows of another table that do not name it: one question."""
    if _group.get() is not None or not beside:
        insert(row)
        insert(*beside)
        return
    returning = row._meta.db_returning_fields
    main, given = _written([row], returning)
    other, more = _written(beside)
    with connection.cursor() as cursor:
        sql = f"WITH told AS ({main}), beside AS ({other}) SELECT * FROM told"  # noqa: S608 both composed by Django
        cursor.execute(sql, [*given, *more])
        for field, value in zip(returning, cursor.fetchone(), strict=True):
            setattr(row, field.attname, value)
    row._state.adding, row._state.db = False, connection.alias


def _written(rows: Sequence[models.Model], returning: Any = None) -> tuple[str, Sequence[Any]]:
    """Return the statement that inserts rows of one table, as Django writes it."""
    model = type(rows[0])
    query = InsertQuery(model)
    query.insert_values([each for each in model._meta.local_concrete_fields if not each.primary_key], list(rows))
    compiler = query.get_compiler(connection=connection)
    compiler.returning_fields = returning
    ((sql, params),) = compiler.as_sql()
    return sql, params


def update(row: models.Model, fields: Iterable[str]) -> None:
    """Write some fields of a row; one in hand will be written as it then is."""
    if not in_hand(row):
        row.save(update_fields=list(fields))


def in_hand(row: models.Model) -> bool:
    """Tell whether a row was born in the running group and is not written yet: nobody else knows of it."""
    group = _group.get()
    return group is not None and group.holds(row)


def write() -> None:
    """Write what is in hand now: the database is about to be asked of it."""
    group = _group.get()
    if group is not None:
        group.write()


def once(key: Any, ask: Callable[[], T]) -> T:
    """Return what `ask` says; within a group it is asked once for all."""
    group = _group.get()
    if group is None:
        return ask()
    if key not in group.asked:
        group.asked[key] = ask()
    found: T = group.asked[key]
    return found


def present() -> datetime:
    """Return the present instant; within a group the one at which its first number was taken, once it was."""
    group = _group.get()
    return (group.moment if group is not None else None) or now()


def stand(moment: datetime) -> None:
    """Let a group happen at one instant."""
    group = _group.get()
    if group is not None:
        group.moment = moment


def when_written(work: Callable[[], None]) -> None:
    """Have something done when the running group is written; at once outside a group."""
    group = _group.get()
    if group is None:
        work()
    else:
        group.at_the_end.append(work)


def is_open() -> bool:
    """Tell whether a group is in hand."""
    return _group.get() is not None
