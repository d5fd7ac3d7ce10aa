"""Passing on to the next step, to a named person, and back."""

import pytest

from motcua.agencies.actions import end_post
from motcua.agencies.choices import Role
from motcua.core.errors import NotPermitted
from motcua.dossiers.actions.billing import collect_fee
from motcua.dossiers.actions.deciding import sign
from motcua.dossiers.actions.moving import approve, hand_over, propose
from motcua.dossiers.choices import Action, State
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused
from tests.factories import make_post, system


def test_it_passes_to_the_next_step_and_its_pool(house):
    dossier = hand_over(make.received(house), by=house.clerk)
    assert (dossier.state, dossier.step) == (State.IN_PROGRESS, "specialist")
    task = Task.objects.get(state="open")
    assert (task.agency, task.role, task.owner) == (house.division, "specialist", None)
    data = assert_recorded(dossier, Action.HAND_OVER, by=house.clerk)
    assert (data["from_step"], data["to_step"]) == ("hand_over", "specialist")
    assert Task.objects.filter(state="done", owner=house.clerk).count() == 1


def test_to_a_named_person_of_the_next_step(house):
    second = make_post(Role.SPECIALIST, agency=house.division)
    dossier = hand_over(make.received(house), by=house.clerk, to=second.person.username)
    assert dossier.steps.get(state="open").owner == second
    with refused("unknown_person"):
        hand_over(make.received(house), by=house.clerk, to=house.head.person.username)


def test_back_to_whoever_did_it(house):
    dossier = propose(make.in_progress(house), by=house.specialist, note="Đủ điều kiện")
    dossier = hand_over(dossier, by=house.head, to="specialist", note="Thiếu căn cứ")
    assert (dossier.step, dossier.last_event.note()) == ("specialist", "Thiếu căn cứ")
    assert dossier.steps.get(state="open").owner == house.specialist
    assert list(dossier.steps.values_list("key", "state")) == [
        ("receive", "finished"), ("hand_over", "finished"), ("specialist", "finished"),
        ("head", "sent_back"), ("specialist", "open"),
    ]  # fmt: skip


def test_back_to_the_pool_when_the_person_left(house):
    make_post(Role.SPECIALIST, agency=house.division)
    dossier = propose(make.in_progress(house), by=house.specialist, note="Đủ điều kiện")
    end_post(house.specialist, by=system())
    dossier = hand_over(dossier, by=house.head, to="specialist")
    assert dossier.steps.get(state="open").owner is None


def test_who_approves_or_signs_may_send_back_but_not_pass_on_unapproved(house):
    at_head = propose(make.in_progress(house), by=house.specialist, note="Đủ điều kiện")
    for to in ("", "leader", house.leader.person.username):
        with refused("unreachable_step"):
            hand_over(at_head, by=house.head, to=to)
    at_leader = approve(at_head, by=house.head)
    with refused("unreachable_step"):
        hand_over(at_leader, by=house.leader)
    assert hand_over(at_leader, by=house.leader, to="head").step == "head"


@pytest.mark.parametrize("to", ["leader", "return", "register", "specialist", "receive"])
def test_nothing_is_jumped_over_and_nobody_receives_twice(house, to):
    with refused("unreachable_step"):
        hand_over(make.in_progress(house), by=house.specialist, to=to)


def test_back_to_the_desk(house):
    dossier = hand_over(make.in_progress(house), by=house.specialist, to="hand_over")
    assert (dossier.state, dossier.step) == (State.IN_PROGRESS, "hand_over")
    assert dossier.steps.get(state="open").owner == house.clerk
    assert hand_over(dossier, by=house.clerk).step == "specialist"


def test_nobody_pays_twice(house):
    dossier = collect_fee(make.to_pay(house), by=house.cashier, method="cash")
    assert dossier.step == "leader"
    with refused("unreachable_step"):
        hand_over(dossier, by=house.leader, to="payment")
    dossier = approve(hand_over(dossier, by=house.leader, to="head"), by=house.head)
    assert (dossier.state, dossier.step) == (State.IN_PROGRESS, "leader")


def test_a_result_is_not_undone_by_sending_back(house):
    dossier = make.decided(house)
    for to in ("leader", "head", "specialist", "hand_over"):
        with refused("unreachable_step"):
            hand_over(dossier, by=house.registry, to=to)
    dossier = hand_over(dossier, by=house.registry)
    assert (dossier.state, dossier.step) == (State.DECIDED, "return")


def test_others_may_not(house):
    dossier = make.in_progress(house)
    for by in (house.clerk, house.head, house.leader, make_post(Role.SPECIALIST)):
        with pytest.raises(NotPermitted):
            hand_over(dossier, by=by)


def test_a_step_that_nobody_can_do_is_said_at_once(house):
    end_post(house.specialist, by=system())
    with refused("nobody_for_step"):
        make.in_progress(house)


def test_a_stale_page_is_refused(house):
    dossier = make.received(house)
    hand_over(dossier, by=house.clerk, version=dossier.version)
    with refused("not_permitted"):  # the step is no longer the desk's
        hand_over(dossier, by=house.clerk, version=dossier.version)
    at_leader = make.to_sign(house)
    with refused("stale_version"):
        sign(at_leader, by=house.leader, version=at_leader.version - 1, template="result")
