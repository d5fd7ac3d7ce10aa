"""Giving the step to one person of the unit."""

import pytest

from motcua.agencies.choices import Role
from motcua.core.errors import NotPermitted
from motcua.dossiers.actions.moving import assign, hand_over, propose
from motcua.dossiers.choices import Action
from motcua.dossiers.models import Dossier
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused
from tests.factories import make_post


def test_the_head_gives_the_step_to_a_specialist_and_takes_it_from_another(house):
    dossier, second = make.in_progress(house), make_post(Role.SPECIALIST, agency=house.division)
    dossier = assign(dossier, by=house.head, person=second.person.username)
    task = Task.objects.get(state="open")
    assert task.owner == second
    assert not Task.objects.visible_to(house.specialist).unfinished().exists()
    with pytest.raises(NotPermitted):
        propose(dossier, by=house.specialist, note="Đủ điều kiện")
    data = assert_recorded(dossier, Action.ASSIGN, by=house.head)
    assert data == {"step": "specialist", "before": None, "owner": second.pk}
    dossier = assign(dossier, by=house.leader, person=f" {house.specialist.person.username.upper()} ")
    assert dossier.steps.get(state="open").owner == house.specialist


def test_the_leader_gives_the_desks_step_to_a_receptionist(house):
    dossier = assign(make.received(house), by=house.leader, person=house.clerk.person.username)
    assert dossier.steps.get(state="open").owner == house.clerk
    assert hand_over(dossier, by=house.clerk).step == "specialist"


def test_others_may_not(house):
    dossier = make.in_progress(house)
    other_head, other_leader = make_post(Role.HEAD_OF_DIVISION), make_post(Role.LEADER)
    for by in (house.specialist, house.clerk, house.registry, other_head, other_leader):
        with pytest.raises(NotPermitted):
            assign(dossier, by=by, person=house.specialist.person.username)


@pytest.mark.parametrize("who", ["clerk", "head", "registry"])
def test_the_person_must_hold_the_steps_role_in_its_unit(house, who):
    with refused("unknown_person"):
        assign(make.in_progress(house), by=house.head, person=getattr(house, who).person.username)


def test_nobody_is_not_a_person_and_a_closed_dossier_is_not_assigned(house):
    with refused("unknown_person"):
        assign(make.in_progress(house), by=house.head, person="")
    closed = make.returned(house)
    with refused("not_permitted"):
        assign(closed, by=house.head, person=house.specialist.person.username)
    assert Dossier.objects.get(pk=closed.pk).version == closed.version
