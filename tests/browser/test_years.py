"""Figures over years in a real browser: everybody can read them, a file is sent and entered by the keyboard."""

import os
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from motcua.reports.actions import record_index
from tests import dossier_factories as make
from tests.factories import system
from tests.reports.past import entered, sheet

pytestmark = pytest.mark.django_db(transaction=True)


def rows_of(ward):
    return [
        {"unit": ward, "first": "2019", "received": "1.900", "settled": "1.850", "on_time": "1.700"},
        {"unit": ward, "first": "2021", "received": "2.200", "settled": "2.100", "on_time": "2.000", "late": "100",
         "open": "96"},
        {"unit": ward, "first": "2022", "received": "2.525", "settled": "2.500", "rate": "~90"},
        {"unit": ward, "first": "2010", "last": "2014", "received": "9.000", "on_time": "8.000", "open": "400"},
    ]  # fmt: skip


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_every_page_of_figures_over_years_is_usable(
    house, page_at, login, set_clock, axe, unlabelled, overflowing, width, dark
):
    set_clock("2026-03-02T09:00")
    make.returned(house), make.in_progress(house)
    set_clock("2026-04-20T09:00")
    batch = entered(house.ward, rows_of(house.ward.code), by=house.reform)
    for year, value, rank in ((2021, "45.8", 7), (2022, "63.71", 5), (2024, "71.63", 9)):
        told = {"value": Decimal(value), "rank": rank, "ranked": 9, "source": "Báo cáo thử"}
        record_index(by=system(), agency=house.ward, index="par", year=year, **told)
    page, wrong = page_at(width, dark=dark), {}
    login(page, house.reform.person.username)
    for name, path in (
        ("years", "nhieu-nam/"), ("wrong", "nhieu-nam/?periods=x"), ("files", "so-lieu-cu/"),
        ("file", f"so-lieu-cu/{batch.pk}/"), ("send", "so-lieu-cu/gui/"), ("indexes", "chi-so/"),
        ("record", "chi-so/moi/"), ("compare", "so-sanh/II.06a/"),
    ):  # fmt: skip
        page.goto(f"/so-lieu/{path}")
        if os.environ.get("SHOTS"):
            page.screenshot(path=f"{os.environ['SHOTS']}/{name}-{width}.png", full_page=True)
        if found := [*axe(page), *unlabelled(page), *overflowing(page)]:
            wrong[name] = found
    assert wrong == {}


def test_a_file_is_sent_looked_at_and_entered_by_keyboard(house, page_at, login, set_clock):
    set_clock("2026-04-20T09:00")
    page = page_at(1440)
    login(page, house.administrator.person.username)
    with page.expect_event("load"):
        page.keyboard.press("Alt+p")
    page.get_by_role("link", name="Gửi tệp").focus()
    page.keyboard.press("Enter")
    content = sheet(rows_of(house.ward.code))
    page.get_by_label("Bảng tính đã điền").set_input_files({"name": "cu.xlsx", "mimeType": "", "buffer": content})
    page.get_by_role("button", name="Xem trước").press("Enter")
    expect(page.get_by_text("không dòng nào có lỗi")).to_be_visible()
    page.get_by_role("button", name="Nhập số liệu").press("Enter")
    expect(page.get_by_text("Đã nhập. Số liệu hiện ở trang Nhiều năm.")).to_be_visible()
    expect(page.get_by_role("cell", name="600")).to_be_visible()
