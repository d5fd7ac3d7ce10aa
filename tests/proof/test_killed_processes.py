"""kill -9 of web and worker under load: what was acknowledged is there once, what follows from it is done once."""

import json
import time
from itertools import count

from tests.proof.load import Load, assert_no_gap, assert_once
from tests.proof.world import World, wait_for

ENOUGH = 15  # dossiers between two kills
interrupted: list[int] = []  # jobs that lost their worker


def events(world: World) -> dict[str, list[tuple[int, str]]]:
    """Return event table → (key, action) of all its rows, but not what the installation wrote of itself."""
    tables = world.ask("SELECT table_name FROM information_schema.columns WHERE column_name = 'note_digest' ORDER BY 1")
    later = "recorded_at > (SELECT max(applied) FROM django_migrations)"  # a migration's rows ask nobody for anything
    return {table: world.ask(f"SELECT id, action FROM {table} WHERE {later} ORDER BY id") for (table,) in tables}


def assert_reactions_done_once(world: World) -> int:
    """What the real command lists for each event was done, once, and nothing else; returns how many."""
    listed = json.loads(world.motcua("reactions", "--json").stdout)
    expected = [
        (table, event, name)
        for table, rows in events(world).items()
        for event, action in rows
        for name in listed.get(action, ())
    ]
    done = world.ask('SELECT "table", event, reaction FROM core_reactiondone')
    assert sorted(done) == sorted(expected)
    assert world.ask(
        "SELECT status::text, count(*) FROM procrastinate_jobs WHERE task_name = 'core.react' GROUP BY 1"
    ) == [("succeeded", len({(table, event) for table, event, _ in expected}))]
    return len(expected)


def assert_printed_once(world: World) -> int:
    """Each paper has one file, no file was made for nothing, and its bytes lie where they should."""
    papers = world.ask(
        "SELECT p.id, f.place FROM dossiers_printedpaper p LEFT JOIN files_storedfile f ON f.id = p.file_id"
    )
    places = {place for _, place in papers}
    assert None not in places
    assert len(places) == len(papers)
    assert world.ask("SELECT count(*) FROM files_storedfile WHERE purpose = 'printed'") == [(len(papers),)]
    assert all((world.folder / "files" / place).stat().st_size > 1_000 for place in places)
    return len(papers)


def kill_web_worker(world: World, load: Load) -> None:
    """One of the two processes that answer requests."""
    _, *workers = world.children("granian")
    assert len(workers) >= 2
    world.kill(workers[0])


def kill_web(world: World, load: Load) -> None:
    world.kill(world.children("granian")[0])


def kill_worker_while_it_prints(world: World, load: Load) -> None:
    """Killed between two beats of its heart, with a job in hand: that job is then nobody's."""
    running = "SELECT id FROM procrastinate_jobs WHERE status = 'doing' AND task_name = 'core.react'"
    (pid,) = world.children("procrastinate")
    for _ in count():
        wait_for(lambda: world.ask(running), seconds=20, what="a job in hand")
        world.kill(pid)
        if held := world.ask(running):
            interrupted.extend(number for (number,) in held)
            return
        (pid,) = wait_for(lambda: world.children("procrastinate"), seconds=20, what="a new worker")


def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(world: World) -> None:
    load = Load(world, clients=6)
    began = time.monotonic()
    with load.running():
        for kill in (kill_web_worker, kill_worker_while_it_prints, kill_web):
            known = load.acknowledged()
            wait_for(lambda known=known: load.acknowledged() >= known + ENOUGH, seconds=40, what="work")
            kill(world, load)
        known = load.acknowledged()
        wait_for(lambda: load.acknowledged() >= known + ENOUGH, seconds=40, what="work after the last kill")
    assert_once(load)
    assert sum(assert_no_gap(world).values()) == len(load.handed)
    assert any(each.tries > len(each.codes) for each in load.handed), "no connection was lost: nothing was proven"
    worked = time.monotonic() - began

    world.finish_jobs()
    assert interrupted
    assert world.ask(
        "SELECT count(*) FROM procrastinate_jobs WHERE id = ANY(%s) AND status = 'succeeded'", interrupted
    ) == [(len(interrupted),)]
    reactions, papers = assert_reactions_done_once(world), assert_printed_once(world)
    print(
        f"{len(load.handed)} dossiers, {sum(each.tries for each in load.handed)} requests in {worked:.1f} s,"
        f" {reactions} reactions, {papers} papers,"
        f" {len(interrupted)} jobs interrupted; all over after {time.monotonic() - began:.1f} s"
    )
    told = world.motcua("journal", "rebuild", "--json")
    assert (told.returncode, json.loads(told.stdout)["ok"]) == (0, True)
