"""The engine and the JSON Schema of a form agree on the shape of answers, for forms and answers that chance makes."""

import jsonschema_rs
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from motcua.questions.answer_schema import answer_schema, faults, schema_of, validator_of
from motcua.questions.choices import Kind
from motcua.questions.definition import question_of
from motcua.questions.problems import problems_of, read_form
from motcua.questions.running import Runner
from tests.questions.forms_for_tests import TODAY, ask, form, outcome
from tests.questions.random_forms import GOOD, LIMITS, SIMPLE, answers_to, any_json, forms

# What depends on the day, a list of units or a check digit: only the engine says it.
BEYOND = {
    "too_early", "too_late", "bad_date", "unknown_unit", "bad_tax_code", "bad_phone", "bad_email",
    "bad_identity_number", "too_many_decimals", "wrong_era", "no_line",
}  # fmt: skip


def readable(data):
    """The form, when only what nobody reaches is wrong with it."""
    found = problems_of(data)
    assert {problem.code for problem in found} <= {"unreachable", "dead_stop", "missing_end"}, found
    assume(not found)
    return read_form(data)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_values_without_errors_fit_the_schema(data):
    described = data.draw(forms())
    made = readable(described)
    found = Runner(made).run(data.draw(answers_to(described)), today=TODAY)
    assert "against_schema" not in found.errors.values()
    assert set(found.values) <= {code.partition(".")[0] for code in found.visible}
    if not found.errors and not found.stop:
        assert faults(validator_of(answer_schema(made)), dict(found.values)) == {}


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_a_canonical_answer_is_taken_by_both_or_by_none(data):
    kind = data.draw(st.sampled_from(SIMPLE))
    limits = data.draw(st.sampled_from(LIMITS.get(kind, [{}])))
    question = ask("a", kind, **({"limits": limits} if limits else {}))
    answer = data.draw(st.sampled_from(GOOD[kind]) | st.sampled_from([each for one in GOOD.values() for each in one]))
    found = outcome(form(question), {"a": answer})
    fits = validator_of(schema_of(question_of(question))).is_valid(answer)
    if found.values.get("a") == answer and type(found.values["a"]) is type(answer):
        assert fits
    elif found.errors and found.errors["a"] not in BEYOND:
        assert not fits, (question, answer, found.errors)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(SIMPLE), any_json)
def test_whatever_the_engine_makes_of_an_answer_fits(kind, answer):
    question = ask("a", kind)
    found = outcome(form(question), {"a": answer})
    validator = validator_of(schema_of(question_of(question)))
    assert all(validator.is_valid(value) for value in found.values.values())
    assert bool(found.values) + bool(found.errors) <= 1


def test_the_schema_says_each_limit():
    shape = {
        "text": ({"max_length": 3, "pattern": "[a-z]+", "pattern_words": "W"}, "ab", ["abcd", "A", "", 1]),
        "number": ({"min": 1, "max": 2.5, "decimals": 1}, 1.5, [0.5, 3, "1", True]),
        "money": ({"min": 5}, 5, [4, 5.5, "5", -1]),
        "date": ({}, "2024-02-29", ["2023-02-29", "29/02/2024", "0001-01-01", 1]),
        "yes_no": ({}, False, ["false", 0, None]),
        "choice": ({}, "a", ["d", "", ["a"]]),
        "choices": ({"min_choices": 2}, ["a", "b"], [["a"], ["a", "a"], "a", ["a", "d"]]),
        "identity": ({"of": "citizen"}, "046099012345", ["046 099 012 345", "C1234567"]),
        "phone": ({}, "0912345678", ["912345678", "+84 912345678"]),
        "email": ({}, "an@example.vn", ["an", "an@", "a n@example.vn"]),
        "address": ({}, GOOD["address"][0], [*GOOD["address"][1:], {}]),
        "file": ({"types": ["pdf"], "max_files": 1}, GOOD["file"][0], [[], GOOD["file"][1], GOOD["file"][0][0]]),
        "declaration": ({}, True, [False, 1]),
        "long_text": ({"max_length": 2}, "a", ["abc"]),
    }
    assert set(shape) | {"group", "information"} == set(Kind)
    for kind, (limits, good, bad) in shape.items():
        validator = validator_of(schema_of(question_of(ask("a", kind, **({"limits": limits} if limits else {})))))
        assert validator.is_valid(good), kind
        assert [each for each in bad if validator.is_valid(each)] == [], kind


def test_the_schema_of_a_whole_form():
    group = ask("g", "group", questions=[ask("r", required=True), ask("s")], limits={"min_rows": 2, "max_rows": 3})
    data = form(
        ask("a", required=True), ask("b", "yes_no", required=True, show_if={"question": "a", "is": "x"}), group,
        ask("i", "information"), ask("n", "number", computed="count(g)"),
    )  # fmt: skip
    schema = answer_schema(read_form(data))
    jsonschema_rs.meta.validate(schema)
    assert schema["required"] == ["a"]
    assert set(schema["properties"]) == {"a", "b", "g", "n"}
    validator = validator_of(schema)
    assert validator.is_valid({"a": "x", "g": [{"r": "1"}, {"r": "2", "s": "3"}], "n": 2})
    for wrong in ({}, {"a": "x", "g": [{"r": "1"}]}, {"a": "x", "g": [{"s": "1"}] * 2}, {"a": "x", "z": 1}):
        assert not validator.is_valid(wrong)


def test_what_does_not_fit_the_schema_is_an_error_at_its_place():
    made = read_form(form(ask("g", "group", questions=[ask("r", limits={"max_length": 3})])))
    assert faults(validator_of(answer_schema(made)), {"g": [{"r": "abcd"}]}) == {"g.0.r": "against_schema"}


def test_a_run_is_held_against_the_schema():
    runner = Runner(read_form(form(ask("a"))))
    runner.schema = validator_of({"type": "object", "maxProperties": 0})
    assert runner.run({"a": "abcd"}, today=TODAY).errors == {"": "against_schema"}
