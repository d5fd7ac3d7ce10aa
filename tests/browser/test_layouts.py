"""The layouts of reports in a real browser: everybody can read them; a column is worked on by the keyboard alone."""

import os

import pytest
from playwright.sync_api import expect

from motcua.reports.actions.layouts import begin_draft
from motcua.reports.models import ReportLayout
from tests import dossier_factories as make

pytestmark = pytest.mark.django_db(transaction=True)
MARCH = "?first=01/03/2026&last=31/03/2026"


def test_a_draft_is_worked_on_by_keyboard_and_every_page_is_usable(
    house, page_at, login, set_clock, axe, unlabelled, overflowing
):
    set_clock("2026-03-02T09:00")
    make.returned(house)
    begin_draft(ReportLayout.objects.get(code="II.06a"), by=house.administrator)
    page, wrong = page_at(1440), {}
    login(page, house.administrator.person.username)
    for name, path in (
        ("list", ""), ("one", "II.06a/"), ("version", "II.06a/ban/1/"), ("tried", f"II.06a/xem-thu/{MARCH}"),
        ("publish", "II.06a/ban-hanh/"), ("whole", "II.06a/nhap/chung/"), ("column", "II.06a/nhap/cot/4/"),
    ):  # fmt: skip
        page.goto(f"/so-lieu/bieu-mau/{path}")
        if folder := os.environ.get("SHOTS"):
            page.screenshot(path=f"{folder}/{name}.png", full_page=True)
        if found := [*axe(page), *unlabelled(page), *overflowing(page)]:
            wrong[name] = found
    assert wrong == {}
    page.get_by_label("Cách tính", exact=True).select_option("sum")
    expect(page.get_by_label("Cộng các cột")).to_be_visible()
    expect(page.get_by_role("link", name="Cột (4): phần cộng: chọn ít nhất một cột.")).to_be_visible()
    page.get_by_label("Cộng các cột").focus()
    page.keyboard.type("5, 6")
    page.get_by_role("button", name="Lưu").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã lưu cột.")).to_be_visible()
