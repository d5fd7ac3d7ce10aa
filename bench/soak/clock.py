"""Clocks that jump: the product's own (as the demo's can), and that of a web machine, which must not matter."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.load import assert_no_gap, assert_once
from bench.product import World, wait_for
from bench.soak.bodies import body_of
from bench.soak.place import Soak, last_dossier, more_work, must, say

JUMPS = (timedelta(days=3), timedelta(days=45), None)
ELSEWHERE = """
import django, json, sys, time_machine
django.setup()
from datetime import UTC, datetime, timedelta
from django.test import Client
body, token, days = json.load(sys.stdin)
with time_machine.travel(datetime.now(UTC) + timedelta(days=days)):
    client = Client(headers={"Authorization": f"Bearer {token}"}, SERVER_NAME="127.0.0.1")
    answer = client.post("/api/v1/dossiers", body, content_type="application/json")
    print(json.dumps([answer.status_code, answer.json()]))
"""


def check(soak: Soak) -> dict[str, Any]:
    """Jump while dossiers come in; then hand in on machines whose clocks are wrong by days."""
    world = soak.world()
    try:
        world.start()
        return _jumped(soak, world) | _elsewhere(world)
    finally:
        soak.done(world)


def _jumped(soak: Soak, world: World) -> dict[str, Any]:
    before, load, days = last_dossier(world), soak.load(world, clients=4), set()
    with load.running(), world.connection("desk0", timeout=60) as desk:
        for jump in JUMPS:
            more_work(load, 20)
            to = None if jump is None else (datetime.now(UTC) + jump).isoformat()
            status, told = desk.call("PUT", "/demo/clock", {"now": to})
            must(status == 200, f"the clock was not set: {told}")
            days.add(told["now"][:10])
            desk.close()
        more_work(load, 20)
    assert_once(load, after=before)
    assert_no_gap(world)
    wait_for(world.is_well, seconds=30, what="health: heartbeats are of real time")
    world.finish_jobs(seconds=300)
    codes = {code.rsplit("-", 2)[1] for each in load.handed for code in each.codes}
    must(len(codes) >= 3, f"codes of too few days: {codes}")
    say(
        f"  clock set to {', '.join(sorted(days))} under load: {len(load.handed)} dossiers once each, codes of"
        f" {len(codes)} days without gap, worker alive, jobs done"
    )
    return {"jumps": len(JUMPS), "dossiers": len(load.handed), "days_of_codes": sorted(codes)}


def _elsewhere(world: World) -> dict[str, Any]:
    """A web machine three days ahead and one three days behind: what is recorded is the database's moment."""
    account, apart = world.accounts["desk0"], []
    for days in (3, -3):
        given = json.dumps([body_of(account["agency"], days + 10), account["token"], days])
        done = subprocess.run(
            [sys.executable, "-c", ELSEWHERE], input=given, env=os.environ | world.environment,
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        must(done.returncode == 0, done.stderr[-800:])
        status, answer = json.loads(done.stdout.splitlines()[-1])
        must(status == 201, f"{status} {answer}")
        apart.append(abs((datetime.now(UTC) - datetime.fromisoformat(answer["received_at"])).total_seconds()))
    must(max(apart) < 60, f"the machine's clock came through: {apart}")
    say(f"  web machines three days ahead and behind: receipts {max(apart):.0f} s from the truth")
    return {"wrong_machines": 2, "seconds_apart": [round(each, 1) for each in apart]}
