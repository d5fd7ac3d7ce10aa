"""An inbox listed and counted in ways gives what the plain form gives, to every role, also to who stands in."""

import random
from collections import Counter
from datetime import timedelta
from itertools import chain, product

import pytest
from django.db import connection

from motcua.agencies.models import Post
from motcua.core import clock
from motcua.dossiers.kinds import STEP
from motcua.tasks.choices import State, Tab
from motcua.tasks.listing import BACK, ORDER, counted, late_of, tab_counts, to_do, to_do_in
from motcua.tasks.models import COUNTED, Task
from motcua.ui.paging import keyset_page, place_of
from tests.factories import make_post
from tests.standing import again, away, delegated

NOW = "2026-03-04T10:00+07:00"
TITLES = ["Thẩm định", "Ký", "Trả kết quả"]


@pytest.fixture
def crowd(house, set_clock):
    """Posts of the office; one stands in for two others, of whose units one is its own, one signs by delegation."""
    set_clock(NOW)
    colleague = make_post("specialist", agency=house.division)
    away(house.specialist, colleague)
    away(house.clerk, make_post("receptionist", agency=house.centre))
    delegated(house.leader, house.head)
    away(house.head, house.leader)
    posts = [post for post in vars(house).values() if isinstance(post, Post)]
    return [again(post) for post in (*posts, colleague, make_post("receptionist", agency=house.centre))]


def scattered(dice, posts, *, rows=260):
    """Tasks of every state, of one or of a unit, many with the same due moment and some with none."""
    now, pairs = clock.now(), [(post.agency, post.role) for post in posts]
    days = [None, *(now + timedelta(hours=hours) for hours in (-500, -30, -1, 0, 2, 20, 60, 60, 900))]
    marks = [[], [], ["sign"], ["personal"], ["sign", "procedure:1.001"]]
    tasks = []
    for number in range(rows):
        agency, role = dice.choice(pairs)
        state = dice.choice([State.OPEN, State.OPEN, State.OPEN, State.WAITING, State.DONE])
        task = Task(
                kind=STEP.key,
                title=dice.choice(TITLES),
                state=state,
                agency=agency,
                role=role,
                opened_at=now,
                owner=dice.choice([None, None, *posts]),
                url_name="casework:dossier",
                url_key=f"T1-{number:04}",
                due_at=dice.choice(days),
                marks=dice.choice(marks),
                done_at=now if state == State.DONE else None,
        )  # fmt: skip
        tasks.append(task)
    Task.objects.bulk_create(tasks)


def plain(by, tab):
    rows = Task.objects.visible_to(by)
    return (rows.in_tab(tab, clock.now()) if tab else rows.unfinished()).order_by(*ORDER)


def in_ways(by, tab):
    return to_do_in(by, tab, now=clock.now()) if tab else to_do(by, State.OPEN, State.WAITING)


def walked(rows, size):
    """Turn the pages to the end and back; return the keys forward."""
    page, there = keyset_page(rows, order=ORDER, size=size), []
    there.append([row.pk for row in page.items])
    while page.next:
        page = keyset_page(rows, order=ORDER, cursor=page.next, size=size)
        there.append([row.pk for row in page.items])
    back = [[row.pk for row in page.items]]
    while page.previous:
        page = keyset_page(rows, order=ORDER, cursor=page.previous, size=size)
        back.append([row.pk for row in page.items])
    assert sorted(chain.from_iterable(back)) == sorted(chain.from_iterable(there))
    return list(chain.from_iterable(there))


def test_every_page_there_and_back_is_that_of_the_plain_form_for_everybody(crowd):
    dice, found, standing = random.Random(7), Counter(), 0
    scattered(dice, crowd)
    for by, tab in product(crowd, ("", *COUNTED)):
        expected = [row.pk for row in plain(by, tab)]
        found[tab] += len(expected)
        standing += bool(by.places)
        assert walked(in_ways(by, tab), dice.choice([2, 5, 25])) == expected, (by, tab)
    assert min(found.values()) > 10  # the dice gave something to find in every tab
    assert standing > 10


def test_it_is_narrowed_like_a_queryset_also_to_whose_work_it_is(crowd):
    dice = random.Random(8)
    scattered(dice, crowd)
    for by in crowd:
        rows, ways = plain(by, ""), in_ways(by, "").select_related("done_by")
        pairs = [
            (rows.filter(title="Ký"), ways.filter(title="Ký")),
            (rows.own_of(by), ways.own_of(by)),
            (rows.only_for_others(by), ways.only_for_others(by)),
        ]
        for expected, listed in pairs:
            keys = [row.pk for row in expected.order_by(*ORDER)]
            assert [row.pk for row in listed[:500]] == keys
            assert [row.pk for row in listed.order_by(*BACK)[:500]] == keys[::-1]
            assert listed.values_list("pk", flat=True)[:3] == keys[:3]
    assert sum(bool(by.places) for by in crowd) > 2


def test_counts_are_those_of_the_plain_form_for_everybody(crowd):
    scattered(random.Random(9), crowd)
    now = clock.now()
    for by in crowd:
        rows = Task.objects.visible_to(by)
        steps = counted(by, now=now)
        assert tab_counts(steps) == rows.tab_counts(now)
        assert sorted(steps) == sorted(set(rows.unfinished().values_list("title", flat=True)))
        for title, counts in steps.items():
            assert counts == rows.filter(title=title).tab_counts(now)
        assert late_of(by, now=now) == rows.late(now).count() == tab_counts(steps)[Tab.LATE]


def test_a_place_beyond_the_counted_has_its_neighbours(crowd, monkeypatch):
    monkeypatch.setattr("motcua.ui.paging.MOST_COUNTED", 3)
    scattered(random.Random(10), crowd)
    by = crowd[0]
    rows = list(plain(by, ""))
    place = place_of(in_ways(by, ""), order=ORDER, item=rows[6], take=("pk",))
    assert (place.previous, place.next, place.number) == ((rows[5].pk,), (rows[7].pk,), None)


def test_another_order_or_another_part_is_refused(crowd):
    with pytest.raises(ValueError, match="due moments"):
        in_ways(crowd[0], "").order_by("-done_at", "pk")
    with pytest.raises(TypeError):
        in_ways(crowd[0], "")[3:]


def test_the_first_rows_of_each_way_are_read_from_an_index_in_its_order(house):
    by = again(house.clerk)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        plan = Task.objects.filter(pk__in=to_do(by, State.OPEN)._first(26)).explain()
    for name in ("task_own_to_do", "task_pool_to_do"):
        assert f"Index Only Scan using {name}" in plan
    assert "Sort" not in plan
