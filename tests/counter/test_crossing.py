"""Receiving for another agency at the counter: found by its name, its edition, its limit, three places on the page."""

import pytest
from django.test import Client

from motcua.agencies.choices import Role
from motcua.core.clock import today
from motcua.dossiers.models import Dossier
from motcua.procedures.models import Edition, edition_across
from tests import dossier_factories as make
from tests.counter.pages import URL, send, sheet
from tests.dossiers.crossing import CLOSED, OPENED, two_wards
from tests.dossiers.drawn import fact_of
from tests.dossiers.test_linking import route_to
from tests.factories import make_agency, make_post, signed_in

TOLD = "9.000062"


@pytest.fixture
def wards(db, set_clock):
    set_clock("2026-03-02T08:30")
    return two_wards()


@pytest.fixture
def desk(wards):
    return signed_in(Client(), wards.here.clerk)


def page_for(wards, **more):
    """The page with the other ward's edition."""
    edition = edition_across(OPENED, wards.there.ward.code, desk=wards.here.centre, on=today())
    given = sheet(wards.here, OPENED, **more)
    return given | {"edition": str(edition.pk), "rows_of": f"{edition.pk}:"}


def test_agencies_are_found_by_name_for_the_procedure_in_hand(desk, wards):
    own = Edition.objects.get(code=OPENED, office=wards.here.ward)
    found = desk.get(f"{URL}thu-tuc/noi-khac/", {"elsewhere": "phuong thu", "edition": own.pk}).text
    assert f'value="{OPENED}@{wards.there.ward.code}"' in found
    assert found.count("<li>") == 1  # neither this ward nor one of another province
    typed = desk.get(f"{URL}thu-tuc/noi-khac/", {"elsewhere": "phuong thu", "q": "xac nhan"}).text
    assert f"@{wards.there.ward.code}" in typed


@pytest.mark.parametrize(
    "asked", [{}, {"elsewhere": "", "q": "xac nhan"}, {"elsewhere": "khong co"}, {"elsewhere": "phuong", "q": CLOSED}]
)
def test_nothing_is_found_without_an_agency_that_has_opened_it(desk, wards, asked):
    assert "<li>" not in desk.get(f"{URL}thu-tuc/noi-khac/", asked).text


def test_choosing_one_shows_who_settles_and_the_places(desk, wards):
    page = desk.post(URL, {"choose": f"{OPENED}@{wards.there.ward.code}"}).text
    assert "Tiếp nhận không phụ thuộc địa giới" in page
    assert 'name="helped_at"' in page
    assert 'name="return_desk"' in page
    assert wards.there.centre.name in page
    assert 'name="helped_at"' not in desk.post(URL, {"choose": OPENED}).text


@pytest.mark.parametrize("ward", ["far", "there"])
def test_what_is_not_opened_cannot_be_chosen_by_hand(desk, wards, ward):
    page = desk.post(URL, {"choose": f"{CLOSED}@{getattr(wards, ward).ward.code}"}).text
    assert "Nơi này không tiếp nhận thủ tục" in page


def test_what_is_received_belongs_to_the_other_agency_and_names_all_three(desk, wards):
    helper = wards.there.centre
    answer = send(desk, page_for(wards, helped_at=helper.code, return_desk=helper.code))
    assert answer.status_code == 303, answer.text
    dossier = Dossier.objects.get()
    assert (dossier.agency, dossier.desk) == (wards.there.ward, wards.here.centre)
    assert (dossier.helped_at, dossier.return_desk) == (helper, helper)
    shown = desk.get(answer["Location"]).text
    for words in ("Nơi hỗ trợ nộp", "Cơ quan giải quyết", wards.there.ward.name, "Nơi tiếp nhận"):
        assert words in shown
    page = desk.get(f"/xu-ly/ho-so/{dossier.code}/").text
    assert "Cơ quan giải quyết" in page


@pytest.mark.parametrize("name", ["helped_at", "return_desk"])
def test_a_place_that_is_not_offered_is_refused(desk, wards, name):
    answer = send(desk, page_for(wards, **{name: wards.far.centre.code}))
    assert answer.status_code == 422
    assert not Dossier.objects.exists()


def test_an_edition_that_was_withdrawn_meanwhile_is_not_received(desk, wards, set_clock):
    page = page_for(wards)
    set_clock("2025-12-30T08:30")  # a day on which nothing was opened yet
    assert send(desk, page).status_code == 422
    assert not Dossier.objects.exists()


def test_a_draft_keeps_its_places(desk, wards):
    send(desk, page_for(wards, deed="draft", return_desk=wards.there.centre.code))
    draft = Dossier.objects.get()
    assert draft.return_desk == wards.there.centre
    opened = desk.post(URL, {"draft": draft.pk, "deed": "open"}).text
    assert f'<option value="{wards.there.centre.code}" selected' in opened
    assert "Tiếp nhận không phụ thuộc địa giới" in opened


class TestUnknownCommune:
    @pytest.fixture
    def house(self, db, set_clock):
        set_clock("2026-03-02T08:30")
        house = make.make_house(more=[fact_of(TOLD, route_to("commune"))])
        house.other = make_agency(name="Xã Khác")
        make_post(Role.SPECIALIST, agency=house.other)
        return house

    def test_the_page_says_which_address_is_not_found_and_lets_the_clerk_choose(self, house):
        desk = signed_in(Client(), house.clerk)
        refused = send(desk, sheet(house, TOLD))
        assert refused.status_code == 422
        assert "địa chỉ “Tổ dân phố Mẫu” không nêu xã, phường nào" in refused.text
        assert f'<option value="{house.other.code}"' in refused.text
        assert not Dossier.objects.exists()
        assert send(desk, sheet(house, TOLD, told_place=house.other.code)).status_code == 303
        assert Dossier.objects.get().steps.get(state="open").agency == house.other

    def test_other_procedures_do_not_ask(self, house):
        desk = signed_in(Client(), house.clerk)
        assert 'name="told_place"' not in desk.post(URL, {"choose": make.STANDARD}).text
        assert 'name="told_place"' in desk.post(URL, {"choose": TOLD}).text
