"""Rungs fire with a moved clock, each once; nobody is told while the citizen is waited for.

National calendar: Monday to Friday, 07:00-11:30 and 13:30-17:00. The specialist's step has six working days.
"""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from motcua.agencies.actions import record_absence
from motcua.agencies.choices import Role
from motcua.core import clock
from motcua.core.errors import NotPermitted
from motcua.core.reactions import react
from motcua.dossiers.actions import extending, moving, pausing
from motcua.dossiers.actions.rerouting import move_route
from motcua.dossiers.choices import StepState
from motcua.dossiers.models import Dossier, Step
from motcua.escalation.actions.setting import end_rung, set_rung
from motcua.escalation.actions.telling import acknowledge, settle, tell_reached
from motcua.escalation.ladder import Ladders, reached
from motcua.escalation.models import Alarm, Rung
from motcua.procedures.actions.publish import publish
from motcua.procedures.actions.routing import change_route
from motcua.procedures.models import Adoption
from motcua.tasks.choices import State
from motcua.worktime.actions import set_exception
from motcua.worktime.shares import moment_of_share
from motcua.worktime.stored import calendar_of
from tests import dossier_factories as make
from tests.escalation.conftest import SET, ladder, warned
from tests.factories import make_post, system
from tests.journeys.conftest import jobs
from tests.nonempty import some

BEGAN, BEGAN_ON = "2026-03-02T09:00", date(2026, 3, 2)
BACK = [{"name": "Bản vẽ", "copies": 1}]


def open_step(dossier: Dossier) -> Step:
    return dossier.steps.get(state=StepState.OPEN)


def share(dossier: Dossier, percent: int) -> Any:
    step = open_step(dossier)
    assert step.due_at is not None
    return moment_of_share(calendar_of(dossier.agency), start=step.started_at, due=step.due_at, percent=percent)


@pytest.fixture
def running(house: Any, set_clock: Any) -> Dossier:
    set_clock("2026-03-01T08:00")
    ladder(house)
    set_clock(BEGAN)
    return make.in_progress(house)


def test_at_70_percent_the_owner_at_90_the_head_each_once(house, running, set_clock):
    early = share(running, 70) - timedelta(minutes=2)
    clock.set_now(early)
    assert tell_reached() == 0
    clock.set_now(share(running, 70) + timedelta(minutes=1))
    assert tell_reached() == 1
    (line,) = warned(house.specialist)
    assert line.about.startswith(running.code)
    assert "Mẫu" not in line.about
    assert warned(house.head) == []
    assert tell_reached() == 0
    clock.set_now(share(running, 90) + timedelta(minutes=1))
    assert tell_reached() == 1
    assert len(warned(house.head)) == len(warned(house.specialist)) == 1
    assert tell_reached() == 0


def test_a_late_dossier_goes_to_the_leader_and_a_clock_that_jumped_misses_no_rung(house, running, set_clock):
    set_clock("2026-03-20T09:00")
    assert tell_reached() == 3
    assert [len(warned(post)) for post in (house.specialist, house.head, house.leader)] == [1, 1, 1]
    assert warned(house.leader)[0].due_at == running.appointed_due


def test_nobody_is_told_while_the_citizen_is_waited_for_and_the_wait_counts_for_nothing(house, running, set_clock):
    due = open_step(running).due_at
    waiting = pausing.request_supplement(running, by=house.specialist, papers=["Bản vẽ"], reason="Thiếu")
    set_clock("2026-03-20T09:00")
    assert tell_reached() == 0
    back = pausing.resume(waiting, by=house.clerk, papers=BACK)
    assert open_step(back).due_at > due
    assert tell_reached() == 0  # not an hour of its own time has passed
    set_clock("2026-04-20T09:00")
    assert tell_reached() == 3


def test_when_the_due_moment_moves_the_lines_go_and_the_rungs_count_anew(house, running, set_clock):
    clock.set_now(share(running, 70) + timedelta(minutes=1))
    tell_reached()
    waiting = pausing.request_supplement(running, by=house.specialist, papers=["Bản vẽ"], reason="Thiếu")
    assert settle(running.pk, by=system()) == 1
    assert settle(running.pk, by=system()) == 0
    assert warned(house.specialist) == []
    clock.set_now(clock.now() + timedelta(days=7))
    pausing.resume(waiting, by=house.clerk, papers=BACK)
    assert tell_reached() == 1
    assert len(warned(house.specialist)) == 1
    assert Alarm.objects.count() == 2


def test_the_event_that_ends_the_cause_takes_the_line_away_through_its_reaction(house, running, set_clock):
    clock.set_now(share(running, 70) + timedelta(minutes=1))
    tell_reached()
    moving.propose(running, by=house.specialist, note="Đủ")
    for job in jobs():
        react(**job)
    assert warned(house.specialist) == []
    assert Alarm.objects.get().ended_at is not None


def test_the_warnings_of_a_step_go_with_it_when_the_dossier_is_moved_to_another_route(house, running, set_clock):
    clock.set_now(share(running, 70) + timedelta(minutes=1))
    tell_reached()
    adoption = Adoption.objects.get(office=house.ward, procedure__code=make.STANDARD)
    route = running.content.route.drawn()
    steps = tuple(
        replace(each, at=f"agency:{house.police.agency.code}") if each.key == "specialist" else each
        for each in route.steps
    )
    changed = change_route(adoption, by=house.reform, route=replace(route, steps=steps))
    edition = publish(changed, by=house.reform, valid_from=clock.today()).edition
    move_route(running, by=house.reform, edition=edition.pk, note="Công an xác minh")
    for job in jobs():
        react(**job)
    assert warned(house.specialist) == []
    assert Alarm.objects.get().ended_at is not None


def test_an_extension_moves_the_dossiers_own_rungs(house, set_clock):
    set_clock("2026-03-01T08:00")
    set_rung(
        by=house.administrator, agency=house.ward, at="percent", percent=50, subject="dossier", whom="leader", **SET
    )
    set_clock(BEGAN)
    dossier = make.in_progress(house)
    set_clock("2026-03-10T09:00")
    assert tell_reached() == 1
    extending.extend(dossier, by=house.head, due=date(2026, 3, 31), reason="Chờ")
    settle(dossier.pk, by=system())
    assert (warned(house.leader), tell_reached()) == ([], 0)
    set_clock("2026-03-25T09:00")
    assert tell_reached() == 1


def test_who_is_away_has_the_line_read_by_who_stands_in(house, running, set_clock):
    deputy = make_post(Role.HEAD_OF_DIVISION, agency=house.division, title="Phó trưởng phòng")
    record_absence(
        by=house.administrator, post=house.specialist, valid_from=date(2026, 3, 2), valid_to=date(2026, 3, 31),
        reason="leave", substitute=deputy,
    )  # fmt: skip
    running = moving.assign(running, by=house.head, person=house.specialist.person.username)
    clock.set_now(share(running, 70) + timedelta(minutes=1))
    tell_reached()
    fresh = type(deputy).objects.get(pk=deputy.pk)
    assert [line.owner for line in warned(fresh)] == [house.specialist]


def test_given_to_somebody_else_the_line_follows(house, running, set_clock):
    clock.set_now(share(running, 70) + timedelta(minutes=1))
    tell_reached()
    colleague = make_post(Role.SPECIALIST, agency=house.division)
    moving.assign(running, by=house.head, person=colleague.person.username)
    settle(running.pk, by=system())
    assert (len(warned(colleague)), warned(house.specialist)) == (1, [])


def test_a_unit_without_a_head_is_told_of_to_the_leader(house, running, set_clock):
    house.head.valid_to = date(2026, 3, 3)
    house.head.save()
    clock.set_now(share(running, 90) + timedelta(minutes=1))
    assert tell_reached() == 2
    assert len(warned(house.leader)) == 1


def test_the_nearest_units_rungs_are_the_whole_ladder_on_the_day(house, running, set_clock):
    set_clock("2026-03-02T10:00")
    ladders = Ladders()
    assert len(ladders.of(house.division, date(2026, 3, 2))) == 4
    assert ladders.of(house.division, date(2026, 2, 1)) == []
    set_rung(
        by=house.administrator, agency=house.division, at="percent", percent=20, subject="step", whom="leader",
        source="x", valid_from=date(2026, 3, 3),
    )  # fmt: skip
    ladders = Ladders()
    assert [rung.percent for rung in ladders.of(house.division, date(2026, 3, 3))] == [20]
    assert len(ladders.of(house.division, date(2026, 3, 2))) == 4
    assert len(ladders.of(house.ward, date(2026, 3, 3))) == 4
    assert share(running, 20).date() == date(2026, 3, 3)
    set_clock("2026-03-20T09:00")
    assert tell_reached() == 2  # its own 20 %, and that the dossier, which is the ward's, is late
    assert Alarm.objects.filter(rung__percent=20).count() == 1


def test_a_rung_that_is_over_or_dropped_tells_nobody_of_what_is_reached_later(house, running, set_clock):
    set_clock("2026-03-03T09:00")
    for rung in Rung.objects.filter(agency=house.ward):
        end_rung(rung, by=house.administrator, valid_to=date(2026, 3, 3))
    set_clock("2026-03-20T09:00")
    assert tell_reached() == 0


def test_what_was_reached_before_a_rung_held_is_not_told_by_it(house, set_clock):
    set_clock(BEGAN)
    make.in_progress(house)
    set_clock("2026-03-20T08:00")
    ladder(house, valid_from=date(2026, 3, 20))
    assert tell_reached() == 0


def test_the_database_lets_nobody_be_told_twice(house, running, set_clock):
    set_clock("2026-03-20T09:00")
    tell_reached()
    for alarm in some(Alarm.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            Alarm.objects.create(
                rung=alarm.rung, dossier=alarm.dossier, step=alarm.step, due=alarm.due, reached_at=alarm.reached_at,
                told_at=alarm.told_at, agency=alarm.agency, role=alarm.role,
            )  # fmt: skip


def test_two_workers_at_once_tell_once(real_house, together, set_clock):
    set_clock("2026-03-01T08:00+07:00")
    ladder(real_house)
    set_clock("2026-03-02T09:00+07:00")
    make.in_progress(real_house)
    set_clock("2026-03-20T09:00+07:00")
    found = list(reached(clock.now()))
    assert len(found) == 3
    assert sum(together(tell_reached, tell_reached)) == 3
    assert Alarm.objects.count() == 3


def test_the_walk_asks_as_much_for_twenty_steps_as_for_two(house, set_clock):
    set_clock("2026-03-01T08:00")
    ladder(house)
    set_clock(BEGAN)
    counted = []
    for more in (2, 18):
        for _ in range(more):
            make.in_progress(house)
        set_clock("2026-03-03T09:00")
        list(reached(clock.now()))
        with CaptureQueriesContext(connection) as asked:
            list(reached(clock.now()))
        counted.append(len(asked))
        set_clock("2026-03-02T10:00")
    assert counted[0] == counted[1] <= 8


def test_who_was_told_takes_the_line_away_and_nobody_else(house, running, set_clock):
    clock.set_now(share(running, 70) + timedelta(minutes=1))
    tell_reached()
    alarm = Alarm.objects.get()
    with pytest.raises(NotPermitted):
        acknowledge(alarm, by=house.leader)
    acknowledge(alarm, by=house.specialist)
    assert warned(house.specialist) == []
    alarm.refresh_from_db()
    assert (alarm.task.state, alarm.ended_at is not None) == (State.DONE, True)
    assert tell_reached() == 0
    assert partial(acknowledge, alarm, by=house.specialist)().pk == alarm.pk  # twice: nothing happens


def test_an_answer_that_is_owed_online_has_its_own_warnings(house, set_clock):
    set_clock("2026-03-01T08:00")
    ladder(house)
    set_clock(BEGAN)
    make.submitted(house)
    set_clock("2026-03-20T09:00")
    assert tell_reached() == 0


def test_on_a_day_off_by_decision_no_rung_is_reached_it_is_told_on_the_next_working_day(house, running, set_clock):
    would_be = clock.local(share(running, 70)).date()
    own = {"by": system(), "agency": house.ward, "reason": "Nghỉ", "source": "5/TB-UBND"}
    set_exception(**own, date=would_be, off=True)
    dossier = make.in_progress(house)
    for day in (BEGAN_ON + timedelta(days=number) for number in range(1, 16)):
        for hour in ("07:45", "12:00", "18:00"):
            set_clock(f"{day}T{hour}")
            tell_reached()
    told = [clock.local(row.told_at).date() for row in Alarm.objects.filter(dossier=dossier)]
    calendar = calendar_of(house.ward)
    assert len(told) == 3
    assert would_be < min(told)
    assert all(calendar.sessions_on(day.toordinal()) for day in told)
    assert not calendar.sessions_on(would_be.toordinal())
