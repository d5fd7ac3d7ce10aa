"""When so many percent of a working time have passed, pauses taken out."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.worktime.calendars import Calendar, week_from
from motcua.worktime.counting import ICT
from motcua.worktime.shares import moment_of_share, share_passed
from motcua.worktime.standing import working_minutes_between

DAY = ["07:00-11:30", "13:30-17:00"]
CALENDAR = Calendar(weeks=((1, week_from(dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), DAY))),))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ICT)


@pytest.mark.parametrize(
    ("percent", "moment"),
    [
        (50, "2026-03-02T11:30"),  # 4.5 of 9 hours
        (70, "2026-03-02T15:18"),  # 6.3 hours
        (75, "2026-03-02T15:45"),
        (90, "2026-03-03T07:06"),  # 8.1 hours: 8 on Monday
        (100, "2026-03-03T08:00"),
    ],
)
def test_percent_are_counted_in_working_time(percent, moment):
    assert moment_of_share(CALENDAR, start=at("2026-03-02T07:00"), due=at("2026-03-03T08:00"), percent=percent) == at(
        moment
    )


def test_a_weekend_is_no_time_that_passes():
    start, due = at("2026-03-06T07:00"), at("2026-03-09T17:00")
    assert moment_of_share(CALENDAR, start=start, due=due, percent=50) == at("2026-03-06T17:00")
    assert moment_of_share(CALENDAR, start=start, due=due, percent=51) == at("2026-03-09T07:10")
    assert share_passed(CALENDAR, start=start, due=due, at=at("2026-03-08T12:00")) == 50


def test_a_pause_is_no_time_that_passes():
    start, due = at("2026-03-02T07:00"), at("2026-03-05T17:00")  # four days, two of them paused: two left
    pauses = [(at("2026-03-03T07:00"), at("2026-03-05T07:00"))]
    assert moment_of_share(CALENDAR, start=start, due=due, percent=50, pauses=pauses) == at("2026-03-02T17:00")
    assert moment_of_share(CALENDAR, start=start, due=due, percent=75, pauses=pauses) == at("2026-03-05T11:00")
    assert share_passed(CALENDAR, start=start, due=due, at=at("2026-03-04T17:00"), pauses=pauses) == 50


def test_what_has_no_working_time_reaches_nothing():
    start, due = at("2026-03-07T07:00"), at("2026-03-08T17:00")
    assert moment_of_share(CALENDAR, start=start, due=due, percent=70) is None
    assert share_passed(CALENDAR, start=start, due=due, at=start) == 0
    assert share_passed(CALENDAR, start=start, due=due, at=due) == 100


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 2, 1)).map(lambda when: when.replace(tzinfo=UTC)),
    length=st.integers(1, 60_000), percent=st.integers(1, 99),
    pause=st.tuples(st.integers(0, 60_000), st.integers(0, 9_000)),
)  # fmt: skip
def test_the_share_lies_between_grows_and_has_that_much_behind_it(start, length, percent, pause):
    due = start + timedelta(minutes=length)
    begins = start + timedelta(minutes=pause[0])
    pauses = [(begins, begins + timedelta(minutes=pause[1]))]
    moment = moment_of_share(CALENDAR, start=start, due=due, percent=percent, pauses=pauses)
    if moment is None:
        assert working_minutes_between(CALENDAR, start, due) <= pause[1] + 1
        return
    assert start <= moment <= due
    later = moment_of_share(CALENDAR, start=start, due=due, percent=min(99, percent + 1), pauses=pauses)
    assert later is not None
    assert moment <= later
    assert share_passed(CALENDAR, start=start, due=due, at=moment, pauses=pauses) >= percent or moment == due
