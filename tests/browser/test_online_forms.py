"""The online form of an adoption in a real browser: brought in, looked through, tried, on a phone and at the desk."""

import os
from datetime import date
from pathlib import Path

import house
import pytest
from playwright.sync_api import expect

from motcua.agencies.choices import Role
from motcua.procedures.actions.adopt import change_draft
from motcua.procedures.actions.publish import publish
from tests.administration.catalogues import MORNING, give, make_house, record
from tests.factories import system
from tests.questions.forms_for_tests import ask, form

PICTURES = os.environ.get("PICTURES", "")
FORMS = house.ROOT / "demo" / "forms"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ward(set_clock):
    set_clock(MORNING)
    made = make_house()
    found = give(made, record(1, name="Cấp giấy xác nhận tình trạng hôn nhân"))
    broken = give(made, record(2))
    wrong = form(ask("name", show_if={"question": "nobody", "is": "x"}), ask("proof", "file", paper="Thẻ"))
    change_draft(broken, by=system(), draft=broken.draft | {"form": wrong})
    online = give(made, record(3))
    whole = form(ask("name", label="Họ tên", required=True), ask("proof", "file", label="Đơn", paper="Đơn đề nghị"))
    change_draft(online, by=system(), draft=online.draft | {"form": whole, "online_level": "full"})
    publish(online, by=system(), valid_from=date(2026, 5, 1))
    return vars(made)[Role.ADMINISTRATOR].person.username, f"/quan-tri/thu-tuc/{found.pk}/", broken.pk, online.pk


@pytest.mark.parametrize(("width", "dark"), [(390, True), (1440, False), (390, False)])
def test_the_pages_can_be_used_by_everybody(page_at, login, axe, unlabelled, overflowing, ward, width, dark):
    username, place, broken, online = ward
    wrong = {}
    page = page_at(width, dark=dark)

    def look(name):
        if found := axe(page) + unlabelled(page) + overflowing(page):
            wrong[name] = found
        if PICTURES and not dark:
            page.screenshot(path=Path(PICTURES) / f"form-{name}-{width}.png", full_page=True)

    def go(name):
        with page.expect_event("load"):
            page.get_by_role("link", name=name).click()

    login(page, username)
    page.goto(f"{place}bieu-mau/")
    look("none")
    go("Nhập tệp")
    look("import")
    page.get_by_label("Tệp biểu mẫu").set_input_files(FORMS / "marital_status.json")
    page.get_by_role("button", name="Nhập").click()
    page.get_by_role("heading", name="Biểu mẫu của bản thảo").wait_for()
    look("page")
    page.get_by_label("Tệp câu trả lời mẫu").set_input_files(FORMS / "marital_status.answers.json")
    page.get_by_role("button", name="Thử", exact=True).click()
    page.get_by_role("heading", name="Kiểm tra trước khi nộp").wait_for()
    look("tried")
    with page.expect_event("load"):
        page.get_by_role("button", name="Đổi").first.click()
    expect(page.get_by_text("trang 1 / ")).to_be_visible()
    go("Về biểu mẫu điện tử")
    go("Xem thử từng trang")
    look("trial")
    page.goto(f"{place}ban-hanh/")
    look("publish")
    page.goto(place)
    look("adoption")
    page.goto(f"{place}bieu-mau/bo/")
    look("out")
    page.goto(f"/quan-tri/thu-tuc/{broken}/bieu-mau/")
    look("broken")
    page.goto(f"/quan-tri/thu-tuc/{online}/ban/2/")
    look("edition")
    page.goto(f"/quan-tri/thu-tuc/{online}/so-sanh/?trai=1&phai=2")
    look("compare")
    assert wrong == {}
