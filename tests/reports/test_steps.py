"""A period cut for a trend: nothing left out, nothing twice, as fine as is easily read."""

import itertools
import random
from datetime import date, timedelta

import pytest

from motcua.reports.periods import before
from motcua.reports.steps import MOST, STEPS, steps_of


def test_the_finest_step_that_is_easily_read_is_taken():
    first = date(2026, 1, 1)
    for days, kind in ((1, "day"), (31, "day"), (32, "week"), (181, "week"), (190, "month"), (365 * 5, "year")):
        assert steps_of(first, first + timedelta(days=days - 1))[0] == kind, days


def test_weeks_end_on_sundays_and_the_ends_are_cut_short():
    kind, steps = steps_of(date(2026, 3, 4), date(2026, 3, 17), "week")  # a Wednesday to a Tuesday
    assert kind == "week"
    assert [(step.first.day, step.last.day, step.short) for step in steps] == [
        (4, 8, "04/03"), (9, 15, "09/03"), (16, 17, "16/03"),
    ]  # fmt: skip
    _, months = steps_of(date(2026, 1, 15), date(2026, 3, 2), "month")
    assert [step.name for step in months] == ["Tháng 1/2026", "Tháng 2/2026", "Tháng 3/2026"]
    assert [(step.first.day, step.last.day) for step in months] == [(15, 31), (1, 28), (1, 2)]


def test_any_period_is_cut_without_gap_and_never_too_fine():
    dice = random.Random(6)
    for _ in range(100):
        first = date(2020, 1, 1) + timedelta(days=dice.randint(0, 2000))
        last = first + timedelta(days=dice.randint(0, 7000))
        for step in ("", *STEPS):
            _, steps = steps_of(first, last, step)
            assert (steps[0].first, steps[-1].last) == (first, last)
            assert len(steps) <= MOST
            for one, other in itertools.pairwise(steps):
                assert other.first == one.last + timedelta(days=1)


def test_what_is_no_period_or_step_is_refused():
    with pytest.raises(ValueError, match="ends before"):
        steps_of(date(2026, 3, 2), date(2026, 3, 1))
    with pytest.raises(KeyError):
        steps_of(date(2026, 3, 1), date(2026, 3, 2), "hour")


@pytest.mark.parametrize(
    ("period", "compared"),
    [
        (((2026, 3, 1), (2026, 3, 31)), ((2026, 2, 1), (2026, 2, 28))),
        (((2026, 1, 1), (2026, 6, 30)), ((2025, 7, 1), (2025, 12, 31))),
        (((2026, 1, 1), (2026, 12, 31)), ((2025, 1, 1), (2025, 12, 31))),
        (((2026, 3, 1), (2026, 3, 10)), ((2026, 2, 19), (2026, 2, 28))),
        (((2026, 3, 5), (2026, 3, 5)), ((2026, 3, 4), (2026, 3, 4))),
    ],
)
def test_whole_months_are_compared_with_whole_months_other_days_with_as_many(period, compared):
    first, last = (date(*day) for day in period)
    assert before(first, last) == tuple(date(*day) for day in compared)
