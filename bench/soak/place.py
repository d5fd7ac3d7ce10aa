"""Where the soak happens: a server of its own, a house of dossiers, the product running on a copy of it."""

import json
import shutil
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import world
from bench.load import Load
from bench.names import code_of, token_of
from bench.product import World, wait_for
from bench.soak.bodies import body_of
from config import postgres

SERVER = "soak"


class Failed(AssertionError):
    """What a check saw that must not be."""


def must(condition: object, what: str) -> None:
    """Fail loudly unless the condition holds."""
    if not condition:
        raise Failed(what)


@dataclass
class Soak:
    """One run: its sizes, the house it stands on, and what was seen so far."""

    size: int
    wards: int
    kills: int
    calls: int
    requests: int
    jobs: int
    seconds: float
    house: world.House = field(init=False)
    worlds: int = 0

    def __post_init__(self) -> None:
        self.house = world.House(self.size, self.wards, server=SERVER)
        self.house.enter()
        self.house.build()

    def world(self, **more: str) -> World:
        """A fresh copy of the house, not yet running; end it with `done`."""
        self.house.copy()
        self.worlds += 1
        folder = self.house.folder / "run"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        shutil.copy(self.house.folder / "keys.json", folder)
        (folder / "static").symlink_to(self.house.folder / "static")
        return World(folder, self.accounts(), self.house.database, **postgres.environment(SERVER), **more)

    def done(self, product: World) -> None:
        product.end()
        self.house.drop_copy()

    def accounts(self) -> dict[str, Any]:
        """desk0 is the hot desk, desk1 … those of the copied wards."""
        sample = {each["username"]: each for each in json.loads((self.house.folder / "demo-accounts.json").read_text())}
        found: dict[str, Any] = {"desk0": sample["tiepnhan1.huongtra"]}
        for number in range(1, min(self.wards, 8)):
            found[f"desk{number}"] = {"token": token_of(number), "agency": f"{code_of(number)}.04"}
        return found

    def load(self, product: World, *, clients: int) -> Load:
        """Clients at the hot desk and at others."""
        desks = [f"desk{number // 2 if number % 2 else 0}" for number in range(clients)]
        desks = [desk if desk in product.accounts else "desk0" for desk in desks]
        return Load(
            product, clients=clients, desks=desks, body=lambda who, turn: body_of(product.accounts[who]["agency"], turn)
        )


def last_dossier(product: World) -> int:
    found: int = product.ask("SELECT max(id) FROM dossiers_dossier")[0][0]
    return found


def say(line: str) -> None:
    """Tell at once what was seen."""
    print(line, flush=True)


def more_work(load: Load, number: int, *, seconds: float = 60) -> None:
    """Wait until so many more dossiers are acknowledged."""
    known = load.acknowledged()
    wait_for(lambda: load.acknowledged() >= known + number, seconds=seconds, what="work")


def intake_times(product: World, *, seconds: float, desk: str = "desk0") -> dict[str, float]:
    """Hand dossiers in, one after the other, for some seconds; returns how many, median and p95 in ms."""
    found: list[float] = []
    until = time.monotonic() + seconds
    account = product.accounts[desk]
    with product.connection(desk, timeout=60) as connection:
        while time.monotonic() < until:
            began = time.perf_counter()
            status, answer = connection.call("POST", "/dossiers", body_of(account["agency"], len(found)))
            must(status == 201, f"intake: {status} {answer}")
            found.append((time.perf_counter() - began) * 1000)
    found.sort()
    return {
        "intakes": len(found),
        "median_ms": round(statistics.median(found), 1),
        "p95_ms": round(found[int(len(found) * 0.95)], 1),
    }


def spread(numbers: Sequence[float]) -> str:
    return f"{min(numbers):.1f}–{max(numbers):.1f}"


def folder_size(folder: Path) -> int:
    """Bytes of all files below."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
