"""A slow disk, and a worker that is far behind: intake goes on, nothing is lost, all is made up for afterwards."""

import time
from typing import Any

import psycopg

from bench.load import assert_no_gap
from bench.product import World, wait_for
from bench.soak.place import Soak, intake_times, last_dossier, must, say, spread

FLUSH = 100_000  # microseconds that each flush of the log waits: a tired disk behind a bad controller
TURNS = 3
WAITING = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name = 'core.react'"


def disk(soak: Soak) -> dict[str, Any]:
    """Intake by six clients while commits and files are slow."""
    world = soak.world(DJANGO_SETTINGS_MODULE="bench.soak.slow_settings")
    try:
        world.start()
        quick = intake_times(world, seconds=min(soak.seconds, 10))
        before = last_dossier(world)
        _set(world, commit_delay=str(FLUSH), commit_siblings="0")
        load, began = soak.load(world, clients=6), time.monotonic()
        with load.running():
            slow = intake_times(world, seconds=soak.seconds)
        worked = time.monotonic() - began
    finally:
        _set(world, commit_delay=None, commit_siblings=None)
        world.end()
    try:
        return _after_the_disk(world, load, before, (quick, slow), worked)
    finally:
        soak.done(world)


def _after_the_disk(world: World, load: Any, before: int, times: Any, worked: float) -> dict[str, Any]:
    quick, slow = times
    must(slow["median_ms"] > quick["median_ms"] + FLUSH / 1000 / 2, f"the disk was not slow: {quick} {slow}")
    world.start()
    found = world.ask("SELECT count(*) FROM dossiers_dossier WHERE id > %s", before)[0][0]
    must(found == len(load.handed) + slow["intakes"], f"{found} dossiers for {len(load.handed)} + {slow['intakes']}")
    must(all(len(set(each.codes)) == 1 for each in load.handed), "a dossier has two codes, or none")
    assert_no_gap(world)
    world.finish_jobs(seconds=600)
    must(world.ask("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'") == [(0,)], "jobs failed")
    say(
        f"  slow disk ({FLUSH // 1000} ms a flush, 300 ms a file): {found} dossiers in {worked:.0f} s, one intake"
        f" {slow['median_ms']} ms instead of {quick['median_ms']}; none lost, all papers printed afterwards"
    )
    return {"quick": quick, "slow": slow, "dossiers": found}


def _set(world: World, **settings: str | None) -> None:
    """Set what the whole server does, or (None) let it be as before."""
    with psycopg.connect(**world.address(), autocommit=True) as server:
        for name, value in settings.items():
            server.execute(
                f"ALTER SYSTEM {'RESET' if value is None else 'SET'} {name}" + (f" = {value}" if value else "")
            )
        server.execute("SELECT pg_reload_conf()")


def queue(soak: Soak) -> dict[str, Any]:
    """Ten thousand jobs wait and no worker comes; then one comes. Empty and full queue take turns, as in the bench."""
    world = soak.world()
    try:
        world.start("web")
        intake_times(world, seconds=2)
        before = last_dossier(world)
        empty, full = [], []
        for turn in range(TURNS):
            if turn:
                world.ask("DELETE FROM procrastinate_jobs WHERE status = 'todo' AND lock = 'soak'")
            empty.append(intake_times(world, seconds=soak.seconds / TURNS))
            _fill(world, soak.jobs)
            full.append(intake_times(world, seconds=soak.seconds / TURNS))
        must(world.ask(WAITING)[0][0] >= soak.jobs, "the queue was not full")
        world.end()
        began, waiting = time.monotonic(), world.ask(WAITING)[0][0]
        world.ask("UPDATE procrastinate_jobs SET lock = NULL WHERE lock = 'soak'")  # else they would go one by one
        world.start()
        wait_for(lambda: world.ask(WAITING) == [(0,)], seconds=1800, what="the end of the queue", every=0.5)
        return _after_the_queue(world, before, (empty, full), waiting / (time.monotonic() - began))
    finally:
        soak.done(world)


def _fill(world: World, jobs: int) -> None:
    """Ask for what follows from events that are there: true jobs, each of which looks at its event."""
    world.ask(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status) SELECT 'default',"
        " 'core.react', 'soak', jsonb_build_object('model', 'dossiers.DossierEvent', 'event', id), 'todo'"
        " FROM dossiers_dossierevent WHERE action = 'dossier.register' ORDER BY id DESC OFFSET 500 LIMIT %s",
        jobs,
    )


def _after_the_queue(world: World, before: int, times: Any, rate: float) -> dict[str, Any]:
    empty, full = ([each["median_ms"] for each in turn] for turn in times)
    must(sum(full) < 1.5 * sum(empty) + 10 * TURNS, f"intake waits for the queue: {empty} {full}")
    found = world.ask("SELECT count(*) FROM dossiers_dossier WHERE id > %s", before)[0][0]
    must(found == sum(each["intakes"] for turn in times for each in turn), "dossiers are lost or doubled")
    unprinted = world.ask("SELECT count(*) FROM dossiers_printedpaper WHERE file_id IS NULL")
    must(unprinted == [(0,)], f"not printed: {unprinted}")
    must(world.ask("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'") == [(0,)], "jobs failed")
    say(
        f"  full queue, in turns with an empty one: an intake {spread(full)} ms, {spread(empty)} ms without;"
        f" then {rate:.1f} jobs a second until none was left, {found} slips among them"
    )
    return {"empty_ms": empty, "full_ms": full, "jobs_per_second": round(rate, 1), "slips": found}
