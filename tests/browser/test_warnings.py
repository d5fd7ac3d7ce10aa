"""Warnings, the ladder, mails and the list of what is late in a real browser, on a phone and on a desk."""

import os
from pathlib import Path

import pytest

from motcua.dossiers.actions.extending import draft_apology
from motcua.escalation.actions.listing import make_lists
from motcua.escalation.actions.telling import tell_reached
from motcua.escalation.models import Alarm, Rung, WeeklyList
from tests import dossier_factories as make
from tests.escalation.conftest import ladder

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = os.environ.get("PICTURES", "")  # a folder: keep what the pages look like


@pytest.fixture
def house(transactional_db, set_clock):
    set_clock("2026-03-01T08:00")
    house = make.make_house()
    ladder(house)
    return house


@pytest.mark.parametrize("width", [1440, 390])
def test_the_pages_can_be_used_by_everybody(house, page_at, login, axe, unlabelled, overflowing, set_clock, width):
    wrong = {}

    def look(page, name, place):
        page.goto(place)
        if found := axe(page) + unlabelled(page) + overflowing(page):
            wrong[place] = found
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)

    set_clock("2026-03-02T09:00")
    dossier, other = make.in_progress(house), make.in_progress(house)
    set_clock("2026-03-18T09:00")
    tell_reached()
    make_lists()
    dossier = draft_apology(
        dossier, by=house.specialist, due=other.appointed_due.replace(day=24), reason="Chờ xác minh", cause="partner"
    )
    make.in_progress(house)
    page = page_at(width)
    login(page, house.head.person.username)
    look(page, "inbox", "/xu-ly/")
    alarm = Alarm.objects.filter(rung__percent=90).first()
    look(page, "alarm", f"/canh-bao/{alarm.pk}/")
    look(page, "apologise", f"/xu-ly/ho-so/{dossier.code}/viec/apologise/")
    look(page, "mails", "/canh-bao/thu/")
    page = page_at(width)
    login(page, house.reform.person.username)
    look(page, "weekly", f"/canh-bao/tuan/{WeeklyList.objects.get(agency=house.reform.agency).pk}/")
    for name, query in (("late", ""), ("late-officer", "?by=officer")):
        look(page, name, f"/xu-ly/tre-han/{query}")
    page = page_at(width)
    login(page, house.administrator.person.username)
    look(page, "ladder", "/canh-bao/thang/")
    look(page, "rung", "/canh-bao/thang/bac-moi/")
    look(page, "end-rung", f"/canh-bao/thang/bac/{Rung.objects.filter(agency=house.ward).first().pk}/thoi/")
    look(page, "hours", "/canh-bao/thang/gio-thu/")
    look(page, "preview", "/canh-bao/thang/xem-truoc/?at=20/03/2026+17:00")
    assert wrong == {}


def test_the_keyboard_leads_to_what_is_late_and_takes_a_warning_away(house, page_at, login, set_clock):
    set_clock("2026-03-02T09:00")
    make.in_progress(house)
    set_clock("2026-03-18T09:00")
    tell_reached()
    page = page_at(1440)
    login(page, house.head.person.username)
    page.goto("/xu-ly/")
    page.keyboard.press("z")
    page.wait_for_url("**/tre-han/")
    alarm = Alarm.objects.get(rung__percent=90)
    page.goto(f"/canh-bao/{alarm.pk}/")
    page.get_by_role("button", name="Đã biết").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/xu-ly/")
    alarm.refresh_from_db()
    assert alarm.ended_at is not None
