"""The one-stop evaluation: an office of eight dossiers, each criterion worked out by hand; no data is no zero."""

import json
from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from django.core.management import call_command
from django.db import connection

from motcua.agencies.models import Post
from motcua.core import clock
from motcua.dossiers.actions import deciding, moving, pausing
from motcua.dossiers.actions.rating import rate
from motcua.dossiers.models import Dossier
from motcua.reports import evaluation
from motcua.reports.evaluation import behind, evaluated
from motcua.reports.evaluation_terms import evaluation_on, known, shown, versions_from
from tests import dossier_factories as make
from tests.dossiers.drawn import drawn, drawn_house, fact_of, split
from tests.factories import make_agency, make_ward

MARCH = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}
APRIL = {"first": date(2026, 4, 1), "last": date(2026, 4, 30)}
RULES = evaluation_on(date(2026, 3, 31))


def said(dossier, satisfied, *points):
    names = ("reception", "publicity", "attitude", "feedback", "online")
    scores = dict(zip(names, points, strict=False))
    return rate(
        dossier, by=Post.objects.portal(), satisfied=satisfied, scores=scores, key=dossier.tracking_token
    )  # fmt: skip


def asked_again(dossier, house):
    asked = pausing.request_supplement(dossier, by=house.specialist, papers=["Bản vẽ"], reason="Còn thiếu")
    return pausing.resume(asked, by=house.clerk, papers=[{"name": "Bản vẽ", "originals": 1}])


def signed(dossier, house):
    done = moving.approve(moving.propose(dossier, by=house.specialist, note="Đủ"), by=house.head)
    return deciding.sign(done, by=house.leader, template="result")


@pytest.fixture
def office(house, set_clock):
    """Received on 2 March, due on the 16th. The comments are (1) (2) (3), then (5) to (9); – is no data."""
    set_clock("2026-03-02T09:00")
    house.a = said(make.returned(house), "satisfied", 2, 2, 2, None)  # 2 2 2, 2 2 2 – –
    house.b = signed(asked_again(make.in_progress(house), house), house)  # 2 2 1, never rated
    house.c, house.d, house.h = (make.to_sign(house) for _ in range(3))
    twice = asked_again(asked_again(make.in_progress(house, make.RESTARTING), house), house)
    Dossier.objects.filter(pk=twice.pk).update(channel="online")
    house.e = said(signed(twice, house), "satisfied", 2, 1, 2, 2, 1)  # 2 2 0, 2 1 2 2 1
    house.f = said(make.withdrawn(house), "ordinary", 2, 2, 1, None)  # – 1 –, 2 2 1 – –
    house.g = make.in_progress(house)  # open; the desk handed it over on the day it was due: – 1 –
    set_clock("2026-03-16T10:00")
    house.c = deciding.sign(house.c, by=house.leader, template="result")  # on the day; the leader was late: 1 0 2
    said(house.c, "ordinary", 1, 1, 1, 1)
    set_clock("2026-03-18T10:00")
    house.d = deciding.sign(house.d, by=house.leader, template="result")  # 0 0 2
    said(house.d, "dissatisfied", 0, 0, 0, 0)
    set_clock("2026-04-01T10:00")
    house.h = said(  # in March only the time of the office, 2; in April 0 0 2, 2 2 2 – –
        deciding.sign(house.h, by=house.leader, template="result"), "satisfied", 2, 2, 2, None
    )
    return house


def of(house):
    return [house.ward.pk]


def numbers(scores):
    return {key: (cell.number, cell.points) for key, cell in scores.cells.items()}


def test_every_criterion_of_an_office_of_eight_dossiers_is_what_one_counts_by_hand(office):
    (row,), total = evaluated(RULES, of(office), **MARCH)
    assert row.office == office.ward
    assert numbers(row.scores) == numbers(total) == {
        "1": (5, 2 + 2 + 1 + 0 + 2), "2": (8, 2 + 2 + 0 + 0 + 2 + 1 + 1 + 2), "3": (5, 2 + 1 + 2 + 2 + 0),
        "4": (5, 2 + 1 + 2 + 2 + 1),
        "5": (5, 2 + 1 + 0 + 2 + 2), "6": (5, 2 + 1 + 0 + 1 + 2), "7": (5, 2 + 1 + 0 + 2 + 1), "8": (3, 1 + 0 + 2),
        "9": (1, 1),
    }  # fmt: skip
    assert [shown(cell.average) for cell in total.cells.values()] == [
        "1,40", "1,25", "1,40", "1,60", "1,40", "1,20", "1,20", "1,00", "1,00",
    ]  # fmt: skip
    assert (total.total, total.of) == (Fraction("11.45"), 18)
    assert (shown(total.whole), total.band) == ("11,45", "Khá")


def test_what_ends_later_counts_later(office):
    (row,), _ = evaluated(RULES, of(office), **APRIL)
    assert {key: cell for key, cell in numbers(row.scores).items() if cell[0]} == {
        "1": (1, 0), "2": (1, 0), "3": (1, 2), "4": (1, 2), "5": (1, 2), "6": (1, 2), "7": (1, 2),
    }  # fmt: skip
    assert (row.scores.total, row.scores.of, row.scores.whole, row.scores.band) == (10, 14, Fraction(90, 7), "Tốt")


def test_a_criterion_without_data_is_no_zero_and_too_few_make_no_band(house, set_clock):
    set_clock("2026-03-02T09:00")
    make.returned(house)
    (row,), total = evaluated(RULES, of(house), **MARCH)
    assert (row.scores.total, row.scores.of, total.band) == (8, 8, "")
    assert total.told()["criteria"]["5"] == {"dossiers": 0, "points": 0, "average": None}
    rows, nothing = evaluated(RULES, of(house), **APRIL)
    assert (rows, nothing.total, nothing.whole, nothing.of, nothing.band) == ([], None, None, 0, "")
    assert shown(nothing.total) == "chưa có số liệu"


def test_every_number_opens_the_dossiers_it_counts_with_their_points(office):
    (row,), _ = evaluated(RULES, of(office), **MARCH)
    for criterion in RULES.criteria:
        opened = behind(criterion, of(office), **MARCH, office=office.ward.pk)
        assert (len(opened), sum(opened.values())) == numbers(row.scores)[criterion.key], criterion.key
    times = behind(RULES.criterion("1"), of(office), **MARCH)
    assert times == {office.a.pk: 2, office.b.pk: 2, office.c.pk: 1, office.d.pk: 0, office.e.pk: 2}
    assert behind(RULES.criterion("9"), of(office), **MARCH) == {office.e.pk: 1}
    assert behind(RULES.criterion("1"), of(office), **MARCH, office=office.centre.pk) == {}


def test_a_partner_answers_for_its_own_time_and_for_nothing_else(db, set_clock):
    set_clock("2026-03-02T08:00")
    house = drawn_house()
    dossier = split(house)  # the division was early; the tax office has two days
    set_clock("2026-03-31T09:00")
    moving.hand_over(dossier, by=house.tax)
    ours, theirs = house.ward.pk, house.tax.agency.pk
    rows, _ = evaluated(RULES, [ours, theirs], **MARCH)
    found = {row.office.pk: numbers(row.scores) for row in rows}
    assert (found[ours]["2"], found[theirs]["2"]) == ((1, 2), (1, 0))
    assert found[theirs]["1"] == found[theirs]["3"] == (0, 0)
    assert behind(RULES.criterion("2"), [ours, theirs], **MARCH) == {dossier.pk: 0}


def test_each_agency_that_asked_for_more_counts_once(db, set_clock):
    set_clock("2026-03-02T08:00")
    terms = {"supplement_policy": "continue", "max_supplements": None}
    house = drawn_house([fact_of("9.000077", drawn(), terms=terms)])
    dossier = split(house, "9.000077")
    asked = {"papers": ["Bản vẽ"], "reason": "Còn thiếu"}
    for by in (house.tax, house.tax, house.land):
        dossier = pausing.request_supplement(dossier, by=by, **asked)
        dossier = pausing.resume(dossier, by=house.clerk, papers=[{"name": "Bản vẽ", "originals": 1}])
        points = {1: 1, 2: 1, 3: 0}[dossier.supplement_requests.count()]
        Dossier.objects.filter(pk=dossier.pk).update(decided_at=clock.now())
        assert behind(RULES.criterion("4"), [house.ward.pk], **MARCH) == {dossier.pk: points}
        Dossier.objects.filter(pk=dossier.pk).update(decided_at=None)


def test_divisions_and_desk_count_for_their_office_unless_they_are_asked_for_alone(house, set_clock):
    set_clock("2026-03-02T09:00")
    make.returned(house)
    for units in ([house.ward.pk], [house.ward.pk, house.centre.pk, house.division.pk]):
        (row,), _ = evaluated(RULES, units, **MARCH)
        assert (row.office, row.scores.cells["2"].number) == (house.ward, 1)
    (alone,), _ = evaluated(RULES, [house.division.pk], **MARCH)
    assert (alone.office, alone.scores.cells["2"].number, alone.scores.of) == (house.division, 1, 2)


def test_offices_stand_each_by_itself_and_all_together(db, set_clock):
    set_clock("2026-03-02T09:00")
    above = make_agency(name="Tỉnh Thử")
    one, two = make.make_house(parent=above), make.make_house(parent=above)
    make.returned(one), make.decided(two), make.decided(two)
    units = [one.ward.pk, two.ward.pk, above.pk]
    rows, total = evaluated(RULES, units, **MARCH)
    assert {row.office: row.scores.cells["1"].number for row in rows} == {one.ward: 1, two.ward: 2}
    assert total.cells["1"].number == 3
    assert evaluated(RULES, [make_ward()["ward"].pk], **MARCH)[0] == []


@pytest.mark.parametrize(
    ("decided", "points"),
    [("2026-03-15T23:59", 2), ("2026-03-16T00:01", 1), ("2026-03-16T17:00", 1), ("2026-03-16T17:01", 0)],
)
def test_shorter_is_an_earlier_day_and_longer_is_after_the_moment(house, set_clock, decided, points):
    set_clock("2026-03-02T09:00")
    dossier = make.to_sign(house)
    assert str(dossier.appointed_due).startswith("2026-03-16 10:00")
    set_clock(decided)
    done = deciding.sign(dossier, by=house.leader, template="result")
    Dossier.objects.filter(pk=done.pk).update(decided_at=done.decided_at.replace(second=0, microsecond=0))
    assert behind(RULES.criterion("1"), of(house), **MARCH) == {done.pk: points}


def test_the_edges_of_the_period_are_whole_local_days(house, set_clock):
    set_clock("2026-03-31T23:59")
    make.decided(house)
    set_clock("2026-04-01T00:00:01")
    make.decided(house)
    for period in (MARCH, APRIL):
        assert evaluated(RULES, of(house), **period)[1].cells["1"].number == 1
    with pytest.raises(ValueError, match="before"):
        evaluated(RULES, of(house), first=date(2026, 4, 1), last=date(2026, 3, 31))


def test_a_rating_given_later_belongs_to_the_period_in_which_the_dossier_ended(house, set_clock):
    set_clock("2026-03-02T09:00")
    dossier = make.returned(house)
    set_clock("2026-04-20T09:00")
    said(dossier, "satisfied", 2, 2, 2, None)
    assert evaluated(RULES, of(house), **MARCH)[1].cells["5"].number == 1
    assert evaluated(RULES, of(house), **APRIL)[1].cells["5"].number == 0


def test_it_costs_the_same_with_two_dossiers_and_with_twenty(house, set_clock, django_assert_num_queries):
    set_clock("2026-03-02T09:00")
    for number in (2, 6):
        for _ in range(number):
            said(make.returned(house), "satisfied", 2, 2, 2, None)
        with django_assert_num_queries(3):
            evaluated(RULES, of(house), **MARCH)


def test_it_is_read_by_indexes(house, set_clock):
    set_clock("2026-03-02T09:00")
    make.returned(house)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        given = evaluation._given(of(house), *MARCH.values())
        cursor.execute(f"EXPLAIN {evaluation._SCORED}{evaluation._COUNTED}", given)
        told = " ".join(line for (line,) in cursor.fetchall())
    for index in ("dossier_decided", "step_done", "dossier_rated_unfinished"):
        assert index in told, index


def test_the_command_tells_the_same_as_json_and_as_text(office, capsys):
    words = ("evaluation", "--agency", office.ward.code, "--from", "2026-03-01", "--to", "2026-03-31")
    call_command(*words, "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["evaluation"] == "2018-06-21"
    assert [row["agency"] for row in told["rows"]] == [office.ward.code]
    assert told["total"]["criteria"]["2"] == {"dossiers": 8, "points": 10, "average": 1.25}
    assert (told["total"]["total"], told["total"]["of"], told["total"]["band"]) == (11.45, 18, "Khá")
    call_command(*words, "--own")
    assert "tổng 11,45/18 Khá" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "told"),
    [({"--agency": "KHONG-CO"}, "Không có đơn vị"), ({"--to": "2026-02-01"}, "đứng trước ngày đầu")],
)
def test_the_command_says_why_there_is_nothing_to_do(house, capsys, change, told):
    words = {"--agency": house.ward.code, "--from": "2026-03-01", "--to": "2026-03-31"} | change
    with pytest.raises(SystemExit) as ended:
        call_command("evaluation", *(word for pair in words.items() for word in pair))
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


BANDS = [{"from": 9, "name": "Khá"}, {"from": 0, "name": "Yếu"}]
ROW = {"from": "2026-01-01", "name": "x", "form": "x", "source": "x", "least": 1, "bands": BANDS, "criteria": []}
CRITERION = {"key": "1", "name": "x", "measured": "total_time", "points": {"shorter": 2, "equal": 1, "longer": 0},
             "how": "x"}  # fmt: skip


def test_a_later_version_holds_from_its_day_with_its_own_points_and_bands():
    old, new = versions_from([ROW | {"criteria": [CRITERION]}, ROW | {"from": "2020-01-01", "criteria": [CRITERION]}])
    assert old.valid_from < new.valid_from
    half = CRITERION | {"points": {"shorter": 2, "equal": 2, "longer": 1}}
    (version,) = versions_from([ROW | {"criteria": [half]}])
    scores = version.scores(Counter({("total_time", "equal"): 1, ("total_time", "longer"): 1}))
    assert scores.total == Fraction(3, 2)
    assert scores.band == "Yếu"
    for version in known():
        assert version.source
    assert evaluation_on(date(1990, 1, 1)) == known()[0]


@pytest.mark.parametrize(
    "change",
    [
        {"criteria": [CRITERION, CRITERION]},
        {"criteria": [CRITERION | {"points": {"shorter": 2}}]},
        {"criteria": [CRITERION | {"points": {"shorter": 3, "equal": 1, "longer": 0}}]},
        {"criteria": [CRITERION | {"measured": "beauty"}]},
        {"bands": [{"from": 9, "name": "Khá"}]},
        {"bands": list(reversed(BANDS))},
    ],
)
def test_a_version_that_makes_no_sense_is_refused(change):
    with pytest.raises(ValueError, match=r"."):
        versions_from([ROW | change])
    with pytest.raises(ValueError, match="two from one day"):
        versions_from([ROW, ROW])


def test_bands_begin_at_their_number_and_not_before():
    for total, band in ((18, "Xuất sắc"), (15, "Xuất sắc"), (12, "Tốt"), (9, "Khá"), (6, "Trung bình"), (0, "Yếu")):
        counted = {(each.measured, outcome): 0 for each in RULES.criteria for outcome in each.points}
        left = total * 10
        for each in RULES.criteria:
            if not each.measured:
                continue
            best, worst = (next(o for o, p in each.points.items() if p == n) for n in (2, 0))
            share = Fraction(left, 18 * 10)
            counted[each.measured, best] += share.numerator
            counted[each.measured, worst] += share.denominator - share.numerator
        assert RULES.scores(counted).whole == total
        assert RULES.scores(counted).band == band
