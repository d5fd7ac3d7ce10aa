"""The demo as people start it: served, killed, started again."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bench.product import free_port
from tests import absent

ROOT = Path(__file__).resolve().parents[2]


class Demo:
    """One `make demo` on a database of its own, on the tests' server."""

    def __init__(self, folder: Path, name: str) -> None:
        self.port = free_port()
        without = {key: value for key, value in os.environ.items() if not key.startswith("MOTCUA_")}
        self.environment = {
            **without,
            "PGDATABASE": name,
            "MOTCUA_VAR": str(folder),
            "DATABASE_URL": f"postgresql:///{name}",
        }
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "config.demo", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def health(self) -> dict:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=3) as answer:
                return {"code": answer.status, **json.load(answer)}
        except urllib.error.HTTPError as error:
            with error:
                return {"code": error.code}
        except OSError:
            return {"code": 0}

    def wait_until_well(self, seconds: float = 180) -> None:
        until = time.monotonic() + seconds
        while self.health()["code"] != 200:
            assert time.monotonic() < until, self.health()
            assert self.process.poll() is None, "the demo ended"
            time.sleep(0.2)

    def child(self, word: str) -> int:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return next(int(pid) for pid in children if word in Path(f"/proc/{pid}/cmdline").read_text())

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)


@pytest.fixture
def demo(tmp_path):
    name = f"run{os.environ['MOTCUA_TEST_RUN']}_demo_{uuid.uuid4().hex[:6]}"
    started = Demo(tmp_path, name)
    yield started
    started.end()
    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def run_examples(demo):
    """Run every shell example of the API guide, one after the other as a reader would; returns what they printed."""
    guide = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    script = "\n".join(re.findall(r"```sh\n(.*?)```", guide, re.DOTALL))
    where = {"BASE": f"http://127.0.0.1:{demo.port}", "ACCOUNTS": str(demo.folder / "demo-accounts.json")}
    script = script.replace("PY=.venv/bin/python", f"PY={sys.executable}")
    ran = subprocess.run(
        ["sh", "-euc", script],
        check=False,
        cwd=demo.folder,
        env=demo.environment | where,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    return ran.stdout


def test_it_serves_and_survives(demo, request):
    demo.start()
    demo.wait_until_well()
    accounts = json.loads((demo.folder / "demo-accounts.json").read_text())
    assert {"username", "password", "role", "post", "agency", "token"} <= set(accounts[0])

    if shutil.which("curl"):
        told = run_examples(demo)
        assert '"state": "returned"' in told.replace('":"', '": "')
        assert "unknown_case" in told  # the example of a problem
        assert (demo.folder / "giay-hen.pdf").read_bytes().startswith(b"%PDF")
        assert (demo.folder / "phieu-kiem-soat.pdf").read_bytes().startswith(b"%PDF")
    else:
        absent.leave_out(request.config, "the examples of docs/api.md", "curl is missing")

    os.kill(demo.child("granian"), signal.SIGKILL)
    time.sleep(0.1)
    demo.wait_until_well(30)

    worker = demo.child("procrastinate")
    os.kill(worker, signal.SIGKILL)
    demo.wait_until_well(30)

    demo.process.kill()
    demo.process.wait()
    written = (demo.folder / "demo-accounts.json").stat().st_mtime_ns
    began = time.monotonic()
    demo.start()
    demo.wait_until_well()
    assert time.monotonic() - began < 15
    assert (demo.folder / "demo-accounts.json").stat().st_mtime_ns == written, "the data was kept, not made again"


def test_it_refuses_a_port_in_use(demo):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", demo.port))
        taken.listen()
        demo.start()
        assert demo.process.wait(60) == 1
