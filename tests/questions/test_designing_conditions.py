"""Conditions as rows that people fill in, and as sentences that they read."""

import json

import house
import pytest
from hypothesis import given, settings

from motcua.questions.designing.asking import earlier_than
from motcua.questions.designing.condition_rows import (
    Row,
    Rows,
    by_code,
    comparisons_for,
    condition_of_rows,
    rows_of,
)
from motcua.questions.designing.condition_words import Teller, Unread, text_of, value_of
from motcua.questions.designing.outline import questions_of
from tests.nonempty import some
from tests.questions.forms_for_tests import ask, codes, form
from tests.questions.random_forms import any_json, conditions

KINDS = ["text", "number", "money", "date", "yes_no", "choice", "choices", "declaration", "phone", "address", "file"]
BEFORE = [(kind, kind) for kind in KINDS]
ASKED = {kind: ask(kind, kind) for kind in KINDS}
OPTIONS = [{"code": "old_card", "label": "Chứng minh nhân dân"}, {"code": "passport", "label": "Hộ chiếu; thị thực"}]


@settings(max_examples=150)
@given(conditions(BEFORE))
def test_rows_say_what_the_condition_said(condition):
    rows = rows_of(condition)
    if rows is None:
        assert "not" in json.dumps(condition)
        return
    assert condition_of_rows(rows, condition) == condition
    assert rows_of(condition_of_rows(rows)) == (rows if len(rows.rows) > 1 else Rows("all", rows.rows))
    for row in rows.rows:
        if row.value is not None:
            question = ASKED[row.question]
            assert row.comparison in comparisons_for(question)
            assert value_of(question, row.comparison, text_of(question, row.value)) == row.value


@given(any_json)
def test_whatever_stands_for_a_condition_is_read_or_left_alone(data):
    rows = rows_of(data)
    assert rows is None or isinstance(rows, Rows)
    assert isinstance(Teller(form(ask("a"))).told(data), str)


def test_every_condition_of_the_demo_forms_is_told_and_most_are_rows():
    seen, shown = 0, 0
    for path in some((house.ROOT / "demo" / "forms").glob("*.json"), least=12):
        data = json.loads(path.read_text(encoding="utf-8"))
        teller = Teller(data)
        for found in questions_of(data):
            condition = found.question.get("show_if")
            if condition:
                seen, shown = seen + 1, shown + (rows_of(condition) is not None)
                assert "?" not in teller.told(condition)
    assert seen > 100
    assert shown > 0.9 * seen


@pytest.mark.parametrize(
    ("kind", "comparison", "text", "value"),
    [
        ("yes_no", "is", " Có ", True),
        ("yes_no", "is", "không", False),
        ("number", "at_least", "1.250,5", 1250.5),
        ("number", "is", "−3", -3),
        ("money", "in", "8.000; 16000", [8000, 16000]),
        ("date", "more_than", "hôm nay - 18 năm", "today-18y"),
        ("date", "is", "1/7/2025", "2025-07-01"),
        ("date", "at_most", "2025-07-01 + 3 tháng", "2025-07-01+3m"),
        ("date", "at_most", "born+60d", "born+60d"),
        ("date", "at_most", "born + 60 ngày", "born+60d"),
        ("text", "is", "Kinh; Tày", "Kinh; Tày"),
        ("text", "in", "Kinh; Tày;", ["Kinh", "Tày"]),
        ("text", "is", "=other", {"question": "other"}),
        ("phone", "is_not", "0912345678", "0912345678"),
    ],
)
def test_what_people_type_is_read(kind, comparison, text, value):
    assert value_of(ask("a", kind), comparison, text) == value


def test_an_option_is_named_by_its_label_or_its_code():
    question = ask("a", "choice", options=OPTIONS)
    assert value_of(question, "is", "chung minh nhân dân") == "old_card"
    assert value_of(question, "in", "old_card; passport") == ["old_card", "passport"]
    with pytest.raises(Unread, match="Không có lựa chọn “thẻ”"):
        value_of(question, "is", "thẻ")


@pytest.mark.parametrize(
    ("kind", "text"),
    [("yes_no", "có lẽ"), ("number", "mười"), ("number", "1,2,3"), ("number", "9" * 15 + "9"), ("date", "mai mốt"),
     ("date", "31/2/2026"), ("text", "   "), ("money", "")],
)  # fmt: skip
def test_what_cannot_be_compared_with_is_refused_in_words(kind, text):
    with pytest.raises(Unread, match=r"Ghi|Nhập|Số"):
        value_of(ask("a", kind), "is", text)


def test_conditions_are_told_as_sentences():
    data = form(
        ask("paper", "choice", label="Giấy tờ", options=OPTIONS), ask("known", "yes_no", label="Biết"),
        ask("born", "date", label="Ngày sinh"), ask("g", "group", label="Người"), ask("n", "number", label="Số"),
    )  # fmt: skip
    told = Teller(data).told
    assert told({"question": "paper", "in": ["old_card", "passport"]}) == (
        "“Giấy tờ” là một trong “Chứng minh nhân dân”, “Hộ chiếu; thị thực”"
    )
    assert told({"all": [{"question": "known", "is": True}, {"any": [{"question": "n", "at_least": 2}]}]}) == (
        "“Biết” là có và (“Số” ít nhất là 2)"
    )
    assert told({"question": "born", "more_than": "today-18y"}) == "“Ngày sinh” lớn hơn hôm nay - 18 năm"
    assert told({"not": {"any_row": "g", "where": {"question": "n", "is": {"question": "paper"}}}}) == (
        "không phải (có dòng của “Người” mà “Số” là “Giấy tờ”)"
    )
    assert told({"question": "n", "answered": False}) == "“Số” chưa trả lời"
    assert told({"question": "mất", "is": 1}) == "“mất” là 1"
    assert told(None) == told(True) == ""


def test_what_is_more_than_rows_is_not_shown_as_rows():
    assert rows_of({"all": [{"any": [{"question": "a", "is": 1}]}]}) is None
    assert rows_of({"any_row": "g", "where": {"question": "a", "is": 1}}) is None
    assert rows_of({"question": "a", "is": 1, "later": 2}) is None
    assert rows_of({"all": []}) is None
    assert rows_of(None) == rows_of(True) == Rows("all", ())
    one = {"all": [{"question": "a", "answered": False}]}
    assert rows_of(one) == Rows("all", (Row("a", "silent"),))
    assert condition_of_rows(rows_of(one), one) == one  # untouched, it keeps its own spelling
    assert condition_of_rows(rows_of(one)) == {"question": "a", "answered": False}
    assert condition_of_rows(Rows("any", ())) is None


def test_a_condition_is_offered_what_is_known_by_then():
    data = form(ask("a"), ask("i", "information"), ask("g", "group", questions=[ask("r"), ask("s")]), ask("b"))
    data["sections"].append({"code": "second", "title": "Hai", "questions": [ask("c")]})
    offered = {code: [each["code"] for each in earlier_than(data, code)] for code in ("a", "s", "b", "c", "second", "")}
    assert offered == {
        "a": [], "s": ["a", "r"], "b": ["a", "g"], "c": ["a", "g", "b"], "second": ["a", "g", "b"],
        "": ["a", "g", "b", "c"],
    }  # fmt: skip
    for code in ("s", "b", "c"):
        for each in earlier_than(data, code):
            changed = json.loads(json.dumps(data))
            target = next(found.question for found in questions_of(changed) if found.question["code"] == code)
            target["show_if"] = {"question": each["code"], "answered": True}
            assert codes(changed) == []
    assert by_code([ask("a"), ask("a", label="b")])["a"]["label"] == "Câu a"
