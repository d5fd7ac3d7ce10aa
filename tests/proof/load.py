"""The load of the proofs: two wards' clerks at work, and what must be true afterwards (bench.load)."""

import threading
from collections.abc import Callable
from typing import Any

from bench import load
from bench.load import assert_no_gap, assert_once
from tests.dossier_factories import CASES, PAPERS, PAYING, STANDARD
from tests.proof.world import Connection, World


class Load(load.Load):
    """Clients of the proofs' two wards."""

    def __init__(self, world: World, *, clients: int) -> None:
        def body(who: str, turn: int) -> dict[str, Any]:
            return body_of(world.accounts[who]["agency"], turn=turn)

        super().__init__(world, clients=clients, body=body, desks=("B.clerk", "A.clerk"))


def body_of(agency: str, *, turn: int = 0) -> dict[str, Any]:
    """Return a dossier as a machine hands it in."""
    procedure, case = [(STANDARD, ""), (PAYING, ""), (CASES, "b")][turn % 3]
    person = {"name": "Trần Thị Mẫu", "identity_number": "046190000318", "phone": "0912345274"}
    given = {"agency": agency, "procedure": procedure, "case": case, "channel": "counter"}
    return given | {"applicant": person, "papers": PAPERS}


def at_once(*functions: Callable[[], Any]) -> None:
    """Run functions in threads and wait for all of them; the first failure is raised."""
    failed: list[BaseException] = []

    def one(function: Callable[[], Any]) -> None:
        try:
            function()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=one, args=(function,)) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    if failed:
        raise failed[0]


__all__ = ["Connection", "Load", "assert_no_gap", "assert_once", "at_once", "body_of"]
