"""A form in words: nothing that a form says is left out, so two forms that differ are told to differ."""

from copy import deepcopy

import pytest

from motcua.questions.describing import counted, described
from tests.questions.forms_for_tests import ask, codes, form
from tests.questions.test_demo_forms import NAMES, data_of

EVERYTHING = form(
    ask("age", "number", label={"vi": "Tuổi", "en": "Age"}, help="Tròn", limits={"min": 1, "max": 99, "decimals": 1}),
    ask("has", "yes_no", stop_if=[{"if": {"question": "has", "is": False}, "reason": "Không được", "basis": "Luật"}]),
    ask("name", required={"question": "has", "is": True}, prefill={"account": "name"},
        limits={"min_length": 2, "max_length": 9, "pattern": "[a-z]+", "pattern_words": "chữ thường"}),
    ask("again", prefill={"question": "name"}, show_if={"any": [{"question": "age", "at_least": 18},
        {"not": {"all": [{"question": "has", "is": True}, {"question": "name", "answered": False}]}}]}),
    ask("born", "date", limits={"earliest": "today-9y", "latest": "today"}),
    ask("pick", "choice", options=[{"code": "a", "label": "A", "help": "chữ A"}, {"code": "b", "label": "B"}]),
    ask("many", "choices", limits={"min_choices": 1, "max_choices": 2}, show_if={"question": "pick", "in": ["a", "b"]}),
    ask("id", "identity", limits={"of": "citizen"}),
    ask("total", "money", limits={"min": 1000, "max": 9000}),
    ask("home", "address", limits={"eras": ["current", "abroad"], "line": "optional"}),
    ask("proof", "file", paper="Bằng", limits={"min_files": 1, "max_files": 2, "max_size": 1000, "types": ["pdf"]}),
    ask("kids", "group", row_label="Con", limits={"min_rows": 1, "max_rows": 3}, questions=[ask("kid", required=True)]),
    ask("how_many", "number", computed="count(kids)", shown=False),
    ask("note", "information", text="Đọc kỹ", show_if={"any_row": "kids", "where": {"question": "kid", "is": "An"}}),
    ask("several", show_if={"not": {"count": "kids", "at_most": 2}}),
    ask("sure", "declaration", text="Tôi cam đoan", show_if={"question": "many", "includes": "a"}),
    ask("same", show_if={"question": "name", "is": {"question": "again"}}),
    languages=["vi"], sources=["Luật"], paper="Đơn", paper_layout="birth",
    fees=[{"code": "f", "label": "Phí", "basis": "Biểu", "base": 500, "if": {"question": "has", "is": True},
           "per_copy": {"count": "age", "amount": 7, "free": 1},
           "exemptions": [{"if": {"question": "age", "less_than": 6}, "label": "Trẻ", "percent": 50, "basis": "Luật"}],
           "online_discount": {"percent": 10, "basis": "Quyết định"}}],
)  # fmt: skip
UNSEEN = {"format", "version"}


def leaves(data, path=()):
    """Every place of a form where something is said."""
    if isinstance(data, dict):
        for name, value in data.items():
            if name not in UNSEEN:
                yield from leaves(value, (*path, name))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from leaves(value, (*path, number))
    else:
        yield path


def changed(data, path):
    """The same form with one thing said otherwise."""
    new = deepcopy(data)
    place = new
    for part in path[:-1]:
        place = place[part]
    old = place[path[-1]]
    place[path[-1]] = (not old) if isinstance(old, bool) else old + 1 if isinstance(old, int) else other(path, old)
    return new


def other(path, old):
    if path[-1] == "kind":
        return {"text": "long_text"}.get(old, "text")
    if path[0] == "languages":
        return "en"
    return f"{old}z"


@pytest.mark.parametrize("path", list(leaves(EVERYTHING)), ids=lambda path: "-".join(map(str, path)))
def test_whatever_is_said_otherwise_is_told(path):
    assert described(changed(EVERYTHING, path)) != described(EVERYTHING)


def test_the_form_of_these_tests_is_in_order():
    assert codes(EVERYTHING) == []
    assert counted(EVERYTHING) == "1 phần, 17 câu hỏi"


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_forms_can_be_told(name):
    lines = described(data_of(name))
    assert len(lines) > 10
    assert "{}" not in " ".join(lines.values())


def test_english_is_told_behind_not_in_the_names_of_the_lines():
    lines = described(data_of("certified_copies"))
    assert lines["Người yêu cầu: Họ và tên"].startswith("dòng chữ (asker_name); tiếng Anh: Full name; bắt buộc")
    assert lines["Phần: Người yêu cầu"] == "person; tiếng Anh: Applicant"


def test_lines_are_told_by_their_labels():
    lines = described(form(ask("has", "yes_no", label="Có con"), ask("kid", label="Tên", required=True,
                           show_if={"question": "has", "is": True})))  # fmt: skip
    assert lines["Phần: Tên"] == "dòng chữ (kid); bắt buộc; chỉ hỏi khi “Có con” (has) là có"
