"""The product as it runs: web, worker and their supervisor, on a database and a folder of their own."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from config import postgres
from config.testing import RUN

ROOT = Path(__file__).resolve().parents[2]
HOUSE = f"run{RUN}_house"
SERVER = f"proof{os.getpid()}"  # an embedded server of this process's own
KEEP = "import sys; from config import demo, supervisor; supervisor.keep(demo.commands(int(sys.argv[1])), grace=5)"


def make_house() -> dict[str, Any]:
    """Make the database that the proofs copy, once a run, by whoever comes first; returns its accounts."""
    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(2)")
        row = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [HOUSE]
        ).fetchone()
        if row is None:
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(HOUSE), sql.Identifier(os.environ["MOTCUA_TEST_TEMPLATE"])
                )
            )
            made = run("-m", "tests.proof.office", environment=product_environment(HOUSE))
            assert made.returncode == 0, made.stderr
            row = (made.stdout,)
            server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(HOUSE), sql.Literal(row[0])))
    accounts: dict[str, Any] = json.loads(row[0])
    return accounts


def product_environment(database: str, **more: str) -> dict[str, str]:
    """The environment of the product's processes on a database."""
    given = {"PGDATABASE": database, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}
    return {**os.environ, **given, **more}


def run(*words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run Python with these words to its end."""
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def wait_for(condition: Callable[[], Any], *, seconds: float, what: str) -> Any:
    """Return the first true answer; fails when none comes in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError(f"{what} did not happen in {seconds} s")


class Connection(http.client.HTTPConnection):
    """One kept connection that acts for one post."""

    def __init__(self, port: int, token: str = "", *, timeout: float = 20) -> None:
        super().__init__("127.0.0.1", port, timeout=timeout)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Return (status, JSON) of the API's answer; `body` is sent as JSON."""
        content = None if body is None else json.dumps(body)
        status, _, answer = self.send_raw(method, f"/api/v1{path}", content, {"Content-Type": "application/json"})
        return status, json.loads(answer)

    def send_raw(
        self, method: str, path: str, content: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """Return (status, headers, bytes) of any answer."""
        self.request(method, urllib.parse.quote(path, safe="/?=&%:+"), content, self.headers | (headers or {}))
        answer = self.getresponse()
        return answer.status, answer.headers, answer.read()


class World:
    """Everything that one proof runs, ended and removed by `end`."""

    def __init__(self, folder: Path, accounts: dict[str, Any], database: str, **server: str) -> None:
        self.folder, self.accounts, self.database, self.server = folder, accounts, database, server
        self.port = _free_port()
        self.log = folder / "output.log"
        self.environment = product_environment(
            database, MOTCUA_VAR=str(folder), PORT=str(self.port), MOTCUA_SUPERVISED="1", **server
        )
        self.supervisor: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start web and worker and wait until both are well."""
        with self.log.open("ab") as log:
            command = [sys.executable, "-c", KEEP, str(self.port)]
            self.supervisor = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        wait_for(self.is_well, seconds=60, what="web and worker")

    def is_well(self) -> bool:
        try:
            with Connection(self.port, timeout=3) as connection:
                status, _, _ = connection.send_raw("GET", "/healthz")
        except (OSError, http.client.HTTPException):
            return False
        return status == 200

    def end(self) -> None:
        if self.supervisor is not None:
            self.supervisor.terminate()
            self.supervisor.wait(30)

    def connection(self, who: str, **options: Any) -> Connection:
        """A connection of the post `A.clerk`, `B.leader` …"""
        return Connection(self.port, self.accounts[who]["token"], **options)

    def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database directly."""
        with psycopg.connect(**self.address(), autocommit=True) as connection:
            cursor = connection.execute(statement, values or None)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def address(self) -> dict[str, Any]:
        """How libpq reaches this world's database."""
        names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user"}
        return {"dbname": self.database} | {names[key]: value for key, value in self.server.items()}

    def seals(self) -> Path:
        """The file outside the database in which the seals are written down."""
        (found,) = self.folder.glob("seals*.jsonl")
        return found

    def motcua(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run the real command on this world."""
        return run("-m", "motcua", *words, environment=self.environment)

    def children(self, word: str) -> list[int]:
        """Return the pids under the supervisor whose command line has the word, parents before children."""
        assert self.supervisor is not None
        found, left = [], _children(self.supervisor.pid)
        while left:
            pid = left.pop(0)
            found += [pid] if word in _command_line(pid) else []
            left += _children(pid)
        return found

    def kill(self, pid: int) -> None:
        """kill -9, whether or not it lives."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def finish_jobs(self, *, seconds: float = 60) -> None:
        """Wait until the queue is empty: nothing waits, nothing runs."""
        question = (
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'core.react' AND status IN ('todo', 'doing')"
        )
        wait_for(lambda: self.ask(question) == [(0,)], seconds=seconds, what="the end of all jobs")


def _children(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    except OSError:
        return found
    return found


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def create_database(name: str) -> None:
    """Copy the house into a database on the tests' server."""
    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        statement = "CREATE DATABASE {} TEMPLATE {}"
        server.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(HOUSE)))


def drop_database(name: str) -> None:
    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def copy_house(server: str) -> None:
    """Copy the house to another embedded server, with PostgreSQL's own programs."""
    there = {**os.environ, **postgres.environment(server), "PGDATABASE": "postgres"}
    programs = postgres.programs()
    subprocess.run([programs / "createdb", HOUSE], env=there, check=True)
    with subprocess.Popen([programs / "pg_dump", HOUSE], stdout=subprocess.PIPE) as dump:
        command = [programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-d", HOUSE]
        subprocess.run(command, env=there, stdin=dump.stdout, check=True)
    assert dump.returncode == 0
