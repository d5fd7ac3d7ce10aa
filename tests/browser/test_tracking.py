"""A citizen follows a dossier on a phone: by code, by the link of the slip, with and without script."""

import pytest
from playwright.sync_api import expect

from motcua.dossiers.actions import intake
from tests import dossier_factories as make

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, DESK = 390, 1440
LOOKS = [(PHONE, False), (PHONE, True), (DESK, False), (DESK, True)]


@pytest.fixture
def house(transactional_db):
    return make.make_house()


def test_by_code_and_four_digits_without_script(house, page_at):
    dossier = make.waiting(house)
    page = page_at(PHONE, path="/", script=False)
    page.fill("[name=code]", dossier.code)
    page.fill("[name=check]", "0000")
    page.click("button:has-text('Xem tiến độ')")
    assert "Không tìm thấy hồ sơ" in page.inner_text(".error-summary")
    assert page.input_value("[name=code]") == dossier.code
    page.fill("[name=check]", "5274")
    page.keyboard.press("Enter")
    assert page.inner_text("#k1") == "Bạn cần bổ sung giấy tờ"
    assert "Bản vẽ" in page.inner_text("main")
    assert "Trần Thị Mẫu" not in page.content()


def test_by_the_link_of_the_slip_with_the_day_explained(house, page_at):
    dossier = make.in_progress(house)
    page = page_at(PHONE, path=f"/t/{dossier.tracking_token}")
    assert page.inner_text("#k1").startswith("Hẹn trả")
    expect(page.locator("text=Thời hạn 10 ngày làm việc")).to_be_hidden()
    page.click("summary")
    expect(page.locator("text=Thời hạn 10 ngày làm việc")).to_be_visible()
    assert page.get_attribute(".route .is-now", "aria-current") == "step"


def every_page(house, set_clock) -> list[str]:
    set_clock("2026-02-02T09:00+07:00")
    late = make.in_progress(house)
    set_clock("2026-03-09T09:00+07:00")
    dossiers = [late, intake.refuse(make.submitted(house), by=house.clerk, reason="Không thuộc thẩm quyền")]
    states = ("submitted", "in_progress", "waiting", "at_the_desk", "returned")
    dossiers += [getattr(make, state)(house) for state in states]
    return ["/", "/tra-cuu/", "/t/khong-co-ma-nay", *(f"/t/{dossier.tracking_token}" for dossier in dossiers)]


def visited(page, addresses, look) -> dict[str, list[str]]:
    complaints = {}
    for address in addresses:
        page.goto(address)
        if found := look(page):
            complaints[address] = found
    page.goto("/tra-cuu/")
    page.click("button:has-text('Xem tiến độ')")
    page.wait_for_selector(".error-summary")
    return complaints | ({"errors": found} if (found := look(page)) else {})


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_every_page_for_citizens_can_be_used_by_everybody(house, page_at, axe, unlabelled, set_clock, width, dark):
    page = page_at(width, dark=dark)
    assert visited(page, every_page(house, set_clock), lambda page: axe(page) + unlabelled(page)) == {}


@pytest.mark.parametrize("script", [True, False])
def test_the_smallest_phone_never_scrolls_sideways(house, page_at, overflowing, set_clock, script):
    page = page_at(320, script=script)
    assert visited(page, every_page(house, set_clock), overflowing) == {}
