"""Forms written and read again: the same bytes, the same meaning."""

import json
import random

import jsonschema_rs
from hypothesis import given, settings

from motcua.questions.definition import form_of
from motcua.questions.form_schema import form_schema, form_validator
from motcua.questions.interchange import taken, written
from motcua.questions.problems import problems_of
from tests.questions.forms_for_tests import ask, codes, form
from tests.questions.random_forms import forms


def shuffled(data):
    if isinstance(data, dict):
        names = random.sample(sorted(data), len(data))
        return {name: shuffled(data[name]) for name in names}
    return [shuffled(each) for each in data] if isinstance(data, list) else data


@settings(max_examples=60, deadline=None)
@given(forms())
def test_round_and_round_again(data):
    text = written(data)
    assert json.loads(text) == data
    assert written(taken(text.encode())) == text
    assert written(shuffled(data)) == text
    assert problems_of(taken(text.encode())) == problems_of(data)
    assert form_of(taken(text.encode())) == form_of(data)


def test_the_order_is_for_people():
    text = written({"end": {"text": "x"}, "sections": [], "version": 1, "format": "motcua-form", "aaa": 1})
    assert list(json.loads(text)) == ["format", "version", "sections", "end", "aaa"]
    assert list(json.loads(written(ask("a", required=True, help="Ồ"))))[:5] == [
        "code",
        "kind",
        "label",
        "help",
        "required",
    ]
    assert "Ồ" in written(ask("a", help="Ồ"))
    assert text.endswith("}\n")


def test_a_later_version_is_refused_in_words_that_say_which():
    (problem,) = problems_of(form(ask("a"), version=7, something="new"))
    assert problem.code == "newer_version"
    assert "bản 7" in problem.message
    assert "đến bản 1" in problem.message


def test_the_schema_of_form_files_is_one_and_says_what_check_says():
    jsonschema_rs.meta.validate(form_schema())
    assert form_validator().is_valid(form(ask("a")))
    assert not form_validator().is_valid(form(ask("a", "colour")))
    assert codes(form(ask("a"))) == []
