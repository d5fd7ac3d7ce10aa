"""A worker that dies: its jobs run again, but not for ever."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from motcua.core import jobs

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.django_db(transaction=True)


def worker(seconds_silent: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) SELECT now() - make_interval(secs => %s) RETURNING id",
            [seconds_silent],
        )
        return cursor.fetchone()[0]


def job(*, status: str = "doing", by: int | None = None, attempts: int = 1, queueing_lock: str | None = None) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id, attempts, queueing_lock)"
            " VALUES ('default', 'x', 'todo', NULL, %s, %s) RETURNING id",
            [attempts, queueing_lock],
        )
        number = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = %s, worker_id = %s WHERE id = %s", [status, by, number])
        return number


def status(number: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [number])
        return cursor.fetchone()[0]


def look_after() -> None:
    """Run the housekeeping as a worker does."""

    async def run() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as own:
            async with own.open_async():
                await jobs.retry_stalled.func(SimpleNamespace(app=own), 0)

    asyncio.run(run())


def test_the_job_of_a_dead_worker_goes_back_to_the_queue():
    number = job(by=worker(9))
    look_after()
    assert status(number) == "todo"


def test_the_job_of_a_living_worker_is_left_alone():
    number = job(by=worker(3))
    look_after()
    assert status(number) == "doing"


def test_a_job_that_keeps_killing_its_worker_is_given_up():
    number = job(by=worker(9), attempts=jobs.ATTEMPTS)
    look_after()
    assert status(number) == "failed"


def test_a_stalled_twin_does_not_stop_the_others():
    dead = worker(9)
    twin, other = job(by=dead, queueing_lock="only-one"), job(by=dead)
    job(status="todo", queueing_lock="only-one", attempts=0)
    look_after()
    assert (status(twin), status(other)) == ("failed", "todo")


WORKER = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
import django
django.setup()
from procrastinate.contrib.django import app

@app.task(name="slow_then_quick")
def slow_then_quick(path):
    with open(path, "a") as file:
        file.write("begun\\n")
    if sys.argv[1] == "slow":
        time.sleep(60)
    with open(path, "a") as file:
        file.write("done\\n")

if sys.argv[1] == "defer":
    slow_then_quick.defer(path=sys.argv[2])
else:
    with app.replace_connector(app.connector.get_worker_connector()) as own:
        own.run_worker(concurrency=2, install_signal_handlers=False)
"""


def test_a_killed_workers_job_is_finished_by_another(tmp_path):
    noted, script = tmp_path / "noted", tmp_path / "worker.py"
    script.write_text(WORKER)
    noted.touch()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PGDATABASE": connection.settings_dict["NAME"]}

    def start(*words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, str(script), *words], env=environment, stderr=subprocess.DEVNULL)

    def wait_for(word: str, times: int) -> None:
        until = time.monotonic() + 40
        while noted.read_text().count(word) < times:
            assert time.monotonic() < until, noted.read_text()
            time.sleep(0.1)

    running = []
    try:
        assert start("defer", str(noted)).wait(30) == 0
        running.append(start("slow"))
        wait_for("begun", 1)
        running[0].send_signal(signal.SIGKILL)
        running.append(start("quick"))
        wait_for("done", 1)
    finally:
        for each in running:
            each.kill()
            each.wait()
    assert noted.read_text().split() == ["begun", "begun", "done"]
