"""What a supplement, a payment wait or a suspension does to the clock."""

from datetime import datetime

import pytest

from motcua.worktime.deadlines import DeadlineError
from tests.worktime.calendars_for_tests import TET, ask, due, office

PLAIN = office()  # 2026-02-09 is a Monday
RECEIVED = "2026-02-09T08:00"


def test_a_working_day_limit_moves_by_the_working_days_after_the_pause_day_up_to_the_return_day():
    assert due(PLAIN, RECEIVED, "5 working_day", ("2026-02-10T09:00", "2026-02-12T09:00")) == "2026-02-18T17:00"


def test_a_pause_within_one_day_moves_nothing_but_hours():
    pause = ("2026-02-10T08:00", "2026-02-10T16:00")
    assert due(PLAIN, RECEIVED, "5 working_day", pause) == "2026-02-16T17:00"
    assert due(PLAIN, RECEIVED, "7 day", pause) == "2026-02-16T17:00"
    assert due(PLAIN, RECEIVED, "16 hour", pause) == "2026-02-11T16:00"


def test_days_off_within_a_pause_move_no_working_day_limit():
    assert due(PLAIN, RECEIVED, "5 working_day", ("2026-02-13T08:00", "2026-02-15T08:00")) == "2026-02-17T17:00"
    weekend = office({"date": "2026-02-16", "off": True})
    assert due(weekend, RECEIVED, "5 working_day", ("2026-02-13T16:00", "2026-02-14T08:00")) == "2026-02-18T17:00"


def test_a_thirty_day_limit_with_ten_days_of_waiting_over_tet_moves_ten_days_and_not_one():
    tet = office(*TET)
    assert due(tet, "2026-02-02T08:00", "30 day") == "2026-03-04T17:00"
    assert due(tet, "2026-02-02T08:00", "30 day", ("2026-02-13T08:00", "2026-02-23T08:00")) == "2026-03-16T17:00"


def test_calendar_days_of_a_pause_are_added_before_moving_on_to_a_working_day():
    # 5 days end on Saturday 14 and move to Monday 16; with 1 day of pause they end on Sunday 15: still Monday 16
    assert due(PLAIN, RECEIVED, "5 day", ("2026-02-10T08:00", "2026-02-11T08:00")) == "2026-02-16T17:00"
    assert due(PLAIN, RECEIVED, "5 day", ("2026-02-10T08:00", "2026-02-13T08:00")) == "2026-02-17T17:00"


def test_month_limits_move_by_calendar_days():
    assert due(PLAIN, RECEIVED, "1 month", ("2026-02-10T08:00", "2026-02-12T08:00")) == "2026-03-11T17:00"


def test_hours_move_by_the_working_minutes_between():
    assert due(PLAIN, RECEIVED, "8 hour", ("2026-02-09T10:00", "2026-02-10T08:30")) == "2026-02-10T16:30"


def test_within_the_day_moves_by_working_days():
    assert due(PLAIN, RECEIVED, "same_day", ("2026-02-09T10:00", "2026-02-11T08:30")) == "2026-02-11T17:00"


def test_fractions_move_by_working_days_too():
    assert due(PLAIN, RECEIVED, "1.5 working_day", ("2026-02-09T10:00", "2026-02-11T08:30")) == "2026-02-13T11:00"


def test_the_end_of_a_pause_is_normalised_like_a_receipt():
    for returned in ("2026-02-11T17:00", "2026-02-11T19:00", "2026-02-12T06:00", "2026-02-12T08:00"):
        assert due(PLAIN, RECEIVED, "5 working_day", ("2026-02-10T08:00", returned)) == "2026-02-18T17:00"
    assert (
        due(PLAIN, RECEIVED, "5 working_day", ("2026-02-10T08:00", "2026-02-11T15:00"), cutoff="15:00")
        == "2026-02-18T17:00"
    )
    assert (
        due(PLAIN, RECEIVED, "5 working_day", ("2026-02-10T08:00", "2026-02-11T14:59"), cutoff="15:00")
        == "2026-02-17T17:00"
    )


def test_the_beginning_of_a_pause_is_not_normalised():
    # paused on Tuesday evening: Tuesday is the pause day, so Wednesday and Thursday count
    assert due(PLAIN, RECEIVED, "5 working_day", ("2026-02-10T20:00", "2026-02-12T08:00")) == "2026-02-18T17:00"


def test_what_lies_before_the_effective_receipt_is_cut_off():
    received = "2026-02-13T18:00"  # counts on Monday 16
    assert due(PLAIN, received, "5 working_day") == "2026-02-23T17:00"
    assert due(PLAIN, received, "5 working_day", ("2026-02-11T08:00", "2026-02-13T19:00")) == "2026-02-23T17:00"
    assert due(PLAIN, received, "5 day", ("2026-02-11T08:00", "2026-02-17T08:00")) == "2026-02-23T17:00"
    assert due(PLAIN, received, "5 working_day", ("2026-02-11T08:00", "2026-02-17T08:00")) == "2026-02-24T17:00"


def test_overlapping_pauses_are_counted_once_and_several_are_all_counted():
    first, second, third = (
        ("2026-02-10T08:00", "2026-02-12T08:00"),
        ("2026-02-11T08:00", "2026-02-13T08:00"),
        ("2026-02-17T08:00", "2026-02-18T08:00"),
    )
    assert due(PLAIN, RECEIVED, "5 working_day", first, second) == "2026-02-19T17:00"
    assert due(PLAIN, RECEIVED, "5 working_day", second, first, third) == "2026-02-20T17:00"
    assert due(PLAIN, RECEIVED, "5 working_day", ("2026-02-10T08:00", "2026-02-13T08:00"), first) == "2026-02-19T17:00"


def test_touching_pauses_are_one_pause():
    # the second begins where the first ends, after the unmoved due moment: as one pause it still counts
    promise = ask(
        PLAIN,
        RECEIVED,
        "1 working_day",
        ("2026-02-10T08:00", "2026-02-11T08:00"),
        ("2026-02-11T08:00", "2026-02-12T08:00"),
    )
    assert len(promise.course.pauses) == 1
    assert promise.due.date().isoformat() == "2026-02-12"


def test_a_return_after_hours_touches_a_pause_that_begins_before_the_next_session():
    promise = ask(
        PLAIN,
        RECEIVED,
        "5 working_day",
        ("2026-02-10T08:00", "2026-02-11T18:00"),
        ("2026-02-12T06:30", "2026-02-13T08:00"),
    )
    assert len(promise.course.pauses) == 1


def test_a_pause_beginning_at_or_after_the_due_moment_is_ignored():
    assert due(PLAIN, RECEIVED, "1 working_day", ("2026-02-10T17:00", "2026-02-20T08:00")) == "2026-02-10T17:00"
    assert due(PLAIN, RECEIVED, "1 working_day", ("2026-02-10T16:59", "2026-02-12T08:00")) == "2026-02-12T17:00"


def test_the_due_moment_as_moved_by_earlier_pauses_decides_about_later_ones():
    late = ("2026-02-12T08:00", "2026-02-13T08:00")
    assert due(PLAIN, RECEIVED, "1 working_day", late) == "2026-02-10T17:00"
    assert due(PLAIN, RECEIVED, "1 working_day", ("2026-02-10T08:00", "2026-02-11T18:00"), late) == "2026-02-13T17:00"


def test_policy_restart_gives_the_full_limit_again_from_the_last_return():
    pauses = [("2026-02-10T08:00", "2026-02-11T08:00"), ("2026-02-12T08:00", "2026-02-13T18:00")]
    assert due(PLAIN, RECEIVED, "5 working_day", *pauses, policy="restart") == "2026-02-23T17:00"
    assert due(PLAIN, RECEIVED, "5 day", *pauses, policy="restart") == "2026-02-23T17:00"


def test_policy_restart_ignores_a_pause_after_the_due_moment():
    assert (
        due(PLAIN, RECEIVED, "1 working_day", ("2026-02-11T08:00", "2026-02-13T08:00"), policy="restart")
        == "2026-02-10T17:00"
    )


def test_policy_continue_changes_nothing():
    assert (
        due(PLAIN, RECEIVED, "5 working_day", ("2026-02-10T08:00", "2026-02-20T08:00"), policy="continue")
        == "2026-02-16T17:00"
    )


def test_the_default_policy_is_pause():
    pause = (datetime(2026, 2, 10, 8), datetime(2026, 2, 12, 8))
    promise = ask(PLAIN, RECEIVED, "5 working_day", tuple(one.isoformat() for one in pause))
    assert promise.rules.policy == "pause"
    assert promise.course.pauses[0].moved == 2


def test_a_pause_that_ends_before_it_begins_is_an_error():
    with pytest.raises(DeadlineError, match="trước khi bắt đầu"):
        due(PLAIN, RECEIVED, "5 working_day", ("2026-02-12T08:00", "2026-02-11T08:00"))
