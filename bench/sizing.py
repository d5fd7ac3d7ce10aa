"""Writes docs/sizing.md from the figures that `make bench` and `make soak` left: no number in it is typed by hand.

    .venv/bin/python -m bench.sizing [--figures docs/figures] [--out docs/sizing.md]

Assumptions stand in one place (`ASSUMED`) and are printed as such; everything else is computed from processor time of
one operation, bytes of one dossier and slips a second, as measured.
"""

import argparse
import json
import math
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config.places import CHECKOUT

DAYS = 250  # working days a year


@dataclass(frozen=True)
class Place:
    """An office or many: dossiers a year, and how many communes they come from."""

    name: str
    dossiers: int
    communes: int


PLACES = (
    Place("commune", 18_000, 1),
    Place("province", 2_500_000, 125),
    Place("nation", 60_000_000, 3_321),
)
CELLS = 34
ASSUMED = {
    "busiest hour's share of a day": 0.2,
    "actions on a dossier besides intake and handing back": 6.0,
    "pages of a dossier opened": 20.0,
    "inbox and list pages opened for a dossier": 15.0,
    "searches for a dossier": 3.0,
    "papers printed for a dossier": 2.2,
    "MB of files brought for a dossier": 3.0,
    "share of the processor that may be busy in the busiest hour": 0.5,
    "years kept": 5.0,
    "MB of a web process": 160.0,
}


@dataclass(frozen=True)
class Cost:
    """What one dossier costs over its life, in seconds of one processor, and what it leaves in bytes."""

    seconds: float
    database: int
    papers: int


def cost_of(bench: dict[str, Any], soak: dict[str, Any]) -> Cost:
    """Add up what a dossier asks of web and database, and its slips."""
    rows = {row["key"]: row for row in bench["figures"]}
    cpu = {key: row["cpu_ms"] / 1000 for key, row in rows.items() if "cpu_ms" in row}
    slip = rows["slips"].get("cpu_ms", 1000 / rows["slips"]["per_second"]) / 1000
    seconds = (
        cpu["intake_1"]
        + cpu["close"] * (1 + ASSUMED["actions on a dossier besides intake and handing back"])
        + cpu["show_page"] * ASSUMED["pages of a dossier opened"]
        + (cpu["inbox"] + cpu["list_desk_first"]) / 2 * ASSUMED["inbox and list pages opened for a dossier"]
        + cpu["names"] * ASSUMED["searches for a dossier"]
        + slip * ASSUMED["papers printed for a dossier"]
    )
    each = bench["made"]["bytes"] // bench["size"]
    kept = soak.get("kills", {}).get("bytes_each", {})
    return Cost(seconds, max(each, kept.get("database", 0)), kept.get("files", 0))


def page(bench: dict[str, Any], soak: dict[str, Any], replica: dict[str, Any]) -> str:
    """Return docs/sizing.md."""
    cost = cost_of(bench, soak)
    parts = [HEAD.format(command=bench["command"], at=bench["at"], load=bench["load_before"][0])]
    parts.append(
        f"One dossier costs {cost.seconds:.1f} seconds of one processor over its whole life, leaves"
        f" {cost.database / 1e3:.0f} kB in the database and {cost.papers / 1e3:.0f} kB of printed papers"
        " (besides what people bring).\n"
    )
    parts.append("| Assumed | |\n|---|---|\n" + "\n".join(f"| {name} | {value:g} |" for name, value in ASSUMED.items()))
    parts.append(_table(cost))
    parts.append(_standby(replica))
    parts.append(_cells(cost))
    return "\n\n".join(part.strip() for part in parts) + "\n"


def needs(place: Place, cost: Cost) -> dict[str, float]:
    """What a place needs: dossiers a day and in the busiest second, processors, memory and disk in GB."""
    day = place.dossiers / DAYS
    peak = day * ASSUMED["busiest hour's share of a day"] / 3600
    cores = peak * cost.seconds / ASSUMED["share of the processor that may be busy in the busiest hour"]
    whole = max(2, math.ceil(cores))
    kept = place.dossiers * ASSUMED["years kept"]
    return {
        "day": day,
        "peak": peak,
        "cores": whole,
        "memory": whole * ASSUMED["MB of a web process"] / 1e3 + max(1.0, place.dossiers * cost.database / 1e9 * 0.25),
        "database": kept * cost.database / 1e9,
        "files": kept * (cost.papers / 1e9 + ASSUMED["MB of files brought for a dossier"] / 1e3),
    }


def _table(cost: Cost) -> str:
    found = {place: needs(place, cost) for place in PLACES}
    lines = ["## What each size needs", "", "| | " + " | ".join(place.name for place in PLACES) + " |"]
    lines.append("|---|" + "---|" * len(PLACES))
    rows = [
        ("dossiers a year", lambda p, n: f"{p.dossiers:,}"),
        ("communes", lambda p, n: f"{p.communes:,}"),
        ("dossiers a working day", lambda p, n: f"{n['day']:,.0f}"),
        ("dossiers a second in the busiest hour", lambda p, n: f"{n['peak']:.3g}"),
        ("processors, web, worker and database together", lambda p, n: f"{n['cores']:,}"),
        (
            "memory, GB: web processes, and a quarter of a year's rows in the database's cache",
            lambda p, n: _gb(n["memory"]),
        ),
        ("database after the years kept, GB", lambda p, n: _gb(n["database"])),
        ("files after the years kept, GB", lambda p, n: _gb(n["files"])),
    ]
    lines += [f"| {name} | " + " | ".join(tell(p, n) for p, n in found.items()) + " |" for name, tell in rows]
    lines += [
        "",
        "Disks hold it three times: the database, its standby, and a backup with the log since (see operations).",
    ]
    return "\n".join(lines)


def _gb(number: float) -> str:
    return f"{number:,.1f}" if number < 100 else f"{number:,.0f}"


def _standby(replica: dict[str, Any]) -> str:
    if not replica:
        return "## A standby\n\nNot measured yet: `python -m bench.replica`."
    return STANDBY.format(**replica | {"lag": replica["lag_ms"]["median"], "most": replica["lag_ms"]["most"]})


def _cells(cost: Cost) -> str:
    each = Place("cell", PLACES[-1].dossiers // CELLS, PLACES[-1].communes // CELLS)
    need = needs(each, cost)
    told = {"memory": _gb(need["memory"]), "database": _gb(need["database"]), "peak": f"{need['peak']:.2g}"}
    return CELL.format(cells=CELLS, dossiers=each.dossiers, communes=each.communes, cores=need["cores"], **told)


STANDBY = """## A standby

`python -m bench.replica` makes a second database by streaming replication from the same programs, synchronous for what
is acknowledged. A web tier pointed at it gave {reads_equal} answers equal to the primary's; the product has no switch
that sends single reads there. A dossier is to be seen on it {lag} ms after the clerk's answer (most {most}
ms). When the
primary was killed under load, the standby was promoted after {promoted_s} s and the web beside it went on: of
{dossiers} acknowledged dossiers {lost} were lost.

The clients of that drill asked again with the same keys; in an office the address of the database must move: a virtual
address, or a `DATABASE_URL` with both hosts and `target_session_attrs=read-write` (libpq's own; not part of the drill).
"""
CELL = """## {cells} province cells

The nation is not one installation: each province is a cell of its own, with its database and standby, web and worker
machines, files and keys. A cell that fails or is upgraded stops nobody else.

- An average cell: {dossiers:,} dossiers a year from {communes} communes, {peak} a second in the busiest hour, {cores}
  processors, {memory} GB of memory, {database} GB of database after the years kept. The largest cells are three to four
  times that: more web machines, the same shape.
- Two machines with the database (primary, synchronous standby) in two places, two or more with web and worker
  behind one
  address, object storage for the files, backups in a third place.
- Order: one province first, for a quarter of a year; then a few a week, each after its restore and upgrade
  drills passed
  on its own machines (`make soak`).
- Upgrades go cell by cell; migrations are safe while the version before runs.
- Within a cell desks do not wait for each other: numbers are counted by desk and day.
- Not planned here: what crosses cells (a citizen of one province filing in another) goes through the national portal.
"""
HEAD = """# Sizing

Computed by `python -m bench.sizing` from docs/figures (`{command}`, {at});
no number below is typed by hand. Processor time was measured on two shared cores under a load of {load} (slips by the
clock on the wall): on a quiet or newer machine a dossier costs less, so these numbers are on the safe side.
"""


def read(folder: Path) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Return bench, soak and replica; the last two may be missing."""
    bench = json.loads(sorted(folder.glob("bench-*.json"))[0].read_text())
    more = [folder / f"{name}.json" for name in ("soak", "replica")]
    soak, replica = (json.loads(path.read_text()) if path.exists() else {} for path in more)
    return bench, soak, replica


def main() -> int:
    parser = argparse.ArgumentParser("python -m bench.sizing", description=__doc__)
    parser.add_argument("--figures", type=Path, default=CHECKOUT / "docs" / "figures")
    parser.add_argument("--out", type=Path, default=CHECKOUT / "docs" / "sizing.md")
    options = parser.parse_args()
    options.out.write_text(page(*read(options.figures)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
