"""Fifty displays of one hall for a minute, while numbers are taken and called: what they cost of one core.

    .venv/bin/python -m bench.displays [--displays 50] [--seconds 60] [--size 2000]

The web server as in production (two workers), each display a connection of its own that asks every four seconds with
its tag, as its page does. Processor time of web and database, less what they use in as many seconds with the same
numbers taken and called and no display. Writes var/bench/displays.json.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from bench import clients, world
from bench.rounds import processor, spent

EVERY = 4.2  # seconds between two questions of a display: four, and up to 0.4 more
CHANGE_EVERY = 5.0  # seconds: some twenty times what a hall of 250 visits a day does
SECRET = "bang-so"
GOAL = 5.0  # per cent of a core
TRIES = 4


class Display(clients.Kept):
    """One screen: asks for the picture with the tag that it has."""

    def __init__(self, port: int, told: Counter[int]) -> None:
        super().__init__(port)
        self.told, self.tag = told, ""

    def ask(self) -> None:
        headers = {"Cookie": f"motcua_hall={SECRET}"} | ({"If-None-Match": self.tag} if self.tag else {})
        answer, _ = self.send("GET", "/sanh/bang-so/hien-tai/", None, headers)
        self.told[answer.status] += 1
        self.tag = answer.headers.get("ETag") or self.tag


def main() -> int:
    parser = argparse.ArgumentParser("python -m bench.displays", description=__doc__)
    parser.add_argument("--displays", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--size", type=int, default=2_000)
    options = parser.parse_args()
    house = world.House(options.size, 2)
    house.enter()
    house.build()
    house.copy()
    report = measure(options.displays, options.seconds)
    target = world.HOUSES / "displays.json"
    target.write_text(json.dumps(report, indent=1))
    print(json.dumps(report, indent=1))
    house.drop_copy()
    return 0 if report["per_cent_of_a_core"] < GOAL else 1


def measure(displays: int, seconds: float) -> dict[str, Any]:
    """Return what the displays cost, and what they were answered."""
    server, port = clients.serve()
    try:
        pids = [server.pid, *world.database_programs()]
        told: Counter[int] = Counter()
        screens = [Display(port, told) for _ in range(displays)]
        for screen in screens:
            screen.ask()
        told.clear()
        with Changing() as change:
            change()
            idle = _used(pids, seconds, change, [])
            busy = _used(pids, seconds, change, screens)
    finally:
        server.terminate()
        server.wait(20)
    cost = (busy - idle) / (seconds * 10)  # milliseconds of a thousand, in per cent
    return {
        "displays": displays, "seconds": seconds, "asked": sum(told.values()), "unchanged": told[304],
        "drawn_anew": told[200], "per_cent_of_a_core": round(cost, 2), "idle_ms": round(idle), "busy_ms": round(busy),
        "ms_a_question": round((busy - idle) / max(sum(told.values()), 1), 2), "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip


def _used(pids: list[int], seconds: float, change: Callable[[], None], screens: list[Display]) -> float:
    """Milliseconds of processor in so many seconds; again when a process (of autovacuum, say) took its count along."""
    for _ in range(TRIES):
        if (used := _once(pids, seconds, change, screens)) is not None:
            return used
    raise RuntimeError("a process ended every time")


def _once(pids: list[int], seconds: float, change: Callable[[], None], screens: list[Display]) -> float | None:
    """The same once, while numbers change and these screens ask."""
    for screen in screens:
        screen.told.clear()
    over = threading.Event()
    threads = [threading.Thread(target=_watch, args=(screen, over)) for screen in screens]
    before = processor(pids)
    for thread in threads:
        thread.start()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        change()
        time.sleep(min(CHANGE_EVERY, max(until - time.monotonic(), 0)))
    used = spent(before, processor(pids))
    over.set()
    for thread in threads:
        thread.join(timeout=30)
    return used


def _watch(screen: Display, over: threading.Event) -> None:
    over.wait(random.uniform(0, EVERY))
    while not over.is_set():
        screen.ask()
        over.wait(EVERY)


class Changing:
    """What happens in the hall meanwhile, in a process of its own (bench/hall.py): a line to it, a change."""

    def __enter__(self) -> "Changing":
        command = [sys.executable, "-c", "import django; django.setup(); from bench.hall import main; main()"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *error: object) -> None:
        self.process.communicate(timeout=30)

    def __call__(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(file=self.process.stdin, flush=True)
        if not self.process.stdout.readline():
            raise RuntimeError("nothing changes in the hall any more")


if __name__ == "__main__":
    sys.exit(main())
