"""What an administrator does about how people come in: forced change of a password, sessions, a lost second proof."""

import pytest

from motcua.agencies import actions
from motcua.agencies.choices import Role
from motcua.agencies.models import Session
from tests.factories import give_authenticator, make_agency, make_post, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return make_post(Role.RECEPTIONIST)


@pytest.fixture
def desk(client, clerk):
    return signed_in(client, make_post(Role.ADMINISTRATOR, agency=clerk.agency))


def deed(desk, clerk, name):
    place = f"/quan-tri/can-bo/{clerk.person_id}/viec/{name}/"
    clerk.person.refresh_from_db()
    return desk.post(place, {"version": clerk.person.version, "note": "Phiếu báo số 3"})


def test_the_page_shows_where_somebody_works_and_whether_a_second_proof_is_on(desk, clerk):
    page = desk.get(f"/quan-tri/can-bo/{clerk.person_id}/").content.decode()
    assert "Chưa bật" in page
    assert "Kết thúc mọi phiên" not in page
    give_authenticator(clerk)
    signed_in(type(desk)(), clerk)
    page = desk.get(f"/quan-tri/can-bo/{clerk.person_id}/").content.decode()
    for words in ("Đang bật", "Thiết bị không rõ, dùng gần nhất", "Kết thúc mọi phiên", "Gỡ xác thực hai lớp"):
        assert words in page


@pytest.mark.parametrize(
    ("name", "code"),
    [("buoc-doi", "demand_password"), ("phien", "end_sessions"), ("hai-lop", "reset_second_factors")],
)
def test_each_deed_ends_the_sessions_and_is_recorded_with_its_reason(desk, clerk, name, code):
    give_authenticator(clerk)
    signed_in(type(desk)(), clerk)
    assert deed(desk, clerk, name).status_code == 303
    assert not Session.objects.filter(person=clerk.person).exists()
    event = clerk.person.events.get(action=f"person.{code}")
    assert event.by.role == Role.ADMINISTRATOR
    assert event.note() == "Phiếu báo số 3"
    assert actions.has_second_factor(clerk.person) == (name != "hai-lop")


@pytest.mark.parametrize("name", ["buoc-doi", "phien", "hai-lop"])
def test_people_of_another_tree_are_out_of_reach(desk, name):
    stranger = make_post(Role.RECEPTIONIST, agency=make_agency())
    give_authenticator(stranger)
    signed_in(type(desk)(), stranger)
    assert deed(desk, stranger, name).status_code in (403, 404)
    assert Session.objects.filter(person=stranger.person).exists()
    assert actions.has_second_factor(stranger.person)
