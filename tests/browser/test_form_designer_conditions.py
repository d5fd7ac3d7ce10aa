"""A condition of several layers made with the keyboard alone: denied, in the rows of a group, in a block, counted."""

import os

import pytest
from playwright.sync_api import expect

from motcua.agencies.choices import Role
from motcua.questions.designing.outline import found_at
from tests.administration.catalogues import MORNING, give, make_house, record
from tests.administration.designers import address, form_of, with_form
from tests.browser.hands import Hands
from tests.questions.forms_for_tests import ask, form

pytestmark = pytest.mark.django_db(transaction=True)
PICTURES = os.environ.get("PICTURES", "")
SAME_ROW = {"all": [{"question": "grown", "is": True}, {"not": {"question": "kid", "is": "An"}}]}
WANTED = {
    "all": [
        {"not": {"any_row": "kids", "where": SAME_ROW}},
        {"any": [{"count": "kids", "at_least": 2}, {"question": "y", "is": True}]},
    ]
}
TOLD = (
    "không phải (có hàng của “Các con” mà (“Đã lớn” là có và không phải (“Tên con” là An))) và "
    "(“Các con” có số hàng ít nhất là 2 hoặc “Có vợ” là có)"
)


class Maker(Hands):
    """Fills in the lines of a condition."""

    def asked(self, number: int, code: str) -> None:
        self.choose(f"show-q{number}", code)
        self.page.wait_for_selector(f"[id='show-{number}'][data-of='{code}']")

    def more(self) -> None:
        self.to("do", "more:show")
        self.send("Enter")


@pytest.mark.parametrize("made_before", [False, True])
def test_every_layer_is_made_and_changed_by_the_keyboard(
    page_at, login, set_clock, axe, unlabelled, overflowing, made_before
):
    set_clock(MORNING)
    house = make_house()
    found = give(house, record(1))
    kids = ask(
        "kids",
        "group",
        label="Các con",
        questions=[ask("kid", label="Tên con"), ask("grown", "yes_no", label="Đã lớn")],
    )
    last = ask("b", label="Câu cuối", **({"show_if": WANTED} if made_before else {}))
    found = with_form(found, form(kids, ask("y", "yes_no", label="Có vợ"), last), by=house.administrator)
    page = page_at(1440)
    login(page, vars(house)[Role.REFORM_OFFICER].person.username)
    page.goto(address(found, "question", "b"))
    hands = Maker(page)
    if made_before:
        hands.choose("show-join", "not_any")
        hands.send("Control+Enter")
        assert found_at(form_of(found), "b").question["show_if"] == {
            "not": {"any": [WANTED["all"][0], {"all": WANTED["all"][1]["any"]}]}
        }
        return
    hands.unfold("Chỉ hỏi khi")
    hands.asked(0, "grown")
    hands.choose("show-s0", "no_row")
    hands.choose("show-c0", "is")
    hands.choose("show-v0", "true")
    hands.more()
    hands.asked(1, "kid")
    hands.choose("show-s1", "same")
    hands.choose("show-c1", "is")
    hands.write("show-v1", "An")
    hands.to("show-n1")
    hands.keys.press("Space")
    hands.asked(2, "kids")
    hands.choose("show-c2", "count_at_least")
    hands.write("show-v2", "2")
    hands.choose("show-b2", "A")
    hands.asked(3, "y")
    hands.choose("show-c3", "is")
    hands.choose("show-v3", "true")
    hands.choose("show-b3", "A")
    wrong = []
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        wrong += [f"{width}: {line}" for line in (*axe(page), *unlabelled(page), *overflowing(page))]
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/condition-{width}.png", full_page=True)
    page.emulate_media(color_scheme="dark")
    wrong += [f"dark: {line}" for line in axe(page)]
    assert wrong == []
    page.emulate_media(color_scheme="light")
    hands.send("Control+Enter")
    assert found_at(form_of(found), "b").question["show_if"] == WANTED
    expect(page.get_by_text(TOLD).first).to_be_visible()
    expect(page.get_by_role("heading", name="Không còn lỗi")).to_be_visible()
