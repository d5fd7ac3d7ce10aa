"""Opinions of other units and people: they pause nothing, and who is asked sees what it is about."""

from datetime import date, datetime, timedelta

import pytest

from motcua.agencies.choices import Role
from motcua.core import clock
from motcua.core.errors import NotPermitted
from motcua.dossiers.actions import pausing
from motcua.dossiers.actions.deciding import sign
from motcua.dossiers.actions.moving import approve, propose
from motcua.dossiers.actions.opinions import answer, consult
from motcua.dossiers.choices import Action, State
from motcua.dossiers.models import Consultation, Dossier
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused
from tests.factories import make_post

QUESTION = "Thửa đất có tranh chấp không?"


@pytest.fixture
def police(house):
    """The head of another agency."""
    return make_post(Role.HEAD_OF_DIVISION)


def test_a_unit_of_another_agency_is_asked_and_answers(house, police):
    dossier = make.in_progress(house)
    due = dossier.appointed_due
    assert not Dossier.objects.visible_to(police).exists()
    dossier = consult(dossier, by=house.specialist, agency=police.agency.code, question=QUESTION)
    assert (dossier.state, dossier.appointed_due) == (State.IN_PROGRESS, due)
    assert Dossier.objects.visible_to(police).get() == dossier
    task = Task.objects.visible_to(police).get()
    assert (task.kind, task.role) == ("dossier.opinion", "head_of_division")
    data = assert_recorded(dossier, Action.CONSULT, by=house.specialist)
    assert "tranh chấp" not in str(data)
    dossier = answer(dossier, by=police, text="Không có tranh chấp.")
    row = Consultation.objects.get()
    assert (row.question, row.answer, row.answered_by) == (QUESTION, "Không có tranh chấp.", police)
    assert "tranh chấp" not in str(assert_recorded(dossier, Action.ANSWER, by=police))
    assert Dossier.objects.visible_to(police).get() == dossier  # and keeps what it was about
    assert not Task.objects.visible_to(police).unfinished().exists()


def test_a_person_is_asked_by_name_and_only_they_answer(house, police):
    colleague = make_post(Role.SPECIALIST, agency=police.agency)
    dossier = consult(make.in_progress(house), by=house.specialist, person=colleague.person.username, question=QUESTION)
    with pytest.raises(NotPermitted):
        answer(dossier, by=make_post(Role.SPECIALIST, agency=police.agency), text="Không")
    assert Dossier.objects.visible_to(police).exists()  # their head sees it too
    assert answer(dossier, by=colleague, text="Không").last_event.by == colleague


def test_the_oldest_question_is_answered_first_and_each_once(house, police):
    dossier = consult(make.in_progress(house), by=house.specialist, agency=police.agency.code, question="Một?")
    dossier = consult(dossier, by=house.specialist, agency=police.agency.code, question="Hai?")
    dossier = answer(dossier, by=police, text="Đây là một")
    assert Consultation.objects.get(answer=None).question == "Hai?"
    dossier = answer(dossier, by=police, text="Đây là hai")
    with pytest.raises(NotPermitted):
        answer(dossier, by=police, text="Ba")


def test_a_day_without_an_hour_means_its_end(house, police, set_clock):
    set_clock("2026-03-03T09:00")
    given = {"agency": police.agency.code, "question": QUESTION}
    dossier = consult(make.in_progress(house), by=house.specialist, due=date(2026, 3, 5), **given)
    assert clock.local(Consultation.objects.get().due_at) == datetime(2026, 3, 5, 17, 0, tzinfo=clock.LOCAL)
    with refused("not_a_working_day"):
        consult(dossier, by=house.specialist, due=date(2026, 3, 8), **given)
    with refused("in_the_past"):
        consult(dossier, by=house.specialist, due=date(2026, 3, 2), **given)
    with refused("in_the_past"):
        consult(dossier, by=house.specialist, due=clock.now() - timedelta(hours=1), **given)


def test_bad_questions_are_refused(house, police):
    dossier, empty = make.in_progress(house), make_post(Role.CASHIER).agency
    with refused("reason_needed"):
        consult(dossier, by=house.specialist, agency=police.agency.code, question="")
    with refused("unknown_agency"):
        consult(dossier, by=house.specialist, agency="NOWHERE", question=QUESTION)
    with refused("unknown_person"):
        consult(dossier, by=house.specialist, person="nobody", question=QUESTION)
    with refused("unknown_person"):
        consult(dossier, by=house.specialist, person=house.specialist.person.username, question=QUESTION)
    with refused("nobody_there"):
        consult(dossier, by=house.specialist, agency=empty.code, question=QUESTION)
    assert not Consultation.objects.exists()


def test_who_may_ask_and_when(house, police):
    with pytest.raises(NotPermitted):
        consult(make.in_progress(house), by=house.clerk, agency=police.agency.code, question=QUESTION)
    with refused("wrong_state"):
        consult(make.waiting(house), by=house.specialist, agency=police.agency.code, question=QUESTION)


def test_one_answers_while_the_citizen_is_waited_for(house, police):
    dossier = consult(make.in_progress(house), by=house.specialist, agency=police.agency.code, question=QUESTION)
    dossier = pausing.request_supplement(dossier, by=house.specialist, papers=["Bản vẽ"], reason="Thiếu")
    assert answer(dossier, by=police, text="Không").state == State.WAITING_SUPPLEMENT


def test_what_was_not_answered_before_the_decision_leaves_the_inbox(house, police):
    dossier = consult(make.in_progress(house), by=house.specialist, agency=police.agency.code, question=QUESTION)
    dossier = approve(propose(dossier, by=house.specialist, note="Đủ"), by=house.head)
    assert Task.objects.visible_to(police).unfinished().exists()
    dossier = sign(dossier, by=house.leader, template="result")
    assert not Task.objects.visible_to(police).unfinished().exists()
    assert Task.objects.get(kind="dossier.opinion").state == "cancelled"
    with refused("wrong_state"):
        answer(dossier, by=police, text="Quá muộn")
