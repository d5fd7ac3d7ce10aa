"""Screens of who stands in: the filter, the badge, who is offered with a word that they are away; fixed numbers of
queries."""

import re

import pytest
from django.apps import apps

from motcua.agencies.choices import Role
from motcua.core.models import Root
from motcua.dossiers.actions import moving
from motcua.dossiers.models import Dossier
from tests import dossier_factories as make
from tests.factories import make_person, make_post
from tests.standing import away, delegated

INBOX = "/xu-ly/"


def rows(html):
    return re.findall(r'<th scope="row"><a href="/xu-ly/ho-so/([^/]+)/', html)


@pytest.fixture
def colleague(house):
    return make_post(Role.SPECIALIST, agency=house.division, person=make_person(name="Hoàng Văn Thay"))


def given_to(house, post):
    return moving.assign(make.in_progress(house), by=house.head, person=post.person.username)


def test_the_filter_parts_ones_own_from_what_one_does_for_others(house, colleague, screen_of):
    theirs, own = given_to(house, house.specialist), given_to(house, colleague)
    assert 'name="whose"' not in screen_of(colleague).get(INBOX).text
    away(house.specialist, colleague)
    client = screen_of(colleague)
    both = client.get(INBOX).text
    assert set(rows(both)) == {theirs.code, own.code}
    assert both.count(f"Làm thay {house.specialist.person.name}") == 1
    assert rows(client.get(INBOX + "?whose=own").text) == [own.code]
    assert rows(client.get(INBOX + "?whose=instead").text) == [theirs.code]


def test_the_menu_counts_what_is_late_in_the_absent_ones_inbox(house, colleague, screen_of, set_clock):
    set_clock("2026-03-02T08:00")
    given_to(house, house.specialist)
    set_clock("2026-04-02T08:00")
    assert '1<span class="visually-hidden"> quá hạn' not in screen_of(colleague).get(INBOX).text
    away(house.specialist, colleague)
    assert "1 việc quá hạn" in screen_of(colleague).get(INBOX).text


def test_done_for_somebody_stays_with_the_doer_and_is_shown_to_the_other(house, colleague, screen_of):
    dossier = given_to(house, house.specialist)
    away(house.specialist, colleague)
    moving.propose(dossier, by=colleague, note="Đủ")
    assert f"Làm thay {house.specialist.person.name}" in screen_of(colleague).get(INBOX + "?tab=done").text
    mine = screen_of(house.specialist)
    assert dossier.code not in rows(mine.get(INBOX + "?tab=done").text)
    assert rows(mine.get(INBOX + "?tab=done&whose=for_me").text) == [dossier.code]


def test_who_is_away_is_told_where_work_is_given_out(house, colleague, screen_of):
    dossier = make.in_progress(house)
    away(house.specialist, colleague)
    page = screen_of(house.head).get(f"/xu-ly/ho-so/{dossier.code}/viec/assign/").text
    assert re.search(rf"{house.specialist.person.name}, Chuyên viên \(vắng đến hết \d\d/\d\d, Hoàng Văn Thay làm", page)
    assert "Hoàng Văn Thay, Chuyên viên</option>" in page


def test_without_a_substitute_the_page_says_so(house, screen_of):
    dossier = given_to(house, house.specialist)
    away(house.specialist, None)
    page = screen_of(house.head).get(f"/xu-ly/ho-so/{dossier.code}/").text
    assert "chưa có người làm thay" in page


def test_the_absent_one_is_reminded_and_led_to_the_way_back(house, colleague, screen_of):
    away(house.specialist, colleague)
    page = screen_of(house.specialist).get(INBOX).text
    assert "Bạn được ghi vắng đến hết" in page
    assert 'href="/vang-mat/"' in page


def test_standing_in_costs_the_same_for_two_rows_and_twenty(house, colleague, screen_of, queries):
    away(house.specialist, colleague)
    delegated(house.leader, house.head)
    for _ in range(2):
        given_to(house, house.specialist), make.to_sign(house)
    client, head = screen_of(colleague), screen_of(house.head)
    few, signing = queries(client, INBOX), queries(head, INBOX)
    for _ in range(6):
        given_to(house, house.specialist), make.to_sign(house)
    assert queries(client, INBOX) == few <= 12
    assert queries(head, INBOX) == signing <= 12


def test_nobody_who_stands_in_for_nobody_pays_for_it(house, screen_of, queries):
    dossier = given_to(house, house.specialist)
    assert queries(screen_of(house.specialist), INBOX) <= 9
    assert queries(screen_of(house.specialist), f"/xu-ly/ho-so/{dossier.code}/") <= 12


def test_only_dossiers_are_acted_on_in_somebodys_place():
    """What is personal (accounts, keys, absences themselves) stays the person's own."""
    roots = [model for model in apps.get_models() if issubclass(model, Root)]
    assert [model for model in roots if model.IN_PLACE] == [Dossier]
