"""Every cell of every report over the sixty dossiers of `office.py`, computed by hand and written down here.

By hand, field F1 ("Lĩnh vực thử") between 15 December 2025 and 14 March 2026: received at the counter or by post
3 + 6 + 5 + 3 + 3 (the last minute of 14 March) + 2 + 4 + 2 + 2 + 2 + 3 = 35; ended 3 (29 December, promised for the
30th) + 6 + 4 (withdrawn) + 2 (by post) = 15, all before their day; the other 20 open, each promised for 16 March or
later. The other periods likewise; the commune is merged on 1 July 2026, so what is open then counts for the one that
took over.
"""

from datetime import date
from decimal import Decimal
from operator import add

import pytest

from motcua.core.clock import today
from motcua.indicators.actions import compact
from motcua.indicators.standing import Scope
from motcua.reports.layouts import layout_of, layouts_on
from motcua.reports.plainly import behind, verify_measures
from motcua.reports.tables import rows_of, total_of
from motcua.reports.verifying import verify
from motcua.reports.vocabulary import COUNT
from tests import dossier_factories as make
from tests.agencies.reorganising import carried_out, move, planned
from tests.golden.office import SECOND, lives, new_office, people_now

pytestmark = pytest.mark.django_db
ONE, TWO = "Lĩnh vực thử", "Lĩnh vực hai"
WINTER = (date(2025, 12, 15), date(2026, 3, 14))  # as regulation cuts quarters
SPRING = (date(2026, 3, 15), date(2026, 6, 14))
SUMMER = (date(2026, 6, 15), date(2026, 9, 14))
DECEMBER, MARCH = (date(2025, 12, 1), date(2025, 12, 31)), (date(2026, 3, 1), date(2026, 3, 31))
JUNE = (date(2026, 6, 15), date(2026, 6, 30))
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
CUT_OFF = (date(2026, 3, 14), date(2026, 3, 14))
DAY_AFTER = (date(2026, 3, 15), date(2026, 3, 15))
#               (3) (4) (5) (6)  (7) (8) (9) (10)  (11) (12) (13)
II_06A = {
    WINTER: {ONE: (35, 0, 35, 0, 15, 15, 0, 0, 20, 20, 0), TWO: (15, 6, 9, 0, 8, 6, 0, 2, 7, 7, 0)},
    SPRING: {ONE: (23, 0, 3, 20, 16, 6, 5, 5, 7, 4, 3), TWO: (7, 0, 0, 7, 7, 5, 0, 2, 0, 0, 0)},
    SUMMER: {ONE: (11, 0, 4, 7, 4, 0, 4, 0, 7, 4, 3)},
    DECEMBER: {ONE: (3, 0, 3, 0, 3, 3, 0, 0, 0, 0, 0), TWO: (2, 0, 2, 0, 0, 0, 0, 0, 2, 0, 2)},
    MARCH: {ONE: (35, 0, 35, 0, 28, 18, 5, 5, 7, 4, 3), TWO: (13, 6, 7, 0, 13, 11, 0, 2, 0, 0, 0)},
    JUNE: {ONE: (11, 0, 4, 7, 0, 0, 0, 0, 11, 8, 3)},
    YEAR: {ONE: (39, 0, 39, 0, 32, 18, 9, 5, 7, 4, 3), TWO: (15, 6, 7, 2, 15, 11, 0, 4, 0, 0, 0)},
    CUT_OFF: {ONE: (20, 0, 3, 17, 0, 0, 0, 0, 20, 20, 0), TWO: (7, 0, 0, 7, 0, 0, 0, 0, 7, 7, 0)},
    DAY_AFTER: {ONE: (23, 0, 3, 20, 0, 0, 0, 0, 23, 23, 0), TWO: (7, 0, 0, 7, 0, 0, 0, 0, 7, 7, 0)},
}  # fmt: skip

PERMIT, PERMIT_TWO = "Cấp giấy phép thử", "Cấp giấy phép hai"
OLD_WARD, NEW_WARD = "Ủy ban nhân dân phường Thử", "Ủy ban nhân dân phường Mới"
NONE, WHOLE = Decimal("0.00"), Decimal("100.00")
BOTH_WINTER = (50, 6, 44, 0, 23, 21, 0, 2, 27, 27, 0)  # the two fields together
# Received: all, carried over, online in full, in part, otherwise, counter, post, across boundaries; waiting for an
# answer in time, late; refused; finished: all, early, on its day, late with an apology, without; open: all, not due,
# overdue; stopped; withdrawn; paid: all, online, otherwise.
IN_07A = {
    WINTER: {
        ONE: (35, 0, 0, 0, 0, 33, 2, 0, 0, 0, 3, 11, 11, 0, 0, 0, 20, 20, 0, 0, 4, 0, 0, 0),
        TWO: (15, 0, 0, 0, 6, 9, 0, 0, 0, 0, 0, 8, 6, 0, 0, 2, 7, 7, 0, 0, 0, 6, 6, 0),
    },
    SPRING: {
        ONE: (23, 20, 0, 0, 0, 3, 0, 0, 0, 0, 0, 14, 6, 5, 3, 0, 7, 4, 3, 2, 0, 0, 0, 0),
        TWO: (7, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 5, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    },
}
OTHERS = {
    "II.06b": {WINTER: {OLD_WARD: BOTH_WINTER}, SUMMER: {NEW_WARD: II_06A[SUMMER][ONE]}},
    "II.06c": {
        WINTER: {PERMIT: II_06A[WINTER][ONE], PERMIT_TWO: II_06A[WINTER][TWO]},
        SPRING: {PERMIT: II_06A[SPRING][ONE], PERMIT_TWO: II_06A[SPRING][TWO]},
    },
    "07a": IN_07A,
    "07a.DV": {
        period: {OLD_WARD: tuple(map(add, rows[ONE], rows[TWO]))} for period, rows in IN_07A.items()
    },
    # Received: all, carried over, in the period (online, counter, post); ended (early, on its day, late); open (in
    # time, overdue) without those that stand still; standing still (in time, overdue).
    "TD18": {
        WINTER: {
            ONE: (35, 0, 35, 0, 33, 2, 15, 15, 0, 0, 16, 16, 0, 4, 4, 0),
            TWO: (15, 0, 15, 6, 9, 0, 8, 6, 0, 2, 2, 2, 0, 5, 5, 0),
        },
        SPRING: {
            ONE: (23, 20, 3, 0, 3, 0, 16, 6, 5, 5, 3, 0, 3, 4, 4, 0),
            TWO: (7, 7, 0, 0, 0, 0, 7, 5, 0, 2, 0, 0, 0, 0, 0, 0),
        },
    },
    # No paper has a file here; every result has one.
    "SH766": {
        WINTER: {
            ONE: (35, 35, 0, 0, 11, 0, 11, 0, NONE, NONE, WHOLE), TWO: (15, 15, 0, 0, 8, 0, 8, 0, NONE, NONE, WHOLE),
        },
        SPRING: {ONE: (3, 3, 0, 0, 14, 0, 14, 0, NONE, NONE, WHOLE), TWO: (0, 0, 0, 0, 7, 0, 7, 0, None, None, WHOLE)},
    },
    "TT766": {
        WINTER: {
            PERMIT: (35, 0, 0, 0, 0, 33, 2, NONE, NONE), PERMIT_TWO: (15, 6, 0, 0, 6, 9, 0, Decimal("40.00"), NONE),
        },
        SPRING: {PERMIT: (3, 0, 0, 0, 0, 3, 0, NONE, NONE)},
    },
    "TP766": {WINTER: {TWO: (15, 9, 6, 6, 6, 6, 0, 120_000, 120_000, 0, Decimal("40.00"))}, SPRING: {}},
    # All late, finished, open; finished ones by eight reasons and without; open ones likewise.
    "II.07": {
        WINTER: {TWO: (2, 2, 0, *[0] * 8, 2, *[0] * 8, 0)},
        SPRING: {ONE: (6, 3, 3, 0, 3, *[0] * 6, 0, *[0] * 8, 3), TWO: (2, 2, 0, *[0] * 8, 2, *[0] * 8, 0)},
    },
}  # fmt: skip


@pytest.fixture
def office(set_clock):
    """The whole story, folded now and then on the way."""
    set_clock("2025-12-01T08:00")
    house = make.make_house(since=date(2025, 11, 1), more=[SECOND])
    merged = False
    for moment, do in lives(house):
        if moment >= "2026-07-01" and not merged:
            house.new = new_office(house)
            assert carried_out(planned(move(house.ward, house.new.ward)), set_clock).state == "done"
            people_now(house)
            merged = True
        set_clock(moment)
        if moment in ("2026-03-05T10:00", "2026-04-01T09:00"):
            compact()
        do()
    set_clock("2026-09-20T08:00")
    return house


def cells(code: str, period, scope: Scope) -> dict[str, tuple[int, ...]]:
    rows = rows_of(layout_of(code, on=period[1]), scope, first=period[0], last=period[1])
    assert [row.violated for row in rows] == [[]] * len(rows)
    return {row.name: tuple(row.cells.values()) for row in rows}


def test_every_cell_of_every_report_is_what_was_computed_by_hand(office):
    for fold in (False, True):
        if fold:
            compact(until=today())
        for period, wanted in II_06A.items():
            assert cells("II.06a", period, Scope()) == wanted, period
            assert verify_measures(first=period[0], last=period[1]) == [], period
            assert verify(layout_of("II.06a"), first=period[0], last=period[1]) == [], period
        for code, periods in OTHERS.items():
            for period, wanted in periods.items():
                assert cells(code, period, Scope()) == wanted, (code, period)
    assert {"II.06a", *OTHERS} == {layout.code for layout in layouts_on(today())}
    old, new = Scope(agencies=[office.ward.pk]), Scope(agencies=[office.new.ward.pk])
    assert cells("II.06a", JUNE, old) == II_06A[JUNE]
    assert (cells("II.06a", JUNE, new), cells("II.06a", SUMMER, old)) == ({}, {})
    assert cells("II.06a", SUMMER, new) == II_06A[SUMMER]
    every_cell_opens_what_it_counts(office)
    for code in OTHERS:
        every_number_of_dossiers_opens(code, office)


def every_number_of_dossiers_opens(code: str, office) -> None:
    """Also of sums, and of what takes away; amounts and rates count no dossiers."""
    first, last = SPRING
    layout = layout_of(code, on=last)
    total = total_of(layout, rows_of(layout, Scope(), first=first, last=last))
    for column in layout.counted:
        if column.unit == COUNT:
            found = behind(layout, column.key, first=first, last=last, agencies=[office.ward.pk, office.new.ward.pk])
            assert len(found) == total[column.key], (code, column.key)


def every_cell_opens_what_it_counts(office) -> None:
    layout, units = layout_of("II.06a"), [office.ward.pk, office.new.ward.pk]
    for (first, last), wanted in II_06A.items():
        for name, field in ((ONE, "F1"), (TWO, "F2")):
            opened = [
                len(behind(layout, column.key, first=first, last=last, agencies=units, fields=[field]))
                for column in layout.columns
            ]
            assert tuple(opened) == wanted.get(name, (0,) * len(opened)), (first, name)
