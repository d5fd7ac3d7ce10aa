"""A prepared query answers what the queryset answers, whoever asks and whatever is bound."""

from datetime import date

import pytest
from django.db import models
from django.db.models import CharField, F, Q
from django.db.models.functions import Length

from motcua.agencies.models import Agency, CodePattern, Post
from motcua.core.clock import CoreNow
from motcua.core.prepared import Given, Prepared
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
