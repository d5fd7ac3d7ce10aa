"""Absences and delegations at the administration desk, and one's own page: as of a day, new, ended early, history."""

from datetime import timedelta

import pytest
from django.test import Client

from motcua.agencies import actions
from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import Absence, Delegation
from motcua.core.clock import today
from tests import dossier_factories as make
from tests.factories import make_agency, make_person, make_post, make_ward, signed_in
from tests.standing import away, delegated

AWAY, SIGNING, OWN = "/quan-tri/vang-mat/", "/quan-tri/uy-quyen/", "/vang-mat/"


@pytest.fixture
def screen_of(db):
    return lambda post: signed_in(Client(), post)


@pytest.fixture
def deputy(house):
    return make_post(Role.LEADER, agency=house.ward, person=make_person(name="Lê Thị Phó"), title="Phó Chủ tịch")


def day(days):
    return f"{today() + timedelta(days=days):%d/%m/%Y}"


def document(house, **more):
    return {
        "giver": house.leader.pk, "taker": house.head.pk, "number": "12/QĐ-UBND", "date": day(0), "valid_from": day(0),
        "valid_to": day(30), "note": "Theo phân công",
    } | more  # fmt: skip


class TestAbsencePages:
    def test_today_is_shown_other_days_are_asked_for(self, house, deputy, screen_of):
        away(house.leader, deputy, valid_from=today() + timedelta(days=5), days=6)
        away(house.specialist, None)
        client = screen_of(house.administrator)
        assert "Chưa có ai" in client.get(AWAY).text
        assert "Lê Thị Phó" not in client.get(AWAY).text
        assert "Lê Thị Phó" in client.get(f"{AWAY}?on={day(5)}").text
        both = client.get(f"{AWAY}?all=all").text
        assert "Lê Thị Phó" in both
        assert "Sắp tới" in both

    def test_a_day_gone_by_still_shows_what_was_ended_since(self, house, deputy, screen_of, set_clock):
        set_clock("2026-03-02T09:00")
        row = away(house.leader, deputy)
        set_clock("2026-03-04T09:00")
        actions.end_absence(row, by=house.leader)
        client = screen_of(house.administrator)
        assert "Lê Thị Phó" not in client.get(AWAY).text
        assert "Lê Thị Phó" in client.get(f"{AWAY}?on=03/03/2026").text

    def test_the_administrator_records_and_ends_one_and_the_history_tells_it(self, house, deputy, screen_of):
        client = screen_of(house.administrator)
        given = {"post": house.leader.pk, "substitute": deputy.pk, "reason": "trip", "note": "Quyết định 5"}
        answer = client.post(f"{AWAY}moi/", given | {"valid_from": day(0), "valid_to": day(3)})
        row = Absence.objects.get()
        assert (answer.status_code, answer.url) == (303, f"{AWAY}{row.pk}/")
        page = client.get(answer.url).text
        assert "Ghi vắng mặt" in page
        assert "Quyết định 5" in page
        done = client.post(
            f"{AWAY}{row.pk}/viec/di-lam-lai/", {"back_on": day(0), "note": "Về sớm", "version": row.version}
        )
        assert done.status_code == 303
        page = client.get(answer.url).text
        assert "Về sớm" in page
        assert "Đã chấm dứt" in page
        assert client.get(f"{AWAY}{row.pk}/viec/di-lam-lai/").status_code == 404

    def test_what_the_action_refuses_is_told_beside_its_question(self, house, screen_of):
        client = screen_of(house.administrator)
        given = {"post": house.leader.pk, "substitute": house.clerk.pk, "reason": "trip", "note": "x"}
        answer = client.post(f"{AWAY}moi/", given | {"valid_from": day(0), "valid_to": day(3)})
        assert answer.status_code == 422
        assert "không làm thay được" in answer.text
        assert not Absence.objects.exists()

    @pytest.mark.parametrize("wrong", ["", "999999", "abc"])
    def test_somebody_who_is_not_offered_is_not_taken(self, house, screen_of, wrong):
        given = {"post": wrong, "reason": "trip", "note": "x", "valid_from": day(0), "valid_to": day(3)}
        assert screen_of(house.administrator).post(f"{AWAY}moi/", given).status_code == 422

    def test_another_trees_absences_are_not_there(self, house, screen_of):
        other = make_ward()
        row = away(other["leader"], None)
        client = screen_of(house.administrator)
        assert client.get(f"{AWAY}{row.pk}/").status_code == 404
        assert client.get(f"{AWAY}{row.pk}/viec/di-lam-lai/").status_code == 404
        assert (
            str(other["leader"].pk) not in client.get(f"{AWAY}moi/").text.split('name="post"')[1].split("</select>")[0]
        )

    def test_twenty_cost_what_two_do(self, house, screen_of, queries):
        def more(count):
            for _ in range(count):
                head = make_post(Role.HEAD_OF_DIVISION, agency=make_agency(parent=house.ward, kind=Kind.DIVISION))
                away(head, house.leader)
                delegated(house.leader, head)

        more(2)
        client = screen_of(house.administrator)
        few, signing = queries(client, AWAY), queries(client, SIGNING)
        more(8)
        assert queries(client, AWAY) == few <= 6
        assert queries(client, SIGNING) == signing <= 6


class TestDelegationPages:
    def test_the_leader_delegates_a_field_and_a_procedure(self, house, screen_of):
        client = screen_of(house.leader)
        given = document(house, fields_of_work=["F1"], procedures=f"{make.STANDARD}\n{make.PAYING}")
        answer = client.post(f"{SIGNING}moi/", given)
        row = Delegation.objects.get()
        assert (answer.status_code, answer.url) == (303, f"{SIGNING}{row.pk}/")
        assert row.scope == ["field:F1", f"procedure:{make.STANDARD}", f"procedure:{make.PAYING}"]
        page = client.get(answer.url).text
        assert "lĩnh vực Lĩnh vực thử" in page
        assert "TUQ. LÃNH ĐẠO / TRƯỞNG PHÒNG" in page
        assert "Theo phân công" in page
        assert "12/QĐ-UBND" in client.get(SIGNING).text

    def test_a_procedure_the_office_does_not_have_is_refused(self, house, screen_of):
        answer = screen_of(house.leader).post(f"{SIGNING}moi/", document(house, procedures="8.888888"))
        assert answer.status_code == 422
        assert "8.888888" in answer.text

    def test_a_leader_does_not_delegate_for_another_leader(self, house, deputy, screen_of):
        answer = screen_of(deputy).post(f"{SIGNING}moi/", document(house))
        assert answer.status_code == 422
        assert not Delegation.objects.exists()

    def test_it_is_ended_with_a_reason(self, house, screen_of):
        row = delegated(house.leader, house.head)
        client = screen_of(house.administrator)
        address = f"{SIGNING}{row.pk}/viec/cham-dut/"
        assert client.post(address, {"note": "", "version": row.version}).status_code == 422
        assert client.post(address, {"note": "Đổi phân công", "version": row.version}).status_code == 303
        page = client.get(f"{SIGNING}{row.pk}/").text
        assert "Đổi phân công" in page
        assert "Chấm dứt ủy quyền" in page

    def test_a_stale_page_is_told(self, house, screen_of):
        row = delegated(house.leader, house.head)
        answer = screen_of(house.leader).post(f"{SIGNING}{row.pk}/viec/cham-dut/", {"note": "x", "version": 9})
        assert answer.status_code == 409

    def test_an_inspector_reads_and_changes_nothing(self, house, screen_of):
        row = delegated(house.leader, house.head)
        client = screen_of(house.inspector)
        page = client.get(f"{SIGNING}{row.pk}/")
        assert page.status_code == 200
        assert "cham-dut" not in page.text
        assert client.post(f"{SIGNING}{row.pk}/viec/cham-dut/", {"note": "x"}).status_code == 403


class TestOwnPage:
    def test_one_writes_down_ones_absence_and_comes_back(self, house, screen_of):
        colleague = make_post(Role.SPECIALIST, agency=house.division, person=make_person(name="Hoàng Văn Thay"))
        client = screen_of(house.specialist)
        given = {"valid_from": day(0), "valid_to": day(2), "reason": "leave", "substitute": colleague.pk, "note": ""}
        answer = client.post(f"{OWN}moi/", given)
        assert (answer.status_code, answer.url) == (303, OWN)
        assert "Hoàng Văn Thay" in client.get(OWN).text
        assert house.specialist.person.name in screen_of(colleague).get(OWN).text
        row = Absence.objects.get()
        assert client.post(f"{OWN}{row.pk}/di-lam-lai/", {"back_on": day(0), "version": row.version}).status_code == 303
        assert "Đã hủy" in client.get(OWN).text

    def test_only_who_may_stand_in_is_offered(self, house, deputy, screen_of):
        page = screen_of(house.leader).get(f"{OWN}moi/").text
        assert "Lê Thị Phó" in page
        assert f'value="{house.head.pk}"' not in page

    def test_somebody_elses_absence_is_not_ended_here(self, house, deputy, screen_of):
        row = away(house.leader, deputy)
        assert screen_of(deputy).get(f"{OWN}{row.pk}/di-lam-lai/").status_code == 404

    def test_strangers_go_to_the_log_in_page(self, client):
        assert client.get(OWN).url.startswith("/dang-nhap/")

    def test_what_was_delegated_to_one_is_shown(self, house, screen_of):
        delegated(house.leader, house.head, scope=["field:F1"])
        assert "15/QĐ-UBND" in screen_of(house.head).get(OWN).text
