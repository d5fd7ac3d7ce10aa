"""Reading calendars: what is accepted and what is refused, in words."""

from datetime import date

import pytest

from motcua.worktime.calendars import CalendarError, Session, calendar_from, sessions_from, sessions_to
from tests.worktime.calendars_for_tests import OFFICE, WEEKDAYS, office


def sessions_on(calendar, text):
    return calendar.sessions_on(date.fromisoformat(text).toordinal())


def test_a_missing_weekday_is_off():
    calendar = calendar_from({"weekly": {"mon": OFFICE}})
    assert sessions_on(calendar, "2026-02-09")
    assert not sessions_on(calendar, "2026-02-10")


def test_a_day_with_one_short_counted_session_is_a_working_day():
    calendar = calendar_from({"weekly": {"mon": ["07:00-07:01"], "tue": [{"open": "07:00-11:00", "counted": False}]}})
    assert calendar.is_working(date(2026, 2, 9).toordinal())
    assert not calendar.is_working(date(2026, 2, 10).toordinal())


def test_exceptions_replace_the_weekday():
    calendar = office(
        {"date": "2026-02-16", "off": True, "reason": "Tết"},
        {"date": "2026-01-10", "works_as": "fri"},
        {"date": "2026-02-13", "sessions": ["07:00-11:30"]},
    )
    assert sessions_on(calendar, "2026-02-16") == ()
    assert sessions_on(calendar, "2026-01-10") == sessions_on(calendar, "2026-01-09")
    assert sessions_on(calendar, "2026-02-13") == (Session(420, 690),)


def test_touching_sessions_are_two_sessions_and_order_does_not_matter():
    assert sessions_from(["11:30-17:00", "07:00-11:30"]) == (Session(420, 690), Session(690, 1020))


def test_sessions_are_written_as_they_are_read():
    written = ["07:00-11:30", {"open": "17:00-19:00", "counted": False}]
    assert sessions_to(sessions_from(written)) == written


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"weekly": WEEKDAYS, "exceptions": [{"date": "2026-02-16", "off": True}] * 2}, "hai ngoại lệ"),
        ({"weekly": {"mon": ["07:00-11:30", "11:00-12:00"]}}, "chồng lên nhau"),
        ({"weekly": {"mon": ["07:00-12:00", {"open": "11:00-13:00", "counted": False}]}}, "chồng lên nhau"),
        (
            {
                "weekly": {"mon": OFFICE},
                "exceptions": [{"date": "2026-02-16", "sessions": ["07:00-09:00", "08:00-10:00"]}],
            },
            "chồng",
        ),
        ({"weekly": {}}, "không có ngày làm việc"),
        ({"weekly": {"mon": [{"open": "07:00-11:30", "counted": False}]}}, "không có ngày làm việc"),
        ({"weekly": {"monday": OFFICE}}, "Khóa lạ"),
        ({"weekly": WEEKDAYS, "holidays": []}, "Khóa lạ"),
        ({"weekly": WEEKDAYS, "exceptions": [{"date": "2026-02-16", "off": True, "why": "?"}]}, "Khóa lạ"),
        ({"weekly": WEEKDAYS, "exceptions": [{"date": "2026-02-16"}]}, "đúng một"),
        ({"weekly": WEEKDAYS, "exceptions": [{"date": "2026-02-16", "off": True, "works_as": "fri"}]}, "đúng một"),
        ({"weekly": WEEKDAYS, "exceptions": [{"date": "2026-02-16", "off": False}]}, "true"),
        ({"weekly": WEEKDAYS, "exceptions": [{"date": "2026-02-16", "works_as": "friday"}]}, "works_as"),
        ({"weekly": WEEKDAYS, "exceptions": [{"date": "2026-02-30", "off": True}]}, "không hợp lệ"),
        ({"weekly": WEEKDAYS, "exceptions": {"2026-02-16": "off"}}, "danh sách"),
        ({"weekly": {"mon": ["07:00-25:30"]}}, "không hợp lệ"),
        ({"weekly": {"mon": ["07:60-11:30"]}}, "không hợp lệ"),
        ({"weekly": {"mon": ["11:30-07:00"]}}, "không hợp lệ"),
        ({"weekly": {"mon": ["sáng"]}}, "không hợp lệ"),
        ({"weekly": {"mon": "07:00-11:30"}}, "danh sách"),
        ({"weekly": {"mon": [{"open": "07:00-11:30", "counted": "no"}]}}, "true hoặc false"),
        ({"weekly": []}, "đối tượng"),
        ({"exceptions": []}, "weekly"),
        ([], "đối tượng"),
    ],
)
def test_a_wrong_calendar_is_refused_in_words(data, words):
    with pytest.raises(CalendarError, match=words):
        calendar_from(data)
