"""Screens of who stands in: the filter, the badge, who is offered with a word that they are away; fixed numbers of
queries."""

import re

import pytest
from django.apps import apps

from motcua.agencies.actions import end_absence
from motcua.agencies.choices import Role
from motcua.core.models import Root
from motcua.dossiers.actions import moving
from motcua.dossiers.models import Dossier
from tests import dossier_factories as make
from tests.factories import make_person, make_post
from tests.standing import again, away, delegated

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


def test_the_substitute_is_told_how_much_waits_there_and_until_when(house, colleague, screen_of, set_clock):
    set_clock("2026-03-02T08:00")
    given_to(house, house.specialist)
    set_clock("2026-04-02T08:00")
    given_to(house, house.specialist), given_to(house, colleague)
    pool = make.in_progress(house)  # of anybody in the division: the colleague's own already
    away(house.specialist, colleague, days=2)
    page = screen_of(colleague).get(INBOX).text
    assert (
        f"Bạn làm thay {house.specialist.person.name}, Chuyên viên đến hết 04/04/2026. 2 việc đang chờ, 1 quá hạn."
        in page
    )
    assert pool.code not in rows(screen_of(colleague).get(INBOX + "?whose=instead").text)
    delegated(house.leader, house.head)
    assert "Không có việc nào đang chờ." in screen_of(house.head).get(INBOX).text
    make.to_sign(house)
    assert "1 việc đang chờ." in screen_of(house.head).get(INBOX).text


def test_who_is_back_is_told_for_a_week_what_was_done_in_their_place(house, colleague, screen_of, set_clock):
    set_clock("2026-03-02T08:00")
    dossier = given_to(house, house.specialist)
    away(house.specialist, colleague, days=2)
    moving.propose(dossier, by=again(colleague), note="Đủ")
    assert "Khi bạn vắng" not in screen_of(house.specialist).get(INBOX).text  # still away
    said = "Khi bạn vắng (02/03/2026 – 04/03/2026, Hoàng Văn Thay làm thay): 1 việc đã được làm thay bạn."
    set_clock("2026-03-05T08:00")
    page = screen_of(house.specialist).get(INBOX).text
    assert said in page
    assert "?tab=done&amp;whose=for_me" in page
    assert "Khi bạn vắng" not in screen_of(colleague).get(INBOX).text
    set_clock("2026-03-11T23:00")
    assert said in screen_of(house.specialist).get(INBOX).text
    set_clock("2026-03-12T08:00")
    assert "Khi bạn vắng" not in screen_of(house.specialist).get(INBOX).text


def test_who_came_back_early_or_left_nothing_is_told_so(house, colleague, screen_of, set_clock):
    set_clock("2026-03-02T08:00")
    row = away(house.specialist, colleague, days=9)
    set_clock("2026-03-04T08:00")
    end_absence(row, by=house.specialist)
    said = "Khi bạn vắng (02/03/2026 – 03/03/2026, Hoàng Văn Thay làm thay): không có việc nào phải làm thay bạn."
    assert said in screen_of(house.specialist).get(INBOX).text


def test_an_absence_that_never_began_is_not_told_of(house, colleague, screen_of, set_clock):
    set_clock("2026-03-02T08:00")
    end_absence(away(house.specialist, colleague), by=house.specialist)
    set_clock("2026-03-09T08:00")
    assert "Khi bạn vắng" not in screen_of(house.specialist).get(INBOX).text


def test_standing_in_costs_the_same_for_two_rows_and_twenty(house, colleague, screen_of, queries):
    away(house.specialist, colleague)
    delegated(house.leader, house.head)
    for _ in range(2):
        given_to(house, house.specialist), make.to_sign(house)
    client, head = screen_of(colleague), screen_of(house.head)
    few, signing = queries(client, INBOX), queries(head, INBOX)
    for _ in range(6):
        given_to(house, house.specialist), make.to_sign(house)
    assert queries(client, INBOX) == few <= 13
    assert queries(head, INBOX) == signing <= 16  # a head is told, too, what falls due while somebody is away


def test_nobody_who_stands_in_for_nobody_pays_for_it(house, screen_of, queries):
    dossier = given_to(house, house.specialist)
    assert queries(screen_of(house.specialist), INBOX) <= 9
    assert queries(screen_of(house.specialist), f"/xu-ly/ho-so/{dossier.code}/") <= 12


def test_only_dossiers_are_acted_on_in_somebodys_place():
    """What is personal (accounts, keys, absences themselves) stays the person's own."""
    roots = [model for model in apps.get_models() if issubclass(model, Root)]
    assert [model for model in roots if model.IN_PLACE] == [Dossier]
