"""What procedures say to the service index: published and made public in time, offered online, complete."""

from datetime import date

import pytest

from motcua.procedures.models import Edition
from motcua.reports.index_definition import shipped
from motcua.reports.offered import Known, Tree, known, merged, offered, trees_of
from motcua.reports.publishing import Terms, made_public, published, unsaid
from tests import dossier_factories as make
from tests.factories import make_agency

pytestmark = pytest.mark.django_db
MARCH = {"first": date(2026, 3, 1), "last": date(2026, 3, 31)}


def row(house, code="A", **given) -> Known:
    plain = {
        "edition": 1, "code": code, "name": f"Thủ tục {code}", "office": house.ward.pk, "division": "", "serves": (),
        "level": 0, "eligible": None, "has_fees": False, "pays_online": False, "returns_document": False,
        "on_paper": False, "missing": (), "decided_on": None, "made_public_on": None, "newest_effect": None,
    }  # fmt: skip
    return Known(**plain | given)


@pytest.mark.parametrize(
    ("decided", "effect", "late"),
    [("2026-03-02", "2026-03-09", False), ("2026-03-02", "2026-03-08", True), ("2026-03-10", "2026-03-01", True)],
)
def test_a_decision_five_working_days_before_its_bases_hold_is_in_time(house, decided, effect, late):
    rows = [row(house, decided_on=date.fromisoformat(decided), newest_effect=date.fromisoformat(effect))]
    (found,) = published(rows, Terms(rows), shipped(), **MARCH)
    assert found.is_late is late


def test_one_late_publication_makes_a_procedure_late_and_it_counts_once(house):
    days = {"decided_on": date(2026, 3, 2)}
    rows = [
        row(house, newest_effect=date(2026, 4, 1), **days), row(house, newest_effect=date(2026, 3, 3), **days),
        row(house, "B", **days), row(house, "C", decided_on=date(2026, 2, 27), newest_effect=date(2026, 4, 1)),
    ]  # fmt: skip
    assert [(each.code, each.is_late) for each in published(rows, Terms(rows), shipped(), **MARCH)] == [("A", True)]
    assert unsaid(rows, **MARCH) == 1  # of B nobody has stated since when its bases hold


@pytest.mark.parametrize(
    ("decided", "made", "counted"),
    [
        ("2026-03-02", "2026-03-09", [False]),  # the fifth working day
        ("2026-03-02", "2026-03-10", [True]),
        ("2026-03-02", None, [True]),
        ("2026-02-27", "2026-02-28", [False]),  # due in March
        ("2026-03-27", None, []),  # due in April
        ("2026-03-27", "2026-03-30", [False]),
        ("2026-02-02", "2026-03-20", [True]),
        (None, "2026-03-20", []),
    ],
)
def test_made_public_within_five_working_days_of_the_decision(house, decided, made, counted):
    days = [date.fromisoformat(day) if day else None for day in (decided, made)]
    rows = [row(house, decided_on=days[0], made_public_on=days[1])]
    assert [each.is_late for each in made_public(rows, Terms(rows), shipped(), **MARCH)] == counted


def test_without_a_calendar_nothing_is_judged(house):
    nowhere = make_agency()
    rows = [row(house, office=nowhere.pk, decided_on=date(1990, 3, 5), newest_effect=date(1990, 3, 6))]
    assert published(rows, Terms(rows), shipped(), first=date(1990, 3, 1), last=date(1990, 3, 31)) == []


def test_a_procedure_counts_once_at_its_highest_level(house):
    rows = [row(house, level=1, missing=("đối tượng",)), row(house, level=2, eligible=True, edition=2, has_fees=True)]
    (one,) = merged(rows).values()
    assert (one.level, one.eligible, one.has_fees, one.missing) == (2, True, True, ("đối tượng",))


def test_an_edition_of_an_office_above_is_offered_by_the_kinds_it_serves(house):
    province = make_agency()
    tree = Tree(house.ward, frozenset({house.ward.pk}), frozenset({province.pk}))
    assert tree.offers(row(house))
    assert tree.offers(row(house, office=province.pk, serves=(house.ward.kind,)))
    assert not tree.offers(row(house, office=province.pk))
    assert not tree.offers(row(house, office=house.division.pk + 10**6))


def test_editions_in_force_are_read_once_and_say_what_they_froze(house, django_assert_num_queries):
    trees = trees_of([house.ward])
    found = offered(trees, date(2026, 3, 31))[house.ward.pk]
    assert {make.STANDARD, make.PAYING, make.COUNCIL_SET} <= found.keys()
    assert (found[make.PAYING].has_fees, found[make.COUNCIL_SET].has_fees, found[make.STANDARD].has_fees) == (
        True, True, False,
    )  # fmt: skip
    assert found[make.STANDARD].returns_document
    assert "trình tự" in found[make.STANDARD].missing
    with django_assert_num_queries(1):
        assert offered(trees, date(2026, 3, 31))[house.ward.pk] == found
    assert offered(trees, date(2020, 1, 1))[house.ward.pk] == {}
    assert len(known(Edition.objects.all())) >= len(found)
