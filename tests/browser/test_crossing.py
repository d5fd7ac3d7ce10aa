"""A clerk receives for another ward by keyboard; the pages of crossing and handing over can be used by everybody."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from motcua.dossiers.actions.moving import hand_over
from motcua.dossiers.models import Dossier
from tests.dossiers.crossing import OPENED, crossed, two_wards

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = os.environ.get("PICTURES", "")  # a folder: keep what the pages look like


@pytest.fixture
def wards(transactional_db):
    return two_wards()


def test_another_ward_is_found_and_received_for_by_keyboard(wards, page_at, login, axe, unlabelled, overflowing):
    def look(name):
        assert not axe(page) + unlabelled(page) + overflowing(page), name
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)

    hand_over(crossed(wards), by=wards.here.clerk)
    page = page_at(1440)
    login(page, wards.here.clerk.person.username)
    page.goto("/tiep-nhan/")
    page.get_by_label("Tên hoặc mã thủ tục").fill(OPENED)
    page.keyboard.press("Enter")
    page.get_by_text("bản 1, từ").wait_for()
    page.locator("#part-procedure details.more summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("phuong thu")
    found = page.locator("#found-elsewhere button")
    found.first.wait_for()
    look("found")
    page.keyboard.press("ArrowDown")
    expect(found.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#id_elsewhere")).to_be_focused()
    page.keyboard.press("Enter")  # the first one found
    page.get_by_text("Tiếp nhận không phụ thuộc địa giới").wait_for()
    look("chosen")
    page.get_by_label("Số định danh, mã số thuế").fill("046190000326")
    page.get_by_label("Họ và tên, tên tổ chức").fill("Lê Văn Mẫu")
    page.keyboard.press("F9")
    page.wait_for_url("**/da-nhan/**")
    look("received")
    dossier = Dossier.objects.order_by("pk").last()
    assert (dossier.agency, dossier.desk) == (wards.there.ward, wards.here.centre)
    page.goto("/xu-ly/ban-giao/?giao=away")
    look("away")
    page = page_at(390)
    login(page, wards.there.head.person.username)
    page.goto("/xu-ly/ban-giao/")
    assert page.get_by_role("checkbox", name="Chọn hồ sơ").count() == 1
    look("here")
