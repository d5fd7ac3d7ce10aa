"""Very many calls made from the API's own description, sensible and senseless ones: no answer is a server's error."""

import time
from collections import Counter
from typing import Any

import hypothesis
import requests
import schemathesis
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode

from bench.product import World
from bench.soak.bodies import body_of
from bench.soak.memory import Memory
from bench.soak.place import Soak, must, say

NOT_ASKED = {"set_demo_clock"}  # it would move the clock under everybody
EACH = 200  # cases of one operation before its turn comes again


def check(soak: Soak) -> dict[str, Any]:
    """Ask `soak.calls` times; the memory of the web is watched meanwhile."""
    world = soak.world()
    try:
        world.start()
        return _attack(soak, world)
    finally:
        soak.done(world)


def _attack(soak: Soak, world: World) -> dict[str, Any]:
    base = f"http://127.0.0.1:{world.port}"
    with world.connection("desk0") as desk:
        known = {"code": desk.call("POST", "/dossiers", body_of(world.accounts["desk0"]["agency"], 0))[1]["code"]}
    known |= {"form": "receipt", "action": "propose"}
    schema = schemathesis.openapi.from_url(f"{base}/api/v1/openapi.json")
    found = [result.ok() for result in schema.get_all_operations()]
    operations = [each for each in found if each.definition.raw["operationId"] not in NOT_ASKED]
    memory, seen, began, turn = Memory(world), Counter[int](), time.monotonic(), 0
    session = requests.Session()
    token = world.accounts["desk0"]["token"]
    while seen.total() < soak.calls:
        for operation in operations:
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                wanted = min(EACH, soak.calls - seen.total(), soak.calls // (2 * len(operations)) + 1)
                if wanted > 0:
                    _ask(
                        operation.as_strategy(generation_mode=mode),
                        wanted,
                        known=known,
                        there=(base, session, token),
                        seen=seen,
                    )
            memory.look(seen.total())
        turn += 1
        say(f"  {seen.total()} calls, {time.monotonic() - began:.0f} s, answers {dict(sorted(seen.items()))}")
    bad = {status: count for status, count in seen.items() if status >= 500}
    must(not bad, f"server errors: {bad}; see {world.log}")
    must(world.is_well(), "the product is not well after the calls")
    seconds = time.monotonic() - began
    say(f"  {seen.total()} calls on {len(operations)} operations in {seconds:.0f} s: no server error; {memory.words()}")
    return {"calls": seen.total(), "answers": dict(sorted(seen.items())), "seconds": round(seconds)} | memory.told()


def _ask(
    cases: Any, wanted: int, *, known: dict[str, str], there: tuple[str, requests.Session, str], seen: Counter[int]
) -> None:
    base, session, token = there
    asked = 0

    @hypothesis.seed(seen.total())
    @hypothesis.settings(
        max_examples=wanted, database=None, deadline=None, suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.generate],
    )  # fmt: skip
    @hypothesis.given(case=cases)
    def ask(case: Any) -> None:
        nonlocal asked
        asked += 1
        if asked % 3:  # two of three about what exists
            given = dict(case.path_parameters or {})
            case.path_parameters = given | {name: known[name] for name in given if name in known}
        response = case.call(base_url=base, session=session, headers={"Authorization": f"Bearer {token}"}, timeout=60)
        seen[response.status_code] += 1
        if response.status_code >= 500:
            say(f"  {response.status_code}: {case.as_curl_command()[:500]}")

    try:
        ask()
    except Unsatisfiable:  # nothing senseless can be said where nothing may be said
        return
