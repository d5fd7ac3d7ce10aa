"""Many periods in one statement: each number is what is told of that period alone, folded or not, late or not."""

import random
from datetime import date, timedelta

import pytest

from motcua.indicators.actions import Of, compact
from motcua.indicators.standing import END, START, Scope, ends_of, ends_of_each, known, series_of
from tests.factories import make_agency
from tests.indicators.test_folding import BEGUN, MEASURES, add, drawn

pytestmark = pytest.mark.django_db


def day(number: int) -> date:
    return BEGUN + timedelta(days=number)


PERIODS = [
    (day(0), day(6)), (day(7), day(13)), (day(14), day(14)), (day(15), day(59)),  # side by side
    (day(0), day(59)), (day(40), day(80)),  # and across them, to come
]  # fmt: skip


def alone(scope, by, period):
    """What `ends_of` tells of one period, without what is nothing."""
    found = {}
    asked = [each for each in by if each != "channel"] or ["field"]
    for key, ends in ends_of(scope, first=period[0], last=period[1], by=asked, measures=MEASURES).items():
        for measure in MEASURES:
            for channel in ("online", "post"):
                grown = ends.at(END, measure, [channel]) - ends.at(START, measure, [channel])
                place = (*(key if by != ["channel"] and by else ()), *([channel] if "channel" in by else []))
                found[place, measure] = found.get((place, measure), 0) + grown
    return {place: number for place, number in found.items() if number}


def together(scope, by):
    found = series_of(scope, periods=PERIODS, by=by, measures=MEASURES)
    return [
        {(key, measure): n for key, each in found.items() for measure, n in each[place].items() if n}
        for place in range(len(PERIODS))
    ]


@pytest.mark.parametrize("seed", range(2))
def test_each_period_is_told_as_it_is_alone(seed):
    dice = random.Random(seed)
    above = make_agency()
    agencies = [above.pk, make_agency(parent=above).pk]
    for until in (None, 5, 30, 20, 61):
        add(list(drawn(dice, agencies, 80)))
        for fold in (False, True):
            if fold and until is not None:
                compact(until=day(until))
            for scope, by in (
                (Scope(), []), (Scope(agencies=agencies[1:]), ["agency"]), (Scope(trees=[above.pk]), ["field"]),
                (Scope(procedures=["1"]), ["channel"]), (Scope(fields=["G"]), ["agency", "channel"]),
                (Scope(trees=[above.pk], procedures=["2"]), ["procedure", "channel"]),
            ):  # fmt: skip
                wanted = [alone(scope, by, period) for period in PERIODS]
                assert any(wanted)
                assert together(scope, by) == wanted, (scope, by, until, fold)


def test_measures_of_several_banks_are_read_together():
    of = Of(make_agency().pk, "1", "F", "post")
    add([(of, "a", BEGUN, BEGUN, 1), (of, "paid", BEGUN, BEGUN, 2), (of, "took.net.1", day(1), day(1), 3)])
    for _ in range(2):
        found = series_of(Scope(), periods=[(BEGUN, BEGUN), (day(1), day(1))], measures=["took.net.1", "a", "paid"])
        assert found == {(): [{"took.net.1": 0, "a": 1, "paid": 2}, {"took.net.1": 3, "a": 0, "paid": 0}]}
        compact(until=day(2))


def test_sixty_periods_cost_what_two_do(django_assert_num_queries):
    add([(Of(make_agency().pk, "1", "F", "post"), "a", BEGUN, BEGUN, 1)])
    compact(until=BEGUN)
    for number in (2, 60):
        with django_assert_num_queries(2):
            series_of(Scope(), periods=[(day(n), day(n)) for n in range(number)], measures=["a", "never"])


def test_a_tree_is_not_counted_by_unit():
    with pytest.raises(ValueError, match="not counted by unit"):
        series_of(Scope(trees=[1]), periods=PERIODS, by=["agency"], measures=["a"])


def test_what_was_never_counted_is_told_from_nothing():
    of = Of(make_agency().pk, "1", "F", "post")
    add([(of, "a", BEGUN, BEGUN, 1), (of, "a", BEGUN, BEGUN, -1)])
    assert known() == {}
    compact(until=BEGUN)
    assert known() == {"a": ("", 0)}


def test_both_ends_of_each_period_are_those_told_of_it_alone():
    dice = random.Random(5)
    unit = make_agency().pk
    for until in (None, 30, 61):
        add(list(drawn(dice, [unit], 80)))
        if until is not None:
            compact(until=day(until))
        for by in ([], ["procedure"]):
            found = ends_of_each(Scope(agencies=[unit]), periods=PERIODS, by=by, measures=MEASURES)
            for (first, last), read in zip(PERIODS, found, strict=True):
                wanted = ends_of(Scope(agencies=[unit]), first=first, last=last, by=by, measures=MEASURES)
                assert whole(read) == whole(wanted) != {}, (first, last, by)
    assert ends_of_each(Scope(), periods=[], measures=MEASURES) == []


def whole(found):
    """What is not nothing, at either end."""
    both = {(key, at): getattr(ends, at) for key, ends in found.items() for at in (START, END)}
    return {(place, what): n for place, each in both.items() for what, n in each.items() if n}
