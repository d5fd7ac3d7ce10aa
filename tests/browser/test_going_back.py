"""The browser's Back after a refusal: a page of the house, not the browser's own error; and after a success."""

import os

import pytest

from motcua.dossiers.models import Dossier
from tests import dossier_factories as make

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("SHOTS", "")


def test_back_to_a_refused_receipt_shows_a_page_that_works(page_at, login, transactional_db):
    house = make.make_house()
    page = page_at(1440)
    login(page, house.clerk.person.username)
    page.goto("/tiep-nhan/")
    page.fill("#id_q", make.STANDARD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_p0-taken")
    page.keyboard.press("F9")  # without a name: refused
    page.wait_for_selector(".error-summary")
    page.fill("#id_a-name", "Trần Thị Mẫu")
    page.keyboard.press("F9")
    page.wait_for_selector("h1:has-text('Đã tiếp nhận'), .error-summary, .banner")
    if "da-nhan" not in page.url:
        page.keyboard.press("F9")
    page.wait_for_url("**/da-nhan/**")
    while "da-nhan" in page.url or page.locator(".error-summary").count():
        page.go_back()  # ERR_CACHE_MISS where the entry of the refused sending is still one
    assert page.inner_text("h1") == "Tiếp nhận hồ sơ"
    assert page.input_value("#id_a-name") == ""
    assert Dossier.objects.count() == 1


def test_back_to_a_step_that_was_refused_and_left(page_at, login, transactional_db):
    house = make.make_house()
    dossier = make.in_progress(house)
    page = page_at(1440)
    login(page, house.specialist.person.username)
    page.goto(f"/xu-ly/ho-so/{dossier.code}/viec/request-supplement/")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".error-summary")
    page.click("nav >> text=Hộp việc >> visible=true")
    page.wait_for_url("**/xu-ly/")
    page.go_back()
    assert page.inner_text("h1")
    assert dossier.code in page.inner_text("main")


def test_without_a_network_nothing_is_sent_and_everything_stays(page_at, login, axe, transactional_db):
    house = make.make_house()
    dossier = make.in_progress(house)
    page = page_at(1440)
    login(page, house.specialist.person.username)
    page.goto(f"/xu-ly/ho-so/{dossier.code}/viec/propose/")
    page.fill("textarea[name=text]", "Đủ điều kiện, đã đo lại")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".toast >> text=Máy đang mất mạng")
    assert page.input_value("textarea[name=text]") == "Đủ điều kiện, đã đo lại"
    assert axe(page) == []
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/offline.png")
    page.context.set_offline(False)
    page.keyboard.press("Control+Enter")
    page.wait_for_url(lambda url: "/viec/" not in url)
    assert Dossier.objects.get().step != dossier.step
