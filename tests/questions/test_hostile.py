"""Nothing that somebody sends makes the engine fail: forms and answers of any JSON at all, and what is none."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.questions import reading
from motcua.questions.form_schema import known_names
from motcua.questions.interchange import written
from motcua.questions.prefilling import prefilled
from motcua.questions.problems import problems_of, read_form
from motcua.questions.reading import Unreadable, read_json
from motcua.questions.running import Runner
from tests.questions.forms_for_tests import TODAY, ask, form
from tests.questions.random_forms import SIMPLE, answers_to, any_json, forms

EVERY_KIND = form(
    *(ask(f"k_{kind}", kind, required=True) for kind in SIMPLE),
    ask("k_group", "group", questions=[ask(f"r_{kind}", kind) for kind in SIMPLE]),
    ask("k_information", "information"),
    ask("k_computed", "money", computed="k_money * k_money * count(k_group) + sum(r_money)"),
)
RUNNER = Runner(read_form(EVERY_KIND))
KEYS = [question["code"] for question in EVERY_KIND["sections"][0]["questions"]]


def deep(levels):
    return json.loads("[" * levels + "]" * levels)


@st.composite
def spoiled(draw):
    """A form with something else at one place of it."""
    data = json.loads(json.dumps(draw(forms())))
    place, key = data, draw(st.sampled_from(sorted(data)))
    for _ in range(draw(st.integers(0, 6))):
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner:
            break
        place = inner
        key = draw(st.sampled_from(sorted(inner) if isinstance(inner, dict) else range(len(inner))))
    place[key] = draw(any_json)
    return data


@settings(max_examples=80, deadline=None)
@given(any_json | spoiled())
def test_any_form_is_looked_through(data):
    found = problems_of(data)
    json.dumps([problem.data() for problem in found])
    if not found:
        json.dumps(Runner(read_form(data)).run({}, today=TODAY).data())
        assert read_json(written(data).encode()) == data


@settings(max_examples=80, deadline=None)
@given(any_json | st.dictionaries(st.sampled_from(KEYS), any_json, max_size=4))
def test_any_answers_are_run(answers):
    found = RUNNER.run(answers, today=TODAY)
    json.dumps(found.data(), allow_nan=False).encode()
    assert isinstance(prefilled(RUNNER.form, answers, account={}, today=TODAY), dict)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_answers_to_any_form_are_run(data):
    described = data.draw(forms())
    if not problems_of(described):
        found = Runner(read_form(described)).run(data.draw(answers_to(described)), today=TODAY)
        assert isinstance(json.dumps(found.data(), allow_nan=False), str)


@pytest.mark.parametrize(
    "answer",
    [
        10**5_000, -(10**5_000), float("nan"), float("inf"), "\ud800", "\0", "9" * 1_000_000, "a" * 2_000_000,
        deep(500), {"era": "current" * 100_000}, [{}] * 1_000, [[]] * 1_000, {"a" * 100_000: None}, 1e300,
        "1" * 39 + ",5",
        b"bytes", object(), {1: 2}, {"province": "\ud800"}, [None] * 10, ["\ud800"], {"file": "\ud800"},
    ],
    ids=lambda answer: type(answer).__name__,
)  # fmt: skip
def test_an_answer_nobody_expects(answer):
    answers = dict.fromkeys(KEYS, answer)
    rows = {"k_group": [{f"r_{kind}": answer for kind in SIMPLE}]}
    for given_answers in (answers, rows, answer):
        found = RUNNER.run(given_answers, today=TODAY)
        assert found.errors
        json.dumps(found.data(), allow_nan=False).encode("utf-8")


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"\xff\xfe{}", "not_utf8"),
        (b'{"a": NaN}', "bad_number"),
        (b'{"a": -Infinity}', "bad_number"),
        (b"[1e999]", "bad_number"),
        (b"[" + b"9" * 10_000 + b"]", "bad_number"),
        (b"[9999999999999999]", "bad_number"),
        (b'{"a": 1, "a": 2}', "duplicate_key"),
        (b'[{"b": {"a": 1, "a": 1}}]', "duplicate_key"),
        (b'["\\ud800"]', "bad_text"),
        (b'["\\u0000"]', "bad_text"),
        (b'{"\\ud800": 1}', "bad_text"),
        (b"[" * 30 + b"]" * 30, "too_deep"),
        (b"[" * 200_000 + b"]" * 200_000, "too_deep"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "too_deep"),
        (b" " * (reading.MOST_BYTES + 1), "too_large"),
    ],
    ids=lambda part: part if isinstance(part, str) else repr(part[:12]),
)
def test_a_text_that_cannot_be_taken(raw, code):
    with pytest.raises(Unreadable) as refused:
        read_json(raw)
    assert refused.value.code == code


def test_a_byte_order_mark_is_no_mistake():
    assert read_json(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


def many(count, kind="text", **more):
    return [ask(f"q{n}", kind, **more) for n in range(count)]


PARTS = {"all": [{"question": "q0", "is": "x" * 90}] * 35}
MISPLACED = dict.fromkeys(sorted(known_names() - {"kind"}))
HEAVY = {
    "questions": (form(*many(40_000)), "too_many"),
    "one label": (form(ask("a", label="x" * 4_900_000)), "too_large"),
    "a label as long as a form": (form(ask("a", label="x" * 900_000)), "bad_value"),
    "conditions": (form(*many(200, show_if={"all": [PARTS] * 5})), "too_large"),
    "options": (form(ask("a", "choice", options=[{"code": f"o{n}", "label": "O"} for n in range(30_000)])), "too_many"),
    "properties": ({"format": "motcua-form", "version": 1, **{f"k{n}": None for n in range(100_000)}}, "too_many"),
    "properties everywhere": (
        form(*[{"kind": "text", **{f"k{n}": None for n in range(90)}}] * 290),
        "unknown_property",
    ),
    "properties that belong elsewhere": (form(*[{"kind": "text", **MISPLACED}] * 99), "unknown_property"),
    "lists": (["xxxx"] * 250_000, "too_large"),
    "wrong questions": (form(*[None] * 290), "bad_value"),
}


@pytest.mark.parametrize(("data", "code"), HEAVY.values(), ids=HEAVY.keys())
def test_a_heavy_form_is_refused_and_the_machine_lives(data, code):
    raw = json.dumps(data, separators=(",", ":")).encode()
    assert len(raw) <= reading.MOST_BYTES
    found = problems_of(read_json(raw))
    assert code in {problem.code for problem in found}
    assert len(found) <= 200


def test_conditions_as_many_as_allowed_are_searched_to_an_end():
    part = {"any": [{"question": f"q{n}", "is": True} for n in range(40)]}
    asked = [*many(40, kind="yes_no"), *(ask(f"z{n}", show_if={"all": [part] * 6}) for n in range(8))]
    assert problems_of(form(*asked)) == []
    more = [ask(f"y{n}", show_if={"all": [part] * 6}) for n in range(8)]
    assert [problem.code for problem in problems_of(form(*asked, *more))] == ["too_many"]


def test_answers_of_five_megabytes_are_run():
    rows = [{"r_text": "x" * 400} for _ in range(10_000)]
    found = RUNNER.run({"k_group": rows, "k_long_text": "y" * 900_000}, today=TODAY)
    assert found.errors["k_group"] == "too_many"
    assert len(found.values["k_group"]) == 50
