"""Runs Django's commands for `motcua`, on the database named in the environment or on the embedded one."""

import os
import sys

import django
import psycopg
from django.core.management import call_command, execute_from_command_line
from django.db import NotSupportedError, OperationalError

from config import postgres
from config.database import demo as database

SETS_UP = {"migrate", "makemigrations", "check", "collectstatic", "help", "restore"}  # must run before the tables exist

UNUSABLE = (database.NotOurs, postgres.Unusable, psycopg.OperationalError, OperationalError, NotSupportedError)


def run(argv: list[str]) -> int:
    """Run one of Django's commands; an embedded database is started, made and migrated first."""
    try:
        if "DATABASE_URL" in os.environ or "PGHOST" in os.environ:
            database.attach()
        else:
            mark = database.prepare()
            django.setup()
            if argv[0] not in SETS_UP:
                bring_up_to_date(mark)
        execute_from_command_line(["motcua", *argv])
    except UNUSABLE as error:
        sys.exit(str(error))
    return 0


def bring_up_to_date(mark: database.Mark) -> None:
    """Migrate unless the mark says that exactly these migrations were run."""
    if not mark.get("migrated") or set(mark["migrations"]) != set(database.migrations()):
        call_command("migrate", verbosity=0)
        database.write_mark({**mark, "migrated": True})
