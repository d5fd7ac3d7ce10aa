"""The service index from dossiers and procedures: each formula by hand, what has no data, what did not occur."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest

from motcua.dossiers.actions import moving, pausing
from motcua.indicators.actions import compact
from motcua.reports.index_definition import shipped
from motcua.reports.offered import Offer
from motcua.reports.publishing import Published
from motcua.reports.service_index import NO_DATA, NOT_APPLICABLE, OK, Basis, index_of, scored
from tests import dossier_factories as make

MARCH = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}
APRIL = date(2026, 4, 20)


def cells(**numbers):
    return defaultdict(int, numbers)


def basis(**given):
    """Two procedures: A online and answered on paper, with fees; B at the counter only, without a document."""
    offers = {
        "A": Offer("A", "Thủ tục A", level=2, eligible=True, has_fees=True, pays_online=True, returns_document=True,
                   on_paper=True),
        "B": Offer("B", "Thủ tục B", missing=("trình tự",)),
    }  # fmt: skip
    counted = {
        "A": cells(received=10, handled=12, late=2, online=6, finished=8, charged=5, paid_online=3, result=6, whole=4,
                   reused=2, rated=3, low=1),
        "B": cells(received=5, handled=8, late=0, finished=2, result=1, whole=0, reused=1),
    }  # fmt: skip
    plain = {
        "cells": counted, "times": {"A": cells(days=24, timed=8)}, "late_waiting": {"A": 1}, "filed_online": {"A": 4},
        "offers": offers, "offers_today": offers, "past": {},
        "published": [Published("A", "Thủ tục A"), Published("B", "Thủ tục B", is_late=True)],
        "made_public": [Published("A", "Thủ tục A")],
    }  # fmt: skip
    return Basis(**plain | given)


BY_HAND = {
    "1.1": (1, 2, "2.00"),
    "1.2": (1, 1, "4.00"),
    "1.3": (1, 2, "2.00"),
    "2.1": (17, 20, "17.00"),  # 12 - 2 - 1 waiting too long, and 8
    "3.1": (1, 2, "2.50"),  # 50 % x 4 / 80 %
    "3.2": (1, 1, "4.00"),
    "3.3": (4, 15, "2.13"),  # of the six online only four have their electronic result; 26,67 % x 4 / 50 %
    "3.5": (1, 1, "5.00"),
    "3.6": (3, 5, "3.00"),
    "4.1": (6, 8, "4.50"),  # the other procedure gives no document
    "4.2": (4, 10, "3.00"),  # 40 % x 6 / 80 %
    "4.3": (3, 15, "1.50"),
    "5.4": (16, 20, "5.33"),  # 20 - 3 late - 1 disliked; 80 % x 6 / 90 %
}


@pytest.mark.parametrize("code", BY_HAND)
def test_each_formula_by_hand(code):
    numerator, denominator, points = BY_HAND[code]
    row = scored(basis(), shipped()).find(code)
    assert (row.counted.numerator, row.counted.denominator) == (numerator, denominator)
    assert (row.state, row.points) == (OK, Decimal(points))


def test_what_no_capability_provides_has_no_data_and_is_no_zero():
    found = scored(basis(), shipped())
    missing = {row.indicator.id: row for row in found.rows if row.state == NO_DATA}
    assert list(missing) == ["1.4", "4.4", "4.5", "5.2", "5.3"]
    assert all(row.points is None and row.note for row in missing.values())
    assert (missing["1.4"].counted.numerator, missing["1.4"].counted.denominator) == (None, 15)
    assert "Chưa nhân với tỷ lệ đồng bộ" in found.find("3.3").note
    assert found.find("3.3").times is None
    points = sum(Decimal(points) for _, _, points in BY_HAND.values())
    assert (found.total.points, found.total.reachable, found.total.whole) == (points, Decimal(78), Decimal(100))
    assert (found.band, found.provisional) == ("", "Khá")  # 56,96 of 78: as if 73 of 100


def test_what_did_not_occur_is_not_applicable():
    nothing = basis(cells={}, times={}, late_waiting={}, filed_online={}, offers={}, offers_today={}, published=[],
                    made_public=[])  # fmt: skip
    found = scored(nothing, shipped())
    states = {row.indicator.id: row.state for row in found.rows}
    assert {code for code, state in states.items() if state == NOT_APPLICABLE} == {*BY_HAND, "2.2"}
    assert (found.total.reachable, found.total.scaled, found.band, found.provisional) == (0, None, "", "")


def test_the_mean_time_is_shown_and_not_scored():
    row = scored(basis(), shipped()).find("2.2")
    assert (row.counted.numerator, row.counted.denominator, row.points, row.most) == (24, 8, None, 0)


def test_the_half_of_satisfaction_without_ratings_says_so():
    counted = {"A": cells(received=4, handled=4, late=1)}
    row = scored(basis(cells=counted, late_waiting={}), shipped()).find("5.4")
    assert (row.counted.numerator, row.counted.denominator) == (3, 4)
    assert "Không có đánh giá nào" in row.note
    assert "phản ánh" in row.note


def test_more_late_and_disliked_than_there_are_is_zero_not_less():
    row = scored(basis(cells={"A": cells(handled=2, late=2, low=2, rated=2)}, late_waiting={}), shipped()).find("5.4")
    assert (row.counted.numerator, row.points) == (0, Decimal(0))


def test_with_data_of_less_than_half_no_band_is_stated_at_all():
    few = basis(cells={"A": cells(received=5, handled=5)}, times={}, late_waiting={}, published=[], made_public=[])
    found = scored(few, shipped())
    assert (found.total.reachable, found.provisional) == (Decimal(53), "Trung bình")
    fewer = basis(cells={}, times={}, late_waiting={}, published=[], made_public=[])
    found = scored(fewer, shipped())
    assert (found.total.reachable, found.band, found.provisional) == (Decimal(17), "", "")


@pytest.mark.django_db
@pytest.mark.parametrize("folded", [False, True])
def test_dossiers_are_counted_from_the_facts(house, set_clock, folded):
    """March: handed back early, overdue at its end, waiting since before its day, and online."""
    set_clock("2026-03-02T09:00")
    make.returned(house), make.in_progress(house), make.waiting(house), make.submitted(house)
    set_clock("2026-04-01T09:00")
    make.received(house)
    if folded:
        compact()
    found = index_of(house.ward, shipped(), today=APRIL, **MARCH)
    pairs = {row.indicator.id: (row.counted.numerator, row.counted.denominator) for row in found.rows}
    assert pairs["2.1"] == pairs["5.4"] == (2, 3)
    assert (pairs["3.3"], pairs["4.3"], pairs["1.4"]) == ((0, 3), (0, 3), (None, 3))
    assert index_of(house.division, shipped(), today=APRIL, **MARCH).find("2.1").state == NOT_APPLICABLE


@pytest.mark.django_db
def test_who_waits_for_papers_is_in_time_as_of_the_first_request_and_late_from_the_second_on(house, set_clock):
    set_clock("2026-03-02T09:00")
    early, late, again = (make.in_progress(house, make.RESTARTING) for _ in range(3))
    asked = {"papers": ["Bản vẽ"], "reason": "Còn thiếu"}
    set_clock("2026-03-04T09:00")
    again = pausing.request_supplement(again, by=house.specialist, **asked)
    set_clock("2026-03-05T09:00")
    again = pausing.resume(again, by=house.clerk, papers=[{"name": "Bản vẽ"}])
    pausing.request_supplement(early, by=house.specialist, **asked)
    set_clock("2026-03-06T09:00")
    pausing.request_supplement(again, by=house.specialist, **asked)
    set_clock("2026-03-27T09:00")
    pausing.request_supplement(late, by=house.specialist, **asked)  # its day was 16 March
    found = index_of(house.ward, shipped(), today=APRIL, **MARCH)
    assert (found.find("2.1").counted.numerator, found.find("2.1").counted.denominator) == (1, 3)
    before = index_of(house.ward, shipped(), today=APRIL, first=date(2026, 3, 1), last=date(2026, 3, 5))
    assert before.find("2.1").counted.numerator == 3


@pytest.mark.django_db
def test_an_index_of_a_period_costs_the_same_with_many_dossiers(house, set_clock, django_assert_num_queries):
    set_clock("2026-03-02T09:00")
    make.in_progress(house), make.waiting(house)
    index_of(house.ward, shipped(), today=APRIL, **MARCH)
    with django_assert_num_queries(9):
        index_of(house.ward, shipped(), today=APRIL, **MARCH)
    for _ in range(18):
        moving.hand_over(make.received(house, make.HOURLY), by=house.clerk)
    with django_assert_num_queries(9):
        index_of(house.ward, shipped(), today=APRIL, **MARCH)
