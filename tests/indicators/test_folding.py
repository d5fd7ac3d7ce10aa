"""Facts become totals without any figure changing: in any order, late ones too, while others write, twice at once."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from motcua.indicators import actions
from motcua.indicators.actions import Of, compact, facts
from motcua.indicators.models import Fact, Kind, Late, Line, Measure, Total
from motcua.indicators.proof import unequal
from motcua.indicators.standing import END, START, Scope, ends_of
from tests.crowd import together
from tests.factories import make_agency
from tests.nonempty import some

BEGUN, MEASURES = date(2026, 1, 1), ["a", "b", "c"]


def drawn(dice, agencies, number):
    """Facts of 60 days, some known late, some of days to come."""
    for _ in range(number):
        day = BEGUN + timedelta(days=dice.randint(0, 60))
        known = max(BEGUN, day + timedelta(days=dice.choice([0, 0, 0, 1, 20, -5])))
        agency, procedure = dice.choice(agencies), dice.choice(["1", "2"])
        of = Of(agency, procedure, dice.choice(["F", "G"]), dice.choice(["online", "post"]))
        yield of, dice.choice(MEASURES), day, known, dice.choice([1, 1, 1, -1, 5])


def add(rows):
    for of, measure, day, known, amount in rows:
        Fact.objects.bulk_create(facts(of, {(measure, day): amount}, known_on=known))


def expected(rows, first, last, by, known=None):
    """By the definition: at the end what happened and was known by then; at the start what happened before."""
    until = known or last
    found = {}
    for of, measure, day, told, amount in rows:
        for when, upto in ((START, first - timedelta(days=1)), (END, last)):
            if day <= upto and told <= until:
                key = tuple(getattr(of, each) for each in by)
                found.setdefault((key, when), Counter())[measure, of.channel] += amount
    return {place: {key: n for key, n in each.items() if n} for place, each in found.items() if any(each.values())}


def read(first, last, by, known=None):
    found = ends_of(Scope(), first=first, last=last, by=by, measures=MEASURES, known=known)
    told = {(key, when): getattr(ends, when) for key, ends in found.items() for when in (START, END)}
    return {place: {key: n for key, n in each.items() if n} for place, each in told.items() if any(each.values())}


def read_tree(first, last, tree):
    found = ends_of(Scope(trees=[tree]), first=first, last=last, by=["field"], measures=MEASURES)
    told = {key: {name: n for name, n in each.end.items() if n} for (key,), each in found.items()}
    return {key: numbers for key, numbers in told.items() if numbers}


def same(rows, parent, child):
    """Whatever is added up beforehand: units alone, all their procedures, and trees."""
    same_units(rows)
    for unit, units in ((parent, {parent, child}), (child, {child})):
        for last in (0, 30, 100):
            period = BEGUN, BEGUN + timedelta(days=last)
            below = [row for row in rows if row[0].agency in units]
            wanted = {key[0]: n for (key, at), n in expected(below, *period, ["field"]).items() if at == END}
            assert read_tree(*period, unit) == wanted, (unit == parent, last)


def same_units(rows):
    for first, last in ((0, 60), (10, 10), (20, 45), (59, 100)):
        for by in (["agency"], ["field"], ["procedure", "agency"]):
            period = BEGUN + timedelta(days=first), BEGUN + timedelta(days=last)
            assert read(*period, by) == expected(rows, *period, by), (period, by)
            for later in (1, 25, 200):
                known = period[1] + timedelta(days=later)
                assert read(*period, by, known) == expected(rows, *period, by, known), (period, by, known)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_any_facts_folded_at_any_time_add_up_alike(seed, monkeypatch):
    dice = random.Random(seed)
    monkeypatch.setattr(actions, "MOST", [400_000, 7][seed % 2])  # all at once, or a day or two at a time
    above = make_agency()
    agencies = [above.pk, make_agency(parent=above).pk]
    rows: list = []
    for until in (None, 5, 30, 20, 61, 61):  # also back in time: what comes late is added to the days since
        more = list(drawn(dice, agencies, 80))
        add(more)
        rows += more
        same(rows, *agencies)
        if until is not None:
            compact(until=BEGUN + timedelta(days=until))
            same(rows, *agencies)
    assert Total.objects.exists()
    assert Late.objects.exists()
    assert compact(until=BEGUN + timedelta(days=200)) > 0
    assert Fact.objects.count() == 0
    assert set(Line.objects.values_list("kind", flat=True)) == {"own", "tree", "whole"}
    same(rows, *agencies)
    assert compact(until=BEGUN + timedelta(days=200)) == 0
    assert list(unequal(since=BEGUN - timedelta(days=400))) == []
    tampered(dice)


def tampered(dice) -> None:
    """A total of any kind, on any day that is not the last one: no report need end there for it to be found."""
    for kind in Kind:
        total = dice.choice(list(Total.objects.filter(line__kind=kind, day__lt=BEGUN + timedelta(days=55))))
        place, kept = dice.randrange(len(total.sums)), list(total.sums)
        total.sums[place] += dice.choice([-1, 1, 40])
        total.save()
        for since in (BEGUN - timedelta(days=400), total.day):
            assert total.day in {each.day for each in unequal(since=since)}, (kind, since)
        total.sums = kept
        total.save()
        assert list(unequal(since=total.day)) == []


@pytest.mark.django_db
def test_a_new_measure_takes_the_next_place_and_moves_none():
    of = Of(make_agency().pk, "1", "F", "online")
    Fact.objects.bulk_create(facts(of, {("z", BEGUN): 2}, known_on=BEGUN))
    compact(until=BEGUN)
    Fact.objects.bulk_create(facts(of, {("a", BEGUN): 3, ("z", BEGUN): 1}, known_on=BEGUN))
    compact(until=BEGUN)
    assert dict(Measure.objects.values_list("code", "place")) == {"z": 0, "a": 1}
    assert [total.sums for total in some(list(Total.objects.all()))] == [[3, 3], [3, 3]]
    assert sorted(Line.objects.values_list("kind", flat=True)) == ["own", "whole"]


@pytest.mark.django_db
def test_what_changes_nothing_writes_nothing():
    assert facts(Of(1, "1", "F", "online"), {("a", BEGUN): 0}, known_on=BEGUN) == []


@pytest.mark.django_db
def test_a_scope_leaves_out_other_units_procedures_and_fields():
    one, other = make_agency().pk, make_agency().pk
    rows = [(Of(one, "1", "F", "post"), "a", BEGUN, BEGUN, 1), (Of(one, "2", "G", "post"), "a", BEGUN, BEGUN, 10),
            (Of(other, "1", "G", "post"), "a", BEGUN, BEGUN, 100)]  # fmt: skip
    add(rows)
    for _ in range(2):
        for scope, number in (
            (Scope(agencies=[one]), 11), (Scope(procedures=["1"]), 101), (Scope(fields=["G"]), 110),
            (Scope(agencies=[one], fields=["G"]), 10), (Scope(agencies=[]), 0), (Scope(), 111),
        ):  # fmt: skip
            found = ends_of(scope, first=BEGUN, last=BEGUN, by=["agency"], measures=["a", "nothing"])
            assert sum(ends.at(END, "a") for ends in found.values()) == number, scope
        compact(until=BEGUN)


@pytest.mark.django_db
def test_years_of_facts_are_folded_as_many_days_at_a_time_as_fit(monkeypatch):
    of, took = Of(make_agency().pk, "1", "F", "online"), []
    add([(of, "a", BEGUN + timedelta(days=day), BEGUN, 1) for day in (0, 1, 2, 3, 3, 3, 3, 4, 5) for _ in range(2)])
    monkeypatch.setattr(actions, "MOST", 5)
    fold = actions._fold_until
    monkeypatch.setattr(actions, "_fold_until", lambda day, units: took.append((day - BEGUN).days) or fold(day, units))
    assert compact(until=BEGUN + timedelta(days=30)) == 18
    assert took == [1, 2, 3, 5]  # 4 facts, 2, the 8 of one day, 4
    assert Fact.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_writers_and_two_folders_at_once_lose_nothing():
    of = Of(make_agency().pk, "1", "F", "online")

    def write():
        for number in range(30):
            add([(of, "a", BEGUN + timedelta(days=number % 7), BEGUN, 1)])

    def fold():
        return [compact(until=BEGUN + timedelta(days=30)) for _ in range(8)]

    assert not [each for each in together(write, fold, write, fold, write) if isinstance(each, Exception)]
    compact(until=BEGUN + timedelta(days=30))
    found = ends_of(Scope(), first=BEGUN, last=BEGUN + timedelta(days=30), by=["field"], measures=["a"])
    assert found["F",].at(END, "a") == 90
    assert (Fact.objects.count(), Line.objects.count()) == (0, 2)


@pytest.mark.django_db
def test_a_tree_is_not_counted_by_unit():
    with pytest.raises(ValueError, match="not counted by unit"):
        ends_of(Scope(trees=[1]), first=BEGUN, last=BEGUN, by=["agency"], measures=["a"])


@pytest.mark.django_db
def test_units_and_trees_that_do_not_overlap_add_up():
    above = make_agency()
    child, other = make_agency(parent=above).pk, make_agency().pk
    for unit, amount in ((above.pk, 1), (child, 10), (other, 100)):
        add([(Of(unit, "1", "F", "post"), "a", BEGUN, BEGUN, amount)])
    for _ in range(2):
        for scope, number in ((Scope(trees=[above.pk]), 11), (Scope(agencies=[other], trees=[above.pk]), 111),
                              (Scope(agencies=[above.pk]), 1), (Scope(agencies=[], trees=[child]), 10)):  # fmt: skip
            found = ends_of(scope, first=BEGUN, last=BEGUN, by=["procedure"], measures=["a"])
            assert sum(ends.at(END, "a") for ends in found.values()) == number, scope
        compact(until=BEGUN)
