"""Figures of years before the system: what reports state is kept as stated, and what does not add up is told."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from motcua.agencies.choices import Level, Role
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.reports.actions import bring, enter, give_up, withdraw
from motcua.reports.choices import PastState
from motcua.reports.history.checking import findings
from motcua.reports.history.columns import read
from motcua.reports.history.stored import counting, statements_of
from motcua.reports.models import PastFigure, PastFinding, PastImport
from tests import dossier_factories as make
from tests.crowd import together
from tests.factories import make_agency, make_post, system
from tests.reports.past import SEEDS, SOURCE, brought, entered, make_province, sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def land():
    return make_province()


def problems(batch: PastImport) -> list[tuple[int, str, str]]:
    return [(row["line"], key, words) for row in batch.lines for key, words in row["problems"]]


def test_the_numbers_of_four_offices_are_kept_as_stated_and_what_is_left_over_is_told(land):
    batch = entered(land.province, SEEDS)
    assert (batch.state, batch.rows, batch.figures) == (PastState.ENTERED, 8, 19)
    told = {
        (each.agency.code, each.span, each.rule, each.measure): (int(each.left), int(each.right), each.missing)
        for each in PastFinding.objects.filter(batch=batch).select_related("agency")
    }
    assert told == {
        ("CM", "own", "flow", "received"): (49_536, 49_338, ["open"]),
        ("CM", "own", "units", "open"): (198, 796, []),
        ("HTY", "own", "flow", "received"): (22_515, 21_712, ["open"]),
        ("HTI", "own", "flow", "received"): (189_579, 187_830 + 1_215, ["late"]),
        ("HTI", "commune", "flow", "received"): (425_128, 424_451, ["late", "open"]),
    }
    assert sorted(int(each.difference) for each in batch.findings.all()) == [-598, 198, 534, 677, 803]
    rate = PastFigure.objects.get(agency=land.hty, measure="rate")
    assert (rate.value, rate.mark, rate.source) == (Decimal(90), "~", SOURCE)
    assert batch.last_event.data["changed"]["flags"] == batch.flags == 5


def test_a_land_branch_that_adds_up_by_itself_is_not_blamed(land):
    entered(land.province, SEEDS)
    found = findings(statements_of(counting([land.branch.pk])))
    assert found == []


@pytest.mark.parametrize(
    ("given", "column", "words"),
    [
        ({"unit": "Không có"}, "unit", "không có đơn vị"),
        ({"unit": ""}, "unit", "chưa ghi"),
        ({"first": "31/02/2019"}, "first", "không đọc được"),
        ({"first": "1950"}, "first", "từ năm 1990"),
        ({"first": ""}, "first", "chưa ghi"),
        ({"first": "2019", "last": "2018"}, "last", "trước ngày đầu"),
        ({"first": "2026", "last": "31/12/2026"}, "last", "kỳ chưa hết"),
        ({"span": "Cả làng"}, "span", "ghi một trong"),
        ({"span": "Cấp huyện, cộng chung"}, "span", "không có cấp huyện"),
        ({"field": "Lĩnh vực lạ"}, "field", "không có lĩnh vực"),
        ({"received": "nhiều"}, "received", "không phải số hồ sơ"),
        ({"received": "-5"}, "received", "không phải số hồ sơ"),
        ({"received": "12,5"}, "received", "không phải số hồ sơ"),
        ({"rate": "101"}, "rate", "từ 0 đến 100"),
        ({"rate": "~ nhiều"}, "rate", "từ 0 đến 100"),
        ({"received": ""}, "received", "không ghi số liệu nào"),
        ({"source": ""}, "source", "báo cáo nào"),
    ],
)
def test_a_row_that_cannot_be_read_says_which_column_and_why(land, given, column, words):
    batch = brought(land.province, [{"unit": "CM", "first": "2019", "received": "5", **given}])
    ((_, key, said),) = problems(batch)
    assert (key, words in said) == (column, True), said
    with pytest.raises(BadInput) as wrong:
        enter(batch, by=system())
    assert wrong.value.code == "rows_wrong"
    assert not PastFigure.objects.exists()


def test_a_unit_is_named_by_code_or_by_its_whole_name_and_of_two_of_one_name_the_code_is_asked(land):
    twin = make_agency(parent=land.province, name=land.hty.name, level=Level.DISTRICT)
    batch = brought(land.province, [
        {"unit": land.cm.name.upper(), "first": "2019", "received": "1"},
        {"unit": land.hty.name, "first": "2019", "received": "1"},
    ])  # fmt: skip
    assert [key for _, key, _ in problems(batch)] == ["unit"]
    assert twin.code in problems(batch)[0][2]


def test_a_file_that_is_none_is_refused(land):
    for content, code in (
        (b"PK\x03\x04 nothing", "damaged_file"), (b"\xff\xfe\x00", "not_a_table"), (b"a,b\n1,2\n", "columns_missing"),
        (sheet([]), "no_rows"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as wrong:
            bring(by=system(), office=land.province, name="x", content=content)
        assert wrong.value.code == code
    assert not PastImport.objects.exists()
    csv = "Đơn vị;Từ ngày;Tiếp nhận;Nguồn\nCM;2019;49.536;Báo cáo\n".encode()
    assert read(csv) == [(2, {"unit": "CM", "first": "2019", "received": "49.536", "source": "Báo cáo"})]


def test_a_period_that_is_told_is_replaced_only_with_a_reason_and_the_old_number_stays(land):
    first = entered(land.province, [{"unit": "CM", "first": "2019", "received": "10", "late": "3"}])
    again = brought(land.province, [{"unit": "CM", "first": "2019", "received": "12"}])
    assert [key for _, key, _ in problems(again)] == ["replaces"]
    better = entered(
        land.province, [{"unit": "CM", "first": "2019", "received": "12", "replaces": "Báo cáo đính chính"}]
    )
    assert better.last_event.data["replaced"] == 2
    assert [int(each.value) for each in counting([land.cm.pk])] == [12]
    assert set(first.figures_of.values_list("in_force", "replaced_by")) == {(False, better.pk)}
    with pytest.raises(StepRefused, match="rút tệp ấy trước"):
        withdraw(first, by=system(), note="Nhầm")
    withdraw(better, by=system(), note="Nhầm năm")
    assert sorted(int(each.value) for each in counting([land.cm.pk])) == [3, 10]
    withdraw(first, by=system(), note="Nhầm huyện")
    assert not counting([land.cm.pk]).exists()
    assert PastFigure.objects.count() == 3


def test_periods_that_cut_across_each_other_are_refused_and_shorter_ones_within_are_not(land):
    entered(land.province, [{"unit": "CM", "first": "2019", "received": "10"}])
    rows = [
        {"unit": "CM", "first": "15/12/2018", "last": "14/12/2019", "received": "9"},
        {"unit": "CM", "first": "01/01/2019", "last": "30/06/2019", "received": "4"},
        {"unit": "CM", "first": "01/04/2019", "last": "30/09/2019", "received": "4"},
        {"unit": "CM", "first": "01/04/2019", "last": "30/09/2019", "received": "5"},
        {"unit": "HTY", "first": "15/12/2018", "last": "14/12/2019", "received": "9"},
    ]
    found = problems(brought(land.province, rows))
    line = found[0][0]
    assert [(at - line, key) for at, key, _ in found] == [(0, "first"), (2, "first"), (3, "first"), (3, "first")]
    assert "trùng" in " ".join(words for _, _, words in found[2:])


def test_what_is_violated_is_flagged_in_every_way(land):
    make_agency(parent=land.cm, name="Xã Một", code="CM.1", level=Level.COMMUNE)
    rows = [
        {"unit": "CM", "first": "2018", "received": "100", "settled": "90", "open": "9", "early": "50", "on_day": "30",
         "on_time": "81", "late": "12", "rate": "95"},
        {"unit": "CM", "first": "01/01/2018", "last": "30/06/2018", "received": "40"},
        {"unit": "CM", "first": "01/07/2018", "last": "31/12/2018", "received": "59"},
        {"unit": "CM", "span": "Cấp xã, cộng chung", "first": "2018", "received": "20"},
        {"unit": "CM.1", "first": "2018", "received": "21"},
        {"unit": "CM", "span": "Mọi cấp", "first": "2018", "received": "119"},
    ]  # fmt: skip
    batch = entered(land.province, rows)
    told = {(each.rule, each.span): int(each.difference) for each in batch.findings.all()}
    assert told == {
        ("flow", "own"): 1, ("settled", "own"): -3, ("on_time", "own"): 1, ("rate", "own"): 5, ("periods", "own"): 1,
        ("units", "commune"): -1, ("levels", "tree"): -1,
    }  # fmt: skip


def test_fields_make_up_all_fields(house):
    rows = [
        {"unit": house.ward.code, "first": "2019", "received": "10"},
        {"unit": house.ward.code, "first": "2019", "field": "Lĩnh vực thử", "received": "8"},
    ]
    batch = entered(house.ward, rows)
    (found,) = batch.findings.all()
    assert (found.rule, int(found.left), int(found.right)) == ("fields", 10, 8)
    assert PastFigure.objects.filter(field="F1").count() == 1


def test_days_in_which_dossiers_are_counted_here_are_refused(house, set_clock):
    set_clock("2026-03-02T09:00")
    make.received(house)
    set_clock("2026-06-02T09:00")
    rows = [
        {"unit": house.ward.code, "first": "01/01/2026", "last": "31/03/2026", "received": "10"},
        {"unit": house.ward.code, "first": "01/01/2026", "last": "01/03/2026", "received": "10"},
    ]
    ((_, key, words),) = problems(brought(house.ward, rows[:1]))
    assert (key, "02/03/2026" in words) == ("last", True)
    assert problems(brought(house.ward, rows[1:])) == []


def test_what_was_told_between_looking_and_entering_is_seen(land):
    rows = [{"unit": "CM", "first": "2019", "received": "10"}]
    one, two = brought(land.province, rows), brought(land.province, rows)
    enter(one, by=system())
    with pytest.raises(BadInput) as wrong:
        enter(two, by=system())
    assert wrong.value.code == "rows_wrong"
    give_up(two, by=system())
    with pytest.raises(StepRefused):
        enter(two, by=system())


@pytest.mark.django_db(transaction=True)
def test_two_who_enter_the_same_year_at_once_enter_it_once(land):
    rows = [{"unit": "CM", "first": "2019", "received": "10"}]
    one, two = brought(land.province, rows), brought(land.province, rows)
    results = together(lambda: enter(one, by=system()), lambda: enter(two, by=system()))
    assert sorted(type(each).__name__ for each in results) == ["BadInput", "PastImport"]
    assert PastFigure.objects.counting().count() == 1


def test_only_who_keeps_a_units_figures_brings_them_in(land):
    rows = [{"unit": "CM", "first": "2019", "received": "10"}]
    elsewhere = make_post(Role.REFORM_OFFICER)
    for by in (land.leader, land.inspector, elsewhere, make_post(Role.SPECIALIST, agency=land.province)):
        with pytest.raises(NotPermitted):
            brought(land.province, rows, by=by)
    batch = brought(land.province, rows, by=land.reform_officer)
    for by in (land.leader, elsewhere):
        for act in (enter, give_up):
            with pytest.raises(NotPermitted):
                act(batch, by=by)
    assert not PastImport.objects.visible_to(elsewhere).exists()
    enter(batch, by=land.administrator)
    with pytest.raises(NotPermitted):
        withdraw(batch, by=land.leader, note="x")
    with pytest.raises(BadInput):
        withdraw(batch, by=land.administrator, note="")
    own = brought(land.cm, rows, by=land.reform_officer)
    assert PastImport.objects.visible_to(make_post(Role.REFORM_OFFICER, agency=land.cm)).get() == own


def test_a_reform_officer_names_no_unit_of_others(land):
    officer = make_post(Role.REFORM_OFFICER, agency=land.cm)
    batch = brought(land.cm, [{"unit": "HTY", "first": "2019", "received": "10"}], by=officer)
    assert [key for _, key, _ in problems(batch)] == ["unit"]


def test_the_database_refuses_what_may_not_be(land):
    batch = entered(land.province, [{"unit": "CM", "first": "2019", "received": "10", "rate": "90"}])
    for change in (
        {"value": -1}, {"last": date(2000, 1, 1)}, {"measure": "x"}, {"replaced_by": batch}, {"span": "x"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            PastFigure.objects.filter(measure="received").update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        PastFigure.objects.filter(measure="rate").update(value=101)
    with pytest.raises(IntegrityError), transaction.atomic():
        PastImport.objects.filter(pk=batch.pk).update(entered_at=None)
    old = PastFigure.objects.get(measure="received")
    old.pk, old.line = None, 99
    with pytest.raises(IntegrityError), transaction.atomic():
        old.save()


def test_many_rows_cost_as_many_questions_as_few(land, django_assert_max_num_queries):
    def rows(first: int, last: int) -> list[dict[str, str]]:
        return [{"unit": "CM", "first": str(year), "received": "5"} for year in range(first, last)]

    with django_assert_max_num_queries(40) as few:
        entered(land.province, rows(1995, 1997))
    with django_assert_max_num_queries(len(few.captured_queries)):
        entered(land.province, rows(1997, 2017))
    assert date(2016, 12, 31) in PastFigure.objects.values_list("last", flat=True)
