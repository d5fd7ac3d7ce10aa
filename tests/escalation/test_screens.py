"""The pages of warnings, weekly lists, mails, the ladder and its preview, asked through the client."""

import re
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from motcua.escalation.actions.listing import make_lists
from motcua.escalation.actions.telling import tell_reached
from motcua.escalation.models import Alarm, DigestChoice, DigestRule, Rung, WeeklyList
from tests import dossier_factories as make
from tests.escalation.conftest import ladder, warned

LADDER = "/canh-bao/thang/"
RUNG = {
    "at": "percent", "subject": "step", "percent": "80", "weekday": "", "hour": "", "whom": "head", "channel": "inbox",
    "source": "Quyết định 7/QĐ-UBND", "valid_from": "02/03/2026",
}  # fmt: skip


@pytest.fixture
def running(house: Any, set_clock: Any) -> Any:
    set_clock("2026-03-01T08:00")
    ladder(house)
    set_clock("2026-03-02T09:00")
    return make.in_progress(house)


def test_the_preview_says_who_would_be_told_and_tells_nobody(house, running, screen_of, set_clock):
    client = screen_of(house.administrator)
    assert "Không ai được báo gì thêm" in client.get(f"{LADDER}xem-truoc/").text
    html = client.get(f"{LADDER}xem-truoc/?at=20/03/2026 17:00").text
    assert html.count(running.code) == 3
    for post in (house.head, house.leader):
        assert f"{post.person.name}, {post.title}" in html
    assert "Trần Thị Mẫu" not in html
    assert not Alarm.objects.exists()
    set_clock("2026-03-20T16:59")
    assert tell_reached() == 3
    assert running.code not in client.get(f"{LADDER}xem-truoc/?at=20/03/2026 17:00").text


def test_the_preview_refuses_a_moment_that_cannot_be_read(house, running, screen_of):
    answer = screen_of(house.administrator).get(f"{LADDER}xem-truoc/?at=mai")
    assert answer.status_code == 422
    assert "Thời điểm chưa đúng" in answer.text


def test_the_preview_costs_the_same_for_two_and_for_twenty(house, running, screen_of):
    client, counted = screen_of(house.administrator), []
    for more in (1, 18):
        for _ in range(more):
            make.in_progress(house)
        client.get(f"{LADDER}xem-truoc/?at=20/03/2026 17:00")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{LADDER}xem-truoc/?at=20/03/2026 17:00")
        counted.append(sum("worktime_calendarstamp" not in query["sql"] for query in asked))
    assert counted[0] == counted[1]


def test_administrators_set_and_end_rungs_on_the_screen(house, running, screen_of):
    client = screen_of(house.administrator)
    assert client.post(f"{LADDER}bac-moi/", RUNG).status_code == 303
    rung = Rung.objects.get(percent=80)
    assert (rung.agency, rung.whom) == (house.ward, "head")
    assert "qua 80% thời hạn" in client.get(LADDER).text
    again = client.post(f"{LADDER}bac-moi/", RUNG)
    assert (again.status_code, "Thang đã có bậc này" in again.text) == (422, True)
    wrong = client.post(f"{LADDER}bac-moi/", RUNG | {"percent": ""})
    assert (wrong.status_code, "Phần trăm từ 1 đến 99" in wrong.text) == (422, True)
    page = f"{LADDER}bac/{rung.pk}/thoi/"
    assert client.post(page, {"valid_to": "05/03/2026", "version": rung.version}).status_code == 303
    rung.refresh_from_db()
    assert rung.valid_to == date(2026, 3, 5)


def test_an_old_page_does_not_end_a_rung_twice(house, running, screen_of):
    rung = Rung.objects.filter(agency=house.ward).order_by("pk").first()
    page, sent = f"{LADDER}bac/{rung.pk}/thoi/", {"valid_to": "05/03/2026", "version": rung.version}
    client = screen_of(house.administrator)
    assert client.post(page, sent).status_code == 303
    assert client.post(page, sent).status_code == 409


def test_the_offices_hour_is_set_on_the_screen(house, running, screen_of):
    client = screen_of(house.administrator)
    sent = {"sends": "yes", "hour": "7", "source": "Thông báo 2", "valid_from": "03/03/2026"}
    assert client.post(f"{LADDER}gio-thu/", sent).status_code == 303
    assert DigestRule.objects.get(agency=house.ward).hour == 7
    assert "lúc 7 giờ" in client.get(LADDER).text


@pytest.mark.parametrize("who", ["leader", "reform", "inspector"])
def test_who_watches_reads_the_ladder_and_sets_nothing(house, running, screen_of, who):
    client = screen_of(getattr(house, who))
    assert "Thêm bậc" not in client.get(LADDER).text
    for page in ("bac-moi/", "gio-thu/", "xem-truoc/"):
        assert client.get(f"{LADDER}{page}").status_code == 403


def test_a_warning_is_shown_to_who_was_told_with_the_way_to_the_dossier(house, running, screen_of, set_clock):
    set_clock("2026-03-20T09:00")
    tell_reached()
    alarm = Alarm.objects.get(rung__percent=90)
    html = screen_of(house.head).get(f"/canh-bao/{alarm.pk}/").text
    assert running.code in html
    assert f"/xu-ly/ho-so/{running.code}/" in html
    assert "100%" in html
    assert screen_of(house.clerk).get(f"/canh-bao/{alarm.pk}/").status_code == 404
    assert screen_of(house.clerk).post(f"/canh-bao/{alarm.pk}/da-biet/").status_code == 404
    assert screen_of(house.head).get(f"/canh-bao/{alarm.pk}/da-biet/").status_code == 405
    assert screen_of(house.head).post(f"/canh-bao/{alarm.pk}/da-biet/").status_code == 303
    assert warned(house.head) == []
    assert "Đã biết, bỏ khỏi" not in screen_of(house.head).get(f"/canh-bao/{alarm.pk}/").text


def test_the_inbox_leads_to_the_warning(house, running, screen_of, set_clock):
    set_clock("2026-03-20T09:00")
    tell_reached()
    alarm = Alarm.objects.get(rung__at="late")
    html = screen_of(house.leader).get("/xu-ly/").text
    assert f'href="/canh-bao/{alarm.pk}/' in html
    assert "Cảnh báo: Cả hồ sơ quá hạn" in html


def test_the_weekly_lists_figures_open_the_rows_as_they_stood(house, running, screen_of, set_clock):
    set_clock("2026-03-23T09:00")
    make_lists()
    make_lists()
    row = WeeklyList.objects.get(agency=house.reform.agency)
    client = screen_of(house.reform)
    html = client.get(f"/canh-bao/tuan/{row.pk}/").text
    address = re.search(r'href="(/xu-ly/tre-han/\?week=[^"]+state=open)"', html)
    assert address is not None
    assert running.code.partition("-")[2] in client.get(address[1].replace("&amp;", "&")).text
    assert screen_of(house.clerk).get(f"/canh-bao/tuan/{row.pk}/").status_code == 404
    assert client.post(f"/canh-bao/tuan/{row.pk}/da-xem/").status_code == 303
    assert warned(house.reform, kind="escalation.weekly") == []


def test_mails_are_chosen_on_the_screen(house, running, screen_of):
    client = screen_of(house.specialist)
    assert "chưa có thư công vụ" in client.get("/canh-bao/thu/").text
    assert client.post("/canh-bao/thu/", {"wish": "yes", "hour": "6", "at_once": "on"}).status_code == 303
    row = DigestChoice.objects.get(person=house.specialist.person)
    assert (row.wish, row.hour, row.at_once) == ("yes", 6, True)
    wrong = client.post("/canh-bao/thu/", {"wish": "yes", "hour": ""})
    assert (wrong.status_code, "Chọn giờ từ 5 đến 20" in wrong.text) == (422, True)
