"""Files asked for in tests: the worker makes those that wait."""

import json
from typing import Any

from django.db import connection
from django.test import Client

from motcua.exports import actions
from motcua.exports.models import Export
from motcua.files.blobs import contents


def waiting_jobs() -> list[dict[str, Any]]:
    """Return the arguments of the jobs that make files, in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [actions.MAKE])
        return [json.loads(args) if isinstance(args, str) else args for (args,) in cursor.fetchall()]


def work() -> None:
    """Make what was asked for."""
    for job in waiting_jobs():
        actions.make(key=job["export"])


def file_at(browser: Client, url: str) -> bytes:
    """Ask for a file by a press, let it be made, and take it."""
    asked = browser.post(url)
    assert asked.status_code == 303, asked.status_code
    work()
    taken = browser.get(f"{asked.headers['Location']}tai-ve/")
    assert taken.status_code == 200, taken.status_code
    found: bytes = taken.content
    return found


def content_of(export: Export) -> bytes:
    export.refresh_from_db()
    assert export.file is not None, export.why
    return contents(export.file)
