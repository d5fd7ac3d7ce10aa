"""A prepared query answers what the queryset answers, whoever asks and whatever is bound."""

from datetime import date

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, connection, models, transaction
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Length

from motcua.agencies.models import Agency, CodePattern, Post
from motcua.core.clock import CoreNow
from motcua.core.prepared import Among, Given, Prepared
from tests.factories import make_agency, make_post

pytestmark = pytest.mark.django_db


def same(first, second):
    assert [vars(row) | {"_state": None} for row in first] == [vars(row) | {"_state": None} for row in second]
    return len(first)


def test_every_value_gets_the_rows_of_its_queryset(django_assert_num_queries):
    for number in range(4):
        make_agency(code=f"K{number}")

    def composed(code):
        rows = Agency.objects.filter(Q(code=code) | Q(parent__code=code)).annotate(size=Length("name"))
        return rows.order_by("code")

    prepared = Prepared(lambda: composed(Given("code", CharField())))
    found = [same(prepared.rows(code=code), list(composed(code))) for code in ("K0", "K3", "none", "' OR 1=1 --")]
    assert found == [1, 1, 0, 0]
    with django_assert_num_queries(1):
        assert prepared.first(code="K2").code == "K2"
    assert prepared.first(code="none") is None


def test_what_comes_along_comes_along(django_assert_num_queries):
    post = make_post(agency=make_agency(parent=make_agency()))
    prepared = Prepared(
        lambda: (
            Post.objects.filter(pk=Given("key", models.BigIntegerField()))
            .select_related("person", "agency__parent__parent")
            .annotate(present=CoreNow())
            .defer("title")
        )
    )
    wanted = (post.person, post.agency.parent, None)
    with django_assert_num_queries(1):
        found = prepared.first(key=post.pk)
        assert (found.person, found.agency.parent, found.agency.parent.parent) == wanted
        assert found.present.utcoffset() is not None
    assert found.get_deferred_fields() == {"title"}
    with django_assert_num_queries(1):
        assert found.title == post.title


def test_two_rows_never_share_an_object():
    agency = make_agency()
    prepared = Prepared(
        lambda: CodePattern.objects.select_related("agency").filter(valid_from__lte=Given("on", models.DateField()))
    )
    for day in (1, 2):
        CodePattern.objects.create(
            agency=agency, pattern="{seq:04}", valid_from=date(2026, 1, day), valid_to=date(2026, 1, day)
        )
    first, second = prepared.rows(on=date(2026, 1, 2))
    assert first.agency == second.agency
    assert first.agency is not second.agency
    assert len(prepared.rows(on=date(2026, 1, 1))) == 1


def test_a_value_that_is_not_given_is_missed_not_guessed():
    prepared = Prepared(lambda: Agency.objects.filter(code=Given("code", CharField()), name=F("name")))
    with pytest.raises(KeyError, match="code"):
        prepared.rows()


def test_nothing_in_python_may_depend_on_what_is_told_later():
    level = Given("level", models.CharField())
    for decide in (lambda: level == "commune", lambda: level in ("commune", "province")):
        with pytest.raises(TypeError, match="level is told when the query is asked"):
            decide()


def test_any_number_of_values_is_one_question_and_values_are_tuples():
    keys = {code: make_agency(code=code).pk for code in ("A1", "A2", "A3")}
    rows = Agency.objects.filter(Among("code", Given("codes", ArrayField(CharField())))).order_by("code")
    prepared, counted = Prepared(lambda: rows), Prepared(lambda: rows.values("pk", size=Length("code")))
    for codes in ([], ["A1"], ["A3", "A1", "none", "A1"], ["' OR 1=1 --", "{A2}"]):
        wanted = list(Agency.objects.filter(code__in=codes).order_by("code"))
        assert same(prepared.rows(codes=codes), wanted) == prepared.count(codes=codes)
        assert counted.rows(codes=codes) == [(row.pk, 2) for row in wanted]
    by_key = Prepared(
        lambda: Agency.objects.filter(Among("pk", Given("keys", ArrayField(models.BigIntegerField())))).order_by("code")
    )
    assert [row.code for row in by_key.rows(keys=list(keys.values()))] == ["A1", "A2", "A3"]
    assert by_key.rows(keys=[]) == []


def plans_kept():
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements")
        return dict(cursor.fetchall())


def test_the_server_keeps_the_plan_and_answers_right_at_the_twentieth_asking():
    for number in range(20):
        make_agency(code=f"K{number}", name="100%s 'chắc' %(x)s")
    rows = Agency.objects.filter(name=Value("100%s 'chắc' %(x)s"), code=Given("code", CharField()))
    prepared = Prepared(lambda: rows)
    assert [prepared.first(code=f"K{number}").code for number in range(20)] == [f"K{number}" for number in range(20)]
    assert [asked for statement, asked in plans_kept().items() if "''chắc''" in statement] == [20]


def test_a_failed_transaction_takes_no_plan_with_it():
    make_agency(code="K1")
    prepared = Prepared(lambda: Agency.objects.filter(code=Given("code", CharField())))

    def ask_and_fail():
        with transaction.atomic():
            assert prepared.first(code="K1")
            Agency.objects.get(code=Given("none", CharField()))

    with pytest.raises(DatabaseError):
        ask_and_fail()
    assert prepared.first(code="K1").code == "K1"
    assert prepared.first(code="K2") is None


@pytest.mark.django_db(transaction=True)
def test_a_new_connection_plans_anew():
    prepared = Prepared(lambda: Agency.objects.filter(code=Given("code", CharField())))
    assert prepared.first(code="none") is None
    assert plans_kept()
    connection.close()
    assert (plans_kept(), prepared.first(code="none")) == ({}, None)
    assert plans_kept()


def test_what_was_asked_can_be_read_in_the_log(django_assert_num_queries):
    prepared = Prepared(lambda: Agency.objects.filter(code=Given("code", CharField())))
    for _ in range(2):  # the first prepares
        with django_assert_num_queries(1) as asked:
            prepared.first(code="o'clock")
        assert "= ('o''clock')" in asked.captured_queries[0]["sql"]


def test_of_what_is_not_prepared_the_connection_keeps_nothing():
    make_agency(code="K1", name="Nguyễn Thị Mẫu")
    assert Prepared(lambda: Agency.objects.filter(code=Given("code", CharField()))).first(code="K1")
    assert Agency.objects.filter(name="Nguyễn Thị Mẫu").exists()
    kept = connection.connection._prepared
    assert not any("Nguyễn".encode() in query for query, _ in (*kept._counts, *kept._names))
    assert kept._names
