"""The product as it runs: web, worker and their supervisor, on a database and a folder of their own.

The proofs in tests/proof and `make soak` lean on it; nothing here touches Django.
"""

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

ROOT = Path(__file__).resolve().parent.parent
KEEP = (
    "import sys; from config import demo, supervisor; all = demo.commands(int(sys.argv[1]));"
    " supervisor.keep({name: all[name] for name in sys.argv[2:]}, grace=5)"
)
PROGRAMS = ("web", "worker")


def product_environment(database: str, **more: str) -> dict[str, str]:
    """The environment of the product's processes on a database."""
    given = {"PGDATABASE": database, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}
    return {**os.environ, **given, **more}


def run(*words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run Python with these words to its end."""
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def wait_for(condition: Callable[[], Any], *, seconds: float, what: str, every: float = 0.02) -> Any:
    """Return the first true answer, asked for again and again; fails when none comes in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := condition():
            return found
        time.sleep(every)
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
        self.port = free_port()
        self.log = folder / "output.log"
        self.environment = product_environment(
            database, MOTCUA_VAR=str(folder), PORT=str(self.port), MOTCUA_SUPERVISED="1", **server
        )
        self.supervisor: subprocess.Popen[bytes] | None = None

    def start(self, *programs: str) -> None:
        """Start web and worker and wait until both are well; named ones alone until the web answers."""
        with self.log.open("ab") as log:
            command = [sys.executable, "-c", KEEP, str(self.port), *(programs or PROGRAMS)]
            self.supervisor = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        wait_for(self.answers if programs else self.is_well, seconds=120, what="web and worker")

    def answers(self) -> bool:
        """Whether the web answers, with or without a worker."""
        return self._health() in (200, 503)

    def is_well(self) -> bool:
        return self._health() == 200

    def _health(self) -> int:
        try:
            with Connection(self.port, timeout=3) as connection:
                status, _, _ = connection.send_raw("GET", "/healthz")
        except (OSError, http.client.HTTPException):
            return 0
        return status

    def end(self) -> None:
        if self.supervisor is not None:
            self.supervisor.terminate()
            self.supervisor.wait(30)
            self.supervisor = None

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
        return {"dbname": self.database} | {names[key]: value for key, value in self.server.items() if key in names}

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
        wait_for(lambda: self.ask(question) == [(0,)], seconds=seconds, what="the end of all jobs", every=0.2)


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


def free_port() -> int:
    """A port that nobody had a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
