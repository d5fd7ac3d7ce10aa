"""The promise: limits, pauses, extensions. National calendar: Monday to Friday, Tết off from 16 to 20 February 2026."""

from datetime import date, datetime

import pytest

from motcua.core import clock
from motcua.dossiers.actions.closing import return_result
from motcua.dossiers.actions.deciding import sign
from motcua.dossiers.actions.extending import apologise, extend
from motcua.dossiers.actions.moving import approve, hand_over, propose
from motcua.dossiers.actions.pausing import request_supplement, resume, suspend
from motcua.dossiers.choices import Action
from motcua.dossiers.models import Dossier
from motcua.dossiers.promises import explained
from motcua.procedures.models import content_of
from motcua.tasks.models import Task
from tests import dossier_factories as make
from tests.dossiers.conftest import assert_recorded, refused

ASKED = {"papers": ["Bản vẽ"], "reason": "Thiếu"}
BROUGHT = {"papers": [{"name": "Bản vẽ", "originals": 1}]}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.LOCAL)


def supplemented(house, set_clock, code: str, *, received: str, asked: str, back: str) -> Dossier:
    set_clock(received)
    dossier = make.in_progress(house, code)
    set_clock(asked)
    dossier = request_supplement(dossier, by=house.specialist, **ASKED)
    set_clock(back)
    return resume(dossier, by=house.clerk, **BROUGHT)


@pytest.mark.parametrize(
    ("code", "received", "due"),
    [
        (make.STANDARD, "2026-02-09T09:00", "2026-03-02T17:00"),  # 4 days, the week of Tết off, then 6
        (make.STANDARD, "2026-02-13T17:00", "2026-03-09T17:00"),  # after hours: counts as the day after Tết
        (make.STANDARD, "2026-02-14T10:00", "2026-03-09T17:00"),  # a Saturday
        (make.AT_ONCE, "2026-03-03T09:00", "2026-03-03T17:00"),
        (make.RUNNING_ON, "2026-01-19T14:59", "2026-02-23T17:00"),  # a month, on in the midst of Tết, moved on
        (make.RUNNING_ON, "2026-01-30T15:00", "2026-03-02T17:00"),  # cut-off 15:00: counts as Monday 2 February
        (make.HOURLY, "2026-02-12T15:00", "2026-02-24T09:00"),  # 2 + 8 hours, Tết, 8 + 2 hours
    ],
)
def test_the_promise_follows_calendar_cutoff_and_limit(house, set_clock, code, received, due):
    set_clock(received)
    dossier = make.received(house, code)
    assert clock.local(dossier.appointed_due) == at(due)
    assert dossier.appointed_due == dossier.limit_due == dossier.first_promised


def test_thirty_calendar_days(house, set_clock):
    set_clock("2026-01-20T09:00")
    dossier = make.received(house, make.CASES, case="b")
    assert clock.local(dossier.appointed_due) == at("2026-02-23T17:00")  # 19 February lies in Tết


def test_a_supplement_over_tet_moves_working_days(house, set_clock):
    dossier = supplemented(
        house, set_clock, make.STANDARD, received="2026-02-09T09:00", asked="2026-02-12T10:00", back="2026-02-24T09:00"
    )
    # Between 12 and 24 February three working days: 13, 23, 24. From 2 March three days on.
    assert clock.local(dossier.appointed_due) == at("2026-03-05T17:00")
    assert dossier.limit_due == dossier.appointed_due
    assert clock.local(dossier.first_promised) == at("2026-03-02T17:00")


def test_what_is_brought_on_a_day_off_counts_from_the_next_working_day(house, set_clock):
    dossier = supplemented(
        house, set_clock, make.STANDARD, received="2026-02-09T09:00", asked="2026-02-12T10:00", back="2026-02-17T09:00"
    )
    assert clock.local(dossier.appointed_due) == at("2026-03-04T17:00")  # as if on 23 February


def test_where_the_edition_says_so_the_whole_limit_begins_anew(house, set_clock):
    dossier = supplemented(
        house, set_clock, make.RESTARTING,
        received="2026-03-02T09:00", asked="2026-03-10T09:00", back="2026-03-12T09:00",
    )  # fmt: skip
    assert clock.local(dossier.appointed_due) == at("2026-03-26T17:00")
    said = "\n".join(explained(dossier, content_of(dossier.edition_id)))
    assert "02/03/2026" in said  # the story begins with the receipt, not with the return
    assert "12/03/2026" in said


def test_where_the_edition_says_so_the_clock_runs_on(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.in_progress(house, make.RUNNING_ON)
    due = dossier.appointed_due
    dossier = request_supplement(dossier, by=house.specialist, **ASKED)
    assert dossier.clock_stopped_at is None
    set_clock("2026-04-03T09:00")
    assert dossier.is_late(clock.now())  # also while the citizen is waited for
    assert resume(dossier, by=house.clerk, **BROUGHT).appointed_due == due


def test_hours_move_by_the_working_minutes_of_the_pause(house, set_clock):
    dossier = supplemented(
        house, set_clock, make.HOURLY, received="2026-03-02T07:00", asked="2026-03-02T09:00", back="2026-03-02T14:00"
    )
    # 20 hours from Monday 07:00 end on Wednesday 11:00; three working hours later.
    assert clock.local(dossier.first_promised) == at("2026-03-04T11:00")
    assert clock.local(dossier.appointed_due) == at("2026-03-04T16:00")


def test_a_suspension_stops_the_clock_also_where_supplements_do_not(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = suspend(make.in_progress(house, make.RUNNING_ON), by=house.head, basis="Khoản 2 Điều 5")
    set_clock("2026-03-12T09:00")
    dossier = resume(dossier, by=house.head)
    assert clock.local(dossier.appointed_due) == at("2026-04-13T17:00")  # 2 April and ten days: a Sunday, moved on


def test_two_pauses_both_count(house, set_clock):
    dossier = supplemented(
        house, set_clock, make.STANDARD, received="2026-03-02T09:00", asked="2026-03-03T09:00", back="2026-03-05T09:00"
    )
    dossier = suspend(dossier, by=house.head, basis="Khoản 2 Điều 5")
    set_clock("2026-03-06T09:00")
    dossier = resume(dossier, by=house.head)
    assert clock.local(dossier.appointed_due) == at("2026-03-19T17:00")  # 16 March and 2 + 1 days


def test_a_pause_that_begins_when_it_is_late_moves_nothing_and_it_stays_late(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.in_progress(house)
    set_clock("2026-03-18T09:00")
    dossier = request_supplement(dossier, by=house.specialist, **ASKED)
    assert dossier.is_late(clock.now())
    assert dossier in Dossier.objects.late(clock.now())
    set_clock("2026-03-25T09:00")
    dossier = resume(dossier, by=house.clerk, **BROUGHT)
    assert clock.local(dossier.appointed_due) == at("2026-03-16T17:00")


def test_nobody_is_late_while_the_dossier_waits_and_the_step_is_moved_by_the_wait(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.in_progress(house)
    before = Task.objects.get(state="open").due_at
    dossier = request_supplement(dossier, by=house.specialist, **ASKED)
    set_clock("2026-03-30T09:00")
    assert not dossier.is_late(clock.now())
    assert not Task.objects.late(clock.now()).exists()
    dossier = resume(dossier, by=house.clerk, **BROUGHT)
    task = Task.objects.get(state="open")
    assert task.due_at == dossier.steps.get(state="open").due_at > clock.now()
    assert (clock.local(task.due_at) - clock.local(before)).days == 28


def test_an_extension_appoints_a_later_day_with_an_apology(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.in_progress(house)
    set_clock("2026-03-13T09:00")
    dossier = extend(dossier, by=house.head, due=date(2026, 3, 20), reason="Chờ xác minh")
    assert clock.local(dossier.appointed_due) == at("2026-03-20T17:00")
    assert clock.local(dossier.limit_due) == clock.local(dossier.first_promised) == at("2026-03-16T17:00")
    row = dossier.extension_rows.get()
    assert (row.reason, dossier.extensions) == ("Chờ xác minh", 1)
    values = dossier.printed_papers.get(form="apology").values
    assert (values["due"], values["new_due"]) == ("2026-03-16T17:00", "2026-03-20T17:00")
    assert "xác minh" not in str(assert_recorded(dossier, Action.EXTEND, by=house.head))


@pytest.mark.parametrize(
    ("code", "now", "due"),
    [
        ("too_late_to_extend", "2026-03-16T07:30", date(2026, 3, 20)),
        ("too_late_to_extend", "2026-03-17T07:30", date(2026, 3, 20)),
        ("not_later", "2026-03-13T09:00", date(2026, 3, 16)),
        ("not_a_working_day", "2026-03-13T09:00", date(2026, 3, 21)),
        ("reason_needed", "2026-03-13T09:00", None),
    ],
)
def test_extensions_come_in_time_and_move_to_a_later_working_day(house, set_clock, code, now, due):
    set_clock("2026-03-02T09:00")
    dossier = make.in_progress(house)
    set_clock(now)
    with refused(code):
        extend(dossier, by=house.head, due=due or date(2026, 3, 20), reason="Chờ xác minh" if due else "")


def test_as_often_as_the_edition_says_and_only_by_heads(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.in_progress(house)
    for by in (house.specialist, house.clerk, house.reform):
        with refused("not_permitted"):
            extend(dossier, by=by, due=date(2026, 3, 20), reason="Chờ xác minh")
    dossier = extend(dossier, by=house.head, due=date(2026, 3, 20), reason="Chờ xác minh")
    with refused("too_many_extensions"):
        extend(dossier, by=house.head, due=date(2026, 3, 24), reason="Chờ xác minh")
    with refused("wrong_state"):
        extend(make.waiting(house), by=house.head, due=date(2026, 3, 24), reason="Chờ xác minh")


def test_a_pause_after_an_extension_moves_the_appointed_day(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = extend(make.in_progress(house), by=house.head, due=date(2026, 3, 20), reason="Chờ xác minh")
    dossier = suspend(dossier, by=house.head, basis="Khoản 2 Điều 5")
    set_clock("2026-03-04T09:00")
    dossier = resume(dossier, by=house.head)
    assert clock.local(dossier.limit_due) == at("2026-03-18T17:00")
    assert clock.local(dossier.appointed_due) == at("2026-03-24T17:00")


def test_an_extension_after_a_pause_moves_from_what_was_appointed(house, set_clock):
    dossier = supplemented(
        house, set_clock, make.STANDARD, received="2026-03-02T09:00", asked="2026-03-03T09:00", back="2026-03-05T09:00"
    )
    with refused("not_later"):
        extend(dossier, by=house.head, due=date(2026, 3, 18), reason="Chờ xác minh")
    dossier = extend(dossier, by=house.head, due=date(2026, 3, 19), reason="Chờ xác minh")
    assert clock.local(dossier.limit_due) == at("2026-03-18T17:00")


def test_hours_after_an_extension_move_by_working_minutes(house, set_clock):
    set_clock("2026-03-02T07:00")
    dossier = extend(make.in_progress(house, make.HOURLY), by=house.head, due=at("2026-03-05T10:00"), reason="Chờ")
    dossier = suspend(dossier, by=house.head, basis="Khoản 2 Điều 5")
    set_clock("2026-03-02T09:00")
    # Two hours from 10:00: one and a half before noon, the rest from 13:30.
    assert clock.local(resume(dossier, by=house.head).appointed_due) == at("2026-03-05T14:00")


def test_for_what_is_late_the_office_apologises_and_it_stays_late(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.in_progress(house)
    with refused("not_late"):
        apologise(dossier, by=house.head, due=date(2026, 3, 20), reason="Chờ xác minh")
    set_clock("2026-03-18T09:00")
    for code, due in (("in_the_past", date(2026, 3, 17)), ("not_a_working_day", date(2026, 3, 21))):
        with refused(code):
            apologise(dossier, by=house.head, due=due, reason="Chờ xác minh")
    with refused("not_permitted"):
        apologise(dossier, by=house.specialist, due=date(2026, 3, 20), reason="Chờ xác minh")
    dossier = apologise(dossier, by=house.head, due=date(2026, 3, 20), reason="Chờ xác minh")
    assert clock.local(dossier.appointed_due) == at("2026-03-16T17:00")
    assert clock.local(dossier.announced_due) == at("2026-03-20T17:00")
    assert dossier.is_late(clock.now())
    values = dossier.printed_papers.get(form="apology").values
    assert (values["due"], values["new_due"], values["again"]) == ("2026-03-16T17:00", "2026-03-20T17:00", True)
    assert "xác minh" not in str(assert_recorded(dossier, Action.APOLOGISE, by=house.head))
    with refused("already_apologised"):
        apologise(dossier, by=house.head, due=date(2026, 3, 24), reason="Chờ xác minh")
    assert dossier.printed_papers.filter(form="apology").count() == 1
    dossier = approve(propose(dossier, by=house.specialist, note="Đủ"), by=house.head)
    dossier = hand_over(sign(dossier, by=house.leader, template="result"), by=house.registry)
    dossier = return_result(dossier, by=house.clerk, receiver="Trần Thị Mẫu")
    set_clock("2027-03-02T09:00")
    assert dossier.is_late(clock.now())
