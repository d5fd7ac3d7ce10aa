"""The specialist proposes, the head agrees."""

import pytest

from motcua.core.errors import NotPermitted
from motcua.dossiers.actions import billing, closing, deciding, moving
from motcua.dossiers.actions.moving import approve, propose
from motcua.dossiers.choices import Action, State
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused


def test_a_proposal_is_kept_as_the_events_note_and_passes_on(house):
    dossier = propose(make.in_progress(house), by=house.specialist, note="Đủ điều kiện cấp phép")
    assert (dossier.state, dossier.step) == (State.IN_PROGRESS, "head")
    assert dossier.last_event.note() == "Đủ điều kiện cấp phép"
    assert "Đủ điều kiện" not in str(assert_recorded(dossier, Action.PROPOSE, by=house.specialist))


def test_a_proposal_needs_words_and_the_holder_of_the_step(house):
    dossier = make.in_progress(house)
    with refused("text_needed"):
        propose(dossier, by=house.specialist, note="  ")
    for by in (house.clerk, house.head, house.leader):
        with pytest.raises(NotPermitted):
            propose(dossier, by=by, note="Đủ điều kiện")


def test_a_proposal_is_not_made_while_the_citizen_is_waited_for(house):
    with refused("wrong_state"):
        propose(make.waiting(house), by=house.specialist, note="Đủ điều kiện")


def test_the_head_agrees_and_it_goes_to_be_signed(house):
    dossier = propose(make.in_progress(house), by=house.specialist, note="Đủ điều kiện")
    for by in (house.specialist, house.leader, house.clerk):
        with pytest.raises(NotPermitted):
            approve(dossier, by=by)
    dossier = approve(dossier, by=house.head)
    assert dossier.step == "leader"
    assert_recorded(dossier, Action.APPROVE, by=house.head)


def test_where_one_signs_agreeing_is_signing(house):
    with pytest.raises(NotPermitted):
        approve(make.to_sign(house), by=house.leader)


def test_a_route_without_a_hand_over_begins_at_the_specialists(house):
    dossier = make.received(house, make.AT_ONCE)  # received, and not settled at once
    assert dossier.step == "specialist"
    dossier = propose(dossier, by=house.specialist, note="Đủ")
    assert (dossier.state, dossier.step) == (State.IN_PROGRESS, "leader")
    dossier = deciding.sign(dossier, by=house.leader, template="result")
    assert (dossier.state, dossier.step) == (State.DECIDED, "return")  # no registry clerk in this route
    assert closing.return_result(dossier, by=house.clerk, receiver="Mẫu").state == State.RETURNED


def test_a_payment_step_waits_for_the_money_only_when_some_is_due(house):
    assert make.to_pay(house).state == State.WAITING_PAYMENT
    paid = billing.collect_fee(make.received(house, make.PAYING), by=house.clerk, method="cash")
    dossier = moving.hand_over(paid, by=house.clerk)
    dossier = approve(propose(dossier, by=house.specialist, note="Đủ"), by=house.head)
    assert (dossier.state, dossier.step) == (State.IN_PROGRESS, "leader")
