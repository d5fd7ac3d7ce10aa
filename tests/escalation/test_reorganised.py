"""Warnings in a re-organisation: the lines pass to the units that took over, each told once all the same."""

from datetime import date

import pytest

from motcua.core.reactions import react
from motcua.escalation.actions.listing import make_lists
from motcua.escalation.actions.telling import tell_reached
from motcua.escalation.models import Alarm, WeeklyList
from motcua.tasks.choices import State
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.agencies.reorganising import carried_out, make_office, move, planned
from tests.escalation.conftest import ladder
from tests.journeys.conftest import jobs
from tests.nonempty import some


@pytest.fixture
def house(db, set_clock):
    set_clock("2026-06-01T08:00")
    return make.make_house()


def test_lines_and_lists_pass_to_whoever_took_over(house, set_clock):
    ladder(house, valid_from=date(2026, 6, 1))
    new = make_office("phường Mới")
    set_clock("2026-06-02T09:00")
    make.in_progress(house)
    set_clock("2026-06-25T09:00")
    assert tell_reached() == 3
    assert make_lists() >= 1
    row = planned(move(house.ward, new.ward), move(house.centre, new.centre), move(house.division, new.division))
    carried_out(row, set_clock)
    for job in jobs():
        react(**job)
    left = Task.objects.filter(agency__path__startswith=house.ward.path, kind__startswith="escalation.").unfinished()
    assert list(left) == []
    for alarm in some(Alarm.objects.select_related("task", "agency")):
        assert alarm.agency.path.startswith(new.ward.path)
        assert alarm.task.agency == alarm.agency
        assert alarm.task.state == State.OPEN
    assert WeeklyList.objects.get(task__isnull=False, agency__path__startswith=new.ward.path).task.state == State.OPEN
    assert tell_reached() == 0
