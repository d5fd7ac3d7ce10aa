"""The usual periods: without gap or overlap, cut where the calendar and the regulation cut them."""

from datetime import date, timedelta

import pytest

from motcua.reports.periods import cut_off_day, usual
from tests.nonempty import some


def named(today: date) -> dict[str, tuple[str, str]]:
    return {each.name: (f"{each.first}", f"{each.last}") for each in usual(today)}


def test_seen_from_a_day_of_november():
    assert named(date(2026, 11, 25)) == {
        "Tháng này": ("2026-11-01", "2026-11-30"), "Tháng trước": ("2026-10-01", "2026-10-31"),
        "Quý IV/2026": ("2026-10-01", "2026-12-31"), "Quý III/2026": ("2026-07-01", "2026-09-30"),
        "6 tháng đầu năm": ("2026-01-01", "2026-06-30"), "9 tháng": ("2026-01-01", "2026-09-30"),
        "Năm 2026": ("2026-01-01", "2026-12-31"), "Năm 2025": ("2025-01-01", "2025-12-31"),
        "Kỳ báo cáo 15/09/2026 – 14/12/2026": ("2026-09-15", "2026-12-14"),
        "Kỳ báo cáo 15/06/2026 – 14/09/2026": ("2026-06-15", "2026-09-14"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("today", "begun"),
    [("2026-12-14", "2026-09-15"), ("2026-12-15", "2026-12-15"), ("2027-01-01", "2026-12-15"),
     ("2027-03-14", "2026-12-15"), ("2027-03-15", "2027-03-15"), ("2026-09-14", "2026-06-15"),
     ("2026-09-15", "2026-09-15")],
)  # fmt: skip
def test_a_regulated_quarter_begins_on_its_cut_off(today, begun):
    *_, now, before = usual(date.fromisoformat(today))
    assert (str(now.first), now.last - timedelta(days=60) > now.first) == (begun, True)
    assert before.last == now.first - timedelta(days=1)


def test_every_day_of_years_lies_in_its_periods():
    days = [date(2025, 1, 1) + timedelta(days=number) for number in range(800)]
    for day in some(days):
        month, last_month, quarter, last_quarter, *_, year, last_year, now, before = usual(day)
        assert all(each.first <= day <= each.last for each in (month, quarter, year, now)), day
        for here, earlier in ((month, last_month), (quarter, last_quarter), (year, last_year), (now, before)):
            assert earlier.last + timedelta(days=1) == here.first, day


def test_before_any_rule_the_month_is_not_cut():
    assert (cut_off_day(date(2000, 1, 1)), cut_off_day(date(2026, 1, 1))) == (1, 15)
