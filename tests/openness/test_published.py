"""What a unit shows: the statutory report's numbers month by month, never changed afterwards, small ones hidden."""

from datetime import date
from decimal import Decimal

import pytest

from motcua.indicators.actions import compact
from motcua.indicators.standing import Scope
from motcua.openness.open_data import rows_of
from motcua.openness.published import published, total_of
from motcua.reports.layouts import layout_of
from motcua.reports.tables import rows_of as report_rows
from motcua.reports.tables import total_of as report_total
from tests import dossier_factories as make
from tests.nonempty import some
from tests.openness.made import count, month

pytestmark = pytest.mark.django_db
JANUARY, FEBRUARY, MARCH, APRIL = (date(2026, number, 1) for number in (1, 2, 3, 4))


def values(row) -> dict[str, int | str | None]:
    return {name: "hidden" if shown.hidden else shown.value for name, shown in row.cells.items()}


def test_a_month_shows_what_the_statutory_report_of_it_says(open_ward, set_clock):
    set_clock("2026-03-02T09:00")
    for _ in range(5):
        make.returned(open_ward)
    for _ in range(6):
        make.received(open_ward)
    set_clock("2026-04-10T09:00")
    months = published(open_ward.publication).months
    assert [row.first for row in months] == [JANUARY, FEBRUARY, MARCH]  # April is not over
    scope = Scope(agencies=[open_ward.ward.pk])
    report = layout_of("II.06a")
    said = report_total(report, report_rows(report, scope, first=MARCH, last=date(2026, 3, 31)))
    assert values(months[-1]) == {
        "received": said["4"] + said["5"], "settled": said["7"], "on_time": said["8"] + said["9"], "late": said["10"],
        "open": said["11"], "received_told_later": 0, "settled_told_later": 0,
    }  # fmt: skip
    assert (said["3"], said["7"]) == (11, 5)


def test_what_is_published_stays_and_what_is_told_later_is_a_correction(open_ward, set_clock):
    for first in (JANUARY, FEBRUARY):
        month(open_ward.ward, first, received=100, late=20)
    set_clock("2026-03-05T09:00")
    before = list(rows_of(published(open_ward.publication)))
    count(open_ward.ward, date(2026, 1, 20), {"received": 7}, known_on=date(2026, 3, 6))  # a paper register
    count(open_ward.ward, date(2026, 2, 20), {"ended.late": 7}, known_on=date(2026, 3, 7))
    month(open_ward.ward, MARCH, received=100, late=20)
    set_clock("2026-04-10T09:00")
    for _ in range(2):  # before and after the facts are folded
        after = published(open_ward.publication)
        assert [row for row in rows_of(after) if row.period in ("2026-01", "2026-02")] == [
            row for row in before if row.period_kind == "month"
        ]
        march = values(after.months[-1])
        assert (march["received"], march["settled"]) == (100, 100)
        assert (march["received_told_later"], march["settled_told_later"], march["open"]) == (7, 7, 0)
        compact()
    assert values(total_of(after.months))["received"] == 300


def test_a_small_number_is_hidden_and_the_share_says_what_is_sure(open_ward):
    month(open_ward.ward, JANUARY, received=100, late=2)
    month(open_ward.ward, FEBRUARY, received=3)
    month(open_ward.ward, MARCH, received=200, late=10)
    january, february, march = published(open_ward.publication).months
    assert values(january)["late"] == values(january)["on_time"] == "hidden"
    assert (values(january)["settled"], january.on_time.exact, january.on_time.least) == (100, None, Decimal("96.0"))
    assert {values(february)[name] for name in ("received", "settled", "on_time")} == {"hidden"}
    assert (february.on_time.exact, february.on_time.least, february.on_time.hidden) == (None, None, True)
    assert (march.on_time.exact, values(march)["late"]) == (Decimal("95.0"), 10)


def test_a_sum_over_months_tells_no_more_than_the_months(open_ward):
    month(open_ward.ward, JANUARY, received=100, late=2)
    month(open_ward.ward, FEBRUARY, received=100, late=10)
    month(open_ward.ward, MARCH, received=3)
    months = published(open_ward.publication).months
    assert values(total_of(months))["received"] == "hidden"
    total = total_of(months[:2])
    assert (values(total)["received"], values(total)["late"]) == (200, "hidden")
    assert total.on_time.least == Decimal("93.0")  # 96 of 100 at least, and 90 of 100
    assert total_of([]) is None


def test_how_long_a_procedure_takes_is_said_of_enough_dossiers_only(open_ward):
    ward = open_ward.ward
    month(ward, JANUARY, received=20, procedure=make.STANDARD)
    count(ward, date(2026, 1, 10), {"took.net.1": 17, "took.net.4": 1, "took.net.61": 2}, procedure=make.STANDARD)
    month(ward, JANUARY, received=9, procedure=make.PAYING)
    count(ward, date(2026, 1, 10), {"took.net.1": 9}, procedure=make.PAYING)
    month(ward, JANUARY, received=10, procedure=make.HOURLY)
    count(ward, date(2026, 1, 10), {"took.net.0": 8, "took.net.61": 2}, procedure=make.HOURLY)
    rows = {row.code: row for row in published(open_ward.publication).procedures["2026"]}
    assert (rows[make.STANDARD].days.value, rows[make.HOURLY].days.value) == (4, 61)
    assert (rows[make.PAYING].days.value, rows[make.PAYING].days.hidden) == (None, True)
    assert {row.settled.value for row in rows.values()} == {None}  # the year is not over


def test_counts_by_procedure_are_told_of_a_whole_year_and_never_give_a_small_one_away(open_ward, set_clock):
    for code, received in ((make.STANDARD, 50), (make.PAYING, 3), (make.HOURLY, 20)):
        count(open_ward.ward, date(2026, 1, 10), {"received": received, "ended.early": received}, procedure=code)
    for number in range(2, 13):
        month(open_ward.ward, date(2026, number, 1), received=50, procedure=make.STANDARD)
    set_clock("2027-01-05T09:00")
    shown = published(open_ward.publication)
    told = {row.code: row.settled for row in shown.procedures["2026"]}
    assert told[make.STANDARD].value == 600
    assert told[make.PAYING].hidden
    assert told[make.HOURLY].hidden  # else the year's total gives the small one away
    assert {row.settled.value for row in shown.procedures[""]} == {None}  # overlaps the year
    count(open_ward.ward, date(2027, 1, 3), {"received": 900, "ended.early": 900})
    assert shown.procedures == published(open_ward.publication).procedures


def test_where_a_month_hides_its_number_no_count_by_procedure_of_the_year_is_told(open_ward, set_clock):
    month(open_ward.ward, JANUARY, received=50, procedure=make.STANDARD)
    month(open_ward.ward, FEBRUARY, received=3, procedure=make.STANDARD)
    set_clock("2027-01-05T09:00")
    assert {row.settled.value for row in some(published(open_ward.publication).procedures["2026"])} == {None}


def test_ratings_nobody_counts_are_no_data_and_counted_ones_are_shown(open_ward):
    month(open_ward.ward, JANUARY, received=50)
    months = published(open_ward.publication).months
    assert {row.satisfied for row in months} == {type(months[0].satisfied)()}
    assert {row.state for row in rows_of(published(open_ward.publication)) if row.measure == "rated"} == {"no_data"}
    count(open_ward.ward, date(2026, 1, 12), {"rated": 20, "rated.low": 6})
    count(open_ward.ward, date(2026, 2, 12), {"rated": 20, "rated.low": 1})
    compact()
    january, february, march = published(open_ward.publication).months
    assert (january.satisfied.exact, values(january)["rated"]) == (Decimal("70.0"), 20)
    assert (february.satisfied.exact, values(february)["dissatisfied"], february.satisfied.hidden) == (
        None,
        "hidden",
        True,
    )
    assert values(march)["rated"] == 0


def test_a_unit_that_ended_shows_nothing_after_its_end(open_ward):
    open_ward.ward.valid_to = date(2026, 2, 28)
    open_ward.ward.save()
    open_ward.publication.refresh_from_db()
    assert [row.first for row in published(open_ward.publication).months] == [JANUARY, FEBRUARY]


def test_the_first_month_shows_nothing_before_it_is_over(open_ward, set_clock):
    set_clock("2026-01-31T23:30")
    assert published(open_ward.publication).months == []
    set_clock("2026-02-01T00:30")
    assert len(published(open_ward.publication).months) == 1


def test_many_months_and_procedures_cost_no_more_questions(open_ward, set_clock, django_assert_num_queries):
    month(open_ward.ward, JANUARY, received=50)
    compact()
    with django_assert_num_queries(7):
        published(open_ward.publication)
    for number in range(20):
        count(open_ward.ward, date(2026, 3, 3), {"received": 20, "ended.early": 20}, procedure=f"9.2000{number:02}")
    compact()
    set_clock("2028-04-10T09:00")
    with django_assert_num_queries(7):
        assert len(published(open_ward.publication).months) == 27
