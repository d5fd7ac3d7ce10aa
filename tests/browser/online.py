"""The real forms of the sample office, offered by the tests' ward, and somebody who fills them in, page by page."""

import json
import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import house as checkout
from playwright.sync_api import Page

from demo.online import FOLDER, FORMS, offered
from motcua.questions.choices import Kind
from motcua.questions.definition import Form, Question
from motcua.questions.forms import data_of
from motcua.questions.problems import read_form
from motcua.questions.trials import name_of
from tests import dossier_factories

PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
    "Mobile Safari/537.36"
)
SLOW = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}  # ms, bytes a second
BIRTH, HOUSEHOLD_BUSINESS = "1.001193", "1.001612"
WITHIN = {"birth": {"base": "without_head", "by": "Công chức"}}  # what the tests' ward has nobody for is left out


def real_facts(*codes: str) -> dict[str, Any]:
    """The tests' facts, and these procedures of the sample office, settled by the tests' one division."""
    told = json.loads((checkout.ROOT / "demo" / "facts" / "procedures.json").read_text("utf-8"))
    route = {code: WITHIN.get(FORMS[code][0], {"base": "standard"}) for code in codes}
    mine = [
        offered(fact) | {"division": "culture", "route": route[fact["code"]]}
        for fact in told["procedures"]
        if fact["code"] in codes
    ]
    ours = dossier_factories.FACTS
    return ours | {"procedures": [*ours["procedures"], *mine], "fields": ours["fields"] | told["fields"]}


def real_house(monkeypatch: Any, *codes: str) -> SimpleNamespace:
    """The tests' ward, which offers these procedures as the sample office does, with their forms."""
    monkeypatch.setattr(dossier_factories, "FACTS", real_facts(*codes))
    return dossier_factories.make_house()


def form_of(name: str) -> Form:
    return read_form(json.loads((FOLDER / f"{name}.json").read_text("utf-8")))


def answers_of(name: str) -> dict[str, Any]:
    """The sample answers of a form, without files."""
    given = json.loads((FOLDER / f"{name}.answers.json").read_text("utf-8"))
    files = {question.code for _, question, _ in form_of(name).every_question() if question.kind == Kind.FILE}
    return {code: value for code, value in given.items() if code not in files}


def inputs_of(form: Form, number: int, answers: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (name of the input, what is typed or chosen) of a section, in the order of the page."""
    for question in form.sections[number].questions:
        value = answers.get(question.code)
        if question.kind == Kind.GROUP:
            for row, given in enumerate(value or ()):
                for inner in question.questions:
                    yield from _inputs(inner, name_of(inner.code, question.code, row), given.get(inner.code))
        else:
            yield from _inputs(question, name_of(question.code), value)


def _inputs(question: Question, name: str, value: Any) -> Iterator[tuple[str, str]]:
    if value is None or question.computed is not None or question.kind in (Kind.FILE, Kind.INFORMATION):
        return
    for key, text in data_of(question, name, value).items():
        yield key, {True: "true", False: "false"}.get(text, text) if isinstance(text, bool) else str(text)


class Hand:
    """Types with fingers: taps what is chosen, fills what is typed."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def give(self, name: str, text: str) -> None:
        box = self.page.locator(f"[name='{name}']:visible")
        kind = box.first.get_attribute("type")
        if kind == "radio":
            self.page.locator(f"[name='{name}'][value='{text}']").check()
        elif kind == "checkbox":
            box.check() if text == "true" else box.uncheck()
        else:
            box.fill(text)

    def press(self, button: str) -> None:
        """Press a button that leads to a page."""
        with self.page.expect_event("load"):
            self.page.locator(f"form button[name=go][value={button}]:not([aria-hidden])").click()


PART = re.compile(r"/phan/(\d+)/$")
ON_PAGE = "() => [...document.querySelectorAll('form [name^=q-]')].map(each => each.name)"


def fill_in(
    page: Page, form: Form, answers: dict[str, Any], *, bring: Callable[[str], None] = lambda code: None,
    hand: Any = None, look: Callable[[int], None] = lambda number: None,
) -> None:  # fmt: skip
    """Answer section after section from the page one is at until the answers are checked.

    A question that comes up by an answer is answered when it is asked. `bring(code)` lays files in where they are asked
    for; `look(number)` is called on each section before its button is pressed.
    """
    hand, done = hand or Hand(page), set()
    brought: set[str] = set()
    while found := PART.search(page.url):
        number = int(found[1])
        there = set(page.evaluate(ON_PAGE))
        for question in form.sections[number].questions:
            rows = answers.get(question.code) or ()
            if question.kind == Kind.GROUP and rows and question.code not in brought:
                brought.add(question.code)
                for _ in rows:
                    hand.press(f"add-{question.code}")
                there = set(page.evaluate(ON_PAGE))
            if question.kind == Kind.FILE and name_of(question.code) in there and question.code not in brought:
                brought.add(question.code)
                bring(question.code)
        for name, text in inputs_of(form, number, answers):
            if name in there and name not in done:
                hand.give(name, text)
                done.add(name)
        look(number)
        hand.press("next")
        complaint = page.locator("[role=alert]")
        assert complaint.count() == 0, complaint.first.inner_text()
