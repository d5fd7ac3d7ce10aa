"""A route of twelve steps, three of them side by side, built in the browser with the keyboard alone."""

from typing import Any

import pytest
from playwright.sync_api import expect

from motcua.agencies.choices import Kind, Role
from motcua.procedures.actions.routing import change_route
from motcua.procedures.models import Adoption
from motcua.procedures.routes import Route
from tests.administration.catalogues import MORNING, give, make_house, record
from tests.administration.route_designers import address, route_of
from tests.browser.hands import Hands
from tests.factories import make_agency, system

pytestmark = pytest.mark.django_db(transaction=True)
DESK = 1440
BEFORE = [
    ("Tiếp nhận hồ sơ", "step", "receptionist", "desk"), ("Phân công", "step", "head_of_division", "division"),
    ("Thẩm định, gửi lấy ý kiến", "step", "specialist", "division"),
    ("Trưởng phòng kiểm tra", "step", "head_of_division", "division"), ("Ký giấy phép", "signing", "leader", "office"),
    ("Vào sổ, đóng dấu", "step", "registry_clerk", "office"), ("Nộp lệ phí", "payment", "cashier", "desk"),
    ("Trả kết quả", "step", "receptionist", "desk"),
]  # fmt: skip


class Designer(Hands):
    """Draws a route, as one who has it on paper beside the keyboard."""

    def step(self, name: str, kind: str, role: str, at: str) -> None:
        self.keys.press("Alt+N")
        self.write("name", name)
        self.choose("kind", kind)
        self.to("do", "add")
        self.send("Enter")
        self.fill(role, at, payment=kind == "payment")

    def fill(self, role: str, at: str, *, payment: bool = False) -> None:
        """The open card: its post, place and half an hour."""
        self.choose("role", role)
        self.choose("at", at)
        if not payment:
            self.write("amount", "30")
            self.choose("unit", "minute")
        self.send("Control+Enter")

    def go(self, arrow: str, name: str) -> None:
        """In the list, from a card's line to another by the arrows, and open it."""
        for _ in range(30):
            if name in self.here()["text"]:
                break
            self.keys.press(arrow)
        self.send("Enter")

    def legs(self, *places: str) -> None:
        self.unfold("Chặng song song")
        for number, place in enumerate(places, start=1):
            self.choose(f"leg{number}", place)
        self.to("do", "legs")
        self.send("Enter")


def test_a_route_of_twelve_steps_is_built_with_the_keyboard_alone(page_at, login, set_clock):
    set_clock(MORNING)
    house: Any = make_house()
    found = give(house, record(1))
    places = []
    for name in ("Công an phường", "Quân sự phường"):
        places.append(f"agency:{make_agency(parent=house.ward, kind=Kind.DIVISION, name=name).code}")
    change_route(Adoption.objects.get(pk=found.pk), by=system(), route=Route("moi", ()))
    page = page_at(DESK)
    login(page, vars(house)[Role.REFORM_OFFICER].person.username)
    page.goto(address(found))
    hands = Designer(page)
    for each in BEFORE:
        hands.step(*each)
    hands.go("ArrowUp", "Thẩm định, gửi lấy ý kiến")
    hands.legs(*places, "commune")
    for name in ("Công an phường", "Quân sự phường", "Xã, phường của người nộp", "Tổng hợp kết quả"):
        if name != "Công an phường":  # the first leg stands open already
            hands.go("ArrowDown", name)
        hands.write("amount", "30")
        hands.choose("unit", "minute")
        hands.send("Control+Enter")

    route = route_of(found)
    assert len(route.steps) == 12
    assert len(route.step("b3").split.to) == 3
    expect(page.get_by_text("Chạy được trên lịch")).to_be_visible()
