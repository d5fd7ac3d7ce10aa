"""The result goes back: the clerk scans the slip, hands over, and the citizen's own page says so."""

import pytest

from tests import dossier_factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(transactional_db):
    return make.make_house()


def test_the_clerk_hands_back_by_keyboard_from_the_slip(house, page_at, login):
    dossier = make.at_the_desk(house)
    page = page_at(1440)
    login(page, house.clerk.person.username)
    page.goto("/xu-ly/")
    page.focus("#scan")
    page.keyboard.type(f"https://motcua.example/t/{dossier.tracking_token}")  # the QR code, read by a scanner
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/ho-so/{dossier.code}/")
    page.keyboard.press("t")
    page.wait_for_url("**/viec/return-result/**")
    assert page.input_value("[name=receiver]") == "Trần Thị Mẫu"
    page.keyboard.press("Control+A")
    page.keyboard.type("Trần Văn Con")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".dhead:has-text('Đã trả kết quả')")
    assert "cho Trần Văn Con" in page.inner_text("main")
    citizen = page_at(390, path=f"/t/{dossier.tracking_token}")
    assert "Đã trả kết quả" in citizen.inner_text("h2 >> nth=0")


def test_a_late_result_goes_back_all_the_same(house, page_at, login, set_clock):
    set_clock("2026-02-02T09:00+07:00")
    dossier = make.at_the_desk(house)
    set_clock("2026-06-01T09:00+07:00")
    page = page_at(390)
    login(page, house.clerk.person.username)
    page.goto(f"/xu-ly/ho-so/{dossier.code}/viec/return-result/")
    page.click("button:has-text('Trả kết quả')")
    page.wait_for_selector(".dhead:has-text('Đã trả kết quả')")
