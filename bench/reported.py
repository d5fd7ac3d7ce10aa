"""What `bench.reports` measures, in a process where Django is set up."""

import contextlib
import json
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from unittest import mock

from django.db import connection
from django.test import Client

from bench.manifold import multiply
from config import places
from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.citizens.actions import declare
from motcua.core.clock import today
from motcua.dossiers.actions.counting import count_again
from motcua.dossiers.actions.intake import Intake, register
from motcua.dossiers.models import Dossier
from motcua.indicators.actions import Of, compact, facts
from motcua.indicators.models import Fact, Line, Total
from motcua.indicators.standing import Scope, ends_of
from motcua.procedures.models import edition_for
from motcua.reports.importers import shipped
from motcua.reports.layouts import layout_from
from motcua.reports.tables import rows_of
from motcua.reports.verifying import counted_plainly, verify

LAYOUTS = [layout_from(content) for content in shipped().values()]
REPORT = next(each for each in LAYOUTS if each.code == "II.06a")
DAY = 50_000  # facts of a busy day
DESK, PROCEDURE, CASE = "H57.54.04", "1.001193", "dung_han"  # a birth is registered
LEADER = "chutich.huongtra"


def measure(looks: int, *, times: int = 1, made: bool = False) -> None:
    """Print what making, folding and asking takes; `made`: the facts were made and folded before."""
    if not made:
        number = _timed("facts from the events", count_again)
        print(f"{number:,} facts, {_timed('folded', compact):,} folded", flush=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as the database does by itself, some minutes after so large a change
    print(f"{Line.objects.count():,} lines, {Total.objects.count():,} totals", flush=True)
    chance = random.Random(7)
    wards = list(Dossier.objects.order_by().values_list("agency", flat=True).distinct())
    _reports(wards, looks, chance)
    _asked("the same by plain SQL", lambda a, b: counted_plainly(REPORT, a, b), 5, chance)
    period = today() - timedelta(days=200), today() - timedelta(days=1)
    print("cells that differ:", len(verify(REPORT, first=period[0], last=period[1])), flush=True)
    _pages(chance)
    _a_busy_day(wards, chance)
    _intake()
    if times > 1:
        rows = _timed(f"facts of {times} times as many", lambda: multiply(times))
        print(", ".join(f"{number:,} {name}" for name, number in rows.items()), flush=True)
        _reports(wards, looks, chance)
        _pages(chance)
        _a_busy_day(wards, chance)


def _reports(wards: list[int], looks: int, chance: random.Random) -> None:
    """A report of random periods, read in each of the ways there are."""
    tops = _tops(wards)
    kinds: dict[str, Callable[[date, date], Any]] = {
        "a ward, by field": lambda a, b: rows_of(REPORT, Scope(agencies=[chance.choice(wards)]), first=a, last=b),
        "all below a unit, by field": lambda a, b: rows_of(REPORT, Scope(trees=tops), first=a, last=b),
        "by procedure": lambda a, b: ends_of(
            Scope(trees=tops), first=a, last=b, by=["procedure"], measures=REPORT.measures
        ),
        "by unit": lambda a, b: ends_of(Scope(), first=a, last=b, by=["agency"], measures=REPORT.measures),
        "any layout of a ward": lambda a, b: rows_of(
            chance.choice(LAYOUTS), Scope(agencies=[chance.choice(wards)]), first=a, last=b
        ),
        "any layout below a unit": lambda a, b: rows_of(chance.choice(LAYOUTS), Scope(trees=tops), first=a, last=b),
    }
    for name, ask in kinds.items():
        _asked(name, ask, looks, chance)


INTAKES, WARM = 300, 40


def _intake() -> None:
    """What the facts cost a receipt at the counter: the same act with them and without, by turns."""
    desk = Agency.objects.get(code=DESK)
    held = Post.objects.held(today()).with_names().filter(agency=desk, role=Role.RECEPTIONIST)
    clerk, edition = held.order_by("pk")[0], edition_for(PROCEDURE, desk, today())
    assert edition is not None
    person = declare(by=clerk, kind="person", name="Lê Văn Đo", identity_number="046000000001", address="Huế")
    intake = Intake(edition, person, "counter", [{"name": "Đơn", "originals": 1}], case=CASE)
    took: dict[bool, list[float]] = {True: [], False: []}
    for number in range(WARM + 2 * INTAKES):
        counts = bool(number % 2)
        patch = contextlib.nullcontext() if counts else mock.patch.object(Dossier, "beside", return_value=[])
        with patch:
            began = time.perf_counter()
            register(by=clerk, intake=intake)
            if number >= WARM:
                took[counts].append((time.perf_counter() - began) * 1000)
    with_facts, without = (statistics.median(took[counts]) for counts in (True, False))
    more = (with_facts / without - 1) * 100
    print(f"a receipt: {with_facts:.2f} ms with facts, {without:.2f} without: {more:+.1f} %", flush=True)


def _pages(chance: random.Random) -> None:
    """Whole pages of the desk of figures, as the leader of the sample ward asks for them."""
    accounts = json.loads((places.var() / "demo-accounts.json").read_text())
    leader = next(each for each in accounts if each["username"] == LEADER)
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.post("/dang-nhap/", {"username": leader["username"], "password": leader["password"]})
    for name, url in PAGES.items():
        took = []
        for _ in range(PAGE_LOOKS):
            last = today() - timedelta(days=chance.randint(0, 300))
            period = {"first": f"{last - timedelta(days=30):%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
            began = time.perf_counter()
            answer = browser.get(url, period)
            took.append((time.perf_counter() - began) * 1000)
            if answer.status_code != OK:
                print(f"{name}: {answer.status_code}", flush=True)
                break
        took.sort()
        print(f"page, {name}: {statistics.median(took):.0f} ms, longest {took[-1]:.0f} ({len(took)} looks)", flush=True)


PAGES = {
    "the leader's": "/so-lieu/", "II.06a": "/so-lieu/bao-cao/II.06a/", "07a": "/so-lieu/bao-cao/07a/",
    "service index": "/so-lieu/chi-so-766/", "behind a cell": "/so-lieu/bao-cao/II.06a/o/7/",
}  # fmt: skip
PAGE_LOOKS, OK = 20, 200


def _tops(wards: list[int]) -> list[int]:
    paths = {ward.path.split("/")[0] + "/" for ward in Agency.objects.filter(pk__in=wards)}
    return list(Agency.objects.filter(path__in=paths).values_list("pk", flat=True))


def _timed(name: str, work: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    found = work()
    print(f"{name}: {time.perf_counter() - began:.1f} s", flush=True)
    return found


def _asked(name: str, ask: Callable[[date, date], Any], looks: int, chance: random.Random) -> None:
    took = []
    for _ in range(looks):
        last = today() - timedelta(days=chance.randint(0, 380))
        first = last - timedelta(days=chance.choice([0, 6, 30, 90, 364]))
        began = time.perf_counter()
        ask(first, last)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    p99 = took[min(len(took) - 1, int(len(took) * 0.99))]
    print(
        f"{name}: {statistics.median(took):.1f} ms, p99 {p99:.1f}, longest {took[-1]:.1f} ({looks} looks)", flush=True
    )


def _a_busy_day(wards: list[int], chance: random.Random) -> None:
    procedures = list(Dossier.objects.order_by().values_list("procedure_code", "field_code").distinct())
    on, made = today(), []
    for number in range(DAY):
        procedure, field = chance.choice(procedures)
        of = Of(wards[number % len(wards)], procedure, field, chance.choice(["counter", "online"]))
        made += facts(of, {(chance.choice(REPORT.measures), on): 1}, known_on=on)
    Fact.objects.bulk_create(made, batch_size=5_000)
    _timed(f"a day of {DAY:,} facts folded", lambda: compact(until=on))
