import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config import places, postgres


@pytest.fixture
def other(monkeypatch):
    """A second server of the demo's kind, on data of its own."""
    name = f"kill{os.getpid()}"
    monkeypatch.setitem(postgres.PORTS, name, 20000 + os.getpid() % 10000)
    yield name
    postgres.stop(name)
    subprocess.run(["rm", "-rf", str(postgres.home() / name)], check=True)


def ask(name: str, statement: str) -> str:
    code = (
        "import psycopg, sys; connection = psycopg.connect(dbname='postgres', autocommit=True);"
        "cursor = connection.execute(sys.argv[1]);"
        "print(cursor.fetchone()[0] if cursor.description else cursor.statusmessage)"
    )
    environment = {**os.environ, **postgres.environment(name)}
    command = [sys.executable, "-c", code, statement]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def test_a_killed_server_starts_again_with_its_data(other):
    folder, _ = postgres.start(other)
    assert ask(other, "CREATE TABLE kept AS SELECT 42 AS answer") == "SELECT 1"
    pid = int((postgres.home() / other / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)
    while postgres.accepts(other):
        time.sleep(0.01)
    postgres.start(other)
    assert ask(other, "SELECT answer FROM kept") == "42"
    assert folder.stat().st_mode & 0o077 == 0


def test_starting_twice_joins_the_running_server(other):
    postgres.start(other)
    before = (postgres.home() / other / "postmaster.pid").read_text()
    postgres.start(other)
    assert (postgres.home() / other / "postmaster.pid").read_text() == before


def test_the_path_of_the_socket_fits():
    assert len(str(postgres.sockets() / ".s.PGSQL.5432")) <= 107


def test_no_parent_is_opened_and_the_checkout_keeps_its_mode(other):
    before = [parent.stat().st_mode for parent in Path(places.CHECKOUT, "x").parents]
    postgres.start(other)
    assert [parent.stat().st_mode for parent in Path(places.CHECKOUT, "x").parents] == before
