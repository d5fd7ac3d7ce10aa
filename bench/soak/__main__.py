"""make soak: kills, attacks, slow machines, jumping clocks and memory, over many dossiers; fails loudly.

    .venv/bin/python -m bench.soak [--short] [--size 100000] [--kills 50] [--calls 100000] [--requests 100000]
                                   [--jobs 10000] [--only kills api disk queue clock memory drills]

About an hour on two cores; `--short` takes some minutes. Writes var/bench/soak.json. The calls of `api` and the
requests of `memory` together are 200,000, and the memory of the web is watched over both.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import Any

from bench import world
from bench.soak import attacks, clock, kills, memory, slowness
from bench.soak.place import Soak, say

SHORT = {"kills": 10, "calls": 2_000, "requests": 4_000, "jobs": 1_500, "seconds": 10.0}
WHOLE = {"kills": 50, "calls": 100_000, "requests": 100_000, "jobs": 10_000, "seconds": 30.0}


def drills(soak: Soak) -> dict[str, Any]:
    """A backup restored elsewhere, and the version before brought forward."""
    if find_spec("bench.drills") is None:
        say("  NOT RUN: there are no drills")
        return {"run": False}
    told = {}
    for name in ("restore", "upgrade"):
        here = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "MOTCUA_", "DJANGO_"))}
        done = subprocess.run(
            [sys.executable, "-m", "bench.drills", name],
            env=here,
            capture_output=True,
            text=True,
            timeout=1200,
            check=False,
        )
        say(f"  {name}: {done.stdout.strip()[-600:] or done.stderr.strip()[-600:]}")
        if done.returncode:
            raise AssertionError(f"the {name} drill failed: {done.stderr[-600:]}")
        told[name] = json.loads(done.stdout[done.stdout.index("{") :])
    return told


CHECKS: dict[str, Callable[[Soak], dict[str, Any]]] = {
    "kills": kills.check,
    "api": attacks.check,
    "disk": slowness.disk,
    "queue": slowness.queue,
    "clock": clock.check,
    "memory": memory.check,
    "drills": drills,
}


def main() -> int:
    parser = argparse.ArgumentParser("python -m bench.soak", description=__doc__)
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--wards", type=int, default=40)
    for name, number in WHOLE.items():
        parser.add_argument(f"--{name}", type=type(number), help=f"{number}, short {SHORT[name]}")
    parser.add_argument("--only", nargs="*", choices=list(CHECKS), default=list(CHECKS))
    options = parser.parse_args()
    sizes = {name: getattr(options, name) or (SHORT if options.short else WHOLE)[name] for name in WHOLE}
    soak = Soak(size=options.size, wards=options.wards, **sizes)  # type: ignore[arg-type]
    failed = []
    for name in options.only:
        report: dict[str, Any] = {"at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC", "size": options.size, "sizes": sizes}
        failed += [] if _done(name, soak, report) else [name]
        _keep(name, report)
    say(
        f"soak: {len(options.only) - len(failed)} of {len(options.only)} checks passed"
        + "".join(f"; {n} FAILED" for n in failed)
    )
    return int(bool(failed))


def _keep(name: str, report: dict[str, Any]) -> None:
    """Write what a check found beside what the others found, each with its own day and sizes."""
    target = world.HOUSES / "soak.json"
    kept = json.loads(target.read_text()) if target.exists() else {}
    found = report.pop(name)
    target.write_text(json.dumps(kept | {name: report | found}, indent=1, ensure_ascii=False))


def _done(name: str, soak: Soak, report: dict[str, Any]) -> bool:
    """Do one check; a failure is told and the others still run."""
    say(f"{name}:")
    began = time.monotonic()
    try:
        report[name] = CHECKS[name](soak)
    except AssertionError as error:
        say(f"  FAILED: {error}")
        report[name] = {"failed": str(error)}
        return False
    finally:
        say(f"  ({time.monotonic() - began:.0f} s)")
    return True


if __name__ == "__main__":
    sys.exit(main())
