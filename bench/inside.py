"""What is measured inside one process of the product: queries of a request, slips and deadlines a second.

Prints one JSON object a line. Django is set up by whoever imports this.
"""

import json
import random
import time
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench import deadlines
from bench.clients import intake_body
from bench.figures import PROCEDURE
from bench.rounds import rate
from config import places
from motcua.dossiers.actions.printing import rendered
from motcua.dossiers.models import Dossier, PrintedPaper

SLIPS = 40
API = "/api/v1"


def main() -> None:
    """Print every figure."""
    for row in (*_queries(), _slips(), *_deadlines()):
        print(json.dumps(row, ensure_ascii=False), flush=True)


def _queries() -> Iterator[dict[str, Any]]:
    accounts = json.loads((places.var() / "demo-accounts.json").read_text())
    clerk = next(each for each in accounts if each["username"] == "tiepnhan1.huongtra")
    here = {"SERVER_NAME": "127.0.0.1"}
    machine = Client(headers={"Authorization": f"Bearer {clerk['token']}"}, **here)
    screen = Client(**here)
    screen.post("/dang-nhap/", {"username": clerk["username"], "password": clerk["password"]})
    chance = random.Random(23)

    def take_in() -> Any:
        body = intake_body(clerk["agency"], PROCEDURE, chance=chance)
        return machine.post(f"{API}/dossiers", body, content_type="application/json")

    found = Dossier.objects.filter(desk__code=clerk["agency"], state="decided", step="return").order_by("-pk")[1]
    back = {"version": found.version, "inputs": {"receiver": "Nguyễn Văn Mẫu", "means": "at_desk"}}
    asked = {
        "intake (API), warm catalogue": take_in,
        "a dossier (API)": lambda: machine.get(f"{API}/dossiers/{found.code}"),
        "a dossier (page)": lambda: screen.get(f"/xu-ly/ho-so/{found.code}/"),
        "search by code (page)": lambda: screen.get("/xu-ly/quet/", {"q": found.code}),
        "list of dossiers (page)": lambda: screen.get("/xu-ly/ho-so/"),
        "list of dossiers (API)": lambda: machine.get(f"{API}/dossiers"),
        "inbox (page)": lambda: screen.get("/xu-ly/"),
        "handing a result back (API)": lambda: machine.post(
            f"{API}/dossiers/{found.code}/actions/return_result", back, content_type="application/json"
        ),
    }
    for label, ask in asked.items():
        if not label.startswith("handing"):
            ask()  # what a process reads once, such as an edition's content, is not counted
        with CaptureQueriesContext(connection) as told:
            answer = ask()
        if answer.status_code >= 400:
            raise RuntimeError(f"{label}: {answer.status_code} {answer.content[:300]!r}")
        queries = [
            each for each in told.captured_queries if not each["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT"))
        ]
        yield {"key": f"queries {label}", "label": label, "queries": len(queries)}


def _slips() -> dict[str, Any]:
    """Receipts of dossiers that the bench took in: other names, codes and papers on each."""
    papers = list(PrintedPaper.objects.filter(form="receipt").order_by("-made_at")[: SLIPS * 5])

    def some(number: int) -> float:
        mine = papers[number::5] or papers
        began = time.perf_counter()
        for paper in mine:
            rendered(paper)
        return len(mine) / (time.perf_counter() - began)

    rendered(papers[0])
    used, made = time.process_time(), rate(some)
    each = round((time.process_time() - used) * 1000 / len(papers), 1)
    return {"key": "slips", "label": "receipt slips (two copies, QR), one process", "cpu_ms": each} | made


def _deadlines() -> Iterator[dict[str, Any]]:
    for key, label, work in (
        (
            "deadlines",
            "deadlines, kinds mixed",
            lambda n: deadlines.integers_round(deadlines.plain_deadlines(100_000, n)[0]),
        ),
        ("promises", "promise() with pauses and reasoning at hand", lambda n: deadlines.promises_round(10_000, n)),
    ):
        yield {"key": key, "label": label} | rate(work)
