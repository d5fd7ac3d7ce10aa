"""What the tests of core share: a small thing, people at the same moment, a journal file of their own."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from motcua.agencies.models import Post
from motcua.core import seal
from tests.core.things import actions
from tests.core.things.models import Thing

CHECKOUT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def seal_file(settings: Any, tmp_path: Path) -> Path:
    settings.SEAL_FILE = tmp_path / "seals.jsonl"
    return settings.SEAL_FILE


@pytest.fixture
def by(db: None) -> Post:
    return Post.objects.system()


@pytest.fixture
def thing(by: Post) -> Thing:
    return actions.open_thing(by=by, title="Bàn")


@pytest.fixture
def python(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """Start Python code with Django set up on this test's database, in a process of its own that can be killed."""
    started: list[subprocess.Popen[str]] = []
    head = "import django; django.setup(); from motcua.agencies.models import Post; by = Post.objects.system()\n"

    def start(code: str, **variables: str) -> subprocess.Popen[str]:
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(CHECKOUT)}
        environment |= {
            "PGDATABASE": str(connection.settings_dict["NAME"]),
            "MOTCUA_SEAL_FILE": str(tmp_path / "seals.jsonl"),
        } | variables
        process = subprocess.Popen(
            [sys.executable, "-c", head + code],
            cwd=CHECKOUT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start  # type: ignore[misc]
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_for_the_others() -> None:
    """Return when every event written so far is older than all running transactions.

    Other test runs share the server: their open transactions hold the seal back, as they should.
    """
    journals = [model._default_manager.order_by("-xid") for model in seal.journals()]
    top = max(filter(None, (each.values_list("xid", flat=True).first() for each in journals)), default=0)
    until = time.monotonic() + 180  # the permission matrix is one transaction of more than a minute
    while seal._horizon() <= top:
        assert time.monotonic() < until, "a transaction stays open for three minutes"
        time.sleep(0.02)


@pytest.fixture
def sealed() -> Callable[[], Any]:
    """Take a seal over every event written so far."""

    def take() -> Any:
        wait_for_the_others()
        return seal.seal_now()

    return take


@pytest.fixture
def tampering() -> Callable[[str], None]:
    """Run SQL as an intruder does who owns the database: triggers are switched off."""

    def run(sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"BEGIN; SET LOCAL session_replication_role = 'replica'; {sql}; COMMIT")

    return run


def lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]
