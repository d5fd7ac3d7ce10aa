"""When a condition holds: truth tables."""

from itertools import product

import pytest

from tests.questions.forms_for_tests import ask, form, outcome

A, B = {"question": "a", "is": True}, {"question": "b", "is": True}
BOTH = list(product((True, False, None), repeat=2))


def holds(condition, answers, *questions):
    """Whether a last question is asked on the condition."""
    return "z" in outcome(form(*questions, ask("z", show_if=condition)), answers).visible


def given(**answers):
    return {code: answer for code, answer in answers.items() if answer is not None}


@pytest.mark.parametrize(
    ("condition", "rule"),
    [
        ({"all": [A, B]}, lambda a, b: a is True and b is True),
        ({"any": [A, B]}, lambda a, b: a is True or b is True),
        ({"not": A}, lambda a, b: a is not True),
        ({"not": {"all": [A, B]}}, lambda a, b: not (a and b)),
        ({"not": {"any": [A, B]}}, lambda a, b: not a and not b),
        ({"all": [{"not": A}, B]}, lambda a, b: b is True and not a),
        ({"any": [{"all": [A, B]}, {"all": [{"not": A}, {"not": B}]}]}, lambda a, b: bool(a) == bool(b)),
        ({"question": "a", "is_not": True}, lambda a, b: a is False),
        ({"question": "a", "in": [True, False]}, lambda a, b: a is not None),
        ({"question": "a", "not_in": [True]}, lambda a, b: a is False),
        ({"question": "a", "answered": True}, lambda a, b: a is not None),
        ({"question": "a", "answered": False}, lambda a, b: a is None),
        ({"question": "a", "is": {"question": "b"}}, lambda a, b: a is not None and a is b),
        ({"question": "a", "is_not": {"question": "b"}}, lambda a, b: None not in (a, b) and a is not b),
    ],
)
def test_yes_no_and_silence(condition, rule):
    questions = (ask("a", "yes_no"), ask("b", "yes_no"))
    found = {pair: holds(condition, given(a=pair[0], b=pair[1]), *questions) for pair in BOTH}
    assert found == {pair: rule(*pair) for pair in BOTH}


@pytest.mark.parametrize(
    ("operator", "of_smaller", "of_equal", "of_greater"),
    [
        ("less_than", True, False, False),
        ("at_most", True, True, False),
        ("more_than", False, False, True),
        ("at_least", False, True, True),
        ("is", False, True, False),
        ("is_not", True, False, True),
    ],
)
@pytest.mark.parametrize(
    ("kind", "limits", "answers", "value"),
    [
        ("number", {"decimals": 1}, (1.5, 2.5, 3.5), 2.5),
        ("number", {}, (-3, -2, -1), -2),
        ("money", {}, ("1.999 đồng", 2000, "2001"), 2000),
        ("date", {}, ("2026-11-21", "22/11/2026", "23.11.26"), "today"),
        ("date", {}, ("2008-11-21", "2008-11-22", "2008-11-23"), "today-18y"),
        ("date", {}, ("1/7/25", "2/7/25", "3/7/25"), "2025-07-02"),
    ],
)
def test_order(operator, of_smaller, of_equal, of_greater, kind, limits, answers, value):
    question = ask("a", kind, limits=limits) if limits else ask("a", kind)
    found = [holds({"question": "a", operator: value}, {"a": answer}, question) for answer in answers]
    assert found == [of_smaller, of_equal, of_greater]
    assert not holds({"question": "a", operator: value}, {}, question)


@pytest.mark.parametrize(("shift", "expected"), [("b+1d", True), ("b-1d", False), ("b+1m", True)])
def test_a_day_is_held_against_a_day_counted_from_another_answer(shift, expected):
    questions = (ask("b", "date"), ask("a", "date"))
    condition = {"question": "a", "at_most": shift}
    assert holds(condition, {"b": "2026-01-31", "a": "2026-02-01"}, *questions) is expected
    assert not holds(condition, {"a": "2026-02-01"}, *questions)


def test_choices_and_texts():
    many, one, text = ask("m", "choices"), ask("o", "choice"), ask("t")
    assert holds({"question": "m", "includes": "b"}, {"m": ["a", "b"]}, many)
    assert not holds({"question": "m", "includes": "b"}, {"m": ["a", "c"]}, many)
    assert holds({"question": "o", "in": ["a", "b"]}, {"o": "b"}, one)
    assert holds({"question": "o", "not_in": ["a", "b"]}, {"o": "c"}, one)
    assert holds({"question": "t", "is": "Huế"}, {"t": " Hue\u0302\u0301 "}, text)


def test_an_option_called_like_a_question_is_no_question():
    duty = ask("duty", "choice", options=[{"code": "debt", "label": "Nợ"}, {"code": "none", "label": "Không"}])
    debt = ask("debt", "money", show_if={"question": "duty", "is": "debt"})
    assert outcome(form(duty, debt), {"duty": "debt", "debt": 5}).values == {"duty": "debt", "debt": 5}


def test_a_day_in_a_list_may_be_counted_from_another_answer():
    questions = (ask("b", "date"), ask("a", "date"))
    assert holds({"question": "a", "in": ["b+1d", "2020-01-01"]}, {"b": "2026-01-31", "a": "2026-02-01"}, *questions)
    assert not holds({"question": "a", "in": ["b+1d"]}, {"b": "2026-01-31", "a": "2026-01-31"}, *questions)
    assert holds({"question": "a", "not_in": ["b+1d"]}, {"b": "2026-01-31", "a": "2026-01-31"}, *questions)


def test_what_is_not_asked_or_wrongly_answered_counts_as_no_answer():
    hidden = ask("b", "yes_no", show_if=A)
    assert not holds(B, {"a": False, "b": True}, ask("a", "yes_no"), hidden)
    assert holds(B, {"a": True, "b": True}, ask("a", "yes_no"), hidden)
    assert not holds({"question": "n", "answered": True}, {"n": "nhiều"}, ask("n", "number"))


def test_rows_one_by_one_and_all_together():
    rows = ask("g", "group", questions=[ask("r", "yes_no"), ask("s", show_if={"question": "r", "is": True})])
    true = {"question": "r", "is": True}
    for answers, some, every in (([True, False], True, False), ([True, True], True, True), ([False], False, False)):
        given_rows = {"g": [{"r": answer} for answer in answers]}
        assert holds({"any_row": "g", "where": true}, given_rows, rows) is some
        assert holds({"every_row": "g", "where": true}, given_rows, rows) is every
    assert not holds({"every_row": "g", "where": true}, {"g": []}, rows)
    seen = outcome(form(rows), {"g": [{"r": True}, {"r": False}]}).visible
    assert seen == ("g", "g.0.r", "g.0.s", "g.1.r")


def test_rows_are_counted_and_none_are_none():
    rows = ask("g", "group", questions=[ask("r", "yes_no")], show_if={"question": "a", "is_not": False})
    questions = (ask("a", "yes_no"), rows)
    table = {("is", 2): {2}, ("is_not", 2): {0, 1, 3}, ("less_than", 1): {0}, ("at_most", 1): {0, 1},
             ("more_than", 2): {3}, ("at_least", 2): {2, 3}}  # fmt: skip
    for (word, value), holding in table.items():
        for count in range(4):
            given = {"a": True, "g": [{"r": True}] * count}
            assert holds({"count": "g", word: value}, given, *questions) is (count in holding), (word, count)
    assert holds({"count": "g", "at_most": 0}, {"a": False, "g": [{"r": True}]}, *questions)  # not asked: no rows


def test_a_row_sees_what_stands_outside_and_never_another_row():
    inner = [ask("r", "yes_no"), ask("s", show_if={"all": [A, {"question": "r", "is": True}]})]
    data = form(ask("a", "yes_no"), ask("g", "group", questions=inner))
    rows = [{"r": True}, {"s": "không được hỏi"}]
    assert outcome(data, {"a": True, "g": rows}).visible == ("a", "g", "g.0.r", "g.0.s", "g.1.r")
    assert outcome(data, {"a": False, "g": rows}).visible == ("a", "g", "g.0.r", "g.1.r")


def test_a_section_is_asked_or_not_as_a_whole():
    sections = [
        {"code": "one", "title": "Một", "questions": [ask("a", "yes_no")]},
        {"code": "two", "title": "Hai", "show_if": A, "questions": [ask("b"), ask("c", required=True)]},
    ]
    data = form(sections=sections)
    assert outcome(data, {"a": False, "b": "x"}).data() == {
        "visible": ["a"], "errors": {}, "stop": None, "fees": 0, "values": {"a": False},
    }  # fmt: skip
    assert outcome(data, {"a": True}).errors == {"c": "required"}
