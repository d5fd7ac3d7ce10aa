"""A paper register of a ward, entered in bulk: `.venv/bin/python -m bench.paper_register [--rows 10000] [--ended 0.5]`.

A month's rows through the spreadsheet: read, looked at, entered; the last against the same intakes in raw PostgreSQL on
one connection. Prints seconds, rows a second and the ratio. One process; nothing else works on the database.
"""

import argparse
import os
import subprocess
import sys

from bench import world

INSIDE = "import django; django.setup(); from bench.entering import measure; measure({rows}, {ended})"
SIZE, WARDS = 2_000, 1


def main() -> int:
    parser = argparse.ArgumentParser(
        "python -m bench.paper_register", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--ended", type=float, default=0.5, help="share of the rows that tell how it ended")
    options = parser.parse_args()
    house = world.House(SIZE, WARDS)
    house.enter()
    house.build()
    house.copy()
    print("load before:", *(f"{each:.1f}" for each in os.getloadavg()), flush=True)
    code = INSIDE.format(rows=options.rows, ended=options.ended)
    done = subprocess.run([sys.executable, "-c", code], check=False).returncode
    print("load after:", *(f"{each:.1f}" for each in os.getloadavg()), flush=True)
    house.drop_copy()
    return done


if __name__ == "__main__":
    sys.exit(main())
