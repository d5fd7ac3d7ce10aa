"""What is counted beside the states: papers, money, apologies, days, legs; each number written down by hand."""

from datetime import date, timedelta

import pytest

from motcua.core import clock
from motcua.dossiers.actions import closing, deciding, moving, pausing
from motcua.dossiers.actions.billing import collect_fee, waive_fee
from motcua.dossiers.actions.counting import count_again
from motcua.dossiers.actions.extending import apologise
from motcua.dossiers.actions.intake import receive, refuse
from motcua.dossiers.actions.linking import take_over
from motcua.dossiers.actions.papers import attach
from motcua.files.actions import store
from motcua.indicators.actions import compact
from motcua.indicators.models import Fact, Line, Total
from motcua.indicators.standing import END, TREE, Scope, ends_of
from motcua.reports.contributions import leaves_out_what_was_over, parts_of
from motcua.reports.layouts import Column, Layout, layout_from, layout_of
from motcua.reports.plainly import behind, verify_measures
from motcua.reports.tables import rows_of
from tests import dossier_factories as make
from tests.agencies.reorganising import ON, carried_out, move, planned
from tests.dossiers.drawn import drawn_house, split
from tests.dossiers.test_rating import of_slip
from tests.dossiers.test_sign import PDF
from tests.factories import make_agency
from tests.nonempty import some

pytestmark = pytest.mark.django_db
MARCH = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}


def of_march(*measures: str, scope: Scope | None = None) -> dict[str, int]:
    """How much each measure grew in March, of all units together; what did not grow is left out."""
    found = ends_of(scope or Scope(), by=[], measures=measures, **MARCH)
    ends = found.get(())
    grown = {each: ends.at(END, each) - ends.at("start", each) for each in measures} if ends else {}
    return {each: number for each, number in grown.items() if number}


def agree() -> None:
    """By the facts as they are, folded, and counted anew from the events."""
    for last in (MARCH["last"], clock.today()):
        assert verify_measures(first=MARCH["first"], last=last) == []
    compact(until=clock.today())
    assert verify_measures(**MARCH) == []
    count_again()
    for last in (MARCH["last"], clock.today()):
        assert verify_measures(first=MARCH["first"], last=last) == []


def file_of(house, name: str = "to-khai.pdf"):
    return store(by=house.clerk, name=name, content=PDF)


def test_papers_with_a_file_count_where_they_came_and_wholly_with_the_result(house, set_clock):
    set_clock("2026-02-27T09:00")
    earlier = make.received(house)
    set_clock("2026-03-02T09:00")
    online = make.submitted(house, papers=[make.PAPERS[0] | {"file": file_of(house)}])
    assert of_march("digitised") == {}  # not received yet
    receive(online, by=house.clerk)
    attach(earlier, by=house.clerk, paper=earlier.papers.first(), file=file_of(house))
    attach(earlier, by=house.clerk, paper=earlier.papers.last(), file=file_of(house, "giay-to.pdf"))
    done = make.at_the_desk(house)
    set_clock("2026-04-01T09:00")
    attach(done, by=house.clerk, paper=done.papers.first(), file=file_of(house))
    measures = ("digitised", "result.filed", "digitised.whole", "reused")
    assert of_march(*measures) == {"digitised": 1, "result.filed": 1}  # the earlier one came in February
    assert ends_of(Scope(), first=date(2026, 2, 1), last=date(2026, 2, 28), by=[], measures=measures) == {}  # nor known
    whole = ends_of(Scope(), first=MARCH["first"], last=clock.today(), by=[], measures=measures)[()]
    told = {each: whole.at(END, each) - whole.at("start", each) for each in measures}
    assert told == {"digitised": 2, "result.filed": 1, "digitised.whole": 1, "reused": 0}
    agree()


def _april(*measures: str) -> dict[str, int]:
    ends = ends_of(Scope(), first=date(2026, 4, 1), last=date(2026, 4, 30), by=[], measures=measures)[()]
    return {each: ends.at(END, each) - ends.at("start", each) for each in measures}


def test_money_counts_when_it_is_owed_and_when_it_comes(house, set_clock):
    set_clock("2026-03-02T09:00")
    owing, cash, online, free = (make.received(house, make.PAYING) for _ in range(4))
    make.received(house)  # nothing to pay
    collect_fee(cash, by=house.cashier, method="cash")
    collect_fee(online, by=house.cashier, method="online", transaction="GD-0001")
    set_clock("2026-04-02T09:00")
    collect_fee(owing, by=house.cashier, method="online", transaction="GD-0002")
    measures = ("charged", "paid", "paid.online", "paid.amount", "paid.online.amount", "charged.paid", "charged.online")
    march = {
        "charged": 4,
        "charged.paid": 2,
        "charged.online": 1,
        "paid": 2,
        "paid.online": 1,
        "paid.amount": 100_000,
        "paid.online.amount": 50_000,
    }
    assert of_march(*measures) == march
    waive_fee(free, by=house.leader, reason="Hộ nghèo")
    assert of_march(*measures) == march  # as it was known at the end of March
    agree()
    late = ends_of(Scope(), first=MARCH["first"], last=date(2026, 4, 2), by=[], measures=measures)[()]
    assert [late.at(END, each) for each in measures] == [3, 3, 2, 150_000, 100_000, 3, 2]


def test_days_are_working_days_and_net_of_those_the_applicant_was_waited_for(house, set_clock):
    set_clock("2026-03-02T09:00")  # a Monday
    dossier = make.in_progress(house)
    at_once = make.returned(house)
    assert (at_once.took_days, at_once.paused_days) == (0, None)
    set_clock("2026-03-04T10:00")
    dossier = pausing.request_supplement(dossier, by=house.specialist, papers=["Bản vẽ"], reason="Còn thiếu")
    set_clock("2026-03-10T10:00")  # four working days later
    dossier = pausing.resume(dossier, by=house.clerk, papers=[{"name": "Bản vẽ", "copies": 1}])
    dossier = pausing.suspend(dossier, by=house.head, basis="Quyết định số 5/QĐ-UBND")
    set_clock("2026-03-11T10:00")
    dossier = pausing.resume(dossier, by=house.head)  # nobody waited for the applicant
    set_clock("2026-03-16T15:00")
    dossier = moving.approve(moving.propose(dossier, by=house.specialist, note="Đủ"), by=house.head)
    dossier = deciding.sign(dossier, by=house.leader, template="result")
    assert (dossier.took_days, dossier.paused_days) == (10, 4)
    names = [f"took.{kind}.{days}" for kind in ("net", "gross") for days in range(62)]
    assert of_march(*names) == {"took.net.0": 1, "took.gross.0": 1, "took.net.6": 1, "took.gross.10": 1}
    agree()


def test_what_took_longer_than_the_last_day_counts_there(house, set_clock):
    set_clock("2026-01-05T09:00")
    dossier = make.to_sign(house)
    set_clock("2026-06-01T09:00")
    dossier = deciding.sign(dossier, by=house.leader, template="result")
    assert dossier.took_days > 61
    fact = Fact.objects.get(measure__startswith="took.gross")
    assert (fact.measure, fact.day) == ("took.gross.61", date(2026, 6, 1))


def test_what_was_finished_late_counts_with_its_apology_and_its_reason(house, set_clock):
    set_clock("2026-02-09T09:00")
    before, after, never = (make.to_sign(house) for _ in range(3))
    set_clock("2026-03-16T09:00")
    said = {"reason": "Chờ trích đo", "cause": "partner", "due": date(2026, 3, 20)}
    before = apologise(before, by=house.leader, **said)
    assert of_march("late.apologised") == {}  # it has not ended
    now = ends_of(Scope(), first=clock.today(), last=clock.today(), by=[], measures=["late.open.partner"])[()]
    assert now.at(END, "late.open.partner") == 1
    before, after, never = (
        deciding.sign(each, by=house.leader, template="result") for each in (before, after, never)
    )  # fmt: skip
    set_clock("2026-04-02T09:00")
    apologise(after, by=house.leader, **said | {"due": None})
    measures = ("late.apologised", "late.ended.partner", "ended.late")
    assert of_march(*measures) == {"late.apologised": 1, "late.ended.partner": 1, "ended.late": 3}
    assert _april("late.apologised") == {"late.apologised": 0}  # it is no end of April's
    whole = ends_of(Scope(), first=MARCH["first"], last=clock.today(), by=[], measures=measures)[()]
    assert [whole.at(END, each) for each in measures] == [2, 2, 3]
    agree()


def test_what_waits_for_an_answer_is_counted_until_it_has_one(house, set_clock):
    set_clock("2026-03-02T09:00")
    waits, received, refused = (make.submitted(house) for _ in range(3))
    receive(received, by=house.clerk)
    refuse(refused, by=house.clerk, reason="Không thuộc thẩm quyền")
    measures = ("waiting.answer", "waiting.answer.overdue", "refused", "received")
    assert of_march(*measures) == {
        "waiting.answer": 1, "waiting.answer.overdue": 1, "refused": 1, "received": 1,
    }  # fmt: skip
    short = ends_of(Scope(), first=date(2026, 3, 2), last=date(2026, 3, 2), by=[], measures=measures)[()]
    assert [short.at(END, each) for each in measures] == [1, 0, 1, 1]  # eight working hours are not over that evening
    set_clock("2026-04-02T09:00")
    closing.withdraw(waits, by=house.clerk, reason="Đổi ý")
    agree()
    assert _april("waiting.answer") == {"waiting.answer": -1}


def test_the_level_of_the_service_counts_for_what_came_online(house, set_clock):
    set_clock("2026-03-02T09:00")
    for dossier in (make.submitted(house), make.received(house)):
        assert dossier.traits in (None, [])  # no level is stated by these editions
    level = make.submitted(house)
    level.traits = ["full"]
    level.save(update_fields=["traits"])
    receive(level, by=house.clerk)
    assert of_march("received.full", "received.part") == {"received.full": 1}


def test_a_rating_counts_on_its_day_and_its_change_from_when_it_is_known(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.returned(house)
    set_clock("2026-03-31T09:00")
    dossier = of_slip(dossier, satisfied="dissatisfied")
    assert of_march("rated", "rated.low") == {"rated": 1, "rated.low": 1}
    set_clock("2026-04-02T09:00")
    of_slip(dossier)
    assert of_march("rated", "rated.low") == {"rated": 1, "rated.low": 1}  # as it was known then
    assert _april("rated.low") == {"rated.low": 0}
    whole = ends_of(Scope(), first=MARCH["first"], last=clock.today(), by=[], measures=["rated.low"])[()]
    assert whole.at(END, "rated.low") == 0
    agree()


@pytest.fixture
def legs(set_clock):
    """A dossier in three legs: the tax office's joined in time, the land office's late, the elder's still running."""
    set_clock("2026-03-02T08:00")
    house = drawn_house()
    house.dossier = moving.hand_over(take_over(split(house), by=house.tax), by=house.tax)
    dossier = moving.hand_over(take_over(house.dossier, by=house.land), by=house.land)
    set_clock("2026-03-30T08:00")
    moving.approve(dossier, by=house.land_head)
    return house


def of_legs(post) -> dict[str, int]:
    return of_march("legs.received", "legs.on_time", "legs.late", scope=Scope(agencies=[post.agency_id]))


def test_a_leg_counts_for_its_own_agency(legs):
    assert of_legs(legs.tax) == {"legs.received": 1, "legs.on_time": 1}
    assert of_legs(legs.land) == {"legs.received": 1, "legs.late": 1}
    assert of_legs(legs.senior) == {"legs.received": 1}
    agree()


def test_a_leg_that_passes_counts_where_it_is_and_a_report_of_before_stays(legs, set_clock):
    new = make_agency(kind="vertical", code="B.9", name="Cơ quan mới", valid_from=ON)
    carried_out(planned(move(legs.senior.agency, new)), set_clock)
    assert of_legs(legs.senior) == {"legs.received": 1}
    whole = {"first": MARCH["first"], "last": clock.today(), "by": [], "measures": ["legs.received"]}
    assert ends_of(Scope(agencies=[new.pk]), **whole)[()].at(END, "legs.received") == 1
    assert ends_of(Scope(agencies=[legs.senior.agency_id]), **whole)[()].at(END, "legs.received") == 0
    for last in (MARCH["last"], clock.today()):
        assert verify_measures(first=MARCH["first"], last=last) == []
    opened = Layout("T", "", "", "field", "1", [Column("1", "", way="in_period", weights={"legs.received": 1})], [])
    for last, units in ((MARCH["last"], [1, 0]), (clock.today(), [0, 1])):
        for unit, number in zip((legs.senior.agency_id, new.pk), units, strict=True):
            assert len(behind(opened, "1", first=MARCH["first"], last=last, agencies=[unit])) == number, (last, number)


@pytest.mark.parametrize("bank", ["", "took", "service"])
def test_a_tampered_total_of_any_bank_is_found(house, set_clock, bank):
    set_clock("2026-03-02T09:00")
    make.returned(house)
    compact(until=clock.today())
    assert verify_measures(**MARCH) == []
    total = Total.objects.filter(line__bank=bank, line__kind="own").first()
    total.sums = [*total.sums[:-1], total.sums[-1] + 1]
    total.save()
    found = verify_measures(**MARCH)
    assert [(each.facts - each.plain, each.agency) for each in some(found)] == [(1, house.ward.pk)] * len(found)


def test_banks_keep_long_rows_from_short_ones(house, set_clock):
    set_clock("2026-03-02T09:00")
    make.returned(house)
    compact(until=clock.today())
    assert set(Line.objects.values_list("bank", flat=True)) == {"", "took", "service"}
    assert Total.objects.filter(line__bank="").values_list("line", "day").distinct().count() > 0


def test_trees_are_counted_each_with_all_below_it(db, set_clock):
    set_clock("2026-03-02T09:00")
    above = make_agency(name="Tỉnh")
    house, other = make.make_house(parent=above), make_agency(name="Xã khác", parent=above)
    make.received(house)
    scope = Scope(agencies=[], trees=[above.pk, house.ward.pk, other.pk])
    for fold in (False, True):
        if fold:
            compact(until=clock.today())
        found = ends_of(scope, by=[TREE], measures=["received"], **MARCH)
        assert {key: ends.at(END, "received") for (key,), ends in found.items()} == {above.pk: 1, house.ward.pk: 1}
    with pytest.raises(ValueError, match="tree"):
        ends_of(Scope(trees=[above.pk]), by=[TREE], measures=["received"], **MARCH)


def test_a_cell_of_any_layout_opens_what_it_counts(house, set_clock):
    """Also one whose column takes away, and one that counts a dossier twice."""
    set_clock("2026-02-09T09:00")
    make.received(house), make.returned(house)
    set_clock("2026-03-02T09:00")
    some_units = [house.ward.pk]
    make.received(house, make.PAYING), make.returned(house), make.waiting(house), make.suspended(house)
    columns = [
        {"key": "1", "name": "Đang ở đây", "at_end": {"received": 1, "finished": -1}},
        {"key": "2", "name": "Đứng", "at_end": {"open.supplement": 1, "open.suspended": 1}},
        {"key": "3", "name": "Còn lại", "sum": ["1"], "less": ["2"]},
        {"key": "4", "name": "Thu và xong", "in_period": {"charged": 1, "finished": 2}},
        {"key": "5", "name": "Tại quầy", "in_period": {"received": 1}, "channels": ["counter"]},
        {"key": "6", "name": "Trực tuyến", "in_period": {"received": 1}, "channels": ["online"]},
    ]
    layout = layout_from(
        {"code": "T", "name": "Thử", "form": "", "group": "field", "counted_when": "1", "columns": columns,
         "identities": []}
    )  # fmt: skip
    (row,) = rows_of(layout, Scope(), **MARCH)
    assert row.cells == {"1": 4, "2": 2, "3": 2, "4": 3, "5": 4, "6": 0}
    opened = {key: len(behind(layout, key, agencies=some_units, **MARCH)) for key in row.cells}
    assert opened == row.cells | {"4": 2}  # one dossier that counts twice is one dossier
    assert behind(layout, "5", agencies=some_units, procedures=[make.PAYING], **MARCH) != []
    with pytest.raises(KeyError):
        behind(layout, "7", agencies=some_units, **MARCH)


def test_the_statutory_columns_open_what_they_count_over_any_period(house, set_clock):
    for day in range(8):
        set_clock((date(2026, 3, 2) + timedelta(days=7 * day)).isoformat() + "T09:00")
        make.returned(house) if day % 2 else make.in_progress(house)
    layout = layout_of("II.06a")
    for first in (date(2026, 3, 1), date(2026, 3, 20)):
        (row,) = rows_of(layout, Scope(), first=first, last=date(2026, 4, 10))
        for key, number in row.cells.items():
            assert len(behind(layout, key, first=first, last=date(2026, 4, 10), agencies=[house.ward.pk])) == number


@pytest.mark.parametrize(
    ("columns", "leaves_out"),
    [
        ({"in_period": {"received": 1}}, True),
        ({"in_period": {"received": 1}, "channels": ["online"]}, True),
        ({"at_start": {"received": 1, "ended.early": -1, "ended.on_day": -1, "ended.late": -1}}, True),
        ({"at_end": {"open.overdue": 1}}, True),
        ({"in_period": {"late.apologised": 1, "returned": 2}}, True),
        ({"at_start": {"received": 1}}, False),
        ({"at_end": {"received": 1, "ended.early": -1}}, False),
        ({"at_end": {"finished": 1}}, False),
        ({"in_period": {"paid": 1}}, False),
    ],
)
def test_what_was_over_before_is_left_out_only_where_it_cannot_count(columns, leaves_out):
    data = {"code": "T", "name": "Thử", "form": "", "group": "field", "counted_when": "1", "identities": []}
    layout = layout_from(data | {"columns": [{"key": "1", "name": "Một", **columns}]})
    assert leaves_out_what_was_over(parts_of(layout, "1")) is leaves_out


def test_a_list_of_this_month_does_not_read_what_was_over_before(house, set_clock):
    """And still has what a paper register tells late, and what was rated after its end."""
    set_clock("2026-02-02T09:00")
    over = make.returned(house)
    set_clock("2026-03-02T09:00")
    make.returned(house), make.in_progress(house)
    of_slip(over)
    layout, units = layout_of("II.06a"), [house.ward.pk]
    for column in layout.columns:
        assert leaves_out_what_was_over(parts_of(layout, column.key)), column.key
        (row,) = rows_of(layout, Scope(), **MARCH)
        assert len(behind(layout, column.key, agencies=units, **MARCH)) == row.cells[column.key]
    data = {"code": "T", "name": "Thử", "form": "", "group": "field", "counted_when": "1", "identities": []}
    rated = layout_from(data | {"columns": [{"key": "1", "name": "Một", "in_period": {"rated": 1}}]})
    assert behind(rated, "1", agencies=units, **MARCH) == [over.pk]
