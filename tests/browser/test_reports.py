"""A report in a real browser: everybody can read it, a number is opened and left again by the keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests import dossier_factories as make
from tests.factories import make_post
from tests.figures.test_causes import drawn_wrong
from tests.reports.test_facts_of_lives import received_by_paper

pytestmark = pytest.mark.django_db(transaction=True)
MARCH = "?first=01/03/2026&last=31/03/2026"


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_every_page_of_a_report_is_usable(house, page_at, login, set_clock, axe, unlabelled, overflowing, width, dark):
    set_clock("2026-03-02T09:00")
    make.returned(house), make.in_progress(house), make.waiting(house), make.withdrawn(house)
    drawn_wrong(house.administrator)
    set_clock("2026-03-20T09:00")
    received_by_paper(house, make_post("receptionist", agency=house.centre, title="Trưởng bộ phận"))
    page, wrong = page_at(width, dark=dark), {}
    login(page, house.leader.person.username)
    for name, path in (
        ("all", "bao-cao/"), ("now", "bao-cao/II.06a/"), ("month", f"bao-cao/II.06a/{MARCH}"),
        ("rows", f"bao-cao/II.06a/o/13/{MARCH}"), ("none", "bao-cao/II.06a/?first=01/01/2025&last=31/01/2025"),
        ("wrong", "bao-cao/II.06a/?first=02/03/2026&last=01/03/2026"), ("home", MARCH), ("held", "ho-so/?which=late"),
        ("later", "bao-cao/II.06a/?first=01/02/2026&last=28/02/2026&known=20/03/2026"),
        ("red", f"bao-cao/DP.01/{MARCH}"), ("why", f"bao-cao/DP.01/vi-sao-sai/4/{MARCH}"),
    ):  # fmt: skip
        page.goto(f"/so-lieu/{path}")
        if found := [*axe(page), *unlabelled(page), *overflowing(page)]:
            wrong[name] = found
    assert wrong == {}


def test_a_number_opens_by_keyboard_and_leads_back(house, page_at, login, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.in_progress(house)
    set_clock("2026-03-20T09:00")
    page = page_at(1440)
    login(page, house.leader.person.username)
    with page.expect_event("load"):
        page.keyboard.press("Alt+r")
    expect(page.get_by_role("heading", level=1)).to_have_text("Số liệu")
    page.get_by_role("link", name="Quá hạn chưa xong 1").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=dossier.code.rsplit("-", 2)[-2])).to_be_visible()
    page.get_by_role("link", name="Về trang số liệu").focus()
    page.keyboard.press("Enter")
    page.get_by_role("navigation", name="Các trang số liệu").get_by_role("link", name="Báo cáo").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="II.06a").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Kỳ chưa hết")).to_be_visible()
    page.get_by_role("link", name="Tổng cộng, số lượng hồ sơ đang giải quyết, quá hạn: 1 hồ sơ").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Số lượng hồ sơ đang giải quyết: Quá hạn")
    expect(page.get_by_role("link", name=dossier.code.rsplit("-", 2)[-2])).to_be_visible()
    page.get_by_role("link", name="Về báo cáo II.06a").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tình hình, kết quả giải quyết thủ tục hành chính")
