"""A leg that runs when its agency is re-organised: whoever took over answers for it; what ended stays who had it."""

from types import SimpleNamespace

import pytest

from motcua.agencies.choices import Kind
from motcua.agencies.plans import plan_of
from motcua.agencies.previews import preview
from motcua.core import clock
from motcua.core.rebuilding import differences
from motcua.dossiers.actions.linking import take_over
from motcua.dossiers.actions.moving import approve, hand_over
from tests.agencies.reorganising import MOVED, ON, carried_out, make_office, move, now_held, planned
from tests.dossiers.drawn import drawn_house, open_keys, split
from tests.factories import make_agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def running(set_clock) -> SimpleNamespace:
    """Two dossiers in three legs each, the tax office's leg of the first one ended, and the offices to come."""
    set_clock("2026-06-29T08:00")
    house = drawn_house()
    house.new_land = make_agency(kind=Kind.VERTICAL, code="B.8", name="Cơ quan đất đai mới", valid_from=ON)
    house.new_tax = make_agency(kind=Kind.VERTICAL, code="B.7", name="Thuế mới", valid_from=ON)
    first, second = split(house), split(house)
    house.dossier = hand_over(take_over(take_over(first, by=house.land), by=house.tax), by=house.tax)
    house.untouched = second
    return house


def agencies(dossier):
    return {leg.key: leg.agency for leg in dossier.legs.select_related("agency")}


def test_an_open_leg_passes_and_an_ended_one_stays(running, set_clock):
    dossier, land = running.dossier, running.land
    dues = dict(dossier.legs.values_list("key", "due_at"))
    row = planned(move(land.agency, running.new_land), move(running.tax.agency, running.new_tax))
    assert {part.key: part.total for part in preview(plan_of(row))}["dossiers.open"] == 2
    done = carried_out(row, set_clock)
    assert done.state == "done", list(done.items.values_list("label", "message"))
    dossier.refresh_from_db()
    assert agencies(dossier) == {
        "thue": running.tax.agency, "dat": running.new_land, "hoi": running.senior.agency,
    }  # fmt: skip
    assert agencies(running.untouched)["thue"] == running.new_tax
    assert dict(dossier.legs.values_list("key", "due_at")) == dues
    told = dossier.events.get(action="dossier.pass_over").data["legs"]
    assert [each["agency"] for each in told] == [[land.agency_id, running.new_land.pk]]
    assert dossier.agency == running.ward  # the ward itself was not re-organised

    # The same people go on there, also at the leg's next step, and its lateness is theirs.
    dossier = hand_over(dossier, by=now_held(land), at="dat")
    assert dossier.steps.get(key="dat2").agency == running.new_land
    set_clock("2026-07-20T09:00")
    dossier = approve(dossier, by=now_held(running.land_head), at="dat2")
    leg = dossier.legs.get(key="dat")
    assert (leg.agency, leg.end, leg.is_late(clock.now())) == (running.new_land, "joined", True)
    assert open_keys(dossier) == {"hoi"}
    assert not [each for each in differences() if each.table.startswith(MOVED)]


def test_a_leg_of_the_ward_itself_goes_with_the_ward(running, set_clock):
    new = make_office("phường Mới")
    done = carried_out(planned(move(running.ward, new.ward)), set_clock)
    assert done.state == "done", list(done.items.values_list("label", "message"))
    assert not running.dossier.legs.filter(agency__path__startswith=running.ward.path, end="").exists()
    assert agencies(running.dossier)["dat"] == running.land.agency
