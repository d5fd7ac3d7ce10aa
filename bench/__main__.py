"""make bench: intake, a dossier, searches, lists, closing, slips and deadlines, against raw PostgreSQL in the same run.

    .venv/bin/python -m bench [--size 100000] [--wards 40] [--each 40] [--only intake_1 …] [--house] [--anew]

Interleaved (product, raw, product, …), five rounds, medians and spread. Writes var/bench/<size>-<wards>.json and .svg
and prints the table. `--house` only makes the dossiers.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from bench import clients, drawing, world
from bench.figures import Bench
from bench.rounds import compared


def main() -> int:
    parser = argparse.ArgumentParser(
        "python -m bench", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--size", "--dossiers", type=int, default=int(os.environ.get("DOSSIERS", "100000")))
    parser.add_argument("--wards", type=int, default=40)
    parser.add_argument("--each", type=int, default=40, help="calls a round")
    parser.add_argument("--only", nargs="*", default=[], help="keys of figures")
    parser.add_argument("--house", action="store_true", help="make the dossiers and nothing else")
    parser.add_argument("--anew", action="store_true", help="make the dossiers anew even if they are there")
    options = parser.parse_args()
    house = world.House(options.size, options.wards)
    house.enter()
    made = house.build(anew=options.anew)
    if options.house:
        return 0
    house.copy()
    report = {
        "command": " ".join(["python -m bench", f"--size {options.size}", f"--wards {options.wards}"]),
        "at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "size": options.size,
        "wards": options.wards,
        "made": made,
        "cores": os.cpu_count(),
        "load_before": [round(each, 1) for each in os.getloadavg()],
        "figures": measure(house, options),
    }
    report["load_after"] = [round(each, 1) for each in os.getloadavg()]
    target = world.HOUSES / f"{options.size}-{options.wards}.json"
    target.write_text(json.dumps(report, indent=1, ensure_ascii=False))
    target.with_suffix(".svg").write_text(drawing.svg(report))
    print(drawing.table(report))
    house.drop_copy()
    return 0


def measure(house: world.House, options: argparse.Namespace) -> list[dict[str, Any]]:
    """Measure every figure that is asked for: those through HTTP first, then those inside one process."""
    found = []
    for row in chain(_through_http(house, options), [] if options.only else _inside()):
        found.append(row)
        print(drawing.line(row), flush=True)
    return found


def _through_http(house: world.House, options: argparse.Namespace) -> Iterator[dict[str, Any]]:
    server, port = clients.serve()
    try:
        bench = Bench(port, house.accounts(), each=options.each, wards=options.wards)
        pids = [server.pid, *world.database_programs()]
        for one in bench.figures():
            if not options.only or one.key in options.only:
                told = compared(one.product, one.raw, count=one.count, share=one.share, pids=pids)
                yield {"key": one.key, "label": one.label, "goal": one.goal} | told
    finally:
        server.terminate()
        server.wait(20)


def _inside() -> Iterator[dict[str, Any]]:
    command = "import django; django.setup(); from bench.inside import main; main()"
    with subprocess.Popen([sys.executable, "-c", command], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield from map(json.loads, process.stdout)
    if process.returncode:
        raise RuntimeError("the measuring inside one process failed")


if __name__ == "__main__":
    sys.exit(main())
