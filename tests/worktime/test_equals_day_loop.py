"""The fast clock equals the plain day loop, and keeps the promises that hold for every calendar."""

import random
from datetime import datetime, time, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as some

from bench.day_loop import NAMES
from bench.deadlines import compare, random_calendar
from motcua.worktime.calendars import calendar_from
from motcua.worktime.deadlines import Limit, Policy, Rules, Unit, promise
from motcua.worktime.standing import add_working_hours, working_minutes_between

SHAPES = (["07:00-11:30", "13:30-17:00"], ["08:00-12:00"], ["07:10-07:23", "22:00-23:59"])
limits = some.one_of(
    some.tuples(
        some.sampled_from([Unit.WORKING_DAY, Unit.DAY]),
        some.sampled_from(["1", "2", "5", "15", "30", "0.5", "3.5", "4.75"]),
    ),
    some.tuples(some.sampled_from([Unit.HOUR, Unit.MONTH]), some.sampled_from(["1", "2", "8"])),
    some.tuples(some.just(Unit.SAME_DAY), some.none()),
).map(lambda pair: Limit(Decimal(pair[1]) if pair[1] else None, pair[0]))
moments = some.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda one: one.replace(microsecond=0))
lengths = some.integers(0, 40_000).map(lambda minutes: timedelta(minutes=minutes))
cutoffs = some.sampled_from([None, time(15), time(11)])


@some.composite
def calendars(draw):
    """Calendars whose every open session is counted: there a later receipt is never due earlier."""
    weekly = {name: draw(some.sampled_from([*SHAPES, []])) for name in NAMES[1:]} | {
        "mon": draw(some.sampled_from(SHAPES))
    }
    days = draw(some.sets(some.integers(0, 400), max_size=12))
    first = datetime(2026, 1, 1).date()
    kinds = some.sampled_from([{"off": True}, {"works_as": "mon"}, {"sessions": ["09:00-10:00"]}])
    return calendar_from(
        {"weekly": weekly, "exceptions": [{"date": str(first + timedelta(days=d)), **draw(kinds)} for d in days]}
    )


def due(calendar, received, limit, rules, pauses=()):
    return promise(calendar, received=received, limit=limit, rules=rules, pauses=pauses).due


def test_the_fast_clock_equals_the_day_loop_on_a_sample():
    told = []
    assert compare(6_000, seed=random.randrange(10**6), say=told.append) == 0, "".join(told)


@settings(max_examples=150, deadline=None)
@given(calendars(), moments, lengths, limits, cutoffs)
def test_a_later_receipt_is_never_due_earlier(calendar, received, later, limit, cutoff):
    rules = Rules(cutoff)
    assert due(calendar, received, limit, rules) <= due(calendar, received + later, limit, rules)


@settings(max_examples=150, deadline=None)
@given(
    calendars(),
    moments,
    limits,
    cutoffs,
    some.lists(some.tuples(lengths, lengths), max_size=3),
    some.sampled_from(Policy),
)
def test_more_pause_never_makes_it_due_earlier(calendar, received, limit, cutoff, stretches, policy):
    rules = Rules(cutoff, policy)
    pauses = [(received + after, received + after + length) for after, length in stretches]
    without = due(calendar, received, limit, rules, pauses[:-1])
    assert without <= due(calendar, received, limit, rules, pauses)


@settings(max_examples=100, deadline=None)
@given(calendars(), moments, limits, cutoffs)
def test_the_due_moment_is_after_the_receipt_and_within_a_counted_session(calendar, received, limit, cutoff):
    answer = promise(calendar, received=received, limit=limit, rules=Rules(cutoff))
    assert answer.due > answer.effective
    minute = answer.due.hour * 60 + answer.due.minute
    assert any(session.start < minute <= session.end for session in calendar.sessions_on(answer.due.toordinal()))


@settings(max_examples=100, deadline=None)
@given(calendars(), moments, limits, cutoffs, lengths)
def test_a_restart_is_the_whole_limit_from_the_return(calendar, received, limit, cutoff, length):
    rules = Rules(cutoff, Policy.RESTART)
    start = promise(calendar, received=received, limit=limit, rules=rules).effective
    paused = due(calendar, received, limit, rules, [(start, start + length)])
    assert paused == due(calendar, start + length, limit, rules)


@settings(max_examples=100, deadline=None)
@given(calendars(), moments, some.integers(1, 40))
def test_the_minutes_to_a_due_moment_in_hours_are_those_hours(calendar, received, hours):
    received = received.replace(second=0)
    end = add_working_hours(calendar, received, hours)
    assert working_minutes_between(calendar, received, end) == hours * 60


def test_random_calendars_of_the_bench_are_valid():
    for seed in range(50):
        assert calendar_from(random_calendar(random.Random(seed))).is_endless
