"""A search in ways of its own gives what the plain form gives, to every role, on whatever the tables hold."""

import random
from itertools import chain, product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.agencies.choices import MACHINES, Kind, Role
from motcua.agencies.models import Post
from motcua.dossiers import finding
from motcua.dossiers.actions.opinions import consult
from motcua.dossiers.choices import State
from motcua.dossiers.finding import Found, searched
from motcua.dossiers.models import Consultation, Dossier, Step
from motcua.dossiers.search import ways_to
from motcua.ui.paging import keyset_page, place_of
from tests import dossier_factories as make
from tests.factories import make_agency, make_post, make_ward, system

NAMES = ["Trần Văn An", "Trần Thị Bình", "Lê An Bình", "Nguyễn Văn Trần", "Phạm Đậu"]
BEGUN = [make.drafted, make.submitted, make.received, make.in_progress]
ASKED = ["tran", "an", "binh", "tran van", "tổ 5", "dau", "0001", "000", "nguyen van tran", "mau", ""]


@pytest.fixture
def crowd(house):
    """Some dossiers, and a post of every role in the office, at its desk, in its division and in another office."""
    for number in range(14):
        person = make.applicant_of(house.clerk, name=NAMES[number % 5], number=f"0461900004{number:02}", address="Tổ 5")
        BEGUN[number % len(BEGUN)](house, applicant=person)
    for state in (State.DECIDED, State.RETURNED, State.STOPPED):
        make.IN_STATE[state](house)
    for dossier in Dossier.objects.filter(state=State.IN_PROGRESS):
        consult(dossier, by=house.specialist, question="?", agency=house.police.agency.code, due=None)
    other, posts = make_ward(), []
    for role in Role:
        if role not in MACHINES:
            posts += [make_post(role, agency=unit) for unit in (house.ward, house.centre, house.division)]
            posts.append(other[role])
    posts.append(make_post(Role.LEADER, agency=make_agency(kind=Kind.DEPARTMENT)))
    return [*posts, house.clerk, house.specialist, house.head, house.leader, house.registry, house.police]


def scattered(dice, posts):
    """Scatter dossiers, steps and opinions over units and people: no life does so, every reading must bear it."""
    units = [post.agency for post in posts]
    for dossier in Dossier.objects.all():
        rows = Dossier.objects.filter(pk=dossier.pk)
        rows.update(desk=dice.choice(units), agency=dice.choice(units))
        given = {"agency": dice.choice(units), "role": dice.choice(Role.values)}
        given |= {name: dice.choice([None, *posts]) for name in ("asked_of", "answered_by")}
        Consultation.objects.filter(dossier=dossier).update(**given)
    for step in Step.objects.all():
        given = {"agency": dice.choice(units), "role": dice.choice(Role.values), "owner": dice.choice([None, *posts])}
        if step.finished_by_id:
            given["finished_by"] = dice.choice(posts)
        Step.objects.filter(pk=step.pk).update(**given)


def plain(by, text):
    """The plain form; None asks for everything, "" for nothing."""
    rows = Dossier.objects.visible_to(by).exclude(code=None)
    return rows if text is None else rows.search(text)


def in_ways(by, text):
    return searched(by) if text is None else searched(by).search(text)


@pytest.mark.parametrize(("few", "dense"), [(0, 0), (3, 0), (0, 10**9), (3, 10**9), (500, 0)])
def test_it_finds_what_the_plain_form_finds_for_every_role_page_by_page(crowd, few, dense, monkeypatch):
    monkeypatch.setattr(finding, "FEW", few)
    monkeypatch.setattr(finding, "DENSE", dense)
    dice, found = random.Random(few + dense), 0
    scattered(dice, crowd)
    people = list(Post.objects.with_names().filter(pk__in=[post.pk for post in crowd]))
    assert {by.role for by in people} == {*Role} - {*MACHINES}
    for by, text in product(people, (None, dice.choice(ASKED))):
        order, size = dice.choice([("-pk",), ("-pk",), ("pk",)]), dice.choice([2, 3, 25])
        expected = [row.pk for row in plain(by, text).order_by(*order)]
        found += len(expected)
        assert walked(in_ways(by, text), order=order, size=size) == expected, (by, text, order, size)
    assert found > 30  # the dice gave something to find


def walked(rows, *, order, size):
    """Turn the pages of a list to its end and back to its beginning; return the keys forward."""
    page, there = keyset_page(rows, order=order, size=size), []
    while True:
        there.append([row.pk for row in page.items])
        if not page.next:
            break
        page = keyset_page(rows, order=order, cursor=page.next, size=size)
    back = [[row.pk for row in page.items]]
    while page.previous:
        page = keyset_page(rows, order=order, cursor=page.previous, size=size)
        back.append([row.pk for row in page.items])
    forward = list(chain.from_iterable(there))
    assert sorted(chain.from_iterable(back)) == sorted(forward)
    return forward


def test_it_is_narrowed_and_places_a_dossier_like_a_queryset(house):
    kept = [
        make.received(house, applicant=make.applicant_of(house.clerk, number=f"0461900005{n:02}")) for n in range(3)
    ]
    make.in_progress(house, applicant=make.applicant_of(house.clerk, number="046190000599"))
    rows = searched(house.clerk).search("mẫu").filter(state=State.RECEIVED).only("code")
    place = place_of(rows, order=("-pk",), item=kept[1], take=("code",))
    assert (place.previous, place.next, place.words) == ((kept[2].code,), (kept[0].code,), "2 / 3")
    assert rows.first() == kept[2]
    with pytest.raises(AttributeError):
        rows.delete()
    with pytest.raises(TypeError):
        rows[3:]


def test_another_order_and_the_system_take_the_plain_form(house):
    first, second = make.received(house), make.received(house)
    assert searched(house.clerk).order_by("appointed_due", "pk")[:5] == [first, second]
    assert searched(system()).search("mẫu").order_by("-pk")[:5] == [second, first]
    assert Found(Dossier.objects.all(), by=house.inspector).order_by("-code")[:5] == []


def test_a_search_costs_the_same_for_two_and_for_twenty(house):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert keyset_page(searched(house.leader).search("mẫu").select_related("applicant"), order=("-pk",)).items
        return len(caught)

    for _ in range(2):
        make.received(house)
    queries()  # whom the leader stands in for is read once
    few = queries()
    for _ in range(18):
        make.received(house)
    assert queries() == few <= 5


def test_four_digits_are_found_newest_first_by_an_index_of_their_own(house):
    codes = [make.received(house).code for _ in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        rows = Dossier.objects.with_ends().filter(ways_to(codes[1][-4:])[-1]).order_by("-pk")
        assert "dossier_code_end_newest" in rows.values("pk")[:2].explain()
    assert [row.code for row in searched(house.clerk).search(codes[1][-4:]).order_by("-pk")[:5]] == [codes[1]]
    assert [row.code for row in searched(house.clerk).search(codes[1][-6:]).order_by("pk")[:5]] == [codes[1]]
