"""The designer's pages for everybody: readable at every width, light and dark; the focus goes where work goes on."""

import os

import pytest
from playwright.sync_api import expect

from motcua.agencies.choices import Role
from motcua.questions.choices import Kind
from motcua.questions.designing.outline import found_at
from tests.administration.catalogues import MORNING, give, make_house, record
from tests.administration.designers import address, form_of, with_form
from tests.browser.hands import Hands
from tests.questions.forms_for_tests import ask, form

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (320, 390, 1440)
PICTURES = os.environ.get("PICTURES", "")  # a folder, to look at the pages oneself
SHOWN = {"question": "y", "is": True}
FEE = {
    "code": "f", "label": "Phí", "basis": "Biểu", "base": 1000, "if": SHOWN,
    "exemptions": [{"if": {"question": "y", "is": False}, "basis": "Miễn"}],
}  # fmt: skip


@pytest.fixture
def place(set_clock):
    """A ward with an adopted procedure, and who designs its form."""
    set_clock(MORNING)
    house = make_house()
    return house, vars(house)[Role.REFORM_OFFICER].person.username, give(house, record(1))


def whole():
    """A form with every kind of question, each asked under a condition, with stops, fees and problems."""
    asked = [
        ask("y", "yes_no", label="Có hay không", stop_if=[{"if": {"question": "y", "is": False}, "reason": "Dừng."}])
    ]
    asked += [ask(str(kind), kind, label=f"Một câu hỏi loại {kind}", show_if=SHOWN) for kind in Kind]
    asked.append(ask("late", show_if={"question": "nowhere", "is": "x"}, required={"question": "y", "is": True}))
    return form(*asked, fees=[FEE])


def test_every_state_is_readable_at_every_width_light_and_dark(page_at, login, axe, unlabelled, overflowing, place):
    house, username, found = place
    page = page_at(1440)
    login(page, username)
    wrong = []

    def look(name):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate("scrollTo(0, 0)")  # where the focus scrolled to, buttons lie half under the head of the page
            wrong.extend(f"{name} {width}: {line}" for line in (*axe(page), *unlabelled(page), *overflowing(page)))
            if PICTURES:
                page.screenshot(path=f"{PICTURES}/{name}-{width}.png")
        page.emulate_media(color_scheme="dark")
        wrong.extend(f"{name} dark: {line}" for line in axe(page))
        page.emulate_media(color_scheme="light")

    page.goto(address(found))
    look("empty")
    found = with_form(found, whole(), by=house.administrator)
    for name, at in {
        "list": address(found), "section": address(found, "section", "first"), "fee": address(found, "fee", "f"),
        "whole": address(found, "whole"), "end": address(found, "end"),
        "inner": address(found, "question", "group_name"),
        "source": address(found, "source", "text"), "late": address(found, "question", "late"),
        **{str(kind): address(found, "question", str(kind)) for kind in Kind},
    }.items():  # fmt: skip
        page.goto(at)
        look(name)
    page.get_by_role("textbox", name="Câu hỏi", exact=True).fill("")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator(".error-summary")).to_be_visible()
    look("refused")
    found = with_form(found, form(ask("a")), by=house.administrator)
    page.goto(address(found, "samples"))
    look("samples")
    assert not wrong, "\n".join(wrong)


def test_the_focus_goes_where_the_work_goes_on(page_at, login, place):
    house, username, found = place
    found = with_form(
        found, form(ask("a"), ask("b"), ask("c", show_if={"question": "a", "answered": True})), by=house.administrator
    )
    page = page_at(1440)
    login(page, username)
    page.goto(address(found, "question", "a"))
    hands = Hands(page)
    assert hands.here()["name"] == "label"

    hands.send("Alt+J")  # down: the button stays at hand, what it did is said and stands beside it
    assert (hands.here()["name"], hands.here()["value"]) == ("do", "down")
    expect(page.get_by_role("status").filter(has_text="nay là câu 2 trong 3")).to_be_visible()
    expect(page.locator(":focus")).to_have_accessible_description("Câu 2 trong 3 của phần “Phần”.")
    hands.send("Alt+K")
    assert hands.here()["value"] == "up"

    hands.write("label", "")
    hands.send("Control+Enter")
    expect(page.locator(".error-summary:focus")).to_be_visible()
    hands.keys.press("Tab")
    hands.keys.press("Enter")
    assert hands.here()["name"] == "label"
    hands.keys.type("Điều thứ nhất")
    hands.send("Control+Enter")
    expect(page.locator(":focus")).to_have_text("Điều thứ nhất")  # its line in the list

    hands.keys.press("ArrowDown")
    expect(page.locator(":focus")).to_have_text("Câu b")
    hands.send("Enter")
    hands.send("Alt+X")
    expect(page.locator(":focus")).to_have_text("Câu c")  # the neighbour
    hands.send("Alt+Z")
    assert found_at(form_of(found), "b")

    hands.keys.press("Alt+N")
    hands.keys.type("Câu mới")
    hands.to("do", "add-question")
    hands.send("Enter")
    assert (hands.here()["name"], hands.here()["value"]) == ("label", "Câu mới")

    page.keyboard.press("Escape")
    hands.to("do", "copy")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Phím tắt")
    for told in ("Tới ô thêm câu hỏi", "Đưa thẻ đang mở lên", "Hoàn tác bước cuối", "Bỏ thẻ đang mở"):
        expect(keys.get_by_text(told)).to_be_visible()


def test_everything_works_without_script(page_at, login, place):
    house, username, found = place
    found = with_form(found, form(ask("a", "choice"), ask("b")), by=house.administrator)
    page = page_at(390, script=False)
    login(page, username)
    page.goto(address(found, "question", "b"))
    page.get_by_text("Chỉ hỏi khi…").click()
    page.select_option("[name=show-q0]", "a")
    page.get_by_role("group", name="Chỉ hỏi khi").get_by_label("Giá trị").fill("B")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Chỉ hỏi khi “Câu a” là “B”.")).to_be_visible()
    assert found_at(form_of(found), "b").question["show_if"] == {"question": "a", "is": "b"}
