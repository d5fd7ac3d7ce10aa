"""Sent back, resumed or at a later step of the same role, a dossier goes on with who had it, if they are there."""

from datetime import timedelta

import pytest

from motcua.agencies import actions
from motcua.agencies.choices import Role
from motcua.core.clock import today
from motcua.dossiers.actions import moving, pausing
from tests import dossier_factories as make
from tests.factories import make_person, make_post
from tests.standing import away


@pytest.fixture
def colleague(house):
    return make_post(Role.SPECIALIST, agency=house.division, person=make_person(name="Hoàng Văn Thay"))


def proposed(house):
    """Done by the specialist from the pool, now at the head's."""
    return moving.propose(make.in_progress(house), by=house.specialist, note="Đủ")


def holder(dossier):
    return dossier.steps.get(state="open").owner


def sent_back(house, dossier):
    key = dossier.steps.filter(role="specialist").latest("order").key
    return moving.hand_over(dossier, by=house.head, to=key)


def test_sent_back_it_returns_to_who_did_it(house, colleague):
    assert holder(sent_back(house, proposed(house))) == house.specialist


def test_a_later_step_of_the_same_role_goes_to_who_had_it_too(house, colleague):
    dossier = moving.propose(sent_back(house, proposed(house)), by=house.specialist, note="Đủ")
    assert holder(dossier) == house.head  # who had the approving step before


def test_to_whom_it_was_given_not_to_who_stood_in(house, colleague):
    given = moving.assign(make.in_progress(house), by=house.head, person=house.specialist.person.username)
    absence = away(house.specialist, colleague)
    dossier = moving.propose(given, by=colleague, note="Đủ")
    actions.end_absence(absence, by=house.specialist)
    assert holder(sent_back(house, dossier)) == house.specialist


def test_who_is_away_with_somebody_standing_in_keeps_it(house, colleague):
    dossier = proposed(house)
    away(house.specialist, colleague)
    dossier = sent_back(house, dossier)
    assert holder(dossier) == house.specialist
    assert moving.propose(dossier, by=colleague, note="Đủ").last_event.data["in_place_of"] == house.specialist.pk


def test_who_is_away_alone_does_not_and_anybody_of_the_role_takes_it(house, colleague):
    dossier = proposed(house)
    away(house.specialist, None)
    dossier = sent_back(house, dossier)
    assert holder(dossier) is None
    assert moving.propose(dossier, by=colleague, note="Đủ").step


def test_a_share_that_leaves_the_steps_to_nobody_is_as_if_away_alone(house, colleague):
    dossier = proposed(house)
    away(house.specialist, None, shares=[("dossier.opinion", "", colleague)])
    assert holder(sent_back(house, dossier)) is None


def test_who_has_left_does_not(house, colleague):
    dossier = proposed(house)
    actions.end_post(house.specialist, by=house.administrator, note="Nghỉ hưu")
    assert holder(sent_back(house, dossier)) is None


def test_resumed_it_is_still_theirs_unless_nobody_does_their_work(house, colleague):
    given = moving.assign(make.in_progress(house), by=house.head, person=house.specialist.person.username)
    there = pausing.suspend(given, by=house.head, basis="Quyết định số 5/QĐ-UBND")
    assert holder(pausing.resume(there, by=house.clerk)) == house.specialist
    given = moving.assign(make.in_progress(house), by=house.head, person=house.specialist.person.username)
    gone = pausing.suspend(given, by=house.head, basis="Quyết định số 5/QĐ-UBND")
    away(house.specialist, None)
    gone = pausing.resume(gone, by=house.clerk)
    assert holder(gone) is None
    assert gone.steps.get(state="open").task.owner is None
    assert moving.propose(gone, by=colleague, note="Đủ").step


def test_at_the_desk_nobody_is_named(house):
    assert holder(make.at_the_desk(house)) is None


def test_an_absence_to_come_changes_nothing_today(house, colleague):
    dossier = proposed(house)
    first = today() + timedelta(days=5)
    away(house.specialist, None, valid_from=first, valid_to=first)
    assert holder(sent_back(house, dossier)) == house.specialist
