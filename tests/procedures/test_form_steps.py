"""The form of a draft changed step by step, and the last steps taken back."""

from datetime import date

import pytest

from motcua.agencies.choices import Role
from motcua.core.errors import BadInput, NotPermitted, StaleVersion
from motcua.procedures.actions.adopt import change_draft
from motcua.procedures.actions.design import MOST_STEPS, change_form, undo_form, undoable
from motcua.procedures.actions.publish import end
from motcua.procedures.choices import Action
from motcua.procedures.models import Adoption, FormStep
from tests.administration.catalogues import MORNING, give, make_house, record
from tests.questions.forms_for_tests import ask, form

pytestmark = pytest.mark.django_db
LAST = date(2026, 3, 31)
HOUSE_AT, HOUSE_BY = MORNING, make_house


@pytest.fixture
def found(house):
    return give(house, record(1))


@pytest.fixture
def officer(house):
    return vars(house)[Role.REFORM_OFFICER]


def held(found):
    return Adoption.objects.get(pk=found.pk).draft.get("form")


def test_a_step_is_kept_with_its_words_and_taken_back(found, officer):
    first, second = form(ask("a")), form(ask("a"), ask("b", "number", limits={"min": 0.5}))
    found = change_form(found, by=officer, form=first, note="Tạo biểu mẫu")
    found = change_form(found, by=officer, form=second, note="Thêm câu hỏi “b”")
    assert held(found) == second
    event = found.last_event
    assert (event.action, event.by, event.note()) == (Action.CHANGE_FORM, officer, "Thêm câu hỏi “b”")
    step = undoable(found)
    assert (step.said, step.by) == ("Thêm câu hỏi “b”", officer)
    assert FormStep.objects.visible_to(officer).count() == 2

    found = undo_form(found, by=officer)
    assert held(found) == first
    assert found.last_event.action == Action.UNDO_FORM
    found = undo_form(found, by=officer)
    assert held(found) is None
    with pytest.raises(BadInput, match="Không còn bước nào") as refused:
        undo_form(found, by=officer)
    assert refused.value.code == "nothing_to_undo"


def test_an_unfinished_form_is_kept_but_not_published(found, officer):
    assert held(change_form(found, by=officer, form={"format": "motcua-form"})) == {"format": "motcua-form"}


def test_what_changed_the_form_otherwise_is_not_undone_by_an_older_step(found, officer):
    found = change_form(found, by=officer, form=form(ask("a")), note="Một")
    found = change_draft(found, by=officer, draft=found.draft | {"form": form(ask("z"))})
    assert undoable(found) is None
    with pytest.raises(BadInput):
        undo_form(found, by=officer)
    assert held(found) == form(ask("z"))
    found = change_form(found, by=officer, form=form(ask("z"), ask("y")), note="Hai")
    found = undo_form(found, by=officer)
    assert held(found) == form(ask("z"))
    assert undoable(found) is None


def test_only_the_newest_steps_are_kept(found, officer):
    for number in range(MOST_STEPS + 3):
        found = change_form(found, by=officer, form=form(ask(f"q{number}")), note=f"Bước {number}")
    assert found.form_steps.count() == MOST_STEPS
    for _ in range(MOST_STEPS):
        found = undo_form(found, by=officer)
    assert held(found) == form(ask("q2"))
    assert undoable(found) is None


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.SPECIALIST, Role.LEADER, Role.INSPECTOR])
def test_who_does_not_keep_the_catalogue_may_not(found, house, officer, role):
    by = vars(house)[role]
    with pytest.raises(NotPermitted):
        change_form(found, by=by, form=form(ask("a")))
    found = change_form(found, by=officer, form=form(ask("a")))
    with pytest.raises(NotPermitted):
        undo_form(found, by=by)
    assert held(found) == form(ask("a"))


def test_an_old_page_changes_nothing(found, officer):
    version = found.version
    found = change_form(found, by=officer, version=version, form=form(ask("a")))
    with pytest.raises(StaleVersion):
        change_form(found, by=officer, version=version, form=form(ask("b")))
    with pytest.raises(StaleVersion):
        undo_form(found, by=officer, version=version)
    assert held(found) == form(ask("a"))
    assert found.form_steps.count() == 1


@pytest.mark.parametrize(
    "data", [{"title": "x" * 1_100_000}, {"a\0": 1}, {"x": float("inf")}, [{"format": "motcua-form"}]]
)
def test_what_cannot_be_kept_is_refused(found, officer, data):
    with pytest.raises(BadInput):
        change_form(found, by=officer, form=data)
    assert held(found) is None
    assert found.form_steps.count() == 0


def test_nothing_is_designed_for_a_procedure_that_has_ended(found, house, officer):
    found = change_form(found, by=officer, form=form(ask("a")))
    found = end(found, by=vars(house)[Role.LEADER], last_day=LAST, document="1/QĐ", reason="Thôi")
    for refused in (lambda: change_form(found, by=officer, form=form(ask("b"))), lambda: undo_form(found, by=officer)):
        with pytest.raises(BadInput, match="đã thôi áp dụng"):
            refused()
