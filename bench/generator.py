"""Many dossiers at once, spread as in life over wards, procedures, states and days: rows copied in bulk.

`make(size)` fills a database that holds the sample office; `python -m bench --house` makes one and does nothing else.
What is told: applicants (sealed), papers, steps on the route of their edition, tasks, pauses, supplement requests and
every event, so that `motcua journal rebuild` finds nothing. Not told: bills, results with their register numbers,
printed papers, procedures with legs, payments or an answer at once. Accounts have their first event only.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any

from django.apps import apps
from django.db import connection, models

from bench.accounts import open_accounts
from bench.offices import make_wards
from bench.rows import TABLES, Story, Teller
from bench.wards import Ward, ward_of
from demo.online import FOLDER

CHUNK = 4_000
PEOPLE = 0.4  # for each dossier: people come again


def make(size: int, *, wards: int = 40, hot: float = 0.2, seed: int = 7, now: datetime | None = None) -> None:
    """Make `size` dossiers at `wards` wards, a share `hot` of them at the first, and accounts of half of the people.

    The triggers that look up every foreign key again are left out where the account may do that (the embedded
    server's may): the rows point at keys taken from the database a moment ago.
    """
    with connection.cursor() as cursor:
        codes, now = make_wards(wards), now or datetime.now(UTC)
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
        if cursor.fetchone()[0]:
            cursor.execute("SET session_replication_role = replica")
        offices = fill(cursor, codes, size=size, hot=hot, seed=seed, now=now)
        answers = json.loads((FOLDER / "birth.answers.json").read_text(encoding="utf-8"))
        open_accounts(int(size * PEOPLE / 2), offices, answers=answers, at=now)
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM ANALYZE")


def fill(cursor: Any, codes: list[str], *, size: int, hot: float, seed: int, now: datetime) -> list[Ward]:
    """Write the dossiers of wards that exist, named by their codes; returns the wards."""
    offices = [ward_of(code, today=now.date(), seed=seed + n) for n, code in enumerate(codes)]
    share = hot if len(codes) > 1 else 1.0
    weights = [share, *((1 - share) / max(len(codes) - 1, 1) for _ in codes[1:])]
    teller = Teller(people=int(size * PEOPLE), now=now, seed=seed)
    for stories in _told(teller, size, offices, weights):
        _copy(cursor, stories)
    _finish(cursor, offices)
    return offices


def _next(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")
        return int(cursor.fetchone()[0])


def _told(teller: Teller, size: int, offices: list[Ward], weights: list[float]) -> Iterator[list[Story]]:
    """Stories in chunks, those of a chunk ready to be copied."""
    first, task, chunk = _next("dossiers_dossier"), _next("tasks_task"), []
    summed = list(accumulate(weights))
    for number in range(first, first + size):
        ward = teller.chance.choices(offices, cum_weights=summed)[0]
        chunk.append(teller.story(number, ward, task))
        task = chunk[-1].task
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    yield chunk


def _copy(cursor: Any, stories: list[Story]) -> None:
    for table, listed in TABLES.items():
        columns, rest = listed.split(), _defaults(table)
        named = ", ".join(f'"{column}"' for column in (*columns, *rest))
        more = tuple(rest.values())
        with cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy:
            for story in stories:
                for row in story.rows[table]:
                    copy.write_row(row + more)


_found: dict[str, dict[str, Any]] = {}


def _defaults(table: str) -> dict[str, Any]:
    """Return column → value for what a table needs and no story tells."""
    if table not in _found:
        model = next(each for each in apps.get_models() if each._meta.db_table == table)
        told, given = TABLES[table].split(), {}
        for each in model._meta.concrete_fields:
            optional = each.null or each.db_default is not models.NOT_PROVIDED or each.primary_key
            if each.column not in told and not optional:
                given[each.column] = each.get_db_prep_save(each.get_default(), connection)
        _found[table] = given
    return _found[table]


def _finish(cursor: Any, offices: list[Ward]) -> None:
    """Set what counts on: sequences and the desks' numbers."""
    for table in ("dossiers_dossier", "tasks_task"):
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))")
    rows = [(f"dossier:{ward.desk.pk}", day, last) for ward in offices for day, last in ward.numbers.items()]
    statement = (
        "INSERT INTO core_counter (scope, period, last) SELECT * FROM unnest(%s::text[], %s::text[], %s::int[])"
        " ON CONFLICT (scope, period) DO UPDATE SET last = excluded.last"
    )
    cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
