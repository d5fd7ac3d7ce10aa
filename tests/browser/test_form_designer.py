"""The birth form built in the browser with the keyboard alone, and the designer's pages for everybody's eyes."""

import json
import os
from typing import Any

import house
import pytest
from playwright.sync_api import expect

from motcua.agencies.choices import Role
from motcua.procedures.actions.adopt import change_draft
from motcua.questions.choices import Kind
from motcua.questions.interchange import ordered
from tests.administration.catalogues import MORNING, give, make_house, record
from tests.administration.designers import address, form_of
from tests.browser.hands import Hands

pytestmark = pytest.mark.django_db(transaction=True)
PHONE, DESK = 390, 1440
PICTURES = os.environ.get("PICTURES", "")  # a folder, to look at the pages oneself
BIRTH = json.loads((house.ROOT / "demo" / "forms" / "birth.json").read_text(encoding="utf-8"))
LIMITS_TYPED = ("max_length", "min_length", "min", "max", "max_files")
DAYS = {"today": "hôm nay", "today-130y": "hôm nay - 130 năm"}


@pytest.fixture
def place(set_clock):
    """Who designs, and the draft."""
    set_clock(MORNING)
    found_house = make_house()
    found = give(found_house, record(1))
    return found_house, vars(found_house)[Role.REFORM_OFFICER].person.username, found


class Designer(Hands):
    """Builds a form from its file, as one who has it on paper beside the keyboard."""

    def whole(self, data: dict[str, Any]) -> None:
        self.write("title", data["title"]["vi"])
        self.write("code", data["code"])
        self.tick("also", ["en"])
        self.write("paper", data["paper"])
        self.choose("layout", data["paper_layout"])
        self.send("Control+Enter")
        self.send("Enter")  # the same card again: now it asks for both languages
        self.words("title", data["title"])
        for name, language in (("sources", "vi"), ("sources_en", "en")):
            self.write(name, "\n".join(source[language] for source in data["sources"]))
        self.send("Control+Enter")

    def words(self, name: str, text: dict[str, str]) -> None:
        self.write(name, text["vi"])
        self.write(f"{name}_en", text["en"])

    def end(self, data: dict[str, Any]) -> None:
        """The first problem of a form without an end leads to the end's card."""
        self.send("Alt+L")
        self.words("text", data["text"])
        self.send("Control+Enter")

    def section(self, data: dict[str, Any]) -> None:
        self.keys.press("Alt+S")
        self.write("title", data["title"]["vi"])
        self.send("Enter")
        self.words("title", data["title"])
        self.write("code", data["code"])
        self.send("Control+Enter")
        for question in data["questions"]:
            self.question(question)

    def question(self, data: dict[str, Any]) -> None:
        self.keys.press("Alt+N")
        self.write("label", data["label"]["vi"])
        self.choose("kind", data["kind"])
        self.to("do", "add-question")
        self.send("Enter")
        made = self.page.url.rstrip("/").rpartition("/")[2]
        self.own = {data["code"]: made}  # on its own card a question still goes by the code made for it
        self.words("label", data["label"])
        self.write("code", data["code"])
        if data["kind"] != Kind.INFORMATION and not data.get("required"):
            self.choose("required", "")
        self.options(data.get("options", []))
        if data["kind"] != Kind.FILE:  # new files have the limits that these have
            self.limits(data.get("limits", {}))
        for name in ("text", "help"):
            if name in data:
                self.words(name, data[name])
        if "paper" in data:
            self.write("paper", data["paper"])
        if "prefill" in data:
            self.choose("prefill", ":".join(next(iter(data["prefill"].items()))))
        if "show_if" in data:
            self.unfold("Chỉ hỏi khi")
            self.condition("show", data["show_if"])
        self.stops(data.get("stop_if", []))
        self.send("Control+Enter")

    def stops(self, stops: list[dict[str, Any]]) -> None:
        for number, stop in enumerate(stops):
            self.unfold(f"Điều kiện dừng {number + 1}")
            self.condition(f"stop{number}-when", stop["if"])
            self.words(f"stop{number}-reason", stop["reason"])
            self.words(f"stop{number}-basis", stop["basis"])

    def options(self, options: list[dict[str, Any]]) -> None:
        if len(options) > 4:  # two to begin with, and two empty
            self.to("do", "option-more")
            self.send("Enter")
        for number, option in enumerate(options):
            self.words(f"option-label{number}", option["label"])
            self.write(f"option-code{number}", option["code"])

    def limits(self, limits: dict[str, Any]) -> None:
        if limits:
            self.unfold("Giới hạn")
        for name, value in sorted(limits.items(), key=lambda each: ORDER.index(each[0])):
            if name in LIMITS_TYPED:
                self.write(name, str(value))
            elif name in ("earliest", "latest"):
                self.write(name, DAYS[value])
            elif name == "eras":
                self.tick(name, value)
            else:
                self.choose(name, value)

    def condition(self, prefix: str, condition: dict[str, Any]) -> None:
        rows = condition.get("all", [condition])
        for number, row in enumerate(rows):
            if number:
                self.to("do", f"more:{prefix}")
                self.send("Enter")
                self.to(f"{prefix}-c{number - 1}")
            self.row(prefix, number, row)

    def row(self, prefix: str, number: int, row: dict[str, Any]) -> None:
        comparison, value = next((name, each) for name, each in row.items() if name != "question")
        asked = self.own.get(row["question"], row["question"])
        self.choose(f"{prefix}-q{number}", asked)
        self.page.wait_for_selector(f"[id='{prefix}-{number}'][data-of='{asked}']")
        self.choose(f"{prefix}-c{number}", comparison)
        name = f"{prefix}-v{number}"
        if isinstance(value, bool):
            self.choose(name, "true" if value else "false")
        else:
            self.tick(name, value if isinstance(value, list) else [value])

    def fee(self, data: dict[str, Any]) -> None:
        self.keys.press("Alt+G")
        self.write("fee", data["label"]["vi"])
        self.send("Enter")
        self.words("label", data["label"])
        self.write("code", data["code"])
        self.words("basis", data["basis"])
        self.write("base", str(data.get("base", "")))
        self.write("amount", str(data["per_copy"]["amount"]))
        self.write("count", data["per_copy"]["count"])
        self.unfold("Chỉ thu khi")
        self.condition("show", data["if"])
        self.send("Control+Enter")


ORDER = ["min_length", "max_length", "min", "max", "earliest", "latest", "eras", "line", "max_files"]


def test_the_birth_form_is_built_with_the_keyboard_alone(page_at, login, place):
    found_house, username, found = place
    papers = [{"name": name} for name in papers_of(BIRTH)]
    change_draft(found, by=found_house.administrator, draft=found.draft | {"papers": papers})
    page = page_at(DESK)
    login(page, username)
    page.goto(address(found))
    hands = Designer(page)
    hands.send("Enter")  # an empty form: its button has the focus
    hands.whole(BIRTH)
    hands.end(BIRTH["end"])
    for section in BIRTH["sections"]:
        hands.section(section)
    for fee in BIRTH["fees"]:
        hands.fee(fee)
    assert ordered(form_of(found)) == ordered(BIRTH)
    expect(page.get_by_role("heading", name="Không còn lỗi")).to_be_visible()


def papers_of(data: dict[str, Any]) -> set[str]:
    files = [question.get("paper") for section in data["sections"] for question in section["questions"]]
    return {paper for paper in (data.get("paper"), *files) if paper}
