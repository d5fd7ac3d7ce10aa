"""The states: each is reached, each has its national code, and no step is taken from a state that does not allow it."""

import pytest

from motcua.core.errors import Refused
from motcua.dossiers.actions import moving, pausing
from motcua.dossiers.choices import CLOSED, NATIONAL_CODES, NATIONAL_LABELS, OPEN, PAUSED, Action, State
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import VERBS, offered
from motcua.payments.actions import waive
from tests import dossier_factories as make

MEANINGLESS = {  # inputs that suffice to come as far as the state's own refusal
    Action.REFUSE: {"reason": "x"}, Action.ASSIGN: {"person": "x"}, Action.SUSPEND: {"basis": "x"},
    Action.REQUEST_SUPPLEMENT: {"papers": ["x"], "reason": "x"}, Action.CONSULT: {"question": "x"},
    Action.ANSWER: {"text": "x"}, Action.PROPOSE: {"note": "x"}, Action.EXTEND: {"due": None, "reason": "x"},
    Action.DRAFT_APOLOGY: {"due": None, "reason": "x"},
    Action.APOLOGISE: {"due": None, "reason": "x"}, Action.RETURN_RESULT: {"receiver": "x"},
    Action.SETTLE_AT_ONCE: {"signer": "x", "receiver": "x"}, Action.WITHDRAW: {"reason": "x"},
    Action.STOP: {"reason": "x"}, Action.CORRECT_RESULT: {"reason": "x"}, Action.COLLECT_FEE: {"method": "cash"},
    Action.WAIVE_FEE: {"reason": "x"}, Action.DELIVER_CORRECTION: {"receiver": "x"},
}  # fmt: skip

ENDED = {"refused", "withdrawn", "stopped"}  # nobody is offered anything any more


@pytest.mark.parametrize("state", State)
def test_every_state_is_reached_by_the_people_whose_work_it_is(house, state):
    assert Dossier.objects.get(pk=make.IN_STATE[state](house).pk).state == state


def test_every_state_has_a_national_code_and_all_ten_codes_are_used():
    assert set(NATIONAL_CODES) == set(State)
    assert set(NATIONAL_CODES.values()) == set(NATIONAL_LABELS) == set(range(1, 11))


def test_states_are_open_decided_or_closed():
    assert set(OPEN) | set(CLOSED) | {State.DRAFT, State.DECIDED} == set(State)
    assert set(PAUSED) < set(OPEN)
    assert not set(OPEN) & set(CLOSED)


@pytest.mark.parametrize("state", State)
def test_what_the_state_does_not_allow_is_refused_to_everyone_and_leaves_no_trace(house, state):
    dossier = make.IN_STATE[state](house)
    before = (dossier.version, dossier.events.count(), dossier.printed_papers.count())
    allowed = LIFECYCLE.allowed_from(state)
    everyone = [house.clerk, house.specialist, house.head, house.leader, house.registry, house.cashier]
    for code, verb in VERBS.items():
        if code in allowed:
            continue
        for by in everyone:
            with pytest.raises(Refused) as caught:
                verb(dossier, by=by, **MEANINGLESS.get(code, {}))
            assert caught.value.code in ("wrong_state", "not_permitted"), (code, by.role)
    dossier.refresh_from_db()
    assert (dossier.version, dossier.events.count(), dossier.printed_papers.count()) == before


@pytest.mark.parametrize("state", CLOSED)
def test_nothing_is_left_to_do_for_a_closed_dossier_but_to_mend_its_result_or_take_what_is_owed(house, state):
    dossier = make.IN_STATE[state](house)
    assert not dossier.steps.filter(state="open").exists()
    assert not dossier.pauses.filter(ended_at=None).exists()
    assert dossier.closed_at is not None
    mending = [Action.CORRECT_RESULT] if state == State.RETURNED else []
    assert offered(dossier, by=house.leader) == mending
    assert offered(dossier, by=house.clerk) == []


@pytest.mark.parametrize("state", State)
def test_every_offer_is_permitted_and_allowed(house, state):
    dossier = make.IN_STATE[state](house)
    allowed = LIFECYCLE.allowed_from(state)
    people = (house.clerk, house.specialist, house.head, house.leader, house.registry, house.cashier)
    offers = [(code, by) for by in people for code in offered(dossier, by=by)]
    for code, by in offers:
        assert code in allowed
        assert VERBS[code].permit(by, dossier)
    assert offers or state in ENDED


def test_a_waived_fee_does_not_hold_the_dossier_at_the_payment_step(house):
    dossier = make.in_progress(house, make.PAYING)
    waive(dossier.bill, by=house.leader, note="Hộ nghèo")
    from_head = moving.propose(dossier, by=house.specialist, note="Đủ điều kiện")
    signing = moving.approve(from_head, by=house.head)
    assert (signing.state, signing.step, signing.money) == (State.IN_PROGRESS, "leader", "waived")


def test_a_fee_waived_while_it_is_waited_for_lets_the_dossier_go_on(house):
    dossier = make.to_pay(house)
    assert Action.RESUME not in offered(dossier, by=house.clerk)
    waive(dossier.bill, by=house.leader, note="Hộ nghèo")
    dossier = pausing.resume(Dossier.objects.get(pk=dossier.pk), by=house.clerk)
    assert (dossier.state, dossier.step, dossier.money) == (State.IN_PROGRESS, "leader", "waived")
