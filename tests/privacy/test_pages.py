"""The pages of the desk, of whoever answers, and of those who set terms and duties."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.agencies.choices import Role
from motcua.privacy import actions
from motcua.privacy.choices import State
from motcua.privacy.models import DataDuty, RightsRequest, RightsTerm
from tests.factories import make_ward, signed_in
from tests.privacy.conftest import ASKED, NUMBER

pytestmark = pytest.mark.django_db
LIST = "/quyen-du-lieu/"
Ask = Callable[..., RightsRequest]


def test_the_desk_takes_a_request_down(ward: SimpleNamespace) -> None:
    browser = signed_in(Client(), ward.clerk)
    assert "Đối chiếu giấy tờ trước khi nhận" in browser.get(f"{LIST}moi/").content.decode()
    empty = browser.post(f"{LIST}moi/", {"right": "export"})
    assert empty.status_code == 422
    sent = browser.post(f"{LIST}moi/", ASKED | {"right": "correction", "new_phone": "0987654321"})
    found = RightsRequest.objects.get()
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{LIST}{found.code}/")
    assert found.wanted == {"phone": "0987654321"}
    page = browser.get(sent.headers["Location"]).content.decode()
    assert "Trần Thị Mẫu" in page
    assert NUMBER not in page
    assert "0987654321" in page


def test_what_is_refused_is_said_with_everything_still_there(ward: SimpleNamespace) -> None:
    wrong = signed_in(Client(), ward.clerk).post(f"{LIST}moi/", ASKED | {"identity_number": "12"})
    assert wrong.status_code == 422
    assert "Mã số thuế" in wrong.content.decode()
    assert "Cho tôi xem" in wrong.content.decode()


def test_the_list_names_nobody_and_has_open_and_ended_ones(ward: SimpleNamespace, ask: Ask) -> None:
    found, ended = ask(), actions.withdraw(ask(), by=ward.clerk, note="Thôi")
    browser = signed_in(Client(), ward.registry)
    page = browser.get(LIST).content.decode()
    assert found.code in page
    assert ended.code not in page
    assert "Mẫu" not in page.replace("Mẫu in", "")
    assert ended.code in browser.get(f"{LIST}?tab=xong").content.decode()
    assert found.code not in browser.get(LIST, {"q": "DL26-00009"}).content.decode()
    assert found.code not in browser.get(LIST, {"right": "erasure"}).content.decode()
    assert found.code not in signed_in(Client(), make_ward()[Role.LEADER]).get(LIST).content.decode()


def test_it_is_answered_and_decided_on_its_page(ward: SimpleNamespace, ask: Ask) -> None:
    found = ask()
    browser, url = signed_in(Client(), ward.registry), f"{LIST}{found.code}/"
    page = browser.get(url).content.decode()
    for slug in ("phan-hoi", "gia-han", "dong-y", "khong-dong-y"):
        assert f"{url}viec/{slug}/" in page
    assert f"{url}viec/rut/" not in page
    said = browser.post(f"{url}viec/phan-hoi/", {"version": 1, "answer": "Đã nhận, trả ngày 12/3"})
    assert said.status_code == 303
    stale = browser.post(f"{url}viec/dong-y/", {"version": 1, "reason": "x"})
    assert stale.status_code == 409
    assert browser.post(f"{url}viec/khong-dong-y/", {"version": 2, "reason": "Không đúng người"}).status_code == 303
    found.refresh_from_db()
    assert found.state == State.READY
    page = browser.get(url).content.decode()
    assert "Không đúng người" in page
    assert "viec/dong-y/" not in page
    assert browser.get(f"{url}viec/dong-y/").status_code == 404
    clerk = signed_in(Client(), ward.clerk)
    assert "viec/rut" not in clerk.get(url).content.decode()
    assert clerk.post(f"{url}giao/", {"version": 3, "seen": "on"}).status_code == 303


def test_others_find_no_such_request(ward: SimpleNamespace, ask: Ask) -> None:
    found = ask()
    for post in (ward.specialist, ward.inspector, make_ward()[Role.RECEPTIONIST]):
        assert signed_in(Client(), post).get(f"{LIST}{found.code}/").status_code == 404
    clerk = signed_in(Client(), ward.clerk)
    assert clerk.get(f"{LIST}{found.code}/viec/dong-y/").status_code == 404
    assert clerk.post(f"{LIST}{found.code}/viec/dong-y/", {"version": 1, "reason": "x"}).status_code == 403


def test_the_inbox_leads_to_it(ward: SimpleNamespace, ask: Ask) -> None:
    found = ask()
    assert f"{LIST}{found.code}/" in signed_in(Client(), ward.registry).get("/xu-ly/?tab=later").content.decode()


def test_a_leader_names_who_answers(ward: SimpleNamespace) -> None:
    browser = signed_in(Client(), ward.leader)
    assert ward.registry.person.name in browser.get(f"{LIST}phu-trach/").content.decode()
    sent = {"post": ward.head.pk, "source": "QĐ 9/QĐ-UBND", "valid_from": "1/4/2026"}
    assert browser.post(f"{LIST}phu-trach/giao/", sent | {"source": ""}).status_code == 422
    assert browser.post(f"{LIST}phu-trach/giao/", sent).status_code == 303
    held = DataDuty.objects.held(ward.ward, date(2026, 4, 1))
    assert held is not None
    assert held.post == ward.head


def test_terms_are_read_with_their_source_and_set_at_the_top(ward: SimpleNamespace) -> None:
    page = signed_in(Client(), ward.leader).get(f"{LIST}thoi-han/").content.decode()
    assert "NĐ 356/2025/NĐ-CP" in page
    assert "NĐ 13/2023/NĐ-CP" in page
    assert f"{LIST}thoi-han/dat/" not in page
    sent = {
        "right": "export", "answer_amount": "2", "answer_unit": "working_day", "amount": "7", "unit": "day",
        "extension": "0", "source": "Luật mới", "valid_from": "1/6/2026",
    }  # fmt: skip
    assert signed_in(Client(), ward.inspector).post(f"{LIST}thoi-han/dat/", sent).status_code == 303
    term = RightsTerm.objects.of("export", date(2026, 6, 1))
    assert term is not None
    assert term.amount == 7


@pytest.mark.parametrize("tab", ["", "?tab=xong"])
def test_the_list_costs_the_same_for_two_and_for_twenty(ward: SimpleNamespace, ask: Ask, tab: str) -> None:
    browser, counts = signed_in(Client(), ward.registry), []
    for more in (2, 18):
        for _ in range(more):
            found = ask()
            if tab:
                actions.withdraw(found, by=ward.clerk, note="Thôi")
        browser.get(f"{LIST}{tab}")
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"{LIST}{tab}")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_requests_page_costs_few_queries(ward: SimpleNamespace, ask: Ask) -> None:
    found, browser = ask(), signed_in(Client(), ward.registry)
    browser.get(f"{LIST}{found.code}/")
    with CaptureQueriesContext(connection) as asked:
        browser.get(f"{LIST}{found.code}/")
    assert len(asked) <= 10
