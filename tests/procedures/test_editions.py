"""Editions are frozen by the database, read once, and found without marks."""

from datetime import date

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.db.utils import DatabaseError

from motcua.procedures.actions.publish import publish
from motcua.procedures.editions import content_from, content_json
from motcua.procedures.models import (
    AdoptionEvent,
    Edition,
    NationalVersion,
    content_of,
    contents_of,
    edition_for,
    forget_contents,
)

FIRST = date(2026, 1, 1)


@pytest.fixture
def edition(published):
    return Edition.objects.get()


@pytest.mark.parametrize(
    "change", [{"content": {}}, {"name": "Khác"}, {"number": 9}, {"valid_from": date(2025, 8, 1)}, {"code": "9.9"}]
)
def test_the_database_refuses_to_change_a_published_edition(edition, change):
    with pytest.raises(DatabaseError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**change)
    edition.refresh_from_db()
    assert edition.name == "Cấp giấy thử nghiệm"


def test_the_database_refuses_to_delete_an_edition(edition):
    for statement in ("DELETE FROM procedures_edition", "TRUNCATE procedures_edition CASCADE"):
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(statement)
    assert Edition.objects.filter(pk=edition.pk).exists()


def test_the_last_day_and_the_mark_of_review_may_change(edition):
    assert Edition.objects.filter(pk=edition.pk).update(valid_to=date(2026, 5, 1), review="Bản mới") == 1


def test_the_database_refuses_two_editions_on_one_day(edition):
    Edition.objects.filter(pk=edition.pk).update(valid_to=date(2026, 5, 1))
    again = Edition.objects.get()
    again.pk, again.number, again.valid_from, again.valid_to = None, 2, date(2026, 5, 1), None

    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)
    again.valid_from = date(2026, 5, 2)
    again.save(force_insert=True)


def test_history_is_append_only(edition):
    for model in (NationalVersion, AdoptionEvent):
        with pytest.raises((InternalError, DatabaseError)), transaction.atomic():
            model.objects.all().update(version=7) if model is AdoptionEvent else model.objects.all().update(number=7)


def test_the_content_costs_one_query_and_then_none(edition, django_assert_num_queries):
    forget_contents()
    with django_assert_num_queries(1):
        first = content_of(edition.pk)
    with django_assert_num_queries(0):
        assert content_of(edition.pk) is first


def test_many_contents_cost_one_query(published, system, django_assert_num_queries):
    publish(published, by=system, valid_from=date(2026, 2, 1))
    keys = list(Edition.objects.values_list("pk", flat=True))
    forget_contents()
    with django_assert_num_queries(1):
        assert contents_of(keys).keys() == set(keys)
    with django_assert_num_queries(0):
        assert contents_of(keys)[keys[0]] is content_of(keys[0])


def test_a_desk_finds_its_edition_by_the_code(edition, office):
    assert edition_for("9.000001", office.desk, FIRST) == edition
    assert edition_for("9.000001", office.desk, date(2025, 12, 31)) is None
    assert edition_for("9.0000", office.desk, FIRST) is None


def test_an_unknown_edition_has_no_content(db):
    with pytest.raises(Edition.DoesNotExist):
        content_of(0)


def test_content_survives_json(edition):
    content = edition.snapshot()

    assert content_from(content_json(content)) == content


def test_search_needs_no_marks_and_any_order(edition, office):
    def found(words):
        return list(Edition.objects.find(office.desk, words, FIRST))

    assert found("thu nghiem cap GIẤY") == [edition]
    assert found("9.0000") == [edition]
    assert found("9.000002") == []
    assert found("thử khác") == []
    assert found("") == [edition]


def test_listing_costs_the_same_for_one_and_for_many(published, office, system, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(Edition.objects.find(office.desk, "cấp", FIRST).without_content()) == 1
    publish(published, by=system, valid_from=date(2026, 2, 1))
    with django_assert_num_queries(1):
        assert [e.number for e in Edition.objects.find(office.desk, "cấp", date(2026, 2, 1)).without_content()] == [2]


def test_nothing_is_receivable_before_it_is_in_force(edition, office):
    assert not Edition.objects.receivable_at(office.desk, date(2025, 12, 31)).exists()


def test_how_long_a_paper_holds_is_frozen_and_left_out_where_nothing_says_it(edition):
    content = content_of(edition.pk)
    said = content_json(content)
    assert said["papers"]
    assert not [paper for paper in said["papers"] if "valid_months" in paper]
    said["papers"][0] |= {"valid_months": 6, "valid_basis": "Nghị định 123/2015/NĐ-CP, điều 23"}
    again = content_json(content_from(said))
    assert again["papers"] == said["papers"]
