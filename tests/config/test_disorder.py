"""Every test sees unordered rows the other way round, and ordered ones as they are."""

import pytest
from django.contrib.auth.models import Group

pytestmark = pytest.mark.django_db
NAMES = ["a", "b", "c"]


@pytest.fixture(autouse=True)
def groups():
    return [Group.objects.create(name=name) for name in NAMES]


def test_rows_without_an_order_come_in_reverse(groups):
    assert list(Group.objects.values_list("name", flat=True)) == NAMES[::-1]
    assert list(Group.objects.all()) == groups[::-1]
    assert list(Group.objects.iterator()) == groups[::-1]


def test_some_of_unordered_rows_are_the_last_ones(groups):
    assert list(Group.objects.all()[:2]) == [groups[2], groups[1]]
    assert Group.objects.all()[0] == groups[2]
    assert list(Group.objects.values_list("name", flat=True)[:2]) == NAMES[:0:-1]
    assert list(Group.objects.values("name")[:1]) == [{"name": "c"}]


def test_ordered_rows_stay_as_they_are(groups):
    assert list(Group.objects.order_by("name")) == groups
    assert list(Group.objects.order_by("name").iterator()) == groups
    assert (Group.objects.first(), Group.objects.get(name="b")) == (groups[0], groups[1])
    assert [[row["name"] for row in Group.objects.order_by("-name").values("name")[:2]]] == [["c", "b"]]
