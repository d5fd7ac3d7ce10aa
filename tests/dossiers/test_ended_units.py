"""What an ended unit closed is read and put right by those who keep its records, by no others."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from motcua.agencies.choices import Role
from motcua.core.errors import NotPermitted
from motcua.dossiers.actions.billing import collect_fee, waive_fee
from motcua.dossiers.actions.corrections import deliver_correction
from motcua.dossiers.actions.deciding import correct_result
from motcua.dossiers.choices import Action, Money
from motcua.dossiers.finding import searched
from motcua.dossiers.models import Dossier
from tests import dossier_factories as make
from tests.agencies.reorganising import ON, carried_out, make_office, move, now_held, planned
from tests.factories import make_post, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def passed(set_clock) -> SimpleNamespace:
    """A ward ended; its closed dossier stays its own, its people work in the new ward, beside another new one."""
    set_clock("2026-06-22T08:00")
    house = make.make_house()
    new, other = make_office("phường Mới"), make_office("phường Khác")
    closed = make.returned(house)
    done = carried_out(planned(move(house.ward, new.ward)), set_clock)
    assert done.state == "done"
    closed.refresh_from_db()
    assert closed.agency == house.ward
    return SimpleNamespace(
        closed=closed, house=house, new=new, clerk=now_held(house.clerk), leader=now_held(house.leader),
        strangers=[
            make_post(role, agency=unit, valid_from=ON)
            for role, unit in [
                (Role.RECEPTIONIST, other.centre), (Role.LEADER, other.ward), (Role.HEAD_OF_DIVISION, other.division),
                (Role.SPECIALIST, new.division), (Role.REGISTRY_CLERK, new.ward), (Role.INSPECTOR, new.ward),
            ]
        ],
    )  # fmt: skip


def test_the_heirs_desk_and_leader_read_what_was_closed_and_find_it_others_do_not(passed):
    for by in (passed.clerk, passed.leader):
        for named in (False, True):
            assert passed.closed in Dossier.objects.visible_to(by, named=named)
        assert searched(by).search("mẫu").order_by("-pk")[:5] == [passed.closed]
    for by in passed.strangers:
        for named in (False, True):
            assert passed.closed not in Dossier.objects.visible_to(by, named=named), by
        assert searched(by).search("mẫu").order_by("-pk")[:5] == []


def test_its_page_opens_for_them_and_for_no_others(passed, client):
    page = reverse("casework:dossier", args=[passed.closed.code])
    assert signed_in(client, passed.clerk).get(page).status_code == 200
    assert signed_in(client, passed.leader).get(page).status_code == 200
    assert signed_in(client, passed.strangers[0]).get(page).status_code == 404


def test_the_heirs_leader_puts_a_result_right_under_the_heirs_number_and_name(passed):
    first = passed.closed.results.get()
    done = correct_result(
        passed.closed, by=passed.leader, version=passed.closed.version, reason="Sai tên", template="result"
    )
    result = done.results.get(replaces=first)
    assert (result.signed_by, result.document.register.agency) == (passed.leader, passed.new.ward)
    assert result.printed.values["agency"]["name"] == passed.new.ward.name
    assert (done.agency, done.state) == (passed.house.ward, "returned")  # history stays with the old unit
    for by in [passed.leader, *passed.strangers]:
        with pytest.raises(NotPermitted):
            deliver_correction(done, by=by, receiver="Trần Thị Mẫu")
    given = deliver_correction(done, by=passed.clerk, receiver="Trần Thị Mẫu")
    assert (given.last_event.action, given.last_event.by) == (Action.DELIVER_CORRECTION, passed.clerk)


def test_nobody_else_puts_it_right(passed):
    for by in [passed.clerk, *passed.strangers]:
        with pytest.raises(NotPermitted):
            correct_result(passed.closed, by=by, reason="Sai tên", template="result")
    assert passed.closed.results.count() == 1


@pytest.fixture
def owed(set_clock) -> SimpleNamespace:
    """As `passed`, of a dossier handed back although its fee was not paid."""
    set_clock("2026-06-22T08:00")
    house = make.make_house()
    new, other = make_office("phường Mới"), make_office("phường Khác")
    closed = make.returned(house, make.COUNCIL_SET)
    assert (closed.money, closed.is_closed) == (Money.DUE, True)
    done = carried_out(planned(move(house.ward, new.ward)), set_clock)
    assert done.state == "done"
    return SimpleNamespace(
        dossier=Dossier.objects.get(pk=closed.pk), new=new, clerk=now_held(house.clerk), leader=now_held(house.leader),
        strangers=[
            make_post(role, agency=unit, valid_from=ON)
            for role, unit in [
                (Role.RECEPTIONIST, other.centre), (Role.LEADER, other.ward), (Role.CASHIER, other.centre),
            ]
        ],
    )  # fmt: skip


def test_what_is_still_owed_passes_and_the_heirs_desk_takes_it_with_a_receipt_of_its_own(owed):
    assert (owed.dossier.desk.heir, owed.dossier.bill.agency) == (owed.new.centre, owed.new.centre)
    for by in owed.strangers:
        with pytest.raises(NotPermitted):
            collect_fee(owed.dossier, by=by, method="cash", amounts=[50_000])
        with pytest.raises(NotPermitted):
            waive_fee(owed.dossier, by=by, reason="Hộ nghèo")
    done = collect_fee(owed.dossier, by=owed.clerk, version=owed.dossier.version, method="cash", amounts=[50_000])
    assert (done.money, done.bill.agency, done.state) == (Money.PAID, owed.new.centre, "returned")


def test_the_heirs_leader_may_waive_what_is_still_owed(owed):
    done = waive_fee(owed.dossier, by=owed.leader, version=owed.dossier.version, reason="Hộ nghèo")
    assert done.money == Money.WAIVED
