"""Hand-overs between offices that nobody has confirmed: both directions, late ones marked, many confirmed at once."""

import pytest

from motcua.dossiers.actions.linking import take_over
from motcua.dossiers.actions.moving import hand_over
from motcua.dossiers.models import Step
from tests import dossier_factories as make
from tests.casework.test_many import go
from tests.dossiers.crossing import crossed, two_wards
from tests.dossiers.drawn import drawn_house, split
from tests.factories import make_post

LIST = "/xu-ly/ban-giao/"
AWAY = f"{LIST}?giao=away"
HOUSE_BY = drawn_house
HOUSE_AT = "2026-03-02T08:00"  # a Monday


def rows(client, address=LIST):
    return client.get(address).text.count('<th scope="row">')


def test_what_another_office_gave_waits_until_it_is_confirmed(house, screen_of):
    dossier = split(house)
    tax = screen_of(house.tax)
    page = tax.get(LIST).text
    assert f"/{dossier.code}/" in page
    assert "Bước thue" in page
    assert "Bước dat" not in page  # a sister leg is none of theirs
    assert "02/03/2026" in page
    take_over(dossier, by=house.tax)
    assert "Không có hồ sơ nào chờ xác nhận bàn giao" in tax.get(LIST).text


def test_who_handed_over_sees_what_others_have_not_confirmed(house, screen_of):
    dossier = split(house)
    for post in (house.specialist, house.head, house.clerk):
        page = screen_of(post).get(AWAY).text
        assert page.count('<th scope="row">') == 3, post.role
        assert 'name="pick"' not in page  # others confirm, not they
    take_over(dossier, by=house.tax)
    assert rows(screen_of(house.clerk), AWAY) == 2
    assert rows(screen_of(house.clerk)) == 0


def test_strangers_and_colleagues_elsewhere_see_none(house, screen_of):
    split(house)
    for post in (make_post(house.clerk.role), house.police):
        assert rows(screen_of(post)) == rows(screen_of(post), AWAY) == 0


def test_what_was_not_confirmed_in_time_is_marked_late(house, screen_of, set_clock):
    split(house)
    late = "Quá hạn xác nhận"
    assert late not in screen_of(house.tax).get(LIST).text
    set_clock("2026-03-03T08:00")
    assert late in screen_of(house.tax).get(LIST).text
    assert screen_of(house.clerk).get(AWAY).text.count(late) == 3


def test_the_head_confirms_several_at_once_and_each_is_told(house, screen_of):
    one, two, other = split(house), split(house), split(house)
    head = screen_of(house.land_head)
    page = head.get(LIST).text
    assert page.count('name="pick"') == 3
    assert 'value="take-over"' in page
    take_over(other, by=house.land)
    told = go(head, "take-over", one, two, other, query="?giao=here").text
    assert "3 / 3, 1 không làm được" in told
    for dossier in (one, two):
        assert dossier.steps.get(key="dat").taken_by == house.land_head
        assert dossier.events.order_by("pk").last().action == "dossier.take_over"
    assert other.steps.get(key="dat").taken_by == house.land
    assert not Step.objects.filter(key="thue", taken_at__isnull=False).exists()


def test_one_asks_once_more_and_comes_back_to_the_list(house, screen_of):
    dossier = split(house)
    sent = {"action": "take-over", "query": "?giao=here", "pick": f"{dossier.code}:{dossier.version}"}
    page = screen_of(house.tax).post("/xu-ly/nhieu/", sent).text
    assert "Xác nhận đã nhận bàn giao 1 hồ sơ" in page
    assert f'href="{LIST}?giao=here"' in page


def test_other_lists_do_not_offer_it_and_inspectors_may_not(house, screen_of):
    dossier = split(house)
    assert 'value="take-over"' not in screen_of(house.tax).get("/xu-ly/ho-so/").text
    answer = go(screen_of(house.inspector), "take-over", dossier)
    assert "Chưa chọn hồ sơ nào" in answer.text


def test_only_what_one_may_confirm_has_a_box(house, screen_of):
    split(house)
    colleague = make_post(house.land_head.role, agency=house.tax.agency)
    assert screen_of(colleague).get(LIST).text.count('name="pick"') == 1


@pytest.mark.parametrize(("asked", "found"), [("", 3), ("9.000020", 3), ("khong co", 0)])
def test_it_is_found_by_code(house, screen_of, asked, found):
    split(house)
    assert rows(screen_of(house.clerk), f"{AWAY}&q={asked}") == found


def test_a_strange_direction_shows_what_waits_here(house, screen_of):
    split(house)
    assert rows(screen_of(house.tax), f"{LIST}?giao=x") == 1


def test_the_list_is_in_the_menu_of_those_who_care(house, screen_of):
    for post, there in ((house.clerk, True), (house.registry, True), (house.head, True), (house.inspector, False)):
        assert (f'href="{LIST}"' in screen_of(post).get("/xu-ly/").text) is there, post.role


def test_it_costs_the_same_with_2_and_with_20(house, screen_of, queries):
    for _ in range(2):
        split(house)
    clerk, head = screen_of(house.clerk), screen_of(house.land_head)
    few = queries(clerk, AWAY), queries(head, LIST)
    for _ in range(6):
        split(house)
    assert rows(clerk, AWAY) >= 20
    assert (queries(clerk, AWAY), queries(head, LIST)) == few
    assert max(few) <= 9


def test_what_comes_back_to_the_receiving_ward_waits_there(db, set_clock, screen_of):
    set_clock("2026-03-02T08:30")
    wards = two_wards()
    dossier = hand_over(crossed(wards), by=wards.here.clerk)
    assert rows(screen_of(wards.here.clerk), AWAY) == 1
    assert rows(screen_of(wards.there.head)) == 1
    assert rows(screen_of(wards.there.clerk)) == 0  # whose content the desk there may not read
    assert dossier.steps.get(state="open").agency == wards.there.division
    assert make.STANDARD not in screen_of(wards.far.clerk).get(LIST).text
