"""The web's memory while very many requests are answered: it may grow at first, and then not any more."""

import itertools
import threading
import time
from pathlib import Path
from typing import Any

from bench.clients import Browser, at_once
from bench.product import World
from bench.soak.place import Soak, must, say

CLIENTS = 4
MOST = 20.0  # MB that one process may grow over 100,000 requests once it is warm
WARM = 0.4  # of the requests


class Memory:
    """Samples of resident memory of the web's processes, after so many requests."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.samples: list[tuple[int, dict[int, float]]] = []

    def look(self, requests: int) -> None:
        self.samples.append((requests, {pid: resident(pid) for pid in self.world.children("granian")[1:]}))

    def slopes(self) -> list[float]:
        """MB over 100,000 requests for each process that lived all along, by least squares after the warm part."""
        last = self.samples[-1][0]
        warm = [(n, each) for n, each in self.samples if n >= WARM * last]
        pids = set.intersection(*(set(each) for _, each in warm))
        return [_slope([(n, each[pid]) for n, each in warm]) * 100_000 for pid in sorted(pids)]

    def words(self) -> str:
        first, last = self.samples[0][1], self.samples[-1][1]
        ends = ", ".join(f"{first.get(pid, 0):.0f}→{mb:.0f}" for pid, mb in last.items())
        return f"memory of the web's processes {ends} MB"

    def told(self) -> dict[str, Any]:
        return {"memory_mb": [[n, [round(mb, 1) for mb in each.values()]] for n, each in self.samples]}


def resident(pid: int) -> float:
    """MB of a process that are its own: what it shares with others is not counted."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    own = (line.split() for line in lines if line.startswith(("Private_Clean", "Private_Dirty")))
    return sum(int(words[1]) for words in own) / 1024


def _slope(points: list[tuple[int, float]]) -> float:
    if len(points) < 2:
        return 0.0
    x = sum(n for n, _ in points) / len(points)
    y = sum(mb for _, mb in points) / len(points)
    square = sum((n - x) ** 2 for n, _ in points)
    return sum((n - x) * (mb - y) for n, mb in points) / square if square else 0.0


def check(soak: Soak) -> dict[str, Any]:
    """Read pages and the API `soak.requests` times."""
    world = soak.world()
    try:
        world.start()
        return _read(soak, world)
    finally:
        soak.done(world)


def _read(soak: Soak, world: World) -> dict[str, Any]:
    rows = world.ask(
        "SELECT code FROM dossiers_dossier WHERE desk_id = (SELECT id FROM agencies_agency WHERE code = %s)"
        " AND code IS NOT NULL ORDER BY id DESC LIMIT 5000",
        world.accounts["desk0"]["agency"],
    )
    codes, memory, began = [code for (code,) in rows], Memory(world), time.monotonic()
    asked, lock, step = itertools.count(1), threading.Lock(), max(soak.requests // 40, 1)

    def client(number: int) -> None:
        screen = Browser(world.port, world.accounts["desk0"])
        while (mine := next(asked)) <= soak.requests:
            screen.open(_path(mine, codes))
            if mine % step == 0:
                with lock:
                    memory.look(mine)

    memory.look(0)
    at_once(lambda number=number: client(number) for number in range(CLIENTS))  # type: ignore[misc]
    seconds, slopes = time.monotonic() - began, memory.slopes()
    must(slopes, "no process of the web lived through it")
    enough = soak.requests >= 50_000
    must(not enough or max(slopes) < MOST, f"memory grows by {max(slopes):.1f} MB over 100,000 requests")
    told = ", ".join(f"{slope:+.1f}" for slope in slopes)
    say(
        f"  {soak.requests} requests in {seconds:.0f} s ({soak.requests / seconds:.0f} a second): {memory.words()};"
        f" once warm {told} MB over 100,000" + ("" if enough else " (too short a run to hold it to that)")
    )
    return {
        "requests": soak.requests,
        "per_second": round(soak.requests / seconds, 1),
        "slopes": slopes,
    } | memory.told()


def _path(number: int, codes: list[str]) -> str:
    """The desk's pages and, as often, what strangers and machines ask for."""
    code = codes[number * 7919 % len(codes)]
    asked = (
        f"/xu-ly/ho-so/{code}/", "/healthz", "/xu-ly/", "/thu-tuc/?q=khai+sinh", "/xu-ly/ho-so/", "/",
        f"/xu-ly/quet/?q={code}", "/tra-cuu/", "/tiep-nhan/", "/robots.txt",
    )  # fmt: skip
    return asked[number % len(asked)]
