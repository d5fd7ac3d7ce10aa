"""Units, people, posts and tokens: the administrator's own tree, nothing beside it, every deed with its reason."""

import pytest
from django.test import Client

from motcua.agencies.actions import create_agency, end_agency
from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import AccessToken, Agency, Person, Post
from motcua.core.clock import today
from tests.factories import make_agency, make_person, make_post, make_ward, signed_in, system

UNITS, PEOPLE = "/quan-tri/don-vi/", "/quan-tri/can-bo/"
WHY = {"note": "Quyết định số 1/QĐ-UBND"}


@pytest.mark.parametrize("role", ["clerk", "specialist", "head", "leader", "inspector", "reform"])
@pytest.mark.parametrize("address", [UNITS, PEOPLE])
def test_only_administrators_enter(house, role, address):
    assert signed_in(Client(), getattr(house, role)).get(address).status_code == 403
    assert Client().get(address).url.startswith("/dang-nhap/")


def test_the_tree_shows_its_own_units_as_they_stood_on_a_day(house, keeper):
    gone = create_agency(by=system(), parent=house.ward, code=f"{house.ward.code}.CU", name="Phòng Cũ",
                         kind=Kind.DIVISION, level=house.ward.level, valid_from=house.ward.valid_from)  # fmt: skip
    end_agency(gone, by=system(), valid_to=house.ward.valid_from)
    make_agency(name="Phường Khác")
    now = keeper.get(UNITS).text
    assert house.division.name in now
    assert "Phòng Cũ" not in now
    assert "Phường Khác" not in now
    then = keeper.get(UNITS, {"on": f"{house.ward.valid_from:%d/%m/%Y}"}).text
    assert "Phòng Cũ" in then
    assert house.division.name not in keeper.get(UNITS, {"q": "mot cua nao do"}).text
    assert house.division.name in keeper.get(UNITS, {"q": "phong van hoa"}).text


def test_a_unit_is_set_up_changed_and_ended_each_with_its_reason(house, keeper):
    given = {"code": f"{house.ward.code}.KT", "name": "Phòng Kinh tế", "short_name": "P. Kinh tế", "kind": "division",
             "level": "commune", "valid_from": f"{today():%d/%m/%Y}", "version": house.ward.version}  # fmt: skip
    address = f"{UNITS}{house.ward.pk}/viec/don-vi-moi/"
    assert keeper.post(address, given).status_code == 422  # no reason
    assert keeper.post(address, given | WHY).status_code == 303
    unit = Agency.objects.get(name="Phòng Kinh tế")
    changed = {"name": "Phòng Kinh tế, Hạ tầng", "short_name": "P. KTHT", "version": unit.version} | WHY
    assert keeper.post(f"{UNITS}{unit.pk}/viec/sua/", changed).status_code == 303
    ended = {"valid_to": f"{today():%d/%m/%Y}", "version": unit.version + 1} | WHY
    assert keeper.post(f"{UNITS}{unit.pk}/viec/ket-thuc/", ended).status_code == 303
    page = keeper.get(f"{UNITS}{unit.pk}/").text
    assert "P. KTHT" in page or "Hạ tầng" in page
    assert page.count("Quyết định số 1/QĐ-UBND") == 3
    assert keeper.get(f"{UNITS}{unit.pk}/viec/ket-thuc/").status_code == 404  # not offered twice


def test_a_stale_page_and_an_unknown_deed_change_nothing(house, keeper):
    address = f"{UNITS}{house.division.pk}/viec/"
    stale = {"name": "Khác", "short_name": "Khác", "version": house.division.version + 7} | WHY
    assert keeper.post(f"{address}sua/", stale).status_code == 409
    assert keeper.get(f"{address}xoa/").status_code == 404
    assert Agency.objects.get(pk=house.division.pk).name == house.division.name


def test_units_beside_the_tree_do_not_exist_here(house, keeper):
    other = make_agency(name="Phường Khác")
    assert keeper.get(f"{UNITS}{other.pk}/").status_code == 404
    assert keeper.post(f"{UNITS}{other.pk}/viec/sua/", WHY).status_code == 404


def test_a_person_is_enrolled_given_a_post_and_shown_without_one_until_then(house, keeper):
    given = {"username": "moi.ve", "name": "Lê Thị Mới", "password": "Trời-mưa-lớn-9", **WHY}
    answer = keeper.post(f"{PEOPLE}moi/", given)
    person = Person.objects.get(username="moi.ve")
    assert answer.url == f"{PEOPLE}{person.pk}/"
    assert person.must_change_password
    assert "Lê Thị Mới" in keeper.get(PEOPLE, {"state": "idle"}).text
    post = {"agency": house.division.pk, "role": "specialist", "title": "Chuyên viên", "valid_from": "1/7/2026",
            "version": person.version, **WHY}  # fmt: skip
    assert keeper.post(f"{PEOPLE}{person.pk}/viec/vi-tri-moi/", post).status_code == 303
    assert Post.objects.get(person=person).agency == house.division
    assert "Lê Thị Mới" not in keeper.get(PEOPLE, {"state": "idle"}).text


def test_a_weak_password_is_refused_in_words_and_nothing_is_kept(house, keeper):
    answer = keeper.post(f"{PEOPLE}moi/", {"username": "yeu", "name": "Trần Yếu", "password": "123", **WHY})
    assert answer.status_code == 422
    assert "ký tự" in answer.text
    assert not Person.objects.filter(username="yeu").exists()


def test_a_post_outside_the_tree_cannot_be_given(house, keeper):
    person, elsewhere = make_person(), make_agency()
    post = {"agency": elsewhere.pk, "role": "leader", "title": "Chủ tịch", "valid_from": "1/7/2026",
            "version": person.version, **WHY}  # fmt: skip
    assert keeper.post(f"{PEOPLE}{person.pk}/viec/vi-tri-moi/", post).status_code == 422
    assert not Post.objects.filter(person=person).exists()


def test_an_account_is_blocked_opened_again_and_its_password_set_anew(house, keeper):
    person = house.specialist.person
    for deed, offered in (("khoa", "mo-khoa"), ("mo-khoa", "khoa")):
        person.refresh_from_db()
        answer = keeper.post(f"{PEOPLE}{person.pk}/viec/{deed}/", {"version": person.version, **WHY})
        assert answer.status_code == 303
        assert f"/viec/{offered}/" in keeper.get(f"{PEOPLE}{person.pk}/").text
    person.refresh_from_db()
    given = {"password": "Trời-mưa-lớn-9", "version": person.version, **WHY}
    assert keeper.post(f"{PEOPLE}{person.pk}/viec/mat-khau/", given).status_code == 303
    person.refresh_from_db()
    assert person.must_change_password


def test_nobody_takes_over_an_account_with_a_post_higher_up(house, keeper):
    person = house.specialist.person
    make_post(Role.SPECIALIST, person=person)  # in another office
    page = keeper.get(f"{PEOPLE}{person.pk}/").text
    assert "/viec/mat-khau/" not in page
    assert "/viec/khoa/" not in page
    given = {"password": "Trời-mưa-lớn-9", "version": person.version, **WHY}
    assert keeper.post(f"{PEOPLE}{person.pk}/viec/mat-khau/", given).status_code == 403


def test_people_of_other_offices_do_not_exist_here(house, keeper):
    stranger = make_ward()[Role.CASHIER]
    assert keeper.get(f"{PEOPLE}{stranger.person_id}/").status_code == 404
    assert keeper.get(f"/quan-tri/vi-tri/{stranger.pk}/").status_code == 404
    assert f"/can-bo/{stranger.person_id}/" not in keeper.get(PEOPLE).text


def test_a_post_is_ended_with_its_tokens(house, keeper):
    place = f"/quan-tri/vi-tri/{house.specialist.pk}/"
    text = keeper.post(f"{place}khoa-api/", {"name": "Máy quét", **WHY}).text
    shown = text.partition('value="mc_')[2].partition('"')[0]
    token = AccessToken.objects.get(name="Máy quét")
    assert bytes(token.digest) == AccessToken.digest_of(f"mc_{shown}")
    assert shown not in keeper.get(place).text  # once
    version = Post.objects.get(pk=house.specialist.pk).version
    assert keeper.post(f"{place}viec/ket-thuc/", {"version": version, **WHY}).status_code == 303
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_a_token_is_revoked_once(house, keeper):
    place = f"/quan-tri/vi-tri/{house.specialist.pk}/khoa-api/"
    keeper.post(place, {"name": "Máy quét", **WHY})
    token = AccessToken.objects.get(name="Máy quét")
    assert keeper.post(f"{place}{token.pk}/", {}).status_code == 422
    assert keeper.post(f"{place}{token.pk}/", WHY).status_code == 303
    assert keeper.post(f"{place}{token.pk}/", WHY).status_code == 422


def test_lists_cost_the_same_for_many_rows(house, keeper, queries):
    before = queries(keeper, UNITS), queries(keeper, PEOPLE)
    for number in range(12):
        unit = create_agency(by=system(), parent=house.ward, code=f"{house.ward.code}.N{number}", name=f"P {number}",
                             kind=Kind.DIVISION, level=house.ward.level, valid_from=today())  # fmt: skip
        make_post(Role.SPECIALIST, agency=unit, valid_from=today())
    assert (queries(keeper, UNITS), queries(keeper, PEOPLE)) == before
