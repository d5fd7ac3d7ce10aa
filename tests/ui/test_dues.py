"""How a deadline stands, in tone and words."""

from datetime import datetime, timedelta

import pytest

from motcua.ui.dues import Standing, standing
from motcua.ui.formats import LOCAL

NOW = datetime(2026, 11, 20, 10, 15, tzinfo=LOCAL)
FIVE = NOW.replace(hour=17, minute=0)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (FIVE, Standing("soon", "Còn 6 giờ")),
        (NOW + timedelta(minutes=12), Standing("soon", "Còn 12 phút")),
        (FIVE + timedelta(days=1), Standing("soon", "Còn 1 ngày")),
        (FIVE + timedelta(days=2), Standing("ontime", "Còn 2 ngày")),
        (NOW - timedelta(minutes=30), Standing("late", "Quá 30 phút")),
        (NOW - timedelta(hours=2), Standing("late", "Quá 2 giờ")),
        (FIVE - timedelta(days=2), Standing("late", "Quá 2 ngày")),
        (NOW, Standing("soon", "Còn 1 phút")),
        (None, Standing("ontime", "Không hẹn ngày")),
    ],
)
def test_a_deadline_says_what_remains(due, expected):
    assert standing(due, now=NOW) == expected


def test_working_days_are_counted_when_given():
    monday = FIVE + timedelta(days=3)
    assert standing(monday, now=NOW) == Standing("ontime", "Còn 3 ngày")
    assert standing(monday, now=NOW, days=1) == Standing("soon", "Còn 1 ngày")
    assert standing(FIVE - timedelta(days=4), now=NOW, days=-2) == Standing("late", "Quá 2 ngày")


def test_over_days_off_neither_days_nor_hours_are_counted():
    sunday = FIVE + timedelta(days=2, hours=3)
    assert standing(NOW, now=sunday, days=0) == Standing("late", "Quá hạn")
    assert standing(NOW, now=FIVE, days=0) == Standing("late", "Quá 6 giờ")
    assert standing(NOW, now=NOW, done=sunday, days=0) == Standing("done", "Xong, trễ hẹn")


def test_what_is_done_late_tells_working_days_when_given():
    monday = FIVE + timedelta(days=3)
    assert standing(FIVE, now=NOW, done=monday, days=-1) == Standing("done", "Xong, trễ 1 ngày")
    assert standing(FIVE, now=NOW, done=monday) == Standing("done", "Xong, trễ 3 ngày")
    assert standing(monday, now=NOW, done=FIVE, days=1) == Standing("done", "Xong đúng hạn")


def test_a_stopped_clock_says_why_and_is_never_late():
    assert standing(FIVE - timedelta(days=9), now=NOW, waiting="Chờ bổ sung") == Standing("wait", "Chờ bổ sung")


def test_what_is_done_does_not_become_later():
    late = FIVE - timedelta(days=3)
    for today in (NOW, NOW + timedelta(days=400)):
        assert standing(late, now=today, done=late + timedelta(days=2)) == Standing("done", "Xong, trễ 2 ngày")
    assert standing(FIVE, now=NOW + timedelta(days=9), done=NOW) == Standing("done", "Xong đúng hạn")
    assert standing(None, now=NOW, done=NOW) == Standing("done", "Đã xong")


def test_only_what_needs_somebody_is_drawn_with_a_tint():
    assert standing(FIVE + timedelta(days=9), now=NOW).calm
    assert not standing(FIVE, now=NOW).calm
