"""What `bench.reports` measures, in a process where Django is set up."""

import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from motcua.agencies.models import Agency
from motcua.core.clock import today
from motcua.dossiers.actions.counting import count_again
from motcua.dossiers.models import Dossier
from motcua.indicators.actions import Of, compact, facts
from motcua.indicators.models import Fact, Line, Total
from motcua.indicators.standing import Scope, ends_of
from motcua.reports.importers import shipped
from motcua.reports.layouts import layout_from
from motcua.reports.tables import rows_of
from motcua.reports.verifying import counted_plainly, verify

REPORT = layout_from(shipped()["II.06a"])
DAY = 50_000  # facts of a busy day


def measure(looks: int) -> None:
    """Print what making, folding and asking takes."""
    number = _timed("facts from the events", count_again)
    days = _timed("folded", compact)
    print(
        f"{number:,} facts, {days:,} folded; {Line.objects.count():,} lines, {Total.objects.count():,} totals",
        flush=True,
    )
    chance = random.Random(7)
    wards = list(Dossier.objects.order_by().values_list("agency", flat=True).distinct())
    tops = _tops(wards)
    kinds: dict[str, Callable[[date, date], Any]] = {
        "a ward, by field": lambda a, b: rows_of(REPORT, Scope(agencies=[chance.choice(wards)]), first=a, last=b),
        "all below a unit, by field": lambda a, b: rows_of(REPORT, Scope(trees=tops), first=a, last=b),
        "by procedure": lambda a, b: ends_of(
            Scope(trees=tops), first=a, last=b, by=["procedure"], measures=REPORT.measures
        ),
        "by unit": lambda a, b: ends_of(Scope(), first=a, last=b, by=["agency"], measures=REPORT.measures),
    }
    for name, ask in kinds.items():
        _asked(name, ask, looks, chance)
    _asked("the same by plain SQL", lambda a, b: counted_plainly(REPORT, a, b), 5, chance)
    period = today() - timedelta(days=200), today() - timedelta(days=1)
    print("cells that differ:", len(verify(REPORT, first=period[0], last=period[1])), flush=True)
    _a_busy_day(wards, chance)


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
