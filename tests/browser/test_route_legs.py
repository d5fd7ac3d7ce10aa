"""Parallel legs in a real browser: opened by keyboard, told beside the step while typing, readable for everybody."""

import os

import pytest

from motcua.agencies.choices import Kind, Role
from tests.administration.catalogues import MORNING, give, make_house, record
from tests.factories import make_agency

PHONE, DESK = 390, 1440
PICTURES = os.environ.get("PICTURES", "")  # a folder, to look at the pages oneself

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(set_clock):
    """Who edits a route, and where."""
    set_clock(MORNING)
    house = make_house()
    make_agency(name="Công an phường", short_name="Công an phường", parent=house.ward, kind=Kind.DIVISION)
    found = give(house, record(1))
    return vars(house)[Role.ADMINISTRATOR].person.username, f"/quan-tri/thu-tuc/{found.pk}/sua/quy-trinh/"


def test_legs_are_opened_by_keyboard_and_tried_while_they_are_typed(
    page_at, axe, unlabelled, overflowing, login, place
):
    username, address = place
    page = page_at(DESK)
    login(page, username)
    page.goto(address)
    page.select_option("select[name=new-kind]", "legs")
    page.select_option("select[name=new-after]", "2")
    page.get_by_role("button", name="Thêm bước", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Nhánh 3a").wait_for()
    assert "không có cơ quan hoặc không có bước" in page.locator("#bao-legs-0").inner_text()

    page.select_option("select[name=legs-0-agency]", label="Công an phường")
    page.locator("#bao-legs-0", has_text="không có cơ quan").wait_for(state="detached")
    inner = page.locator("section[aria-labelledby=nhanh-3a] section").first
    inner.get_by_label("Đơn vị tính").select_option("working_day")
    inner.get_by_label("Thời gian").fill("9")
    page.keyboard.press("Tab")
    page.locator("#bao-rows-2", has_text="vượt thời hạn 5 ngày làm việc").wait_for(state="attached")

    wrong = []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{width}: {line}" for line in (*axe(page), *unlabelled(page), *overflowing(page))]
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/nhanh-{width}.png", full_page=True)
    assert not wrong, "\n".join(wrong)

    page.get_by_role("button", name="Thêm nhánh vào bước 3").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Nhánh 3b").wait_for()
    page.select_option("select[name=legs-1-agency]", index=1)
    page.get_by_label("Chia lại thời gian").check()
    page.get_by_role("button", name="Lưu bản thảo").first.click()
    page.wait_for_url("**/quan-tri/thu-tuc/*/")
    assert "3a.1. Nhánh mới: Cho ý kiến" in page.content()
