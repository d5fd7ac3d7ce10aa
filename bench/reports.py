"""Figures of many dossiers: `.venv/bin/python -m bench.reports [--dossiers 100000] [--wards 40] [--looks 300]`.

The house's facts are made from its events and folded (seconds); then a report is asked for random periods: of a ward,
of all wards by the lines of the unit above them, by unit; and what plain SQL over the dossiers takes for the same.
Beside it a day of 50,000 facts is folded, and whole pages are opened. With `--times 10` the same reports are asked once
more of the facts of ten times as many dossiers (`bench.manifold`). `--again` measures what the last run with `--keep`
left, without making it. Prints milliseconds: median, p99, the longest.
"""

import argparse
import os
import subprocess
import sys

from bench import world

INSIDE = (
    "import django; django.setup(); from bench.reported import measure; measure({looks}, times={times}, made={made})"
)


def main() -> int:
    parser = argparse.ArgumentParser(
        "python -m bench.reports", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--dossiers", type=int, default=100_000)
    parser.add_argument("--wards", type=int, default=40)
    parser.add_argument("--looks", type=int, default=300)
    parser.add_argument("--times", type=int, default=1, help="facts of so many times as many dossiers, afterwards")
    parser.add_argument("--keep", action="store_true", help="leave the run's database, for --again")
    parser.add_argument("--again", action="store_true", help="measure what --keep left, without making it")
    options = parser.parse_args()
    house = world.House(options.dossiers, options.wards)
    house.enter()
    if not options.again:
        house.build()
        house.copy()
    print("load before:", *(f"{each:.1f}" for each in os.getloadavg()), flush=True)
    inside = INSIDE.format(looks=options.looks, times=options.times, made=options.again)
    done = subprocess.run([sys.executable, "-c", inside], check=False).returncode
    if not options.keep:
        house.drop_copy()
    return done


if __name__ == "__main__":
    sys.exit(main())
