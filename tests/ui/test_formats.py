"""Dates, figures and money as they are written and as they may be typed."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.ui import formats

EVENING = datetime(2026, 2, 11, 17, 30, tzinfo=UTC)  # already the 12th in Vietnam


def test_instants_are_written_on_the_wall_clock_of_vietnam():
    assert formats.day(EVENING) == "12/02/2026"
    assert formats.moment(EVENING) == "12/02/2026 00:30"
    assert formats.clock(EVENING) == "00:30"
    assert formats.day_month(EVENING) == "12/02"
    assert formats.machine(EVENING) == "2026-02-12T00:30"


def test_a_date_stays_the_date_it_is():
    assert formats.moment(date(2026, 2, 1)) == "01/02/2026"
    assert formats.machine(date(2026, 2, 1)) == "2026-02-01"


def test_weekdays_have_their_vietnamese_names_and_do_not_break():
    assert formats.weekday(date(2026, 11, 23)) == "Thứ\xa0Hai"
    assert formats.long_day(date(2026, 11, 22)) == "chủ\xa0Nhật 22/11/2026"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (1234567, "1.234.567"),
        (12.5, "12,5"),
        (Decimal("1234.50"), "1.234,5"),
        (-1000, "−1.000"),
        (Decimal("100"), "100"),
    ],
)
def test_figures_are_grouped_by_dots(value, written):
    assert formats.number(value) == written


def test_money_is_written_in_dong():
    assert formats.dong(1234567) == "1.234.567 đồng"
    assert formats.dong(0) == "0 đồng"


def test_shares_of_nothing_are_a_dash():
    assert formats.percent(37, 40) == "92,5 %"
    assert formats.percent(0, 0) == "–"


@pytest.mark.parametrize(("octets", "written"), [(900, "900 B"), (421_888, "412 KB"), (1_887_437, "1,8 MB")])
def test_sizes_of_files(octets, written):
    assert formats.size(octets) == written


def test_masks_leave_what_is_needed_to_recognise():
    assert formats.mask_identity("046196000318") == "046•••••0318"
    assert formats.mask_identity("1234567") == "•••••••"
    assert formats.mask_phone("0905 318 274") == "•••• ••• 274"
    assert formats.mask_phone("12") == "••"


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("000.00.32.H57-261105-0018", ("000.00.32.H57-", "261105-0018")),
        ("H57-02-261105-10000", ("H57-02-", "261105-10000")),
        ("261105-0018", ("", "261105-0018")),
        ("", ("", "")),
    ],
)
def test_codes_are_split_before_the_tail_that_is_read_aloud(code, parts):
    assert formats.split_code(code) == parts


@pytest.mark.parametrize(
    "typed", ["1/2/26", "01/02/2026", "1.2.2026", "1-2-26", " 1 2 26 ", "010226", "01022026", "2026-02-01", "1/02/26"]
)
def test_a_date_may_be_typed_in_many_ways(typed):
    assert formats.read_day(typed) == date(2026, 2, 1)


@pytest.mark.parametrize(
    "typed",
    ["", "31/2/26", "13/13/2026", "1/2", "1/2/326", "2026/02/01", "hôm nay", "٣/٢/26", "1/2/26/3", "31/12/9999",
     "2201-01-01", "0001-01-01"],
)  # fmt: skip
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(ValueError):
        formats.read_day(typed)


def test_two_digit_years_turn_at_70():
    assert formats.read_day("1/1/69").year == 2069
    assert formats.read_day("1/1/70").year == 1970


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2200, 12, 31)))
def test_what_is_written_is_read_back(day):
    assert formats.read_day(formats.day(day)) == day


@pytest.mark.parametrize("typed", ["12/2/26 0:30", "12/02/2026 00h30", "2026-02-12T00:30", "120226 0:30"])
def test_moments_are_read_as_vietnam_time(typed):
    assert formats.read_moment(typed) == EVENING


@pytest.mark.parametrize("typed", ["12/2/26", "12/2/26 25:00", "0:30", ""])
def test_what_is_no_moment_is_refused(typed):
    with pytest.raises(ValueError):
        formats.read_moment(typed)


@pytest.mark.parametrize(
    ("typed", "amount"), [("16000", 16000), ("16.000", 16000), ("1.600.000 đồng", 1_600_000), ("0đ", 0)]
)
def test_money_may_be_typed_with_dots(typed, amount):
    assert formats.read_dong(typed) == amount


@pytest.mark.parametrize("typed", ["", "1.60", "-5", "1,5", "năm nghìn", "16.0000"])
def test_what_is_no_money_is_refused(typed):
    with pytest.raises(ValueError):
        formats.read_dong(typed)


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_money_written_is_read_back(amount):
    assert formats.read_dong(formats.dong(amount)) == amount
