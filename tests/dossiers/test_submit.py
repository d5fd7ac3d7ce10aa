"""What came in but is not received yet: the desk owes an answer, and the limit does not run."""

from datetime import datetime

import pytest

from motcua.core import clock
from motcua.core.errors import NotPermitted
from motcua.dossiers.actions.intake import submit
from motcua.dossiers.choices import Action, State
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused


def test_online_it_is_owed_an_answer_in_eight_working_hours(house, set_clock):
    set_clock("2026-03-06T15:00")  # a Friday
    dossier = make.submitted(house)
    assert (dossier.state, dossier.received_at, dossier.appointed_due) == (State.SUBMITTED, None, None)
    assert dossier.code == f"{house.centre.code}-260306-0001"
    # Two hours on Friday (15:00-17:00), then six on Monday: 07:00-11:30 and 13:30-15:00.
    assert clock.local(dossier.answer_due_at) == datetime(2026, 3, 9, 15, 0, tzinfo=clock.LOCAL)
    task = Task.objects.get()
    assert (task.title, task.agency, task.due_at) == ("Trả lời hồ sơ mới nộp", house.centre, dossier.answer_due_at)
    assert_recorded(dossier, Action.SUBMIT, by=house.clerk)


def test_at_the_counter_nothing_is_owed_by_an_hour(house):
    assert make.submitted(house, channel="counter").answer_due_at is None


def test_it_warns_as_at_the_counter(house):
    first = make.submitted(house)
    again = make.submitted(house, papers=[{"name": "Tờ khai"}])
    assert [each["code"] for each in again.warnings] == ["missing_paper", "duplicate"]
    assert first.code in again.warnings[1]["message"]


def test_only_the_desk_submits(house):
    with pytest.raises(NotPermitted):
        submit(by=house.leader, intake=make.intake_of(house))


def test_bad_input_is_refused(house):
    with refused("bad_papers"):
        make.submitted(house, papers=[{"name": ""}])
    with refused("unknown_channel"):
        make.submitted(house, channel="")
