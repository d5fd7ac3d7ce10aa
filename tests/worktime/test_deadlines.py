"""When things are due, without pauses: one test per sentence of the rules."""

from datetime import datetime

import pytest

from motcua.worktime.calendars import CalendarError, calendar_from
from motcua.worktime.deadlines import DeadlineError, Limit, Unit, promise
from motcua.worktime.limits import limit_from
from tests.worktime.calendars_for_tests import OFFICE, TET, WARD, WEEKDAYS, ask, due, office

PLAIN = office()  # 2026-02-09 is a Monday


def effective(calendar, received, cutoff=""):
    return ask(calendar, received, "1 working_day", cutoff=cutoff).effective.isoformat(timespec="minutes")[:16]


# effective receipt


def test_fifteen_working_days_over_tet_with_a_cutoff_as_the_rules_example_says():
    assert due(office(*TET), "2026-02-12T15:30", "15 working_day", cutoff="15:00") == "2026-03-13T17:00"


@pytest.mark.parametrize(
    ("received", "counts"),
    [
        ("2026-02-09T06:00", "2026-02-09T06:00"),  # before the first session: that day
        ("2026-02-09T12:30", "2026-02-09T12:30"),  # between sessions: that day
        ("2026-02-09T16:59", "2026-02-09T16:59"),
        ("2026-02-09T17:00", "2026-02-10T07:00"),  # half-open: at its end the day is over
        ("2026-02-13T20:00", "2026-02-16T07:00"),  # Friday night
        ("2026-02-14T09:00", "2026-02-16T07:00"),  # a day off
    ],
)
def test_a_receipt_outside_hours_counts_on_the_next_working_day(received, counts):
    assert effective(PLAIN, received) == counts


def test_a_receipt_at_or_after_the_cutoff_counts_on_the_next_working_day():
    assert effective(PLAIN, "2026-02-09T14:59", "15:00") == "2026-02-09T14:59"
    assert effective(PLAIN, "2026-02-09T15:00", "15:00") == "2026-02-10T07:00"


def test_without_a_cutoff_three_in_the_afternoon_is_like_any_hour():
    assert effective(PLAIN, "2026-02-09T15:00") == "2026-02-09T15:00"


def test_the_three_oclock_rule_is_a_cutoff_and_never_a_limit_of_fifteen_hours():
    assert limit_from("15 giờ").doubt
    assert due(PLAIN, "2026-02-09T15:10", "1 working_day", cutoff="15:00") == "2026-02-11T17:00"


def test_a_receipt_in_a_session_open_for_receipt_only_counts_as_received_that_day():
    ward = calendar_from({"weekly": WARD})
    assert effective(ward, "2026-02-14T08:00") == "2026-02-14T08:00"
    assert due(ward, "2026-02-14T08:00", "1 working_day") == "2026-02-16T17:00"
    assert due(office(), "2026-02-14T08:00", "1 working_day") == "2026-02-17T17:00"


def test_a_receipt_only_day_is_no_working_day():
    ward = calendar_from({"weekly": WARD})
    assert due(ward, "2026-02-13T08:00", "1 working_day") == "2026-02-16T17:00"
    assert effective(ward, "2026-02-13T18:00") == "2026-02-16T07:00"


def test_an_evening_open_for_receipt_only_takes_receipts_but_due_moments_stay_with_counted_sessions():
    late = calendar_from({"weekly": WEEKDAYS | {"mon": [*OFFICE, {"open": "17:00-19:00", "counted": False}]}})
    assert effective(late, "2026-02-09T18:00") == "2026-02-09T18:00"
    assert due(late, "2026-02-06T08:00", "1 working_day") == "2026-02-09T17:00"
    assert due(late, "2026-02-09T18:00", "same_day") == "2026-02-09T19:00"  # never before its receipt


def test_times_with_an_offset_are_turned_into_local_time():
    assert effective(PLAIN, "2026-02-09T10:00+00:00") == "2026-02-10T07:00"
    assert effective(PLAIN, "2026-02-09T02:00Z") == "2026-02-09T09:00"


# working days


def test_day_one_is_the_first_working_day_after_the_effective_day():
    assert due(PLAIN, "2026-02-09T08:00", "1 working_day") == "2026-02-10T17:00"
    assert due(PLAIN, "2026-02-13T08:00", "1 working_day") == "2026-02-16T17:00"


def test_fifteen_days_stay_fifteen_on_a_day_of_seven_hours_and_a_half():
    short = calendar_from({"weekly": {name: ["07:30-11:30", "13:30-17:00"] for name in WEEKDAYS}})
    assert (
        due(short, "2026-03-02T08:00", "15 working_day")[:10] == due(PLAIN, "2026-03-02T08:00", "15 working_day")[:10]
    )


def test_a_half_day_is_a_whole_working_day_and_due_at_its_own_end():
    saturday = calendar_from({"weekly": WEEKDAYS | {"sat": ["07:30-11:30"]}})
    assert due(saturday, "2026-02-13T08:00", "1 working_day") == "2026-02-14T11:30"


def test_a_swap_saturday_is_worked_and_counted():
    swapped = office(
        {"date": "2026-01-01", "off": True},
        {"date": "2026-01-02", "off": True},
        {"date": "2026-01-10", "works_as": "fri"},
    )
    assert due(swapped, "2026-01-09T08:00", "1 working_day") == "2026-01-10T17:00"
    assert effective(swapped, "2026-01-10T08:00") == "2026-01-10T08:00"
    assert due(swapped, "2026-01-01T08:00", "1 working_day") == "2026-01-06T17:00"  # received 1st, counts on Monday 5th


def test_long_limits_are_counted_to_their_end():
    assert due(PLAIN, "2026-02-09T08:00", "420 day") == "2027-04-05T17:00"
    assert due(PLAIN, "2026-02-09T08:00", "360 working_day") == "2027-06-28T17:00"
    assert due(PLAIN, "2026-02-09T08:00", "26000 working_day") == "2125-10-08T17:00"


def test_one_calendar_never_leaks_into_another():
    off, worked = office({"date": "2026-02-10", "off": True}), office()
    assert due(off, "2026-02-09T08:00", "1 working_day") == "2026-02-11T17:00"
    assert due(worked, "2026-02-09T08:00", "1 working_day") == "2026-02-10T17:00"
    assert due(off, "2026-02-09T08:00", "1 working_day") == "2026-02-11T17:00"


# hours


def test_working_hours_run_through_the_sessions_to_the_minute():
    assert due(PLAIN, "2026-02-09T16:15", "8 hour") == "2026-02-10T16:15"
    assert due(PLAIN, "2026-02-09T10:30", "2 hour") == "2026-02-09T14:30"
    assert due(PLAIN, "2026-02-13T16:50", "30 minute") == "2026-02-16T07:20"


def test_hours_used_up_exactly_at_a_sessions_end_are_due_at_that_end():
    assert due(PLAIN, "2026-02-09T07:00", "8 hour") == "2026-02-09T17:00"
    assert due(PLAIN, "2026-02-09T10:30", "1 hour") == "2026-02-09T11:30"


def test_hours_of_a_receipt_outside_hours_start_at_the_first_session():
    assert due(PLAIN, "2026-02-09T17:00", "1 hour") == "2026-02-10T08:00"
    assert due(PLAIN, "2026-02-09T05:00", "1 hour") == "2026-02-09T08:00"
    assert due(PLAIN, "2026-02-09T12:00", "1 hour") == "2026-02-09T14:30"


def test_eight_hours_on_a_shorter_day_end_on_the_next():
    short = calendar_from({"weekly": {name: ["07:30-11:30", "13:30-17:00"] for name in WEEKDAYS}})
    assert due(short, "2026-02-09T07:30", "8 hour") == "2026-02-10T08:00"


def test_parts_of_a_minute_round_up():
    assert due(PLAIN, "2026-02-09T08:00", "0.33 hour") == "2026-02-09T08:20"
    assert due(PLAIN, "2026-02-09T08:00:30", "1 hour") == "2026-02-09T09:01"


# calendar days, months, within the day, none


def test_calendar_days_are_moved_on_to_a_working_day():
    assert due(PLAIN, "2026-02-09T08:00", "3 day") == "2026-02-12T17:00"
    assert due(PLAIN, "2026-02-09T08:00", "5 day") == "2026-02-16T17:00"
    assert due(PLAIN, "2026-02-07T08:00", "5 day") == "2026-02-16T17:00"  # effective Monday 9


def test_months_keep_the_day_clamped_to_the_months_end():
    assert due(PLAIN, "2026-03-10T08:00", "1 month") == "2026-04-10T17:00"
    assert due(PLAIN, "2025-01-31T08:00", "1 month") == "2025-02-28T17:00"
    assert due(PLAIN, "2024-01-31T08:00", "1 month") == "2024-02-29T17:00"
    assert due(PLAIN, "2026-01-08T08:00", "1 month") == "2026-02-09T17:00"  # the 8th is a Sunday
    assert due(PLAIN, "2026-11-10T08:00", "3 month") == "2027-02-10T17:00"
    assert due(PLAIN, "2024-02-29T08:00", "1 year") == "2025-02-28T17:00"


def test_within_the_day_ends_with_the_effective_days_last_session():
    assert due(PLAIN, "2026-02-09T08:00", "same_day") == "2026-02-09T17:00"
    assert due(PLAIN, "2026-02-09T15:00", "same_day", cutoff="15:00") == "2026-02-10T17:00"
    saturday = calendar_from({"weekly": WEEKDAYS | {"sat": ["07:30-11:30"]}})
    assert due(saturday, "2026-02-14T08:00", "same_day") == "2026-02-14T11:30"


def test_none_has_no_due_moment_and_is_not_undetermined():
    answer = ask(PLAIN, "2026-02-09T08:00", "none")
    assert answer.due is None
    assert not answer.undetermined


@pytest.mark.parametrize(
    "limit", [Limit(None, Unit.UNKNOWN), limit_from("176 giờ"), limit_from("1.5 tháng"), limit_from("1 khác")]
)
def test_a_doubtful_or_unknown_limit_is_undetermined(limit):
    answer = promise(PLAIN, received=datetime(2026, 2, 9, 8), limit=limit)
    assert answer.due is None
    assert answer.undetermined


# fractions


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ("0.5 working_day", "2026-02-10T11:00"),  # 240 of 480 minutes: 07:00 + 4 h
        ("1.5 working_day", "2026-02-11T11:00"),
        ("3.5 working_day", "2026-02-13T11:00"),
        ("4.75 working_day", "2026-02-16T15:00"),  # 360 minutes: 270 in the morning, 90 after 13:30
        ("1.0 working_day", "2026-02-10T17:00"),
    ],
)
def test_a_fraction_is_that_part_of_the_minutes_of_the_next_working_day(limit, expected):
    assert due(PLAIN, "2026-02-09T08:00", limit) == expected


def test_a_fraction_used_up_at_a_sessions_end_is_due_there_and_parts_of_a_minute_round_up():
    even = calendar_from({"weekly": {name: ["07:30-11:30", "13:30-17:30"] for name in WEEKDAYS}})
    assert due(even, "2026-02-09T08:00", "0.5 working_day") == "2026-02-10T11:30"
    odd = calendar_from({"weekly": {name: ["08:00-08:05"] for name in WEEKDAYS}})
    assert due(odd, "2026-02-09T08:00", "0.5 working_day") == "2026-02-10T08:03"


def test_a_fraction_looks_at_the_day_it_falls_on():
    short = office({"date": "2026-02-11", "sessions": ["07:00-09:00"]})
    assert due(short, "2026-02-09T08:00", "1.5 working_day") == "2026-02-11T08:00"


# refusals


@pytest.mark.parametrize("amount", ["0", "-1", "100000"])
def test_an_amount_must_be_positive_and_sane(amount):
    with pytest.raises(DeadlineError):
        ask(PLAIN, "2026-02-09T08:00", f"{amount} working_day")


def test_a_calendar_that_runs_out_of_working_days_says_so():
    once = calendar_from({"weekly": {}, "exceptions": [{"date": "2026-02-10", "sessions": OFFICE}]})
    assert due(once, "2026-02-09T08:00", "same_day") == "2026-02-10T17:00"
    with pytest.raises(CalendarError, match="không còn ngày làm việc"):
        due(once, "2026-02-09T08:00", "1 working_day")


def test_a_deadline_beyond_the_year_9999_is_refused():
    with pytest.raises(CalendarError):
        due(PLAIN, "9999-12-01T08:00", "30 working_day")
    with pytest.raises(CalendarError):
        due(PLAIN, "9999-12-01T08:00", "1 month")


def test_far_apart_years_are_answered_by_one_clock_without_filling_the_years_between():
    calendar = office()
    assert due(calendar, "2026-02-09T08:00", "1 working_day") == "2026-02-10T17:00"
    assert due(calendar, "0026-02-09T08:00", "1 working_day") == "0026-02-10T17:00"
    assert due(calendar, "9026-02-09T08:00", "1 working_day")[:4] == "9026"
    assert due(calendar, "2026-02-09T08:00", "1 working_day") == "2026-02-10T17:00"
    spans = [clock._table.span for clock in calendar.memo.values()]
    assert max(spans) < 10_000
