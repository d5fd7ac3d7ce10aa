"""Points of the service index by hand, and what must hold whatever is counted."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.reports.index_definition import shipped
from motcua.reports.scoring import (
    Weight,
    band_of,
    gain_of,
    needed_for,
    points_of,
    rank_of,
    rate_of,
    total_of,
)

FULL, EIGHTY = Weight(Decimal(20)), Weight(Decimal(4), Decimal(80))
HUNDREDTHS = st.integers(1, 10_000).map(lambda n: Decimal(n) / 100)
WEIGHTS = st.builds(Weight, HUNDREDTHS, HUNDREDTHS)
COUNTS = st.integers(1, 10_000_000).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d)))


@pytest.mark.parametrize(
    ("weight", "numerator", "denominator", "points"),
    [
        (FULL, 97, 100, "19.40"),
        (FULL, 0, 5, "0.00"),
        (FULL, 5, 5, "20.00"),
        (EIGHTY, 40, 100, "2.00"),  # 40 % x 4 / 80 %
        (EIGHTY, 79, 100, "3.95"),
        (EIGHTY, 80, 100, "4.00"),
        (EIGHTY, 81, 100, "4.00"),
        (Weight(Decimal(6), Decimal(90)), 85, 100, "5.67"),
        (Weight(Decimal(1)), 1, 200, "0.01"),  # half a hundredth goes up
        (Weight(Decimal(1)), 1, 201, "0.00"),
        (FULL, 7, 5, "20.00"),
        (FULL, -3, 5, "0.00"),
        (FULL, 0, 0, None),
    ],
)
def test_points_by_hand(weight, numerator, denominator, points):
    assert points_of(weight, numerator, denominator) == (None if points is None else Decimal(points))


def test_a_rate_multiplied_by_another_and_one_of_nothing():
    weight = Weight(Decimal(4), Decimal(50))
    assert points_of(weight, 40, 100, times=Decimal(90)) == Decimal("2.88")  # 40 % x 90 % x 4 / 50 %
    assert (rate_of(2, 3), rate_of(1, 0)) == (Decimal("66.67"), None)


@given(WEIGHTS, COUNTS)
def test_never_more_than_its_weight_and_never_less_for_more(weight, counted):
    numerator, denominator = counted
    points = points_of(weight, numerator, denominator)
    assert 0 <= points <= weight.points
    if numerator < denominator:
        assert points_of(weight, numerator + 1, denominator) >= points
    if Decimal(numerator) * 100 >= weight.threshold * denominator:
        assert points == weight.points


@given(WEIGHTS, COUNTS, st.integers(0, 1000))
def test_what_if_is_what_counting_again_would_say(weight, counted, more):
    numerator, denominator = counted
    gain = gain_of(weight, numerator, denominator, more=more)
    again = points_of(weight, min(numerator + more, denominator), denominator)
    assert gain == again - points_of(weight, numerator, denominator)
    assert gain >= 0


@given(WEIGHTS, COUNTS)
def test_how_many_more_are_needed_is_enough_and_not_one_too_many(weight, counted):
    numerator, denominator = counted
    needed = needed_for(weight, numerator, denominator, points=weight.points)
    assert points_of(weight, numerator + needed, denominator) == weight.points
    assert not needed or points_of(weight, numerator + needed - 1, denominator) < weight.points


def test_what_all_cases_would_not_bring_is_said():
    assert needed_for(FULL, 1, 5, points=Decimal(21)) is None
    assert needed_for(FULL, 0, 0, points=Decimal(1)) is None
    weight = Weight(Decimal(4), Decimal(50))
    assert needed_for(weight, 10, 100, points=Decimal(4), times=Decimal(40)) is None


def test_a_total_tells_what_could_be_reached_and_takes_nothing_for_zero():
    total = total_of([(Decimal("19.40"), Decimal(20)), (None, Decimal(6)), (Decimal(0), Decimal(4))])
    assert (total.points, total.reachable, total.whole) == (Decimal("19.40"), Decimal(24), Decimal(30))
    assert not total.is_whole
    assert total.scaled == Decimal("24.25")
    assert total_of([(None, Decimal(6))]).scaled is None
    assert total_of([(Decimal(6), Decimal(6))]).is_whole


@pytest.mark.parametrize(
    ("points", "band"),
    [("100", "Xuất sắc"), ("90", "Xuất sắc"), ("89.99", "Tốt"), ("80", "Tốt"), ("79.99", "Khá"), ("70", "Khá"),
     ("69.99", "Trung bình"), ("50", "Trung bình"), ("49.99", "Yếu"), ("0", "Yếu")],
)  # fmt: skip
def test_bands(points, band):
    assert band_of(Decimal(points), shipped().bands) == band


def test_equal_ones_share_a_place():
    assert [rank_of(Decimal(n), [Decimal(9), Decimal(8), Decimal(8)]) for n in (9, 8, 7)] == [1, 2, 4]
