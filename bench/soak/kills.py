"""Web, worker and database are killed, again and again, while dossiers come in: none lost, none twice, no gap."""

import contextlib
import os
import signal
import time
from pathlib import Path
from typing import Any

from bench.load import assert_no_gap, assert_once
from bench.product import World, wait_for
from bench.soak.place import SERVER, Soak, folder_size, last_dossier, more_work, must, say
from config import postgres

BETWEEN = 12  # dossiers between two kills


def kill_web_worker(world: World) -> None:
    """One of the two processes that answer requests."""
    workers = world.children("granian")[1:]
    world.kill(workers[0] if workers else world.children("granian")[0])


def kill_web(world: World) -> None:
    world.kill(world.children("granian")[0])


def kill_worker(world: World) -> None:
    for pid in world.children("procrastinate"):
        world.kill(pid)


def kill_database(world: World) -> None:
    """kill -9 of the server and every process of it; then it is started, as an operator's unit would."""
    main = int((postgres.home() / SERVER / "postmaster.pid").read_text().split()[0])
    for pid in [main, *map(int, Path(f"/proc/{main}/task/{main}/children").read_text().split())]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not postgres.accepts(SERVER), seconds=15, what="the end of the server")
    postgres.start(SERVER)


KILLS = (kill_web_worker, kill_worker, kill_web, kill_database, kill_worker)


def check(soak: Soak) -> dict[str, Any]:
    """Kill, and look at every dossier that was acknowledged."""
    world = soak.world()
    try:
        return _killed(soak, world)
    finally:
        soak.done(world)


def _killed(soak: Soak, world: World) -> dict[str, Any]:
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        must(world.ask(f"SHOW {setting}") == [("on",)], f"{setting} is off: a kill would prove nothing")
    world.start()
    before, event = last_dossier(world), _last_event(world)
    bytes_before = world.ask("SELECT pg_database_size(current_database())")[0][0]
    load, began = soak.load(world, clients=6), time.monotonic()
    with load.running():
        for number in range(soak.kills):
            more_work(load, BETWEEN)
            kill = KILLS[number % len(KILLS)]
            kill(world)
            if number % 10 == 9 or number == soak.kills - 1:
                say(f"  {number + 1} kills, {load.acknowledged()} dossiers, {time.monotonic() - began:.0f} s")
        more_work(load, BETWEEN)
    worked = time.monotonic() - began
    assert_once(load, after=before)
    counted = sum(assert_no_gap(world).values())
    tries = sum(each.tries for each in load.handed)
    must(tries > len(load.handed), "no request was lost: nothing was proven")
    wait_for(world.is_well, seconds=60, what="health")
    world.finish_jobs(seconds=600)
    followed = _followed_once(world, event)
    grown = world.ask("SELECT pg_database_size(current_database())")[0][0] - bytes_before
    found = {
        "kills": soak.kills,
        "dossiers": len(load.handed),
        "requests": tries,
        "lost": 0,
        "twice": 0,
        "codes_in_order": counted,
        "printed_once": followed,
        "seconds": round(worked),
        "bytes_each": {
            "database": grown // len(load.handed),
            "files": folder_size(world.folder / "files") // len(load.handed),
        },
    }
    say(
        f"  {soak.kills} kills of web, worker and database: {found['dossiers']} dossiers, {tries} requests,"
        f" each there once under one code; numbers of {counted} codes without gap; {followed} papers printed once"
    )
    return found


def _last_event(world: World) -> int:
    found: int = world.ask("SELECT max(id) FROM dossiers_dossierevent")[0][0]
    return found


def _followed_once(world: World, event: int) -> int:
    """Every receipt has its paper, printed once; every reaction was carried out once. Returns how many papers."""
    told = world.ask("SELECT count(*) FROM dossiers_dossierevent WHERE id > %s", event)[0][0]
    done = world.ask(
        "SELECT count(*), count(DISTINCT event) FROM core_reactiondone"
        " WHERE \"table\" = 'dossiers_dossierevent' AND event > %s AND reaction LIKE '%%print_what_was_promised'",
        event,
    )[0]
    must(done == (told, told), f"{told} events, reactions done: {done}")
    papers = world.ask(
        "SELECT f.place FROM dossiers_printedpaper p LEFT JOIN files_storedfile f ON f.id = p.file_id"
        " WHERE p.dossier_id IN (SELECT subject_id FROM dossiers_dossierevent WHERE id > %s)",
        event,
    )
    places = {place for (place,) in papers}
    must(None not in places and len(places) == len(papers) == told, f"{len(papers)} papers, {len(places)} files")
    for place in places:
        must((world.folder / "files" / place).stat().st_size > 1_000, f"{place} is empty")
    return len(papers)
