"""The service index in a real browser: everybody can read it, a number is opened and left again by the keyboard."""

import pytest
from playwright.sync_api import expect

from tests import dossier_factories as make

pytestmark = pytest.mark.django_db(transaction=True)
HOME, MARCH = "/so-lieu/chi-so-766/", "?first=01/03/2026&last=31/03/2026"


def test_the_service_index_is_usable_and_its_numbers_open(
    house, page_at, login, set_clock, axe, unlabelled, overflowing
):
    set_clock("2026-03-02T09:00")
    make.returned(house), make.in_progress(house)
    set_clock("2026-03-20T09:00")
    wrong = {}
    for width, dark in ((1440, False), (390, True)):
        page = page_at(width, dark=dark)
        login(page, house.reform.person.username)
        for path in ("", "1.3/thieu/", "thu-tuc/", "dien-bien/", "thu-hang/", "cong-thuc/", "cong-thuc/ban-hanh/"):
            page.goto(f"{HOME}{path}{MARCH}")
            if found := [*axe(page), *unlabelled(page), *overflowing(page)]:
                wrong[f"{width} {path}"] = found
    assert wrong == {}
    page = page_at(1440)
    login(page, house.reform.person.username)
    page.goto(f"{HOME}{MARCH}")
    page.get_by_role("link", name="2.1 Hồ sơ giải quyết đúng hạn, chưa đạt: 1").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("2.1 Hồ sơ giải quyết đúng hạn: chưa đạt")
    page.get_by_role("link", name="Về chỉ số 766").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bộ chỉ số phục vụ người dân, doanh nghiệp")
