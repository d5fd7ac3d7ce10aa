"""Measuring in turns: product, raw, product, … five rounds, each with values of its own; medians and spread."""

import os
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROUNDS = 5
WARM = 3


@dataclass(frozen=True)
class Figure:
    """One line of the table; `share`: how many operations a call does at once."""

    key: str
    label: str
    product: Callable[[], Any]
    raw: Callable[[], Any] | None
    count: int
    share: int = 1
    goal: str = ""


def processor(pids: Iterable[int]) -> dict[int, float]:
    """Process → milliseconds of processor it has used: of these and of those that they started and that live."""
    used, left = {}, list(pids)
    while left:
        pid = left.pop()
        try:
            words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            for task in Path(f"/proc/{pid}/task").iterdir():
                left += map(int, (task / "children").read_text().split())
        except OSError:
            continue
        used[pid] = (int(words[11]) + int(words[12])) * 1000 / os.sysconf("SC_CLK_TCK")
    return used


def spent(before: dict[int, float], after: dict[int, float]) -> float | None:
    """Milliseconds used in between; None when a process ended meanwhile and took its count along."""
    if not before.keys() <= after.keys():
        return None
    return sum(after.values()) - sum(before.values())


def timed(work: Callable[[], Any], count: int) -> list[float]:
    """Milliseconds of each call."""
    found = []
    for _ in range(count):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return found


def compared(
    product: Callable[[], Any],
    plain: Callable[[], Any] | None,
    *,
    count: int,
    share: int = 1,
    pids: Sequence[int] = (),
) -> dict[str, Any]:
    """Five rounds in turn after a warm-up: milliseconds of one operation, and the ratio raw : product with its spread.

    `share`: how many operations one call does at once; then p95 is that of a call divided by it. `pids`: the programs
    whose processor time is counted while the product works; unlike the clock on the wall it hardly minds the others.
    """
    for work in filter(None, (product, plain)):
        timed(work, WARM)
    ours, theirs, used = [], [], []
    for _ in range(ROUNDS):
        before = processor(pids)
        ours.append([each / share for each in timed(product, count)])
        used.append(spent(before, processor(pids)))
        if plain is not None:
            theirs.append([each / share for each in timed(plain, count)])
    every = sorted(value for row in ours for value in row)
    made: dict[str, Any] = {
        "product_ms": round(statistics.median(every), 2),
        "p95_ms": round(every[int(len(every) * 0.95)], 2),
        "rounds_ms": [round(statistics.median(row), 2) for row in ours],
    }
    if known := [each for each in used if each is not None and pids]:
        made["cpu_ms"] = round(sum(known) / (len(known) * count * share), 1)
    if theirs:
        ratios = [statistics.median(b) / statistics.median(a) for a, b in zip(ours, theirs, strict=True)]
        made["raw_ms"] = round(statistics.median(map(statistics.median, theirs)), 2)
        made |= {
            "ratio": round(statistics.median(ratios), 3),
            "ratio_spread": [round(f(ratios), 3) for f in (min, max)],
        }
    return made


def rate(work: Callable[[int], float]) -> dict[str, Any]:
    """Five rounds of something that returns how many a second it did."""
    found = sorted(work(number) for number in range(ROUNDS))
    return {"per_second": round(statistics.median(found), 1), "rounds": [round(each, 1) for each in found]}
