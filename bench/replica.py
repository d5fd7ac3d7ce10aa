"""A standby of the database by streaming replication: it serves reads, and is promoted when the first one dies.

    .venv/bin/python -m bench.replica [--size 2000] [--seconds 10]

Made with the programs of the embedded server, as an operator would do it: pg_basebackup, a standby that streams,
synchronous for what is acknowledged, pg_promote after the primary was killed with -9 under load. The product has no
switch that sends some reads to a standby: a second web tier pointed at it answers the API's reads, and those answers
are compared with the primary's one by one. Writes var/bench/replica.json.
"""

import argparse
import contextlib
import json
import os
import shutil
import signal
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from bench import world
from bench.load import Load, assert_no_gap
from bench.product import World, wait_for
from bench.soak.bodies import body_of
from bench.soak.place import must, say
from config import postgres

PRIMARY, STANDBY = "primary", "standby"
PORTS = {PRIMARY: 5441, STANDBY: 5442}  # names of socket files


def main() -> int:
    parser = argparse.ArgumentParser("python -m bench.replica", description=__doc__)
    parser.add_argument("--size", type=int, default=2_000)
    parser.add_argument("--seconds", type=float, default=10)
    options = parser.parse_args()
    postgres.PORTS.update(PORTS)
    with _ended():
        told = _drill(options.size, options.seconds)
    (world.HOUSES / "replica.json").write_text(json.dumps(told, indent=1))
    return 0


@contextlib.contextmanager
def _ended() -> Iterator[None]:
    """Leave no server and no data behind."""
    try:
        yield
    finally:
        for name in (STANDBY, PRIMARY):
            with contextlib.suppress(postgres.Unusable):
                postgres.stop(name)
            shutil.rmtree(postgres.home() / name, ignore_errors=True)


def _drill(size: int, seconds: float) -> dict[str, Any]:
    house = world.House(size, 1, server=PRIMARY)
    house.enter()
    house.build()
    _make_standby()
    clerk = next(each for each in house.accounts() if each["username"] == "tiepnhan1.huongtra")
    accounts = {"desk0": clerk}
    first = _product(house, PRIMARY, accounts)
    first.start()
    try:
        told = _reads(house, first, accounts) | {"lag_ms": _lag(first)}
        load = Load(first, clients=3, desks=["desk0"], body=lambda who, turn: body_of(clerk["agency"], turn))
        told |= _promoted(house, load, first, accounts, seconds)
    finally:
        first.end()
    return told


def _product(house: world.House, server: str, accounts: dict[str, Any]) -> World:
    folder = house.folder / server
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    shutil.copy(house.folder / "keys.json", folder)
    (folder / "static").symlink_to(house.folder / "static")
    address = "http://127.0.0.1"  # the same for both: it stands in their answers
    return World(folder, accounts, house.house, MOTCUA_ADDRESS=address, **postgres.environment(server))


def _make_standby() -> None:
    """Copy the running primary and let the copy stream from it, under the name that the primary waits for."""
    there = postgres.environment(PRIMARY)
    target = postgres.home() / STANDBY
    shutil.rmtree(target, ignore_errors=True)
    postgres._make_folders(STANDBY)
    source = f"host={there['PGHOST']} port={there['PGPORT']} user={there['PGUSER']} application_name={STANDBY}"
    began = time.monotonic()
    postgres._run("pg_basebackup", "-d", source, "-D", str(target), "-R", "-X", "stream", "--checkpoint=fast")
    postgres.start(STANDBY)
    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        server.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{STANDBY}'")
        server.execute("SELECT pg_reload_conf()")
        streaming = "SELECT sync_state FROM pg_stat_replication WHERE application_name = %s AND state = 'streaming'"
        wait_for(lambda: server.execute(streaming, [STANDBY]).fetchone() == ("sync",), seconds=30, what="a standby")
    say(f"standby made and streaming, synchronous, after {time.monotonic() - began:.1f} s")


def _reads(house: world.House, first: World, accounts: dict[str, Any]) -> dict[str, Any]:
    """A web tier on the standby answers as the primary's does."""
    second = _product(house, STANDBY, accounts)
    second.start("web")
    try:
        rows = first.ask("SELECT code FROM dossiers_dossier WHERE code IS NOT NULL ORDER BY id DESC LIMIT 60")
        paths = [*(f"/dossiers/{code}" for (code,) in rows), "/dossiers", "/tasks", "/procedures?limit=50"]
        with first.connection("desk0") as one, second.connection("desk0") as other:
            seen = [path for path in paths if one.call("GET", path)[0] == 200]
            differ = [path for path in seen if one.call("GET", path) != other.call("GET", path)]
            must(seen and not differ, f"the standby answers otherwise: {differ[:3]}")
            status, answer = other.call("POST", "/dossiers", body_of(accounts["desk0"]["agency"], 1))
            must((status, answer["code"]) == (503, "read_only"), f"the standby took a dossier in: {status} {answer}")
    finally:
        second.end()
    say(f"a web tier on the standby: {len(seen)} reads answered as by the primary; a write is refused ({status})")
    return {"reads_equal": len(seen)}


def _lag(first: World) -> dict[str, float]:
    """Milliseconds from the answer to an intake until the standby shows the dossier."""
    found = []
    there = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user"}
    address: Any = {there[key]: value for key, value in postgres.environment(STANDBY).items()}
    with (
        first.connection("desk0") as desk,
        psycopg.connect(**address, dbname=first.database, autocommit=True) as standby,
    ):
        for turn in range(30):
            code = desk.call("POST", "/dossiers", body_of(first.accounts["desk0"]["agency"], turn))[1]["code"]
            began = time.perf_counter()
            while not standby.execute("SELECT 1 FROM dossiers_dossier WHERE code = %s", [code]).fetchone():
                time.sleep(0.0005)
            found.append((time.perf_counter() - began) * 1000)
    lag = {"median": round(statistics.median(found), 1), "most": round(max(found), 1)}
    say(f"a dossier is on the standby {lag['median']} ms after its answer (most {lag['most']} ms of 30)")
    return lag


def _promoted(house: world.House, load: Load, first: World, accounts: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Kill the primary under load, promote the standby, and go on there with every acknowledged dossier."""
    before = first.ask("SELECT count(*) FROM dossiers_dossier")[0][0]
    second = _product(house, STANDBY, accounts)
    second.start("web")  # it waits beside the standby, as in an office with two places
    with load.running():
        time.sleep(seconds)
        _kill(PRIMARY)
        began = time.monotonic()
        second.ask("SELECT pg_promote()")
        wait_for(lambda: second.ask("SELECT pg_is_in_recovery()") == [(False,)], seconds=30, what="promotion")
        promoted = time.monotonic() - began
        load.world = second  # as when the address of the service moves: clients ask again with the same keys
        known = load.acknowledged()
        wait_for(lambda: load.acknowledged() > known + 10, seconds=60, what="work on the promoted one")
        working = time.monotonic() - began  # ten dossiers later
    try:
        codes = [each.codes for each in load.handed]
        must(all(len(set(each)) == 1 for each in codes), "a dossier has two codes, or none")
        kept = {code for (code,) in second.ask("SELECT code FROM dossiers_dossier")}
        lost = [each[0] for each in codes if each[0] not in kept]
        must(not lost, f"acknowledged and lost: {lost}")
        must(len(kept - {None}) <= before + len(codes), "more dossiers than were handed in")
        assert_no_gap(second)
        rebuilt = json.loads(second.motcua("journal", "rebuild", "--json").stdout)["differences"]
        told = [each for each in rebuilt if each["table"].startswith("dossiers")]
        must(not told, f"the journal tells otherwise of dossiers: {told[:3]}")
    finally:
        second.end()
    say(
        f"primary killed under load, standby promoted after {promoted:.1f} s and ten dossiers taken in on it after"
        f" {working:.1f} s: {len(codes)} dossiers, none lost, none twice, no gap"
    )
    return {"promoted_s": round(promoted, 1), "working_s": round(working, 1), "dossiers": len(codes), "lost": 0}


def _kill(name: str) -> None:
    main = int((postgres.home() / name / "postmaster.pid").read_text().split()[0])
    for pid in [main, *map(int, Path(f"/proc/{main}/task/{main}/children").read_text().split())]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not postgres.accepts(name), seconds=15, what="the end of the primary")


if __name__ == "__main__":
    sys.exit(main())
