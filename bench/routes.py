"""A route of twelve steps with three legs side by side: `.venv/bin/python -m bench.routes [--walks 24] [--clients 8]`.

The sample office's first land title is received and walked to its end by its people, by one client and by several; a
step forward is held against the same rows written in raw PostgreSQL in the same run; and the inbox of somebody with
5,000 open tasks is opened; then the same through HTTP with two web workers. Prints milliseconds and ratios.
"""

import argparse
import os
import subprocess
import sys
import time

from bench import clients, world
from bench.walked import through_http

SIZE, WARDS = 2_000, 1
INSIDE = "import django; django.setup(); from bench import walking; walking.{call}"


def _inside(call: str) -> list[str]:
    return [sys.executable, "-c", INSIDE.format(call=call)]


def main() -> int:
    parser = argparse.ArgumentParser(
        "python -m bench.routes", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--walks", type=int, default=24, help="dossiers of each client")
    parser.add_argument("--clients", type=int, default=8)
    options = parser.parse_args()
    house = world.House(SIZE, WARDS)
    house.enter()
    house.build()
    house.copy()
    print("load before:", *(f"{each:.1f}" for each in os.getloadavg()), flush=True)
    done = subprocess.run(_inside(f"measure({options.walks})"), check=False).returncode
    began = time.perf_counter()
    several = [subprocess.Popen(_inside(f"walk_many({options.walks}, {n})")) for n in range(options.clients)]
    failed = sum(each.wait() != 0 for each in several)
    took, walks = time.perf_counter() - began, options.walks * options.clients
    print(f"{options.clients} clients: {walks} dossiers in {took:.1f} s with their start, {failed} clients failed")
    server, port = clients.serve()
    try:
        through_http(port, house.accounts(), walks=options.walks, clients=options.clients)
    finally:
        server.terminate()
        server.wait(20)
    print("load after:", *(f"{each:.1f}" for each in os.getloadavg()), flush=True)
    house.drop_copy()
    return done or failed


if __name__ == "__main__":
    sys.exit(main())
