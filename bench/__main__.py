"""make bench: intake, a dossier, code search and inbox against raw PostgreSQL in the same run.

Interleaved (product, raw, product, …), five rounds, medians and spread; JSON in var/bench/result.json and a table.
"""

import argparse
import http.client
import json
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from bench import world
from bench.raw import Raw

WARD = "H57.54"
ROUNDS = 5


def main() -> int:
    parser = argparse.ArgumentParser("python -m bench", description=__doc__)
    parser.add_argument("--dossiers", type=int, default=int(os.environ.get("DOSSIERS", "100000")))
    parser.add_argument("--each", type=int, default=40, help="calls a round")
    options = parser.parse_args()
    world.environment()
    made = prepare(options.dossiers)
    server, port = serve()
    try:
        figures = measure(port, each=options.each)
    finally:
        server.terminate()
        server.wait(20)
    report = {
        "dossiers": options.dossiers,
        "made_in_seconds": round(made, 1),
        "cores": os.cpu_count(),
        "figures": figures,
    }
    (world.VAR / "result.json").write_text(json.dumps(report, indent=1))
    show(report)
    return 0


def prepare(count: int) -> float:
    """Make the database, the sample office and the dossiers; returns the seconds that the dossiers took."""
    began = time.monotonic()
    world.recreate()
    setup = (
        "import django; django.setup(); from django.core.management import call_command as c;"
        " c('migrate', verbosity=0); c('collectstatic', interactive=False, verbosity=0)"
    )
    subprocess.run(
        [sys.executable, "-c", f"{setup}; from demo.load import load; load()"], check=True, stdout=subprocess.DEVNULL
    )
    world.said("database and sample office", began)
    began = time.monotonic()
    make = f"import django; django.setup(); from bench.generate import make; make({count}, ward='{WARD}')"
    subprocess.run([sys.executable, "-c", make], check=True)
    return world.said(f"{count} dossiers", began)


def serve() -> tuple[subprocess.Popen[bytes], int]:
    """Start the web server as in production (two workers); returns it and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2"]
    limits = ["--blocking-threads", "4", "--no-access-log", "--log-level", "error", "config.wsgi:application"]
    server = subprocess.Popen([sys.executable, "-m", *command, *limits], start_new_session=True)
    for _ in range(200):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=2).request("GET", "/healthz")
            return server, port
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the web server did not start")


class Caller:
    """One kept connection that acts for one post."""

    def __init__(self, port: int, token: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.token = token

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Call the API or a page; raises for anything but success."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]!r}")
        return json.loads(text)


class Reader:
    """One kept connection with a web session, as a browser has it."""

    def __init__(self, port: int, account: dict[str, Any]) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.open("/dang-nhap/"))[0]
        form = {"username": account["username"], "password": account["password"], "csrfmiddlewaretoken": token}
        self.open("/dang-nhap/", urlencode(form))
        if "sessionid" not in self.cookies:
            raise RuntimeError("the bench could not log in")

    def open(self, path: str, form: str | None = None) -> str:
        """Open a page, or send a form; raises for anything but success or a redirect."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if form else {}
        self.connection.request("POST" if form else "GET", path, form, headers)
        answer = self.connection.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        text = answer.read().decode()
        if answer.status >= 400:
            raise RuntimeError(f"{path}: {answer.status}")
        return text


def intake_body(number: int, agency: str) -> dict[str, Any]:
    chance = random.Random(number)
    person = {"name": "Nguyễn Văn Mẫu", "identity_number": f"046{chance.randrange(10**9):09}", "phone": "0912345678"}
    papers = [{"name": f"Giấy tờ {n}", "originals": 1} for n in (1, 2, 3)]
    return {"agency": agency, "procedure": PROCEDURE, "channel": "counter", "applicant": person, "papers": papers}


PROCEDURE = "1.115231"  # a new seal design: one case, three working days, no fee


def measure(port: int, *, each: int) -> dict[str, Any]:
    """Measure every figure; product and raw take turns, each round with values of its own."""
    accounts = json.loads((world.VAR / "demo-accounts.json").read_text())
    clerk = next(a for a in accounts if a["username"] == "tiepnhan1.huongtra")
    expert = next(a for a in accounts if a["username"] == "datdai.huongtra")
    caller = Caller(port, clerk["token"])
    desk_screen, inbox = Reader(port, clerk), Reader(port, expert)
    first = caller.call("POST", "/api/v1/dossiers", intake_body(0, clerk["agency"]))
    connection = world.raw()
    connection.autocommit = True
    template, desk = connection.execute(
        "SELECT id, desk_id FROM dossiers_dossier WHERE code = %s", [first["code"]]
    ).fetchone()
    pool = connection.execute(
        "SELECT agency_id, role FROM tasks_task WHERE state = 'open' AND owner_id IS NULL"
        " AND role = 'specialist' LIMIT 1"
    ).fetchone()
    raw = Raw(connection, template=template, desk=desk)
    codes = [code for (code,) in connection.execute("SELECT code FROM dossiers_dossier ORDER BY random() LIMIT 4000")]
    numbers, chance = iter(range(1, 10**6)), random.Random(3)

    def one_intake() -> None:
        caller.call("POST", "/api/v1/dossiers", intake_body(next(numbers), clerk["agency"]))

    def eight_clients() -> None:
        crowd(
            8,
            lambda own: own.call("POST", "/api/v1/dossiers", intake_body(next(numbers), clerk["agency"])),
            port,
            clerk,
        )

    pairs: dict[str, tuple[Callable[[], Any], Callable[[], Any], int]] = {
        "intake, 1 client": (one_intake, raw.intake, each),
        "intake, 8 clients (8 at a time)": (eight_clients, lambda: [raw.intake() for _ in range(8)], max(1, each // 4)),
        "dossier by code (API)": (
            lambda: caller.call("GET", f"/api/v1/dossiers/{chance.choice(codes)}"),
            lambda: raw.detail(chance.choice(codes)),
            each,
        ),
        "dossier page (screen)": (
            lambda: desk_screen.open(f"/xu-ly/ho-so/{chance.choice(codes)}/"),
            lambda: raw.detail(chance.choice(codes)),
            each,
        ),
        "search by code (screen)": (
            lambda: desk_screen.open(f"/xu-ly/quet/?q={chance.choice(codes)}"),
            lambda: raw.search(chance.choice(codes)),
            each,
        ),
        "inbox page with counts (screen)": (lambda: inbox.open("/xu-ly/"), lambda: raw.inbox(*pool), each),
    }
    return {name: rounds(product, plain, count) for name, (product, plain, count) in pairs.items()}


def crowd(clients: int, work: Callable[[Caller], Any], port: int, account: dict[str, Any]) -> None:
    """Let clients call at once, each over its own connection; the first failure is raised."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            work(Caller(port, account["token"]))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def rounds(product: Callable[[], Any], plain: Callable[[], Any], count: int) -> dict[str, Any]:
    """Five rounds in turn after a warm-up: medians of a call in ms, and of the ratio raw : product, with its spread."""
    for work in (product, plain):
        for _ in range(3):
            work()
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(timed(product, count))
        theirs.append(timed(plain, count))
    ratios = [b / a for a, b in zip(map(statistics.median, ours), map(statistics.median, theirs), strict=True)]
    every = sorted(value for row in ours for value in row)
    return {
        "product_ms": round(statistics.median(every), 2),
        "p95_ms": round(every[int(len(every) * 0.95)], 2),
        "raw_ms": round(statistics.median(map(statistics.median, theirs)), 2),
        "ratio": round(statistics.median(ratios), 3),
        "ratio_min": round(min(ratios), 3),
        "ratio_max": round(max(ratios), 3),
    }


def timed(work: Callable[[], Any], count: int) -> list[float]:
    found = []
    for _ in range(count):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return found


def show(report: dict[str, Any]) -> None:
    """Print the table for docs/measurements.md."""
    print(f"\n{report['dossiers']} dossiers, made in {report['made_in_seconds']} s; {report['cores']} cores\n")
    print("| | product ms (median) | p95 ms | raw ms | raw/product | spread |\n|---|---|---|---|---|---|")
    for name, row in report["figures"].items():
        spread = f"{row['ratio_min']}–{row['ratio_max']}"
        print(f"| {name} | {row['product_ms']} | {row['p95_ms']} | {row['raw_ms']} | {row['ratio']} | {spread} |")


if __name__ == "__main__":
    sys.exit(main())
