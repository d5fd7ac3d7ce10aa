"""Deadlines: a million random cases against the plain day loop, and how many a second one process answers.

    .venv/bin/python -m bench.deadlines [--cases 1000000] [--skip-compare]

The speed is of the integer interface (`Clock.due_*`) with receipt, amount, calendar and cut-off varied from call to
call, and of `promise()` with datetimes and limits; best and median of five rounds.
"""

import argparse
import random
import statistics
import sys
import time as clock_time
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from bench.day_loop import NAMES, DayLoop
from motcua.worktime.calendars import calendar_from
from motcua.worktime.counting import Clock, moment_of
from motcua.worktime.deadlines import Limit, Policy, Rules, Unit, clock_of, promise

SESSION_SETS = (
    ["07:00-11:30", "13:30-17:00"],
    ["07:30-11:30", "13:30-17:00"],
    ["08:00-12:00"],
    [],
    [{"open": "07:30-11:30", "counted": False}],
    ["07:30-11:30", {"open": "17:00-19:30", "counted": False}],
    ["07:10-07:23", "22:00-23:59"],
)
AMOUNTS = {
    "working_day": ("1", "2", "3", "5", "7", "10", "15", "30", "60", "0.5", "1.5", "3.5", "4.75", "6.25", "0.1"),
    "day": ("1", "3", "10", "30", "45", "90", "2.5"),
    "hour": ("1", "4", "8", "24", "1.5", "0.33"),
    "minute": ("30", "45", "0.5"),
    "month": ("1", "3", "12", "18"),
    "year": ("1",),
    "same_day": ("0",),
}
DAYS = 1500
START = date(2024, 1, 1)


def random_calendar(chance: random.Random) -> dict:
    """A calendar's JSON with odd weeks and up to 60 exceptions."""
    weekly = {
        name: chance.choice(SESSION_SETS[:3] if number < 5 else SESSION_SETS) for number, name in enumerate(NAMES)
    }
    for _ in range(chance.randrange(3)):
        weekly[chance.choice(NAMES[1:])] = chance.choice(SESSION_SETS)
    days = chance.sample(range(DAYS), chance.randrange(60))
    return {"weekly": weekly, "exceptions": [random_exception(chance, day) for day in days]}


def random_exception(chance: random.Random, day: int) -> dict:
    kind = chance.choice(("off", "off", "works_as", "sessions"))
    value = {"off": True, "works_as": chance.choice(NAMES), "sessions": chance.choice(SESSION_SETS)}[kind]
    return {"date": (START + timedelta(days=day)).isoformat(), kind: value}


def random_moment(chance: random.Random, around: datetime | None = None) -> datetime:
    if around is not None:
        return around + timedelta(minutes=chance.randrange(-4000, 60000), seconds=chance.choice((0, 0, 0, 30)))
    day = START + timedelta(days=chance.randrange(DAYS - 400))
    minute = chance.choice((chance.randrange(1440), 7 * 60, 11 * 60 + 30, 15 * 60, 17 * 60))
    return datetime.combine(day, time()) + timedelta(minutes=minute, seconds=chance.choice((0, 0, 0, 30)))


def random_case(chance: random.Random) -> tuple:
    """(received, amount text, unit, policy, pauses)."""
    received = random_moment(chance)
    unit = chance.choice(("working_day", *AMOUNTS))
    pauses = []
    for _ in range(chance.choice((0, 0, 0, 1, 1, 2, 4))):
        start = random_moment(chance, received)
        pauses.append((start, start + timedelta(minutes=chance.choice((0, 30, 600, 3000, 20000)))))
    policy = chance.choice(("pause", "pause", "restart", "continue"))
    return received, chance.choice(AMOUNTS[unit]), unit, policy, pauses


def compare(number: int, seed: int = 2026, say: Callable[[str], object] = sys.stderr.write) -> int:
    """Answer that many random cases both ways; return how many differ, telling the first of them."""
    chance, differing, began = random.Random(seed), 0, clock_time.monotonic()
    limits: dict[tuple[str, str], Limit] = {}
    for done in range(number):
        if done % 2000 == 0:
            data, cutoff = random_calendar(chance), chance.choice((None, time(15), time(11), time(16, 30)))
            plain, fast = DayLoop(data, cutoff), calendar_from(data)
            clocks = {one: clock_of(fast, Rules(cutoff, Policy(one))) for one in Policy}
            if done % 50_000 == 0:
                say(f"\r{done:,}/{number:,} cases, {differing} differ, {clock_time.monotonic() - began:.0f} s ")
        received, amount, unit, policy, pauses = random_case(chance)
        key = (amount, unit)
        limit = limits.get(key) or limits.setdefault(
            key, Limit(None if unit == "same_day" else Decimal(amount), Unit(unit))
        )
        expected = plain.due(received, amount, unit, policy, pauses)
        rules = Rules(cutoff, Policy(policy))
        got = promise(clocks[rules.policy], received=received, limit=limit, rules=rules, pauses=pauses).due
        if got is None or got.replace(tzinfo=None) != expected:
            differing += 1
            if differing <= 5:
                say(f"\n{received} {amount} {unit} {policy} {cutoff} {pauses}\n  {data}\n  {got} ≠ {expected}\n")
    say(f"\r{number:,} cases, {differing} differ, {clock_time.monotonic() - began:.0f} s\n")
    return differing


def plain_deadlines(number: int, seed: int) -> tuple[list, list[Clock]]:
    """Random plain questions: (clock number, kind, received moment, amount)."""
    chance = random.Random(seed)
    calendars = [calendar_from(random_calendar(chance)) for _ in range(8)]
    clocks = [Clock(one, cutoff) for one in calendars for cutoff in (None, 15 * 3600)]
    kinds = ("working_day",) * 6 + ("day", "day", "hour", "month")
    asked = []
    for _ in range(number):
        kind = chance.choice(kinds)
        amount = {"hour": chance.randrange(1, 200) * 900, "month": chance.randrange(1, 19)}.get(
            kind, chance.randrange(1, 91)
        )
        asked.append((chance.choice(clocks), kind, moment_of(random_moment(chance)), amount))
    return asked, clocks


def integers_round(asked: list) -> float:
    """Deadlines a second of the integer interface, kinds mixed."""
    methods = {
        "working_day": Clock.due_working_days,
        "day": Clock.due_days,
        "hour": Clock.due_seconds,
        "month": Clock.due_months,
    }
    calls = [(methods[kind].__get__(clock), received, amount) for clock, kind, received, amount in asked]
    began = clock_time.perf_counter()
    for ask, received, amount in calls:
        ask(received, amount)
    return len(calls) / (clock_time.perf_counter() - began)


def working_days_round(asked: list) -> float:
    """Deadlines a second, working-day limits only."""
    calls = [
        (clock.due_working_days, received, amount) for clock, kind, received, amount in asked if kind == "working_day"
    ]
    began = clock_time.perf_counter()
    for ask, received, amount in calls:
        ask(received, amount)
    return len(calls) / (clock_time.perf_counter() - began)


def promises_round(number: int, seed: int) -> float:
    """Full promises a second: datetimes, limits, rules and pauses as the product asks them."""
    chance = random.Random(seed)
    rules = Rules(time(15))
    clocks = [clock_of(calendar_from(random_calendar(chance)), rules) for _ in range(8)]
    cases = [random_case(chance) for _ in range(number)]
    asked = [
        (chance.choice(clocks), received, Limit(None if unit == "same_day" else Decimal(amount), Unit(unit)), pauses)
        for received, amount, unit, _, pauses in cases
    ]
    began = clock_time.perf_counter()
    for clock, received, limit, pauses in asked:
        promise(clock, received=received, limit=limit, rules=rules, pauses=pauses)
    return len(asked) / (clock_time.perf_counter() - began)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--skip-compare", action="store_true")
    options = parser.parse_args()
    for name, measure in (
        ("integers, kinds mixed", lambda n: integers_round(plain_deadlines(200_000, n)[0])),
        ("integers, working days", lambda n: working_days_round(plain_deadlines(200_000, n)[0])),
        ("promise() with pauses", lambda n: promises_round(20_000, n)),
    ):
        rounds = [measure(number) for number in range(5)]
        print(f"{name:24} best {max(rounds):>11,.0f}/s   median {statistics.median(rounds):>11,.0f}/s")
    return 0 if options.skip_compare else int(compare(options.cases) > 0)


if __name__ == "__main__":
    sys.exit(main())
