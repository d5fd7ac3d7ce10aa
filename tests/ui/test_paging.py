"""Keyset pages: every row once, in order, forwards and backwards."""

import base64
import json

import pytest
from django.db.models import F
from django.db.models.functions import NullIf
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.core.models import Counter
from motcua.ui.paging import BadCursor, keyset_page, neighbours, place_of

pytestmark = pytest.mark.django_db
ORDERS = [
    ("last",),
    ("-last",),
    ("last", "-scope"),
    ("-maybe", "scope"),
    ("maybe",),
    ("maybe", "-last", "pk"),
    ("-maybe", "-pk"),
]


def fill(values):
    Counter.objects.all().delete()
    Counter.objects.bulk_create(Counter(scope=f"{n:03}", period="2026", last=value) for n, value in enumerate(values))


def rows():
    return Counter.objects.annotate(maybe=NullIf(F("last"), 3))  # NULL where last is 3


def walk(order, size, *, back=False):
    """All pages from the first to the last, or back from the last to the first."""
    page, pages = keyset_page(rows(), order=order, size=size), []
    while True:
        pages.append(page)
        if not page.next:
            break
        page = keyset_page(rows(), order=order, size=size, cursor=page.next)
    if back:
        pages = [page]
        while page.previous:
            page = keyset_page(rows(), order=order, size=size, cursor=page.previous)
            pages.insert(0, page)
    return pages


@pytest.mark.parametrize("order", ORDERS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.integers(0, 5), max_size=13), size=st.integers(1, 5))
def test_pages_together_are_the_list_itself(db, order, values, size):
    fill(values)
    whole = list(rows().order_by(*order, "pk"))
    forwards = walk(order, size)
    assert [row for page in forwards for row in page.items] == whole
    backwards = walk(order, size, back=True)
    assert [row for page in backwards for row in page.items] == whole
    assert forwards[0].previous == ""
    for page in forwards:
        assert len(page.items) <= size
        if page.items:
            assert whole[page.first - 1 : page.last] == page.items


def test_a_row_that_goes_away_takes_no_other_with_it():
    fill(range(10))
    first = keyset_page(rows(), order=["last"], size=4)
    first.items[1].delete()
    second = keyset_page(rows(), order=["last"], size=4, cursor=first.next)
    assert [row.last for row in second.items] == [4, 5, 6, 7]


def test_neighbours_are_the_rows_beside_and_cost_two_queries(django_assert_num_queries):
    fill([5, 1, 3, 3, 2])
    whole = list(rows().order_by("-last", "pk"))
    with django_assert_num_queries(2):
        assert neighbours(rows(), order=["-last"], item=whole[2]) == (whole[1], whole[3])
    assert neighbours(rows(), order=["-last"], item=whole[0])[0] is None
    assert neighbours(rows(), order=["-last"], item=whole[-1])[1] is None


def test_any_page_is_one_query(django_assert_num_queries):
    fill(range(30))
    cursor = keyset_page(rows(), order=["last"], size=9).next
    with django_assert_num_queries(1):
        keyset_page(rows(), order=["last"], size=9, cursor=cursor)


def packed(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


BAD = [
    "x",
    "%%%",
    "ñ",
    "A" * 3000,
    packed([]),
    packed({}),
    packed([0, 1]),
    packed([0, 1, 1]),
    packed([2, 1, 1, 1]),
    packed([0, "1", 1, 1]),
    packed([0, 1, None, 1]),
    packed([0, 1, "nhiều", 1]),
    packed([0, 1, [1], 1]),
    packed([0, 1, {"a": 1}, 1]),
    packed([0, 1, 1, "\0"]),
    packed([0, True, 1, 1]),
    packed([0, -7, 1, 1]),
]


@pytest.mark.parametrize("cursor", BAD)
def test_a_cursor_of_another_making_is_refused_cleanly(cursor):
    with pytest.raises(BadCursor):
        keyset_page(rows(), order=["last"], cursor=cursor)


@pytest.mark.parametrize("value", ["nhiều", 1e300, [1], 10**40])
def test_the_cursor_of_an_annotation_is_read_with_its_type(value):
    fill([1, 3, 5])
    try:
        keyset_page(rows(), order=["maybe"], cursor=packed([0, 1, value, 1]))
    except BadCursor:
        return
    assert isinstance(value, float | int)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cursor=st.one_of(
        st.text(max_size=60), st.recursive(st.none() | st.integers() | st.text(), st.lists, max_leaves=5).map(packed)
    )
)
def test_no_cursor_breaks_a_list(db, cursor):
    try:
        page = keyset_page(rows(), order=["last"], cursor=cursor)
    except BadCursor:
        return
    assert list(page.items) == []  # nothing was filled in: there is nothing to show


def test_a_place_is_told_with_its_neighbours_in_one_query(django_assert_num_queries, monkeypatch):
    fill([1, 2, 4, 5])
    second = Counter.objects.get(last=2)
    with django_assert_num_queries(1):
        place = place_of(rows(), order=("last",), item=second, take=("last",))
    assert (place.previous, place.next, place.words) == ((1,), (4,), "2 / 4")
    gone = place_of(rows().exclude(last=2), order=("last",), item=second, take=("last",))
    assert (gone.previous, gone.next, gone.words) == ((1,), (4,), "")
    monkeypatch.setattr("motcua.ui.paging.MOST_COUNTED", 2)
    assert place_of(rows(), order=("last",), item=Counter.objects.get(last=1), take=("last",)).words == "1 / hơn 2"
    edge = place_of(rows(), order=("last",), item=second, take=("last",))
    assert (edge.previous, edge.next, edge.words) == ((1,), (4,), "")
    alone = place_of(rows().filter(last=5), order=("last",), item=Counter.objects.get(last=5), take=("last",))
    assert (alone.previous, alone.next, alone.words) == (None, None, "1 / 1")
