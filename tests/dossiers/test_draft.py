"""Drafts: kept without a code, written anew, handed in, received, or given up."""

import pytest

from motcua.core.errors import NotPermitted
from motcua.dossiers.actions.intake import abandon, draft, edit_draft, file_draft, receive, refuse
from motcua.dossiers.choices import Action, State
from motcua.dossiers.models import Dossier
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused
from tests.factories import make_post


def test_a_draft_has_no_code_and_promises_nothing(house):
    dossier = make.drafted(house)
    assert (dossier.state, dossier.code, dossier.appointed_due) == (State.DRAFT, None, None)
    assert not dossier.steps.exists()
    assert dossier.papers.count() == 2
    assert_recorded(dossier, Action.DRAFT, by=house.clerk)


def test_only_the_desk_drafts(house):
    with pytest.raises(NotPermitted):
        draft(by=house.specialist, intake=make.intake_of(house))


def test_a_draft_is_written_anew_with_its_papers(house):
    dossier = make.drafted(house)
    other = make.applicant_of(house.clerk, number="046190000999", name="Đặng Thị Khác")
    given = make.intake_of(house, make.CASES, applicant=other, case="b", papers=[{"name": "Đơn", "copies": 3}])
    dossier = edit_draft(dossier, by=house.clerk, intake=given)
    assert (dossier.applicant, dossier.procedure_code, dossier.case) == (other, make.CASES, "b")
    assert dossier.folded == "dang thi khac"
    assert list(dossier.papers.values_list("name", "copies")) == [("Đơn", 3)]
    assert_recorded(dossier, Action.EDIT_DRAFT, by=house.clerk)


def test_another_desk_may_not_touch_a_draft(house):
    dossier, stranger = make.drafted(house), make_post()
    for verb, inputs in ((edit_draft, {"intake": make.intake_of(house)}), (file_draft, {}), (abandon, {})):
        with pytest.raises(NotPermitted):
            verb(dossier, by=stranger, **inputs)


def test_a_draft_that_is_handed_in_gets_its_code_and_waits_for_an_answer(house, set_clock):
    set_clock("2026-03-03T09:00")
    dossier = file_draft(make.drafted(house), by=house.clerk)
    assert (dossier.state, dossier.code) == (State.SUBMITTED, f"{house.centre.code}-260303-0001")
    assert dossier.steps.get().key == "answer"
    with refused("wrong_state"):
        edit_draft(dossier, by=house.clerk, intake=make.intake_of(house))


def test_a_draft_is_received_or_refused_at_once(house, set_clock):
    set_clock("2026-03-03T09:00")
    dossier = receive(make.drafted(house), by=house.clerk)
    assert (dossier.state, dossier.code) == (State.RECEIVED, f"{house.centre.code}-260303-0001")
    assert dossier.received_at == dossier.registered_at
    dossier = refuse(make.drafted(house), by=house.clerk, reason="Không thuộc thẩm quyền")
    assert (dossier.state, dossier.code) == (State.REFUSED, f"{house.centre.code}-260303-0002")


def test_a_draft_is_given_up_without_a_code_ever(house):
    dossier = make.abandoned(house)
    assert (dossier.state, dossier.code, dossier.registered_at) == (State.WITHDRAWN, None, None)
    assert_recorded(dossier, Action.ABANDON, by=house.clerk)
    with refused("wrong_state"):
        receive(dossier, by=house.clerk)


def test_a_bad_draft_is_refused(house):
    with refused("bad_papers"):
        make.drafted(house, papers=[{"name": ""}])
    with refused("unknown_case"):
        make.drafted(house, make.CASES)
    assert not Dossier.objects.exists()
