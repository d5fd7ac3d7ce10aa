"""Results handed back at the desk."""

import pytest
from django.test import Client

from motcua.agencies.choices import Role
from motcua.dossiers.choices import State
from motcua.dossiers.models import Dossier
from motcua.ui import formats
from tests.counter.pages import URL
from tests.dossier_factories import COUNCIL_SET, at_the_desk, decided, returned
from tests.factories import make_post, signed_in

RETURNS = f"{URL}tra-ket-qua/"


def test_only_results_that_lie_at_this_desk_are_listed(desk, house):
    here, at_the_registry, gone = at_the_desk(house), decided(house), returned(house)
    page = desk.get(RETURNS).text
    assert here.code in page
    assert at_the_registry.code not in page
    assert gone.code not in page
    other = signed_in(Client(), make_post(Role.RECEPTIONIST))
    assert here.code not in other.get(RETURNS).text


def test_a_scanned_code_opens_its_result(desk, house):
    dossier = at_the_desk(house)
    assert desk.get(RETURNS, {"q": f" {dossier.code.lower()} "})["Location"] == f"{RETURNS}{dossier.code}/"
    link = f"https://motcua.example/t/{dossier.tracking_token}"
    assert desk.get(RETURNS, {"q": link})["Location"] == f"{RETURNS}{dossier.code}/"


def test_a_scanned_code_without_a_result_here_says_why(desk, house):
    early = decided(house)
    assert f"Hồ sơ {early.code} chưa có kết quả ở quầy này" in desk.get(RETURNS, {"q": early.code}).text
    link = f"https://motcua.example/t/{early.tracking_token}"
    assert f"Hồ sơ {early.code} chưa có kết quả ở quầy này" in desk.get(RETURNS, {"q": link}).text
    assert "Không có hồ sơ nào mang mã “H99-1”" in desk.get(RETURNS, {"q": "H99-1"}).text
    assert "Không có kết quả nào chờ trả" in desk.get(RETURNS, {"q": "Nguyễn"}).text


def test_a_name_without_marks_finds(desk, house):
    dossier = at_the_desk(house)
    assert dossier.code in desk.get(RETURNS, {"q": "tran mau"}).text
    assert dossier.code not in desk.get(RETURNS, {"q": "le van"}).text


def test_a_result_is_handed_to_somebody_by_some_means(desk, house):
    dossier = at_the_desk(house)
    page = desk.get(f"{RETURNS}{dossier.code}/")
    assert 'value="Trần Thị Mẫu"' in page.text
    sent = {"version": dossier.version, "receiver": "Lê Văn Con", "means": "at_desk"}
    assert desk.post(f"{RETURNS}{dossier.code}/", sent)["Location"] == RETURNS
    dossier.refresh_from_db()
    assert (dossier.state, dossier.returned_to) == (State.RETURNED, "Lê Văn Con")


def test_two_clerks_hand_one_result_back_and_the_second_is_told_when_it_went(desk, house):
    dossier = at_the_desk(house)
    colleague = signed_in(Client(), make_post(Role.RECEPTIONIST, agency=house.centre))
    sent = {"version": dossier.version, "receiver": "Lê Văn Con", "means": "at_desk"}
    assert desk.post(f"{RETURNS}{dossier.code}/", sent).status_code == 303
    dossier.refresh_from_db()
    for answer in (colleague.post(f"{RETURNS}{dossier.code}/", sent), desk.get(f"{RETURNS}{dossier.code}/")):
        assert answer.status_code == 404
        assert f"Hồ sơ {dossier.code}: kết quả đã trả lúc {formats.moment(dossier.closed_at)}" in answer.text
        assert "Về danh sách chờ trả" in answer.text
    stranger = signed_in(Client(), make_post(Role.RECEPTIONIST)).get(f"{RETURNS}{dossier.code}/")
    assert (stranger.status_code, "đã trả" in stranger.text) == (404, False)
    assert Dossier.objects.get().version == dossier.version


@pytest.mark.parametrize(
    ("change", "status"),
    [({"receiver": " "}, 422), ({"receiver": "x" * 121}, 422), ({"means": "bồ câu"}, 422), ({"version": 1}, 409)],
)
def test_bad_input_and_stale_pages_hand_nothing_back(desk, house, change, status):
    dossier = at_the_desk(house)
    sent = {"version": dossier.version, "receiver": "Lê Văn Con", "means": "at_desk"} | change
    assert desk.post(f"{RETURNS}{dossier.code}/", sent).status_code == status
    dossier.refresh_from_db()
    assert dossier.state == State.DECIDED


def test_what_was_handed_back_is_not_handed_back_again(desk, house):
    assert desk.get(f"{RETURNS}{returned(house).code}/").status_code == 404


def test_the_list_costs_the_same_for_two_and_for_six(
    desk, house, django_assert_num_queries, django_assert_max_num_queries
):
    for _ in range(2):
        at_the_desk(house)
    desk.get(RETURNS)
    with django_assert_max_num_queries(12) as two:
        desk.get(RETURNS)
    for _ in range(4):
        at_the_desk(house)
    with django_assert_num_queries(len(two.captured_queries)):
        desk.get(RETURNS)


def test_money_that_is_owed_is_said_and_known_before_the_result_goes(desk, house):
    dossier = at_the_desk(house, COUNCIL_SET)
    Dossier.objects.filter(pk=dossier.pk).update(money="due")
    assert "Chưa thu phí" in desk.get(RETURNS).text
    page = desk.get(f"{RETURNS}{dossier.code}/").text
    assert 'role="alert"' in page
    assert "Vẫn trả, dù chưa thu" in page
    sent = {"version": dossier.version, "receiver": "Lê Văn Con", "means": "at_desk"}
    assert desk.post(f"{RETURNS}{dossier.code}/", sent).status_code == 422
    assert desk.post(f"/xu-ly/ho-so/{dossier.code}/viec/return-result/", sent).status_code == 422
    assert desk.post(f"{RETURNS}{dossier.code}/", sent | {"unpaid": "on"}).status_code == 303
    dossier.refresh_from_db()
    assert dossier.state == State.RETURNED
