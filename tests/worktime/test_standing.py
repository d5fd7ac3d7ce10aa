"""Early, on time, late: one meaning, in working days and in words."""

from datetime import date, datetime

from motcua.worktime.counting import ICT
from motcua.worktime.standing import (
    Standing,
    add_working_days,
    add_working_hours,
    is_last_day_before,
    last_working_day_before,
    may_extend_at,
    stand_of,
    working_minutes_between,
)
from tests.worktime.calendars_for_tests import TET, office

PLAIN = office(*TET)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=ICT)


DUE = at("2026-03-13T17:00")  # a Friday


def test_an_open_thing_says_how_many_working_days_are_left():
    assert stand_of(PLAIN, due=DUE, now=at("2026-03-10T08:00")).words == "Còn 3 ngày làm việc"
    assert stand_of(PLAIN, due=DUE, now=at("2026-03-13T08:00")).words == "Hạn hôm nay, 17:00"
    assert stand_of(PLAIN, due=at("2026-02-23T17:00"), now=at("2026-02-13T08:00")).words == "Còn 1 ngày làm việc"


def test_an_open_thing_past_its_due_moment_is_late_and_counts_working_days():
    stand = stand_of(PLAIN, due=DUE, now=at("2026-03-17T08:00"))
    assert (stand.standing, stand.words, stand.is_late) == (Standing.OPEN_LATE, "Quá 2 ngày làm việc", True)
    assert stand_of(PLAIN, due=DUE, now=at("2026-03-13T17:01")).words == "Quá hạn trong ngày"


def test_the_due_minute_itself_is_in_time():
    assert not stand_of(PLAIN, due=DUE, now=DUE).is_late


def test_lateness_of_a_finished_thing_never_grows():
    for now in ("2026-03-18T08:00", "2027-01-01T08:00"):
        stand = stand_of(PLAIN, due=DUE, now=at(now), finished=at("2026-03-16T09:00"))
        assert (stand.standing, stand.days) == (Standing.LATE, 1)


def test_a_finished_thing_is_early_or_on_time():
    assert stand_of(PLAIN, due=DUE, now=DUE, finished=at("2026-03-11T09:00")).words == "Trước hạn 2 ngày làm việc"
    assert stand_of(PLAIN, due=DUE, now=DUE, finished=at("2026-03-13T09:00")).standing == Standing.ON_TIME


def test_a_thing_without_due_moment_is_never_late():
    assert not stand_of(PLAIN, due=None, now=DUE).is_late


def test_the_answer_to_an_online_submission_takes_eight_working_hours():
    assert add_working_hours(PLAIN, at("2026-02-13T16:00"), 8) == at("2026-02-23T16:00")
    assert add_working_hours(PLAIN, at("2026-02-14T20:00"), 8) == at("2026-02-23T17:00")


def test_working_minutes_between_two_moments():
    assert working_minutes_between(PLAIN, at("2026-02-13T16:00"), at("2026-02-23T07:30")) == 90
    assert working_minutes_between(PLAIN, at("2026-02-13T16:00"), at("2026-02-13T15:00")) == 0
    assert working_minutes_between(PLAIN, at("2026-02-13T11:00"), at("2026-02-13T14:00")) == 60


def test_the_alarm_rings_on_the_last_working_day_before():
    assert last_working_day_before(PLAIN, at("2026-02-23T17:00")) == date(2026, 2, 13)
    assert last_working_day_before(PLAIN, DUE) == date(2026, 3, 12)
    assert is_last_day_before(PLAIN, due=DUE, at=at("2026-03-12T16:00"))
    assert not is_last_day_before(PLAIN, due=DUE, at=at("2026-03-13T08:00"))


def test_an_extension_may_be_asked_until_one_day_before():
    assert may_extend_at(due=DUE, at=at("2026-03-12T23:00"))
    assert not may_extend_at(due=DUE, at=at("2026-03-13T07:00"))


def test_working_days_after_a_day():
    assert add_working_days(PLAIN, date(2026, 2, 13), 1) == date(2026, 2, 23)
