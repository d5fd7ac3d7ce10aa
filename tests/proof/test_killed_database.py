"""kill -9 of the whole database server under load: what was acknowledged before is there after it comes back."""

import contextlib
import os
import signal
from pathlib import Path

import psycopg
import pytest

from config import postgres
from tests.proof.load import Load, assert_no_gap, assert_once
from tests.proof.world import SERVER, World, wait_for

ENOUGH = 15  # dossiers between two kills


def kill_server() -> int:
    """kill -9 of the server and every process of it, so that nobody writes anything down any more; returns how many."""
    main = int((postgres.home() / SERVER / "postmaster.pid").read_text().split()[0])
    every = [main, *map(int, Path(f"/proc/{main}/task/{main}/children").read_text().split())]
    for pid in every:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not postgres.accepts(SERVER), seconds=10, what="the end of the server")
    return len(every)


def test_a_killed_database_keeps_what_was_acknowledged(own_server: World) -> None:
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        assert own_server.ask(f"SHOW {setting}") == [("on",)]
    load = Load(own_server, clients=4)
    with load.running():
        for _ in range(2):
            known = load.acknowledged()
            wait_for(lambda known=known: load.acknowledged() >= known + ENOUGH, seconds=40, what="work")
            assert kill_server() > 5
            with pytest.raises(psycopg.OperationalError):
                own_server.ask("SELECT 1")
            postgres.start(SERVER)
        known = load.acknowledged()
        wait_for(lambda: load.acknowledged() >= known + ENOUGH, seconds=40, what="work after the last kill")
    assert_once(load)
    assert sum(assert_no_gap(own_server).values()) == len(load.handed)
    assert any(each.tries > len(each.codes) for each in load.handed), "no request was lost: nothing was proven"
    assert len(own_server.ask("SELECT 1 FROM dossiers_dossierevent")) == len(load.handed)
    own_server.finish_jobs()
    assert own_server.ask("SELECT count(*) FROM dossiers_printedpaper WHERE file_id IS NULL") == [(0,)]
    wait_for(own_server.is_well, seconds=20, what="health")
