"""The pages of those who watch over personal data."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motcua.agencies.choices import Role
from motcua.citizens import actions
from motcua.citizens.choices import Finding, Look
from motcua.citizens.models import IdentityLookup, LookAlert, LookLimit
from motcua.files.actions import note_look, store
from tests import dossier_factories as make
from tests.factories import make_post, signed_in
from tests.files import samples

pytestmark = pytest.mark.django_db
HOUSE_AT = "2026-03-02T09:10+07:00"
NUMBER = "046190000318"


def open_page(post: Any, name: str, *words: str, **data: Any) -> Any:
    browser, url = signed_in(Client(), post), reverse(f"administration:{name}", args=words)
    return browser.post(url, data) if data else browser.get(url)


def alerted(house: SimpleNamespace) -> LookAlert:
    LookLimit.objects.filter(kind=Look.LOOKUP).update(per_hour=2)
    for _ in range(3):
        actions.look_up(house.clerk, NUMBER)
    (found,) = actions.watch()
    return found


def test_alerts_are_listed_with_the_limits(house: SimpleNamespace) -> None:
    found = alerted(house)
    page = open_page(house.inspector, "look_alerts").content.decode()
    assert found.code in page
    assert house.clerk.person.name in page
    assert "300 lượt" in page
    assert found.code not in open_page(make_post(Role.INSPECTOR), "look_alerts").content.decode()


def test_an_alert_is_closed_from_its_page(house: SimpleNamespace) -> None:
    found = alerted(house)
    assert "Kết luận" in open_page(house.inspector, "look_alert", found.code).content.decode()
    empty = open_page(house.inspector, "close_alert", found.code, version=found.version, finding="justified", note="")
    assert empty.status_code == 422
    sent = {"version": found.version, "finding": "not_justified", "note": "Đã lập biên bản"}
    assert open_page(house.inspector, "close_alert", found.code, **sent).status_code == 303
    found.refresh_from_db()
    assert found.finding == Finding.NOT_JUSTIFIED
    assert "Đã lập biên bản" in open_page(house.inspector, "look_alert", found.code).content.decode()
    stale = open_page(house.inspector, "close_alert", found.code, **sent)
    assert stale.status_code == 409


def test_the_inbox_leads_to_the_alert(house: SimpleNamespace) -> None:
    found = alerted(house)
    page = signed_in(Client(), house.inspector).get("/xu-ly/?tab=later").content.decode()
    assert reverse("administration:look_alert", args=[found.code]) in page


def test_who_looked_tells_all_three_ways_and_no_data_of_the_person(house: SimpleNamespace) -> None:
    applicant = actions.declare(
        by=house.clerk, kind="person", name="Trần Thị Mẫu", identity_number=NUMBER, phone="0912345274"
    )
    dossier = make.received(house, applicant=applicant)
    file = store(by=house.clerk, name="giay.pdf", content=samples.pdf())
    dossier.papers.filter(order=1).update(file=file)
    actions.look_up(house.clerk, NUMBER)
    actions.reveal(applicant, by=house.specialist, why="đối chiếu bản chính")
    note_look(file, by=house.head, why="thẩm định", address="10.0.0.1")
    page = open_page(house.inspector, "who_looked", number=NUMBER, why="đơn của công dân")
    told = page.content.decode()
    assert page.status_code == 200
    assert {look.by for look in page.context["found"]["looks"]} >= {house.clerk, house.specialist, house.head}
    assert "đối chiếu bản chính" in told
    assert "thẩm định" in told
    assert dossier.code in told
    assert "Trần Thị Mẫu" not in told
    assert IdentityLookup.objects.filter(by=house.inspector).count() == 1


def test_what_is_no_number_is_told_beside_the_field(house: SimpleNamespace) -> None:
    page = open_page(house.inspector, "who_looked", number="abc", why="x")
    assert page.status_code == 422
    assert IdentityLookup.objects.count() == 0


def test_too_many_questions_are_refused(house: SimpleNamespace, settings: Any) -> None:
    settings.IDENTITY_LOOKUPS = 1
    assert open_page(house.inspector, "who_looked", number=NUMBER, why="x").status_code == 200
    assert "quá nhiều lần" in open_page(house.inspector, "who_looked", number=NUMBER, why="x").content.decode()


@pytest.mark.parametrize("record", ["tra-so", "dinh-danh", "tep"])
def test_the_records_are_listed_for_the_unit(house: SimpleNamespace, record: str) -> None:
    applicant = actions.declare(by=house.clerk, kind="person", name="Trần Thị Mẫu", identity_number=NUMBER)
    actions.look_up(house.specialist, NUMBER)
    actions.reveal(applicant, by=house.specialist, why="đối chiếu")
    note_look(store(by=house.clerk, name="a.pdf", content=samples.pdf()), by=house.specialist, why="đọc", address="::1")
    browser, url = signed_in(Client(), house.administrator), "/quan-tri/luot-xem/"
    name, title = house.specialist.person.name, house.specialist.title
    page = browser.get(url, {"loai": record}).content.decode()
    assert name in page
    assert "Trần Thị Mẫu" not in page
    assert NUMBER not in page
    for nothing in ({"q": "khongcoai"}, {"first": "03/03/2026"}, {"last": "01/03/2026"}, {"why": "khongcolydo"}):
        assert title not in browser.get(url, {"loai": record} | nothing).content.decode()
    elsewhere = signed_in(Client(), make_post(Role.INSPECTOR))
    assert title not in elsewhere.get(url, {"loai": record}).content.decode()


def test_the_reason_of_a_question_is_told_and_found(house: SimpleNamespace) -> None:
    open_page(house.inspector, "who_looked", number=NUMBER, why="đơn của công dân")
    browser = signed_in(Client(), house.inspector)
    page = browser.get("/quan-tri/luot-xem/", {"loai": "tra-so", "why": "đơn của"}).content.decode()
    assert "Số giấy tờ: 0 kết quả. đơn của công dân" in page


@pytest.mark.parametrize(("old", "kind"), [("tra-cuu", "tra-so"), ("xem-day-du", "dinh-danh"), ("tep", "tep")])
def test_the_old_addresses_lead_to_the_one_page(house: SimpleNamespace, old: str, kind: str) -> None:
    moved = open_page(house.inspector, "old_looks", old)
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/quan-tri/luot-xem/?loai={kind}")
    alerts = open_page(house.inspector, "look_alerts").content.decode()
    assert f"/quan-tri/luot-xem/?loai={kind}" in alerts
    assert open_page(house.clerk, "old_looks", old).status_code == 403


def test_an_unknown_record_does_not_exist(house: SimpleNamespace) -> None:
    assert open_page(house.inspector, "old_looks", "khac").status_code == 404


def test_the_limit_is_changed_at_the_top_only(house: SimpleNamespace) -> None:
    sent = {"version": 1, "per_hour": "10", "source": "QĐ 9"}
    assert open_page(house.administrator, "look_limit", "lookup", **sent).status_code == 403
    assert open_page(house.administrator, "look_limit", "lookup").status_code == 403
    link = '/muc/lookup/"'
    assert link not in open_page(house.administrator, "look_alerts").text
    assert link in open_page(house.inspector, "look_alerts").text
    assert open_page(house.inspector, "look_limit", "lookup").status_code == 200
    assert open_page(house.inspector, "look_limit", "lookup", **sent).status_code == 303
    assert LookLimit.objects.get(kind="lookup").per_hour == 10


def test_those_who_settle_do_not_enter(house: SimpleNamespace) -> None:
    for post in (house.clerk, house.leader):
        assert open_page(post, "look_alerts").status_code == 403
