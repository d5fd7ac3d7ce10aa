"""The session ends while somebody types: after the log-in the page shows what was kept, and sends it."""

import os
from datetime import timedelta

import pytest
from django.db.models.functions import Now

from motcua.agencies.models import Session
from motcua.dossiers.models import Dossier
from tests import dossier_factories as make
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, DESK = 390, 1440
PICTURES = os.environ.get("PICTURES", "")


def test_what_was_typed_is_sent_after_the_log_in(page_at, login, axe, unlabelled, overflowing):
    house = make.make_house()
    dossier = make.in_progress(house)
    page = page_at(DESK)
    page.set_default_timeout(60_000)  # a busy machine is no bug
    login(page, house.specialist.person.username)
    page.goto(f"/xu-ly/ho-so/{dossier.code}/viec/propose/")
    page.fill("textarea[name=text]", "Đủ điều kiện, đề nghị cấp phép")
    Session.objects.update(last_seen=Now() - timedelta(hours=1))
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/dang-nhap/**")
    assert "lâu không thao tác" in page.inner_text("main")
    page.fill("input[name=username]", house.specialist.person.username)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/dang-do/**")
    assert "Đủ điều kiện, đề nghị cấp phép" in page.inner_text("main")
    assert Dossier.objects.get().step == dossier.step
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        assert (axe(page), unlabelled(page), overflowing(page)) == ([], [], [])
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/held-{width}.png", full_page=True)
    page.click("text=Gửi những gì đã nhập")
    page.wait_for_url(lambda url: "/dang-do/" not in url)
    proposed = Dossier.objects.get()
    assert proposed.step != dossier.step
    assert "đề nghị cấp phép" in proposed.events.last().note()
