"""Sample answers lead through a form to its end, or say where no sample fits."""

import json

import house
import pytest

from motcua.questions.choices import Kind
from motcua.questions.designing.samples import sample_answers
from motcua.questions.problems import read_form
from motcua.questions.running import run
from tests.questions.forms_for_tests import TODAY, ask, form
from tests.questions.test_demo_forms import NAMES

UNANSWERED = {"household_business": {"business_name": "required"}}  # its pattern is nothing a sample guesses


@pytest.mark.parametrize("name", NAMES)
def test_the_sample_goes_to_the_end_of_every_form_of_the_demo(name):
    made = read_form(json.loads((house.ROOT / "demo" / "forms" / f"{name}.json").read_text(encoding="utf-8")))
    outcome = run(made, sample_answers(made, TODAY), today=TODAY)
    assert outcome.stop is None
    assert outcome.errors == UNANSWERED.get(name, {})


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.INFORMATION])
def test_every_kind_has_a_sample(kind):
    made = read_form(form(ask("a", kind, required=True)))
    outcome = run(made, sample_answers(made, TODAY), today=TODAY)
    assert "a" in outcome.values


def test_a_way_that_must_stop_stops_and_one_that_need_not_goes_on():
    stop = [{"if": {"question": "a", "is": True}, "reason": "Dừng."}]
    made = read_form(form(ask("a", "yes_no", stop_if=stop), ask("b")))
    assert sample_answers(made, TODAY)["a"] is False
    few = [{"if": {"question": "n", "at_most": 40}, "reason": "Ít."}]
    made = read_form(form(ask("n", "number", stop_if=few)))
    assert sample_answers(made, TODAY) == {"n": 41}
    old = [{"if": {"question": "d", "less_than": "today"}, "reason": "Đã qua."}]
    made = read_form(form(ask("d", "date", stop_if=old)))
    assert sample_answers(made, TODAY) == {"d": "2026-11-22"}


def test_what_no_sample_fits_is_left_open_and_the_rest_goes_on():
    limits = {"pattern": "[A-Z]{3}-[0-9]{7}", "pattern_words": "mã"}
    made = read_form(form(ask("a", limits=limits, required=True), ask("b")))
    assert list(sample_answers(made, TODAY)) == ["b"]
