"""The counter with a real browser: by keyboard alone, counted; at phone and desk, light and dark; without script."""

from typing import Any

import pytest
from playwright.sync_api import Page

from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier
from motcua.procedures.facts import Setting
from motcua.procedures.importers.office import adopt_all
from tests.dossier_factories import FACTS, at_the_desk, make_house
from tests.factories import SINCE, system

pytestmark = pytest.mark.django_db(transaction=True)

PHONE, DESK = 390, 1440
LOOKS = [(PHONE, False), (PHONE, True), (DESK, False), (DESK, True)]
MOST_PRESSES = 45
BIRTH = {
    "code": "9.000193", "name": "Đăng ký khai sinh cho trẻ em có cha hoặc mẹ đang cư trú tại địa bàn", "field": "F1",
    "division": "culture", "results": ["Giấy khai sinh"], "limit_from": "own", "route": {"base": "standard"},
    "cases": {"a": "Đúng hạn, có giấy chứng sinh", "b": "Quá hạn, không có giấy chứng sinh"},
    "limits": [{"unit": "working_day", "amount": 1}, {"unit": "working_day", "amount": 5, "case": "b"}],
    "fees": [
        {"name": "Lệ phí đăng ký khai sinh đúng hạn", "kind": "charge", "amount": 0, "case": "a"},
        {"name": "Lệ phí đăng ký khai sinh quá hạn", "kind": "charge", "amount": 5_000, "case": "b"},
        {"name": "Bản sao trích lục", "kind": "fee", "amount": 8_000},
    ],
    "papers": [
        {"name": "Tờ khai đăng ký khai sinh theo mẫu", "originals": 1},
        {"name": "Giấy chứng sinh do cơ sở y tế nơi trẻ em được sinh ra cấp", "originals": 1, "copies": 1, "case": "a"},
        {"name": "Văn bản của người làm chứng xác nhận về việc sinh", "originals": 1, "case": "b"},
        {"name": "Văn bản ủy quyền, nếu đi thay", "originals": 1, "required": False},
    ],
}  # fmt: skip


@pytest.fixture
def house():
    found = make_house()
    setting = Setting(office=found.ward.code, divisions={"culture": found.division.code}, partners={})
    adopt_all(FACTS | {"procedures": [BIRTH]}, office=found.ward, setting=setting, valid_from=SINCE, by=system())
    return found


class Keyboard:
    """Types values freely and counts every other press."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def value(self, text: str) -> None:
        self.page.keyboard.type(text)

    def press(self, key: str, *, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
            self.presses += 1

    def focus_is_on(self, selector: str) -> None:
        self.page.wait_for_function("s => document.activeElement?.matches(s)", arg=selector)


@pytest.fixture
def at_counter(page_at, login, house):
    """`at_counter(390)`: the clerk's page, logged in."""

    def come(width: int = DESK, **options: Any) -> Page:
        page = page_at(width, **options)
        login(page, house.clerk.person.username)
        page.goto("/tiep-nhan/")
        return page

    return come


def fill_in(page: Page, *, case: bool = True) -> None:
    """A birth to be registered, up to the last press."""
    page.fill("#id_q", "khai sinh")
    page.wait_for_selector("#found button")
    page.press("#id_q", "Enter")
    page.wait_for_selector("#id_case_0")
    if case:
        page.check("#id_case_0")
        page.wait_for_selector("#paper-rows tr:nth-child(3)")
    page.fill("#id_a-identity_number", "046190000318")
    page.fill("#id_a-name", "Trần Thị Mẫu")
    page.fill("#id_a-phone", "0912 345 274")


def test_from_the_empty_page_to_the_receipt_by_keyboard(at_counter):
    page = at_counter()
    hands = Keyboard(page)
    hands.focus_is_on("#id_q")
    hands.value("dang ky khai sinh")
    hands.press("Enter")
    hands.focus_is_on("[name=case]")
    hands.press("Space")
    page.wait_for_selector("#paper-rows tr:nth-child(3)")
    hands.press("Alt+3")
    hands.focus_is_on("#id_a-identity_number")
    hands.value("046190000318")
    hands.press("Enter")
    hands.focus_is_on("#id_a-name")
    hands.value("Trần Thị Mẫu")
    hands.press("Enter")
    hands.value("0912345274")
    hands.press("Enter")
    hands.value("12 Kim Trà, tổ dân phố 4")
    hands.press("F9")
    page.wait_for_url("**/da-nhan/**")
    dossier = Dossier.objects.get()
    assert dossier.state == State.RECEIVED
    assert dossier.case == "a"
    assert [paper.originals for paper in dossier.papers.all()] == [1, 1]
    assert dossier.applicant.address == "12 Kim Trà, tổ dân phố 4"
    assert dossier.code in page.inner_text("main")
    assert hands.presses <= MOST_PRESSES
    print(f"key presses besides values: {hands.presses}")
    hands.press("N")
    hands.focus_is_on("#id_q")


def test_without_cases_the_hand_goes_on_to_the_applicant(at_counter):
    page = at_counter()
    hands = Keyboard(page)
    hands.value("9.000001")
    hands.press("Enter")
    hands.focus_is_on("#id_a-identity_number")
    hands.press("Alt+1")
    hands.value("không có thủ tục này")
    hands.press("Enter")
    page.wait_for_selector("#part-procedure .error")
    hands.focus_is_on("#id_q")


def test_everything_of_the_page_can_be_reached_by_keyboard(at_counter):
    """The long way: every part visited, a paper left out, a row added, somebody else hands in, the warning read."""
    page = at_counter()
    hands = Keyboard(page)
    hands.value("khai sinh")
    page.wait_for_selector("#found button")
    hands.press("ArrowDown")
    hands.focus_is_on("#found button")
    hands.press("Enter")
    hands.focus_is_on("[name=case]")
    hands.press("ArrowDown")
    page.wait_for_selector("text=5 ngày làm việc", state="attached")
    hands.press("Alt+3")
    hands.value("046190000318")
    hands.press("Enter")
    hands.focus_is_on("#id_a-name")
    hands.value("Trần Thị Mẫu")
    hands.press("Alt+4")
    hands.press("ArrowDown")
    hands.focus_is_on("[name=p1-taken], [name=p0-taken]")
    hands.press("Space")
    hands.press("Alt+G")
    hands.focus_is_on("[name=p3-name]")
    hands.value("Ảnh chân dung")
    hands.press("F9")
    page.wait_for_selector(".banner:has-text('Chưa có')")
    hands.press("F9")
    page.wait_for_url("**/da-nhan/**")
    assert "Ảnh chân dung" in [paper.name for paper in Dossier.objects.get().papers.all()]
    assert hands.presses <= MOST_PRESSES


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_every_state_of_the_counter_can_be_used_by_everybody(
    at_counter, house, axe, unlabelled, overflowing, width, dark
):
    page, seen = at_counter(width, dark=dark), []

    def look() -> None:
        seen.append(axe(page) + unlabelled(page) + overflowing(page))

    look()
    page.fill("#id_q", "thủ tục")
    page.wait_for_selector("#found button")
    look()
    fill_in(page)
    page.check("[name=differs]")
    look()
    page.fill("#id_a-phone", "0905 318 27")
    page.press("#id_a-phone", "F9")
    page.wait_for_selector(".error-summary")
    look()
    page.uncheck("[name=differs]")
    page.fill("#id_a-phone", "0905 318 274")
    page.uncheck("[name=p1-taken]")
    page.press("#id_a-phone", "F9")
    page.wait_for_selector(".banner:has-text('Chưa có')")
    look()
    page.keyboard.press("Alt+B")
    look()
    page.keyboard.press("Escape")
    page.keyboard.press("F9")
    page.wait_for_url("**/da-nhan/**")
    look()
    dossier = at_the_desk(house)
    for path in ("tra-ket-qua/", f"tra-ket-qua/{dossier.code}/", "ban-nhap/"):
        page.goto(f"/tiep-nhan/{path}")
        look()
    assert seen == [[]] * len(seen)


def test_typing_on_while_the_page_learns_of_the_case_loses_nothing(at_counter):
    page = at_counter()
    fill_in(page, case=False)
    page.evaluate("document.querySelector('#id_case_0').click()")
    page.fill("#id_a-address", "12 Kim Trà")
    page.wait_for_selector("#paper-rows tr:nth-child(3)")
    assert page.input_value("#id_a-address") == "12 Kim Trà"
    assert page.input_value("#id_a-name") == "Trần Thị Mẫu"


def test_two_presses_at_once_make_one_dossier(at_counter):
    page = at_counter()
    fill_in(page)
    page.evaluate("document.querySelectorAll('[value=receive]').forEach(b => { b.click(); b.click(); b.click(); })")
    page.wait_for_url("**/da-nhan/**")
    assert Dossier.objects.count() == 1


def test_without_script_the_counter_works_too(at_counter):
    page = at_counter(script=False)
    page.fill("#id_q", "khai sinh")
    page.fill("#id_a-name", "Trần Thị Mẫu")
    page.press("#id_q", "Enter")
    page.check("#id_case_0")
    page.click("button:has-text('Cập nhật giấy tờ')")
    assert page.locator("#paper-rows tr").count() == 3
    assert page.input_value("#id_a-name") == "Trần Thị Mẫu"
    page.click("button:has-text('Thêm giấy tờ')")
    page.fill("[name=p3-name]", "Ảnh chân dung")
    page.click("[value=receive]")
    page.wait_for_url("**/da-nhan/**")
    assert Dossier.objects.get().papers.count() == 3


def test_a_result_is_handed_back_by_scanner_and_one_key(at_counter, house):
    dossier = at_the_desk(house)
    page = at_counter()
    page.goto("/tiep-nhan/tra-ket-qua/")
    page.focus("main [name=q]")
    page.keyboard.type(dossier.code)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tra-ket-qua/{dossier.code}/")
    page.keyboard.press("F9")
    page.wait_for_url("**/tra-ket-qua/")
    dossier.refresh_from_db()
    assert (dossier.state, dossier.returned_to) == (State.RETURNED, "Trần Thị Mẫu")
