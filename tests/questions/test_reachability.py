"""What is said to be unreachable is: never wrongly, and always where the answers can be counted."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.questions.definition import form_of
from motcua.questions.problems import problems_of
from motcua.questions.running import Runner
from tests.questions.forms_for_tests import TODAY, ask, codes, form
from tests.questions.random_forms import answers_to, conditions, forms

A, NOT_A = {"question": "a", "is": True}, {"question": "a", "is": False}
YES_NO = ask("a", "yes_no")


def reached(condition, *before, **more):
    return codes(form(*before, ask("z", show_if=condition, **more))) == []


@pytest.mark.parametrize(
    ("condition", "question", "expected"),
    [
        ({"all": [A, NOT_A]}, YES_NO, False),
        ({"any": [A, NOT_A]}, YES_NO, True),
        ({"not": {"any": [A, NOT_A]}}, YES_NO, True),  # silence
        ({"not": {"any": [A, NOT_A]}}, ask("a", "yes_no", required=True), False),
        ({"question": "a", "answered": False}, ask("a", required=True), False),
        ({"question": "a", "answered": False}, ask("a"), True),
        ({"all": [{"question": "a", "is": "a"}, {"question": "a", "is": "b"}]}, ask("a", "choice"), False),
        ({"question": "a", "not_in": ["a", "b"]}, ask("a", "choice"), True),
        ({"question": "a", "not_in": ["a", "b", "c"]}, ask("a", "choice"), False),
        ({"all": [{"question": "a", "includes": "a"}, {"question": "a", "includes": "b"}]}, ask("a", "choices"), True),
        ({"all": [{"question": "a", "is": "x"}, {"question": "a", "is": "y"}]}, ask("a"), False),
        ({"question": "a", "is_not": "x"}, ask("a"), True),
        ({"question": "a", "is": False}, ask("a", "declaration"), False),
        ({"all": [{"question": "a", "more_than": 2}, {"question": "a", "less_than": 3}]}, ask("a", "number"), False),
        ({"all": [{"question": "a", "more_than": 2}, {"question": "a", "less_than": 4}]}, ask("a", "number"), True),
        (
            {"all": [{"question": "a", "more_than": 2}, {"question": "a", "less_than": 3}]},
            ask("a", "number", limits={"decimals": 1}),
            True,
        ),
        ({"question": "a", "more_than": 10}, ask("a", "number", limits={"max": 10}), False),
        ({"question": "a", "at_least": 10}, ask("a", "number", limits={"max": 10}), True),
        ({"question": "a", "less_than": 0}, ask("a", "money"), False),
        ({"question": "a", "less_than": -7.5}, ask("a", "number"), True),
        (
            {"all": [{"question": "a", "less_than": "today"}, {"question": "a", "at_least": "today"}]},
            ask("a", "date"),
            False,
        ),
        (
            {"all": [{"question": "a", "less_than": "today"}, {"question": "a", "at_least": "2000-01-01"}]},
            ask("a", "date"),
            True,
        ),
    ],
)
def test_countable_answers_are_counted(condition, question, expected):
    assert reached(condition, question) is expected


def test_what_hangs_on_a_question_that_is_not_asked():
    hidden = ask("b", "yes_no", show_if=A)
    assert not reached({"all": [NOT_A, {"question": "b", "is": True}]}, YES_NO, hidden)
    assert not reached({"all": [NOT_A, {"question": "b", "answered": True}]}, YES_NO, hidden)
    assert reached({"all": [NOT_A, {"question": "b", "answered": False}]}, YES_NO, hidden)


def test_rows_that_are_not_asked_are_none_and_others_as_many_as_one_likes():
    rows = ask("g", "group", show_if=A)
    before = (ask("a", "yes_no", required=True), rows)
    assert not reached({"all": [NOT_A, {"count": "g", "at_least": 1}]}, *before)
    assert reached({"all": [NOT_A, {"count": "g", "at_most": 0}]}, *before)
    assert reached({"all": [A, {"count": "g", "is": 3}]}, *before)
    assert not reached({"all": [{"question": "g", "answered": False}, {"count": "g", "is": 3}]}, *before)


def test_behind_a_stop():
    stop = [{"if": A, "reason": "Dừng."}]
    stopping = ask("a", "yes_no", stop_if=stop)
    assert not reached(A, stopping)
    assert reached(NOT_A, stopping)
    both = ask("a", "yes_no", required=True, stop_if=[*stop, {"if": NOT_A, "reason": "Dừng."}])
    assert codes(form(both, ask("z"))) == [("z", "unreachable"), (None, "missing_end")]
    # In rows there may be no row to stop in.
    inner = ask("r", "yes_no", required=True, stop_if=[{"if": {"question": "r", "answered": True}, "reason": "Dừng."}])
    assert codes(form(ask("g", "group", questions=[inner]), ask("z"))) == []


def test_a_day_without_its_base_is_neither_before_nor_after():
    days = (ask("b", "date"), ask("a", "date", required=True))
    neither = [{"not": {"question": "a", word: "b+1d"}} for word in ("less_than", "at_least")]
    assert reached({"all": neither}, *days)


def test_a_search_that_grows_too_long_says_nothing():
    """Eight pigeons in seven holes: nobody is ever asked this, and nobody waits until that is proved."""
    assert not reached(*pigeons(3, holes=2))
    assert reached(*pigeons(8, holes=7))


def pigeons(count, *, holes):
    """A condition that never holds, no two in one hole, and the questions before it."""
    options = [{"code": f"h{hole}", "label": "Lỗ"} for hole in range(holes)]
    questions = [ask(f"p{number}", "choice", options=options, required=True) for number in range(count)]
    pairs = [(one, other) for one in range(count) for other in range(one)]
    parts = [
        {"all": [{"not": {"all": [{"question": f"p{each}", "is": f"h{hole}"} for each in pair]}} for pair in pairs]}
        for hole in range(holes)
    ]
    return {"all": parts}, *questions


@settings(max_examples=60, deadline=None)
@given(conditions([("a", "yes_no"), ("b", "choice"), ("c", "yes_no")]))
def test_exact_where_all_answers_can_be_tried(condition):
    asked = [YES_NO, ask("b", "choice"), ask("c", "yes_no")]
    runner = Runner(form_of(form(*asked, ask("z", show_if=condition))))
    tried = product((None, True, False), (None, "a", "b", "c"), (None, True, False))
    seen = any("z" in runner.run(dict(zip("abc", each, strict=True)), today=TODAY).visible for each in tried)
    assert reached(condition, *asked) is seen


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_what_valid_answers_reach_is_never_called_unreachable(data):
    described = data.draw(forms())
    found = problems_of(described)
    runner = Runner(form_of(described))
    outcome = runner.run(data.draw(answers_to(described, st.nothing())), today=TODAY)
    if not outcome.errors:
        seen = {code.rpartition(".")[2] for code in outcome.visible}
        assert seen & {problem.question for problem in found if problem.code == "unreachable"} == set()
        if outcome.stop:
            place = outcome.stopped_by.rpartition(".")[2]
            assert (place, "dead_stop") not in [(problem.question, problem.code) for problem in found]
        else:
            assert "missing_end" not in {problem.code for problem in found}
