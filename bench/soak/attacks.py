"""Very many calls made from the API's own description, sensible and senseless ones: no answer is a server's error."""

import os
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
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
ROUNDS = 10  # after each the memory of the web is looked at and the count told
CLIENTS = max(2, os.cpu_count() or 2)  # making a call up costs about as much as answering it


@dataclass(frozen=True)
class Share:
    """What one client asks in one round: of whom, in whose name, about which names that exist, how often."""

    base: str
    token: str
    known: tuple[tuple[str, str], ...]
    calls: int
    seed: int = 0


def check(soak: Soak) -> dict[str, Any]:
    """Ask `soak.calls` times; the memory of the web is watched meanwhile."""
    world = soak.world()
    try:
        world.start()
        return _attack(soak, world)
    finally:
        soak.done(world)


def _attack(soak: Soak, world: World) -> dict[str, Any]:
    with world.connection("desk0") as desk:
        code = desk.call("POST", "/dossiers", body_of(world.accounts["desk0"]["agency"], 0))[1]["code"]
    known = (("code", code), ("form", "receipt"), ("action", "propose"))
    calls = -(-soak.calls // (ROUNDS * CLIENTS))
    share = Share(f"http://127.0.0.1:{world.port}", world.accounts["desk0"]["token"], known, calls)
    memory, seen, began = Memory(world), Counter[int](), time.monotonic()
    with ProcessPoolExecutor(CLIENTS, mp_context=get_context("spawn")) as pool:
        for turn in range(ROUNDS):
            shares = [replace(share, seed=turn * CLIENTS + number) for number in range(CLIENTS)]
            for told in pool.map(ask, shares):
                seen += told
            memory.look(seen.total())
            say(f"  {seen.total()} calls, {time.monotonic() - began:.0f} s, answers {dict(sorted(seen.items()))}")
    bad = {status: count for status, count in seen.items() if status >= 500}
    must(not bad, f"server errors: {bad}; see {world.log}")
    must(seen.total() >= soak.calls, f"only {seen.total()} of {soak.calls} calls were made")
    must(world.is_well(), "the product is not well after the calls")
    seconds = time.monotonic() - began
    say(f"  {seen.total()} calls in {seconds:.0f} s: no server error; {memory.words()}")
    return {"calls": seen.total(), "answers": dict(sorted(seen.items())), "seconds": round(seconds)} | memory.told()


def ask(share: Share) -> Counter[int]:
    """Make one client's calls of a round, spread over all operations; returns how often each status was answered."""
    seen, operations = Counter[int](), operations_of(share.base)
    turn = 0
    while seen.total() < share.calls:
        cells = [(each, mode) for each in operations for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)]
        for place, (operation, mode) in enumerate(cells):
            wanted = min(-(-share.calls // len(cells)), share.calls - seen.total())
            if wanted > 0:
                seed = (share.seed * 1000 + turn) * len(cells) + place
                _ask(operation.as_strategy(generation_mode=mode), wanted, seed=seed, share=share, seen=seen)
        turn += 1
    return seen


@cache
def operations_of(base: str) -> list[Any]:
    """Read the description once in each client's process."""
    schema = schemathesis.openapi.from_url(f"{base}/api/v1/openapi.json")
    found = [result.ok() for result in schema.get_all_operations()]
    return [each for each in found if each.definition.raw["operationId"] not in NOT_ASKED]


@cache
def _session() -> requests.Session:
    """One a client: each is a process of its own."""
    return requests.Session()


def _ask(cases: Any, wanted: int, *, seed: int, share: Share, seen: Counter[int]) -> None:
    asked, names, session = 0, dict(share.known), _session()

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=wanted, database=None, deadline=None, suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.generate],
    )  # fmt: skip
    @hypothesis.given(case=cases)
    def one(case: Any) -> None:
        nonlocal asked
        asked += 1
        if asked % 3:  # two of three about what exists
            given = dict(case.path_parameters or {})
            case.path_parameters = given | {name: names[name] for name in given if name in names}
        headers = {"Authorization": f"Bearer {share.token}"}
        response = case.call(base_url=share.base, session=session, headers=headers, timeout=60)
        seen[response.status_code] += 1
        if response.status_code >= 500:
            say(f"  {response.status_code}: {case.as_curl_command()[:500]}")

    try:
        one()
    except Unsatisfiable:  # nothing senseless can be said where nothing may be said
        return
