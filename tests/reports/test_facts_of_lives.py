"""The facts written beside events are what plain SQL counts over dossiers and events, folded or not."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from motcua.core import clock
from motcua.core.errors import Refused
from motcua.dossiers.actions import closing
from motcua.dossiers.actions.counting import count_again
from motcua.dossiers.actions.intake import register
from motcua.dossiers.choices import Action
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import FINISHING, VERBS, offered
from motcua.dossiers.permissions import holds, open_steps
from motcua.indicators.actions import compact
from motcua.indicators.models import Fact, Measure, Total
from motcua.indicators.standing import Scope, ends_of
from motcua.reports.importers import shipped
from motcua.reports.layouts import layout_from
from motcua.reports.plainly import verify_measures
from motcua.reports.tables import rows_of, total_of
from motcua.reports.verifying import verify
from tests import dossier_factories as make
from tests.agencies.reorganising import carried_out, make_office, move, planned
from tests.dossier_factories import make_house
from tests.dossiers.test_random_lives import ENDING, inputs_of
from tests.factories import make_agency, make_post
from tests.nonempty import some

pytestmark = pytest.mark.django_db
REPORT = layout_from(shipped()["II.06a"])
RARE = (*ENDING, Action.DELIVER_CORRECTION)


def periods(last: date):
    """A day, a month, from the 15th to the 14th, a year; all that have begun."""
    begun = date(2026, 1, 26)
    return [(last, last), (date(2026, 1, 1), last), (begun, begun), (begun + timedelta(days=3), last),
            (date(2025, 12, 15), date(2026, 2, 14)), (date(2026, 1, 1), date(2026, 12, 31))]  # fmt: skip


def agree(last: date) -> None:
    for first, end in some(period for period in periods(last) if period[0] <= period[1]):
        assert verify(REPORT, first=first, last=end) == [], (first, end)
        assert verify_measures(first=first, last=end) == [], (first, end)


def live(lives, people, dice, house, set_clock) -> None:
    dossier = Dossier.objects.get(pk=dice.choice(lives).pk)
    holders = [post for post in people for step in open_steps(dossier) if holds(post, step)]
    by = dice.choice(people if not holders or dice.random() < 0.2 else holders)
    choices = [code for code in offered(dossier, by=by) if code not in RARE or dice.random() < 0.1]
    if not choices:
        return
    set_clock((clock.now() + timedelta(hours=dice.choice([0, 0, 1, 5, 20, 30]))).isoformat())
    action = dice.choices(choices, [5 if code in FINISHING else 1 for code in choices])[0]
    try:
        VERBS[action](
            dossier,
            by=by,
            **(
                {"receiver": "Mẫu"}
                if action == Action.DELIVER_CORRECTION
                else inputs_of(action, house=house, dice=dice)
            ),
        )
    except Refused:
        return


@pytest.mark.parametrize("seed", range(4))
def test_random_lives_are_counted_alike_by_facts_and_by_plain_sql(house, set_clock, seed):
    dice = random.Random(seed)
    set_clock("2026-01-26T08:00")
    people = [house.clerk, house.specialist, house.head, house.leader, house.registry, house.cashier, house.police]
    codes = [make.STANDARD, make.PAYING, make.RESTARTING, make.RUNNING_ON, make.HOURLY, make.COUNCIL_SET]
    lives = [dice.choice([make.submitted, make.received])(house, code) for code in (*codes, *codes)]
    for number in range(300):
        live(lives, people, dice, house, set_clock)
        if number % 40 == 0:
            agree(clock.today())
        if number % 90 == 45:
            compact()
            agree(clock.today())
    rows = rows_of(REPORT, Scope(), first=date(2026, 1, 1), last=clock.today())
    assert [row.violated for row in some(rows)] == [[] for _ in rows]
    total = total_of(REPORT, rows)
    assert total["3"] > 6
    assert total["7"] > 2, total


def test_what_is_told_later_counts_on_its_day_and_a_report_of_before_stays(house, set_clock):
    """Received last month by a paper slip and entered today: today's report of last month has it, that of then not."""
    set_clock("2026-03-02T09:00")
    make.received(house)
    set_clock("2026-03-31T16:00")
    dossier = make.at_the_desk(house)
    before = counted(date(2026, 3, 1), date(2026, 3, 31))
    assert (before["5"], before["7"], before["11"]) == (2, 1, 1)
    set_clock("2026-04-02T09:00")
    chief = make_post("receptionist", agency=house.centre, title="Trưởng bộ phận")
    closing.return_result(dossier, by=chief, receiver="Trần Thị Mẫu", note="Ghi bù", happened_at=clock.now())
    make.received(house)
    assert counted(date(2026, 3, 1), date(2026, 3, 31)) == before
    compact()
    assert counted(date(2026, 3, 1), date(2026, 3, 31)) == before
    april = counted(date(2026, 4, 1), date(2026, 4, 30))
    assert (april["5"], april["6"], april["3"]) == (1, 1, 2)
    agree(date(2026, 4, 2))


def counted(first: date, last: date):
    return total_of(REPORT, rows_of(REPORT, Scope(), first=first, last=last))


@pytest.mark.parametrize("kind", ["own", "whole", "tree"])
def test_a_tampered_total_of_any_kind_is_found(db, set_clock, kind):
    set_clock("2026-03-02T09:00")
    above = make_agency(name="Tỉnh")
    make.received(make_house(parent=above))
    set_clock("2026-03-04T09:00")
    compact()
    agree(date(2026, 3, 4))
    for total in some(Total.objects.filter(line__kind=kind)):
        total.sums = [each + 1 for each in total.sums]
        total.save()
    found = verify(REPORT, first=date(2026, 3, 1), last=date(2026, 3, 4))
    assert {each.column for each in found} >= {"3", "5"}
    assert {(each.facts, each.plain) for each in found if each.column == "5"} == {(2, 1)}
    assert {each.field for each in found} == {"" if kind == "whole" else "F1"}


def test_a_ward_that_passes_takes_what_is_open_along_and_a_report_of_before_stays(house, set_clock):
    new = make_office("phường Mới")
    set_clock("2026-06-01T08:00")
    make.in_progress(house), make.decided(house)
    set_clock("2026-06-22T08:00")
    make.in_progress(house)
    june = (date(2026, 6, 1), date(2026, 6, 30))
    before = {unit.pk: cells_of(unit, *june) for unit in (house.ward, new.ward)}
    assert (before[house.ward.pk]["3"], before[house.ward.pk]["13"]) == (3, 1)
    done = carried_out(planned(move(house.ward, new.ward)), set_clock)
    assert done.state == "done"
    assert {unit.pk: cells_of(unit, *june) for unit in (house.ward, new.ward)} == before
    july = (date(2026, 7, 1), date(2026, 7, 31))
    for _ in range(2):
        assert cells_of(house.ward, *july).get("3", 0) == 0
        moved = cells_of(new.ward, *july)
        assert (moved["6"], moved["3"], moved["11"]) == (2, 2, 2)
        agree(date(2026, 7, 31))
        set_clock("2026-08-03T08:00")
        compact()


def cells_of(unit, first: date, last: date):
    return total_of(REPORT, rows_of(REPORT, Scope(agencies=[unit.pk]), first=first, last=last))


@pytest.mark.parametrize("seed", range(2))
def test_counted_again_from_the_events_they_are_the_same(house, set_clock, seed):
    dice = random.Random(seed)
    set_clock("2026-01-26T08:00")
    people = [house.clerk, house.specialist, house.head, house.leader, house.registry, house.cashier]
    lives = [make.received(house, code) for code in (make.STANDARD, make.PAYING, make.RESTARTING)]
    for _ in range(100):
        live(lives, people, dice, house, set_clock)
    compact()
    told = sums()
    count_again()
    assert sums() == told
    compact()
    assert sums() == told
    agree(clock.today())


def sums():
    """Every measure at the ends of several periods."""
    facts = Fact.objects.values_list("measure", flat=True)
    measures = sorted({*Measure.objects.values_list("code", flat=True), *facts})
    assert len(measures) > 5
    return [ends(first, last, measures) for first, last in periods(clock.today())]


def ends(first: date, last: date, measures):
    found = ends_of(Scope(), first=first, last=last, by=["agency", "procedure"], measures=measures)
    both = {(*key, at): getattr(each, at) for key, each in found.items() for at in ("start", "end")}
    return {key: {name: n for name, n in each.items() if n} for key, each in both.items() if any(each.values())}


def test_a_paper_register_counts_on_its_own_days(house, set_clock):
    """Entered in April with the receipts of March: April's report carries them over, one of March of today has them."""
    set_clock("2026-04-02T09:00")
    chief = make_post("receptionist", agency=house.centre, title="Trưởng bộ phận")
    received_by_paper(house, chief)
    compact(until=clock.today())
    april = counted(date(2026, 4, 1), date(2026, 4, 2))
    assert (april["4"] + april["5"], april["6"], april["3"]) == (0, 1, 1)
    assert counted(date(2026, 3, 1), date(2026, 3, 31))["3"] == 0  # as it was known at the end of March
    assert counted(date(2026, 3, 1), date(2026, 4, 2))["5"] == 1
    agree(date(2026, 4, 2))


def received_by_paper(house, chief):
    made = make.intake_of(house, make.STANDARD)
    return register(by=chief, intake=replace(made, paper_received_at=clock.now() - timedelta(days=20)), note="Mất điện")
