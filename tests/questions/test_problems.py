"""Each thing that can be wrong with a form is found, at its question, under its stable code, in words."""

import json

import pytest

from motcua.questions.problems import MOST_QUESTIONS, BadForm, problems_of, read_form
from tests.questions.forms_for_tests import ask, codes, form

YES = {"question": "a", "is": True}
STOP = [{"if": YES, "reason": "Không được."}]
FEE = {"code": "f", "label": "Phí", "basis": "Căn cứ", "base": 1000}
EN = {"languages": ["vi", "en"]}


def without(name):
    return {key: value for key, value in form(ask("a")).items() if key != name}


def rows(*inner, **more):
    return ask("g", "group", questions=list(inner), **more)


def shown(if_, *before):
    """A form whose last question is asked on a condition."""
    return form(*before, ask("z", show_if=if_))


def number(code="n", **limits):
    return ask(code, "number", limits=limits)


BAD = {
    "not a form: no object": ([], None, "not_a_form"),
    "not a form: another format": (form(ask("a"), format="x"), None, "not_a_form"),
    "written for later software": (form(ask("a"), version=2), None, "newer_version"),
    "a version that never was": (form(ask("a"), version=0), None, "bad_value"),
    "no title": (without("title"), None, "missing_property"),
    "no end": (without("end"), None, "missing_end"),
    "an end without words": (form(ask("a"), end={}), None, "missing_property"),
    "an end that is none": (form(ask("a"), end=[]), None, "missing_end"),
    "no question": (form(), None, "no_questions"),
    "no section": (form(sections=[]), None, "no_sections"),
    "only information": (form(ask("a", "information")), None, "nothing_asked"),
    "a group without questions": (form(ask("g", "group", questions=[])), "g", "no_questions"),
    "unknown kind": (form(ask("a", "colour")), "a", "unknown_kind"),
    "a kind that is no text": (form(ask("a", ["text"])), "a", "unknown_kind"),
    "a property of another kind": (form(ask("a", options=[])), "a", "unknown_property"),
    "a property of no kind": (form(ask("a", colour="red")), "a", "unknown_property"),
    "a property of no form": (form(ask("a"), colour="red"), None, "unknown_property"),
    "no label": (form({"code": "a", "kind": "text"}), "a", "missing_property"),
    "an empty label": (form(ask("a", label="  ")), "a", "empty_text"),
    "a code with capitals": (form(ask("A")), "A", "bad_code"),
    "a code that is a number": (form(ask(7)), None, "bad_code"),
    "a choice without options": (form(ask("a", "choice", options=[])), "a", "no_options"),
    "choices that forget them": (form({"code": "a", "kind": "choices", "label": "A"}), "a", "no_options"),
    "a group in a group": (form(rows(ask("h", "group"))), "h", "group_in_group"),
    "more options than anybody reads": (
        form(ask("a", "choice", options=[{"code": f"o{n}", "label": "O"} for n in range(401)])), "a", "too_many",
    ),
    "more questions than anybody answers": (
        form(sections=[{"code": s, "title": "S", "questions": [ask(f"{s}{n}") for n in range(300)]} for s in "st"]),
        None, "too_many",
    ),
    "the same code twice": (form(ask("a"), ask("a")), "a", "duplicate_code"),
    "the same code in rows": (form(ask("a"), rows(ask("a"))), "a", "duplicate_code"),
    "the same section twice": (
        form(sections=form(ask("a"))["sections"] + form(ask("b"))["sections"]), "first", "duplicate_code",
    ),
    "the same fee twice": (form(ask("a"), fees=[FEE, FEE]), "f", "duplicate_code"),
    "the same option twice": (
        form(ask("a", "choice", options=[{"code": "x", "label": "X"}] * 2)), "a", "duplicate_option",
    ),
    "a code that expressions use": (form(ask("sum")), "sum", "reserved_code"),
    "a condition on nothing": (shown(YES), "z", "unknown_reference"),
    "a section on nothing": (
        form(sections=[{"code": "s", "title": "S", "show_if": YES, "questions": [ask("z")]}]), "s", "unknown_reference",
    ),
    "a condition on a later question": (form(ask("z", show_if=YES), ask("a", "yes_no")), "z", "condition_on_later"),
    "a condition on itself": (form(ask("a", "yes_no", show_if=YES)), "a", "condition_on_later"),
    "required by a later question": (form(ask("z", required=YES), ask("a", "yes_no")), "z", "condition_on_later"),
    "a stop on a later question": (form(ask("z", stop_if=STOP), ask("a", "yes_no")), "z", "condition_on_later"),
    "a section on its own question": (
        form(sections=[{"code": "s", "title": "S", "show_if": YES, "questions": [ask("a", "yes_no")]}]),
        "s", "condition_on_later",
    ),
    "rows that look at the rows": (
        form(rows(ask("r", "yes_no"), ask("z", show_if={"any_row": "g", "where": {"question": "r", "is": True}}))),
        "z", "condition_on_later",
    ),
    "a day counted from a later question": (
        form(ask("d", "date", limits={"latest": "e"}), ask("e", "date")), "d", "condition_on_later",
    ),
    "prefilled from a later question": (form(ask("a", prefill={"question": "b"}), ask("b")), "a", "condition_on_later"),
    "a row seen from outside": (
        shown({"question": "r", "is": True}, rows(ask("r", "yes_no"))), "z", "row_from_outside",
    ),
    "rows counted before they are asked": (
        form(ask("z", show_if={"count": "g", "at_least": 1}), rows(ask("r"))), "z", "condition_on_later",
    ),
    "rows counted of what is no group": (shown({"count": "a", "is": 1}, ask("a")), "z", "wrong_comparison"),
    "rows counted of what is not there": (shown({"count": "h", "is": 1}, ask("a")), "z", "unknown_reference"),
    "rows counted in parts": (shown({"count": "g", "at_least": 1.5}, rows(ask("r"))), "z", "bad_condition"),
    "rows counted among themselves": (
        form(rows(ask("r"), ask("z", show_if={"count": "g", "is": 1}))), "z", "condition_on_later",
    ),
    "rows of what is no group": (shown({"any_row": "a", "where": YES}, ask("a", "yes_no")), "z", "wrong_comparison"),
    "rows looked at from rows": (
        shown(
            {"any_row": "g", "where": {"any_row": "h", "where": {"question": "s", "is": True}}},
            rows(ask("r", "yes_no")), ask("h", "group", questions=[ask("s", "yes_no")]),
        ),
        "z", "wrong_comparison",
    ),
    "a condition of no shape": (shown({"question": "a"}, ask("a")), "z", "bad_condition"),
    "a condition of two shapes": (shown({**YES, "is_not": False}, ask("a", "yes_no")), "z", "bad_condition"),
    "a condition that is a text": (shown("a == 1", ask("a")), "z", "bad_condition"),
    "required by nothing that is one": (form(ask("a", required="yes")), "a", "bad_condition"),
    "a stop of no shape": (form(ask("a", "yes_no", stop_if=[{"if": {}, "reason": "R"}])), "a", "bad_condition"),
    "yes held against a text": (shown({"question": "a", "is": "yes"}, ask("a", "yes_no")), "z", "wrong_comparison"),
    "a number held against yes": (shown({"question": "n", "is": True}, number()), "z", "wrong_comparison"),
    "a text that is more": (shown({"question": "a", "more_than": "b"}, ask("a")), "z", "wrong_comparison"),
    "a day held against a word": (shown({"question": "d", "is": "Tết"}, ask("d", "date")), "z", "wrong_comparison"),
    "a day counted from a text": (
        shown({"question": "d", "is": "a+1d"}, ask("a"), ask("d", "date")), "z", "wrong_comparison",
    ),
    "an address held against a text": (
        shown({"question": "a", "is": "x"}, ask("a", "address")), "z", "wrong_comparison",
    ),
    "a text that includes": (shown({"question": "a", "includes": "x"}, ask("a")), "z", "wrong_comparison"),
    "a day held against a number": (
        shown({"question": "d", "less_than": {"question": "n"}}, ask("d", "date"), number()), "z", "wrong_comparison",
    ),
    "information answered": (
        shown({"question": "a", "answered": True}, ask("a", "information")), "z", "wrong_comparison",
    ),
    "an option that is none": (shown({"question": "a", "is": "x"}, ask("a", "choice")), "z", "unknown_option"),
    "an option of many that is none": (
        shown({"question": "a", "includes": "x"}, ask("a", "choices")), "z", "unknown_option",
    ),
    "options that are none": (shown({"question": "a", "in": ["a", "x"]}, ask("a", "choice")), "z", "unknown_option"),
    "an expression that stops": (form(ask("n", "number", computed="1 +")), "n", "bad_expression"),
    "an expression in rows that stops": (form(rows(ask("n", "number", computed="1 +"))), "n", "bad_expression"),
    "an expression of a question that is none": (form(ask("n", "number", computed="m + 1")), "n", "unknown_reference"),
    "a function that is none": (form(ask("n", "number", computed="exec(1)")), "n", "unknown_function"),
    "a text as a number": (form(ask("a"), ask("n", "number", computed="a + 1")), "n", "wrong_type"),
    "a number as a day": (form(ask("d", "date", computed="1")), "d", "wrong_type"),
    "a column as a number": (form(rows(number("m")), ask("n", "number", computed="m + 1")), "n", "wrong_type"),
    "two that wait for each other": (
        form(ask("n", "number", computed="m"), ask("m", "number", computed="n")), "n", "cycle",
    ),
    "one that waits for itself": (form(ask("n", "number", computed="n + 1")), "n", "cycle"),
    "a value that waits for what it shows": (
        form(ask("n", "number", computed="m"), ask("m", "number", show_if={"question": "n", "is": 1})), "n", "cycle",
    ),
    "two of a row that wait for each other": (
        form(rows(ask("n", "number", computed="m"), ask("m", "number", computed="n"))), "n", "cycle",
    ),
    "rows that wait for their own sum": (
        form(rows(number("m"), ask("k", "number", computed="s")), ask("s", "number", computed="sum(k)")), "g", "cycle",
    ),
    "a question that is hidden": (form(ask("a", shown=False)), "a", "hidden_question"),
    "at least more than at most": (form(number(min=2, max=1)), "n", "bad_limit"),
    "at least more than at most by default": (form(ask("a", limits={"min_length": 201})), "a", "bad_limit"),
    "more choices than there are": (form(ask("a", "choices", limits={"max_choices": 4})), "a", "bad_limit"),
    "rows less than none": (form(rows(ask("b"), limits={"min_rows": 0})), "g", "bad_limit"),
    "a limit of another kind": (form(number(max_length=1)), "n", "bad_limit"),
    "a day that is none": (form(ask("d", "date", limits={"latest": "2026-02-30"})), "d", "bad_limit"),
    "a day of no shape": (form(ask("d", "date", limits={"latest": "mai"})), "d", "unknown_reference"),
    "a first day after the last": (
        form(ask("d", "date", limits={"earliest": "today", "latest": "today-1d"})), "d", "bad_limit",
    ),
    "a fixed first day after the last": (
        form(ask("d", "date", limits={"earliest": "2026-02-02", "latest": "2026-02-01"})), "d", "bad_limit",
    ),
    "a day from what is no day": (form(ask("a"), ask("d", "date", limits={"latest": "a"})), "d", "wrong_comparison"),
    "a pattern that is none": (form(ask("a", limits={"pattern": "[", "pattern_words": "W"})), "a", "bad_limit"),
    "a pattern that could hang": (form(ask("a", limits={"pattern": "(a)\\1", "pattern_words": "W"})), "a", "bad_limit"),
    "a pattern of a million": (
        form(ask("a", limits={"pattern": "(.{1000}){1000}", "pattern_words": "W"})), "a", "bad_limit",
    ),
    "a pattern without words": (form(ask("a", limits={"pattern": "a"})), "a", "missing_words"),
    "prefilled with another kind": (form(ask("a", prefill={"account": "phone"})), "a", "wrong_prefill"),
    "prefilled from another kind": (form(ask("b", "phone"), ask("a", prefill={"question": "b"})), "a", "wrong_prefill"),
    "prefilled with other options": (
        form(ask("a", "choice"), ask("b", "choice", options=[{"code": "a", "label": "A"}], prefill={"question": "a"})),
        "b", "wrong_prefill",
    ),
    "prefilled and computed": (form(ask("a", computed="'x'", prefill={"account": "name"})), "a", "wrong_prefill"),
    "a fee of nothing": (form(ask("a"), fees=[{"code": "f", "label": "F", "basis": "B"}]), None, "bad_fee"),
    "a fee below nothing": (form(ask("a"), fees=[FEE | {"base": -1}]), None, "bad_fee"),
    "a fee without basis": (form(ask("a"), fees=[{"code": "f", "label": "F", "base": 1}]), None, "bad_fee"),
    "a fee by a text": (form(ask("a"), fees=[FEE | {"per_copy": {"count": "a", "amount": 1}}]), None, "wrong_type"),
    "a fee by nothing": (
        form(ask("a"), fees=[FEE | {"per_copy": {"count": "b", "amount": 1}}]), None, "unknown_reference",
    ),
    "a fee if nothing": (form(ask("a"), fees=[FEE | {"if": {"question": "b", "is": 1}}]), None, "unknown_reference"),
    "no English of a label": (form(ask("a", label={"vi": "Câu"}), **EN), "a", "missing_translation"),
    "no English of an option": (
        form(ask("a", "choice", label={"vi": "C", "en": "Q"}), **EN), "a", "missing_translation",
    ),
    "asked of nobody": (
        shown({"all": [YES, {"question": "a", "is": False}]}, ask("a", "yes_no")), "z", "unreachable",
    ),
    "a stop that never comes": (
        form(ask("a", "yes_no"), ask("b", show_if=YES, stop_if=[{"if": {"not": YES}, "reason": "R"}])),
        "b", "dead_stop",
    ),
    "a fee of nobody": (
        form(ask("a", "yes_no"), fees=[FEE | {"if": {"all": [YES, {"not": YES}]}}]), None, "dead_fee",
    ),
    "an exemption of nobody": (
        form(ask("a", "yes_no"), fees=[FEE | {"if": YES, "exemptions": [{"if": {"not": YES}, "basis": "B"}]}]),
        None, "dead_fee",
    ),
    "always stopped": (
        form(ask("a", "yes_no", required=True, stop_if=[{"if": {"question": "a", "answered": True}, "reason": "R"}])),
        None, "missing_end",
    ),
    "half a character": (form(ask("a", label="\ud800")), None, "bad_text"),
    "a number beyond all": (form(number(max=10**400)), None, "bad_number"),
    "no number": (form(number(max=float("nan"))), None, "bad_number"),
    "no JSON": (form(ask("a", label={1, 2})), None, "not_json"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "question", "code"), BAD.values(), ids=BAD.keys())
def test_it_is_found_at_its_question_and_told_in_words(data, question, code):
    found = problems_of(data)
    assert (question, code) in [(problem.question, problem.code) for problem in found]
    assert all(problem.message[:1].isupper() or problem.message[0] in "“" for problem in found)
    assert all(problem.message.endswith((".", "”")) for problem in found)


@pytest.mark.parametrize(("data", "question", "code"), BAD.values(), ids=BAD.keys())
def test_nothing_else_is_found_beside_it(data, question, code):
    assert {found for _, found in codes(data)} == {code}


def test_the_file_of_a_form_that_cannot_be_used_is_not_made_into_one():
    with pytest.raises(BadForm) as refused:
        read_form(form(ask("a", "colour")))
    assert [problem.code for problem in refused.value.problems] == ["unknown_kind"]


def test_every_problem_is_told_at_once_each_once():
    data = form(ask("a", computed="b"), ask("n", "number", limits={"min": 2, "max": 1}), ask("z", show_if=YES))
    assert codes(data) == [("a", "unknown_reference"), ("n", "bad_limit"), ("z", "wrong_comparison")]


def test_a_form_as_large_as_allowed_is_looked_through():
    questions = [ask(f"q{n}", "yes_no") for n in range(MOST_QUESTIONS)]
    for n in range(1, MOST_QUESTIONS):
        questions[n]["show_if"] = {"question": f"q{n - 1}", "is": True}
    sections = [
        {"code": f"s{n}", "title": "S", "questions": questions[n : n + 250]} for n in range(0, MOST_QUESTIONS, 250)
    ]
    assert codes(form(sections=sections)) == []


def test_a_message_never_repeats_a_whole_hostile_text():
    found = problems_of(form(ask("a", **{"x" * 10_000: 1}), ask("b" * 10_000)))
    assert found
    assert all(len(json.dumps(problem.data())) < 1_000 for problem in found)
