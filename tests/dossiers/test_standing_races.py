"""A delegation is ended, or somebody is back, in the very moment in which it is used; two absences at once."""

import pytest

from motcua.agencies import actions
from motcua.agencies.choices import Role
from motcua.agencies.models import Absence, Delegation
from motcua.core.errors import BadInput, NotPermitted
from motcua.dossiers.actions import deciding, moving
from motcua.dossiers.models import Dossier
from tests import dossier_factories as make
from tests.factories import make_post
from tests.standing import again, away, delegated

pytestmark = pytest.mark.django_db(transaction=True)


def test_signed_before_it_ended_or_not_at_all(real_house, together):
    house = real_house
    for _ in range(4):
        dossier, row = make.to_sign(house), delegated(house.leader, house.head)
        signed, ended = together(
            lambda dossier=dossier: deciding.sign(dossier, by=again(house.head), template="result"),
            lambda row=row: actions.revoke_delegation(row, by=house.leader, note="Thôi"),
        )
        assert isinstance(ended, Delegation), ended
        over = ended.events.get(action="delegation.revoke")
        if isinstance(signed, Dossier):
            assert signed.last_event.xid < over.xid or signed.last_event.recorded_at <= over.recorded_at
        else:
            assert isinstance(signed, NotPermitted), signed
            assert "đã chấm dứt" in signed.message
            assert not dossier.results.exists()


def test_a_step_of_the_absent_one_is_done_once_by_two(real_house, together):
    house = real_house
    colleague = make_post(Role.SPECIALIST, agency=house.division)
    away(house.specialist, colleague)
    dossier = moving.assign(make.in_progress(house), by=house.head, person=house.specialist.person.username)
    results = together(
        lambda: moving.propose(dossier, by=again(colleague), note="Đủ"),
        lambda: moving.propose(dossier, by=again(house.specialist), note="Đủ"),
    )
    assert sum(isinstance(result, Dossier) for result in results) == 1
    assert sum(isinstance(result, NotPermitted) for result in results) == 1


def test_of_two_overlapping_absences_one_is_written_down(real_house, together):
    house = real_house
    results = together(
        lambda: away(house.leader, None), lambda: away(house.leader, None, by=house.administrator, days=1)
    )
    assert sum(isinstance(result, Absence) for result in results) == 1
    assert [result.code for result in results if isinstance(result, BadInput)] == ["absence_overlaps"]


def test_two_who_name_each_other_do_not_both_go(real_house, together):
    house = real_house
    deputy = make_post(Role.LEADER, agency=house.ward)
    results = together(lambda: away(house.leader, deputy), lambda: away(deputy, house.leader))
    assert sum(isinstance(result, Absence) for result in results) == 1
    assert sum(isinstance(result, BadInput) for result in results) == 1
