"""A changed calendar moves open dossiers to later days, never earlier, each with its cause on record."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.core.clock import local
from motcua.core.reactions import carry_out
from motcua.dossiers.actions.extending import extend
from motcua.dossiers.actions.recounting import follow_calendar, move_due
from motcua.dossiers.choices import Action
from motcua.dossiers.models import Dossier
from motcua.dossiers.recounting import concerned, move_of, moves
from motcua.worktime import stored
from motcua.worktime.actions import set_exception, set_week, withdraw_exception
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused
from tests.factories import make_ward, system

WHY = {"reason": "Bão số 9", "source": "Công điện 5/CĐ-UBND"}


@pytest.fixture(autouse=True)
def fresh(db):
    stored.forget()
    yield
    stored.forget()


@pytest.fixture
def monday(set_clock):
    return set_clock("2026-03-02T08:00")  # ten working days: until Monday the 16th


def storm(house, day=date(2026, 3, 5)):
    return set_exception(by=house.administrator, agency=house.ward, date=day, off=True, **WHY)


def run_jobs():
    """What the worker would do."""
    for job in ProcrastinateJob.objects.filter(task_name="dossiers.follow_calendar"):
        app.tasks[job.task_name].func(**job.args)


def fresh_row(dossier):
    return Dossier.objects.get(pk=dossier.pk)


def day_of(moment):
    return local(moment).date()


def test_a_day_off_moves_the_promise_by_a_working_day_and_says_why(house, monday):
    dossier = make.in_progress(house)
    assert day_of(dossier.appointed_due) == date(2026, 3, 16)
    storm(house)
    moved = move_due(dossier, by=system(), cause="x", note="Bão số 9")
    assert day_of(moved.appointed_due) == day_of(moved.limit_due) == date(2026, 3, 17)
    assert day_of(moved.first_promised) == date(2026, 3, 16)  # what was printed is kept as it was
    data = assert_recorded(moved, Action.MOVE_DUE, by=system())
    assert data["before"]["appointed_due"] < data["after"]["appointed_due"]
    assert data["changed"]["appointed_due"] == data["after"]["appointed_due"]
    assert moved.last_event.note() == "Bão số 9"
    task = moved.steps.get(state="open").task
    assert task.due_at == moved.steps.get(state="open").due_at


def test_a_kinder_calendar_moves_nothing_earlier(house, monday):
    dossier = make.in_progress(house)
    set_exception(by=house.administrator, agency=house.ward, date=date(2026, 3, 7), works_as="fri", **WHY)  # Saturday
    assert not move_of(fresh_row(dossier)).is_any
    with refused("nothing_moves"):
        move_due(dossier, by=system(), cause="x")


def test_a_day_taken_back_leaves_the_later_promise(house, monday):
    dossier = make.in_progress(house)
    day = storm(house)
    move_due(dossier, by=system(), cause="x")
    withdraw_exception(day, by=house.administrator)
    assert follow_calendar(house.ward.path, by=system(), first=day.date, last=day.date, cause="y", note="") == 0
    assert day_of(fresh_row(dossier).appointed_due) == date(2026, 3, 17)


def test_an_extended_day_moves_only_when_it_is_off(house, monday):
    dossier = extend(make.in_progress(house), by=house.head, due=date(2026, 3, 20), reason="Xác minh thêm")
    storm(house)
    assert day_of(move_of(fresh_row(dossier)).appointed_due) == date(2026, 3, 20)
    storm(house, date(2026, 3, 20))
    assert day_of(move_of(fresh_row(dossier)).appointed_due) == date(2026, 3, 23)


def test_nobody_moves_a_promise_by_hand(house, monday):
    dossier = make.in_progress(house)
    storm(house)
    for post in (house.administrator, house.leader, house.clerk):
        with refused("not_permitted"):
            move_due(dossier, by=post, cause="x")


def test_a_settled_dossier_is_not_moved(house, monday):
    dossier = make.decided(house)
    storm(house)
    with refused("wrong_state"):
        move_due(dossier, by=system(), cause="x")


def test_only_the_tree_and_the_days_of_the_change_are_concerned(house, monday, set_clock):
    dossier, other = make.in_progress(house), make_ward()["ward"]
    day = date(2026, 3, 5)
    assert list(concerned(house.ward.path, first=day, last=day)) == [dossier]
    assert list(concerned("", first=day, last=day)) == [dossier]
    assert not concerned(other.path, first=day, last=day).exists()
    assert not concerned(house.ward.path, first=date(2026, 4, 1), last=None).exists()
    set_clock("2026-03-06T08:00")
    make.in_progress(house)  # received after the day
    assert list(concerned(house.ward.path, first=day, last=day)) == [dossier]


def test_the_change_itself_leads_to_the_moves(house, monday):
    dossier = make.in_progress(house)
    day = storm(house)
    carry_out(day.events.get())
    run_jobs()
    assert day_of(fresh_row(dossier).appointed_due) == date(2026, 3, 17)
    assert fresh_row(dossier).events.last().data["cause"].startswith("worktime.ExceptionalDayEvent:")


def test_a_new_week_moves_what_runs_into_it(house, monday):
    dossier = make.in_progress(house)
    weekly = {day: ["07:30-11:30", "13:30-17:00"] for day in ("mon", "tue", "wed", "thu")}  # Fridays closed
    week = set_week(
        by=house.administrator, agency=house.ward, weekly=weekly, valid_from=date(2026, 3, 9), decision="QĐ 3"
    )
    carry_out(week.events.get())
    run_jobs()
    assert day_of(fresh_row(dossier).appointed_due) == date(2026, 3, 17)


def test_many_dossiers_are_judged_in_a_few_queries(house, monday):
    for _ in range(6):
        make.in_progress(house)
    storm(house)
    with CaptureQueriesContext(connection) as asked:
        assert len(list(moves(concerned(house.ward.path, first=date(2026, 3, 5), last=None)))) == 6
    assert sum("worktime_calendarstamp" not in query["sql"] for query in asked.captured_queries) <= 10
