"""A hand-over that nobody confirms in time: the head of the agency that should have confirmed is told, once."""

from datetime import timedelta

import pytest

from motcua.agencies.choices import Role
from motcua.core import clock
from motcua.core.reactions import react
from motcua.dossiers.actions.linking import redirect, take_over
from motcua.escalation.actions.setting import set_rung
from motcua.escalation.actions.telling import tell_reached
from motcua.escalation.models import Alarm, Rung
from tests.dossiers.drawn import drawn_house, split
from tests.escalation.conftest import SET, warned
from tests.factories import make_post
from tests.journeys.conftest import jobs


@pytest.fixture
def given(db, set_clock):
    """Two legs at other offices since Monday 09:00, to be confirmed by 17:00; both offices have the rung."""
    set_clock("2026-03-01T08:00")
    house = drawn_house()
    house.tax_head = make_post(Role.HEAD_OF_DIVISION, agency=house.tax.agency)
    for post in (house.tax, house.land):
        by = make_post(Role.ADMINISTRATOR, agency=post.agency)
        set_rung(by=by, agency=post.agency, at="late", subject="hand_over", whom="head", **SET)
    set_clock("2026-03-02T09:00")
    house.dossier = split(house)
    return house


def test_the_head_of_who_should_have_confirmed_is_told_once_on_time(given, set_clock):
    step = given.dossier.steps.get(key="thue")
    clock.set_now(step.take_by - timedelta(minutes=2))
    assert tell_reached() == 0
    clock.set_now(step.take_by + timedelta(minutes=1))
    take_over(given.dossier, by=given.land)  # late, but there: nobody is told of it any more
    told = tell_reached()
    assert told == Alarm.objects.filter(rung__subject="hand_over").count() >= 1
    assert tell_reached() == 0
    (line,) = warned(given.tax_head)
    assert (line.due_at, "Xác nhận nhận bàn giao quá hạn" in line.title) == (step.take_by, True)
    assert warned(given.land_head) == []
    assert warned(given.head) == []


def test_confirmed_or_sent_on_the_line_goes(given, set_clock):
    set_clock("2026-03-02T18:00")
    tell_reached()
    assert len(warned(given.tax_head)) == len(warned(given.land_head)) == 1
    dossier = take_over(given.dossier, by=given.tax)
    redirect(dossier, by=given.land, agency=given.senior.agency.code, reason="Không thuộc địa bàn", at="dat")
    for job in jobs():
        react(**job)
    assert warned(given.tax_head) == warned(given.land_head) == []
    assert not Alarm.objects.standing().filter(step__key__in=["thue", "dat"]).exists()


def test_the_first_ladder_has_the_rung_as_data(db):
    rung = Rung.objects.get(agency=None, subject="hand_over")
    assert (rung.at, rung.whom, rung.channel) == ("late", "head", "inbox")
    assert rung.events.get().action == "rung.set"
