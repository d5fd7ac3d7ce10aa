"""A form walked through in a real browser: usable by everybody, on a phone, in the dark, without scripts."""

import json
import os
from pathlib import Path

import house
import pytest
from playwright.sync_api import expect

from motcua.agencies.choices import Role
from tests.factories import make_post
from tests.questions.forms_for_tests import ask, form

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = os.environ.get("PICTURES", "")  # a folder: keep what the pages look like
FORMS = house.ROOT / "demo" / "forms"
PLACE = "/bieu-mau/thu/"


def give(page, path):
    page.goto(PLACE)
    page.get_by_label("Tệp biểu mẫu").set_input_files(path)
    page.get_by_role("button", name="Kiểm tra và xem thử").click()


def go_on(page):
    page.get_by_role("button", name="Tiếp tục").click()


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, False), (390, True)])
def test_the_pages_can_be_used_by_everybody(
    transactional_db, page_at, login, axe, unlabelled, overflowing, width, dark, tmp_path
):
    wrong = {}

    def look(name):
        if found := axe(page) + unlabelled(page) + overflowing(page):
            wrong[name] = found
        if PICTURES and not dark:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)

    page = page_at(width, dark=dark)
    login(page, make_post(Role.ADMINISTRATOR).person.username)
    page.goto(PLACE)
    look("begin")
    broken = tmp_path / "broken.json"
    broken.write_text('{"format": "motcua-form", "version": 1, "code": "A", "title": "", "sections": []}')
    give(page, broken)
    look("problems")
    give(page, FORMS / "birth.json")
    go_on(page)
    look("errors")
    page.get_by_role("group", name="Trẻ đã được").get_by_label("Không").check()
    page.get_by_role("group", name="Cha hoặc mẹ").get_by_label("Không").check()
    go_on(page)
    look("asker")
    page.get_by_label("Hộ chiếu").check()
    go_on(page)
    look("asker-errors")
    give(page, FORMS / "birth.json")
    page.get_by_role("group", name="Trẻ đã được").get_by_label("Có").check()
    go_on(page)
    look("stop")
    give(page, FORMS / "certified_copies.json")
    page.locator("input[name=page]").evaluate("input => { input.value = 99 }")
    page.locator("input[name=answers]").evaluate(
        "(input, text) => { input.value = text }", (FORMS / "certified_copies.answers.json").read_text()
    )
    page.get_by_role("button", name="Tiếp tục").evaluate("button => { button.value = 'to-2' }")
    go_on(page)
    look("rows")
    go_on(page)
    look("end")
    assert wrong == {}


def test_rows_and_questions_that_come_up_need_no_script(transactional_db, page_at, login, tmp_path):
    data = tmp_path / "form.json"
    kid = ask("kid", label="Họ tên con", required=True)
    has = {"question": "has", "is": True}
    kids = ask("kids", "group", row_label="Con", questions=[kid], show_if=has)
    data.write_text(json.dumps(form(ask("has", "yes_no", label="Có con không", required=True), kids)))
    page = page_at(390, script=False)
    login(page, make_post(Role.ADMINISTRATOR).person.username)
    give(page, data)
    page.get_by_label("Có", exact=True).check()
    go_on(page)
    page.get_by_role("button", name="Thêm con").click()
    page.get_by_label("Họ tên con").fill("Trần Bé")
    page.get_by_role("button", name="Thêm con").click()
    page.get_by_role("button", name="Bỏ con 2").click()
    go_on(page)
    expect(page.get_by_role("heading", name="Kiểm tra trước khi nộp")).to_be_visible()
    expect(page.get_by_text("Trần Bé")).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (320, False), (390, True)])
def test_the_pages_in_english_can_be_used_by_everybody(
    transactional_db, page_at, login, axe, unlabelled, overflowing, width, dark
):
    wrong = {}

    def look(name):
        if found := axe(page) + unlabelled(page) + overflowing(page):
            wrong[name] = found
        if PICTURES and not dark:
            page.screenshot(path=Path(PICTURES) / f"english-{name}-{width}.png", full_page=True)

    page = page_at(width, dark=dark)
    login(page, make_post(Role.ADMINISTRATOR).person.username)
    give(page, FORMS / "marital_status.json")
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="Applicant").wait_for()
    look("begin")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Not yet: something must be corrected").wait_for()
    look("errors")
    page.goto(PLACE)
    page.get_by_label("Tệp biểu mẫu").set_input_files(FORMS / "certified_copies.json")
    page.get_by_label("Tệp câu trả lời mẫu").set_input_files(FORMS / "certified_copies.answers.json")
    page.get_by_role("button", name="Kiểm tra và xem thử").click()
    page.get_by_role("button", name="English").click()
    page.get_by_role("heading", name="Check before you send").wait_for()
    look("end")
    page.get_by_role("button", name="Change Papers to certify").click()
    page.get_by_role("button", name="Add paper").wait_for()
    look("rows")
    assert wrong == {}
