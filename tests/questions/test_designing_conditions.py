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

JOINED = ("all", "any", "not_all", "not_any")
KINDS = ["text", "number", "money", "date", "yes_no", "choice", "choices", "declaration", "phone", "address", "file"]
BEFORE = [(kind, kind) for kind in KINDS]
ASKED = {kind: ask(kind, kind) for kind in KINDS}
OPTIONS = [{"code": "old_card", "label": "Chứng minh nhân dân"}, {"code": "passport", "label": "Hộ chiếu; thị thực"}]


@settings(max_examples=150)
@given(conditions(BEFORE))
def test_rows_say_what_the_condition_said(condition):
    rows = rows_of(condition)
    assert condition_of_rows(rows, condition) == condition
    again = rows_of(condition_of_rows(rows))
    assert again == rows or len(rows.rows) == 1
    assert condition_of_rows(again) == condition_of_rows(rows)
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
        "không phải (có hàng của “Người” mà “Số” là “Giấy tờ”)"
    )
    assert told({"question": "n", "answered": False}) == "“Số” chưa trả lời"
    assert told({"question": "mất", "is": 1}) == "“mất” là 1"
    assert told(None) == told(True) == ""


def test_what_is_more_than_rows_is_not_shown_as_rows():
    one, two, three = ({"question": code, "is": 1} for code in "abc")
    assert rows_of({"all": [one, {"any": [two, {"all": [one, three]}]}]}) is None  # blocks in blocks
    assert rows_of({"all": [one, {"not": {"any": [two, three]}}]}) is None
    assert rows_of({"any_row": "g", "where": {"any": [one, two]}}) is None
    assert rows_of({"any_row": "g", "where": {"count": "h", "is": 1}}) is None
    assert rows_of({"not": {"not": one}}) is None
    assert rows_of({"all": [{"any": [one, two]}] * 5}) is None  # more blocks than letters
    assert rows_of({"question": "a", "is": 1, "later": 2}) is None
    assert rows_of({"all": []}) is None
    assert rows_of(None) == rows_of(True) == Rows("all", ())
    one = {"all": [{"question": "a", "answered": False}]}
    assert rows_of(one) == Rows("all", (Row("a", "silent"),))
    assert condition_of_rows(rows_of(one), one) == one  # untouched, it keeps its own spelling
    assert condition_of_rows(rows_of(one)) == {"question": "a", "answered": False}
    assert condition_of_rows(Rows("any", ())) is None


IS_A, IS_B, NONE_C = {"question": "a", "is": 1}, {"question": "b", "in": [1, 2]}, {"question": "c", "answered": False}
LAYERED = {
    "denied": ({"not": IS_A}, "all", [Row("a", "is", 1, negated=True)]),
    "none of them": ({"not": {"any": [IS_A, NONE_C]}}, "not_any", [Row("a", "is", 1), Row("c", "silent")]),
    "not all": ({"not": {"all": [IS_A, NONE_C]}}, "not_all", [Row("a", "is", 1), Row("c", "silent")]),
    "all of any": (
        {"all": [IS_A, {"any": [IS_B, NONE_C]}]}, "all",
        [Row("a", "is", 1), Row("b", "in", [1, 2], block="A"), Row("c", "silent", block="A")],
    ),
    "any of all": (
        {"any": [{"all": [IS_A, IS_B]}, {"all": [IS_B, NONE_C]}]}, "any",
        [Row("a", "is", 1, block="A"), Row("b", "in", [1, 2], block="A"), Row("b", "in", [1, 2], block="B"),
         Row("c", "silent", block="B")],
    ),
    "a row": ({"any_row": "g", "where": IS_A}, "all", [Row("a", "is", 1, group="g", scope="any_row")]),
    "no row": ({"not": {"any_row": "g", "where": IS_A}}, "all", [Row("a", "is", 1, group="g", scope="no_row")]),
    "not every row": (
        {"not": {"every_row": "g", "where": {"not": IS_A}}}, "all",
        [Row("a", "is", 1, negated=True, group="g", scope="not_every")],
    ),
    "the same row": (
        {"any": [{"every_row": "g", "where": {"all": [IS_A, NONE_C]}}, {"any_row": "g", "where": IS_B}]}, "any",
        [Row("a", "is", 1, group="g", scope="every_row"), Row("c", "silent", group="g", scope="same"),
         Row("b", "in", [1, 2], group="g", scope="any_row")],
    ),
    "how many": (
        {"all": [{"count": "g", "at_least": 2}, {"not": {"count": "g", "is": 5}}]}, "all",
        [Row("g", "count_at_least", 2), Row("g", "count_is", 5, negated=True)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYERED)
def test_not_blocks_and_rows_of_groups_are_rows_too(name):
    condition, join, rows = LAYERED[name]
    assert rows_of(condition) == Rows(join, tuple(rows))
    assert condition_of_rows(Rows(join, tuple(rows))) == condition  # made anew, not only kept


def test_a_line_that_goes_on_from_nothing_begins_anew():
    alone = Rows("all", (Row("b", "is", 1), Row("a", "is", 1, group="g", scope="same")))
    assert condition_of_rows(alone) == {
        "all": [{"question": "b", "is": 1}, {"any_row": "g", "where": {"question": "a", "is": 1}}]
    }
    joined = Rows("all", (Row("a", "is", 1), Row("b", "is", 1), Row("a", "is", 2, block="A")))
    assert len(condition_of_rows(joined)["all"]) == 3  # a block of one is the one


def test_a_number_of_rows_is_read_and_told():
    group = ask("g", "group", label="Con")
    assert comparisons_for(group)[:2] == ["count_is", "count_is_not"]
    assert value_of(group, "count_at_least", " 2 ") == 2
    for wrong in ("hai", "-1", "2,5", "1000"):
        with pytest.raises(Unread, match="Ghi số hàng, từ 0 đến 100"):
            value_of(group, "count_is", wrong)
    told = Teller(form(group, ask("n", "number", label="Số"))).told
    assert told({"count": "g", "at_least": 2}) == "“Con” có số hàng ít nhất là 2"
    two = {"all": [{"question": "n", "is": 1}, {"question": "n", "is": 2}]}
    assert told({"any_row": "g", "where": two}) == "có hàng của “Con” mà (“Số” là 1 và “Số” là 2)"


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
