"""`motcua serve` and `motcua work`: the two processes of an installation, started and kept by the machine's init.

They replace themselves with granian and procrastinate, so that systemd watches, stops and restarts the real process.
"""

import argparse
import os
import sys

from config.places import CHECKOUT


def web(host: str, port: int, *, workers: int, threads: int = 4) -> list[str]:
    """Return the command line of the web server."""
    granian = ["--interface", "wsgi", "--host", host, "--port", str(port)]
    size = ["--workers", str(workers), "--blocking-threads", str(threads)]
    limits = ["--respawn-failed-workers", "--workers-kill-timeout", "5", "--no-access-log", "--log-level", "warning"]
    return [sys.executable, "-m", "granian", *granian, *size, *limits, "config.wsgi:application"]


def worker(jobs: int) -> list[str]:
    """Return the command line of a worker that does so many jobs at once."""
    work = ["procrastinate", "worker", "--concurrency", str(jobs), "--shutdown-graceful-timeout", "8"]
    return [sys.executable, str(CHECKOUT / "manage.py"), *work]


def main(argv: list[str]) -> int:
    """`motcua serve [--host --port --workers]` or `motcua work [--jobs]`: become that process."""
    parser = argparse.ArgumentParser(f"motcua {argv[0]}")
    if argv[0] == "serve":
        parser.add_argument(
            "--host", default="127.0.0.1", help="chỉ máy này; trình duyệt đi qua máy chủ web phía trước"
        )
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=2, help="số tiến trình, thường bằng số lõi")
    else:
        parser.add_argument("--jobs", type=int, default=4, help="số việc làm cùng lúc")
    given = parser.parse_args(argv[1:])
    if "DATABASE_URL" not in os.environ and "PGHOST" not in os.environ:
        sys.exit("DATABASE_URL is missing: name a PostgreSQL server, 16 or newer (`motcua demo --serve` has its own).")
    os.chdir(CHECKOUT)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    line = web(given.host, given.port, workers=given.workers) if argv[0] == "serve" else worker(given.jobs)
    os.execv(line[0], line)  # noqa: S606 a fixed program
