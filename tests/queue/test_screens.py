"""The hall's screens: kiosk, paper, display, phone, window, settings, roster, statistics."""

import re
import uuid
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motcua.queue import actions, devices, hours, picture
from motcua.queue.actions.rosters import Seat
from motcua.queue.models import Device, Ticket, Window
from tests.dossier_factories import at_the_desk, received
from tests.factories import make_ward
from tests.queue.halls import call_next

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


def known(hall, kind):
    """A browser that opened the address of a device."""
    browser = Client()
    answer = browser.get(f"/sanh/thiet-bi/{hall.secrets[kind]}/")
    assert answer.status_code == 302
    return browser


def press(browser, **given):
    return browser.post("/sanh/lay-so/", {"sent": str(uuid.uuid4())} | given)


# ---- devices


@pytest.mark.parametrize(("kind", "path"), [("kiosk", "/sanh/lay-so/"), ("display", "/sanh/bang-so/")])
def test_a_device_is_known_by_its_address_and_its_secret_leaves_the_bar(hall, kind, path):
    browser = known(hall, kind)
    assert browser.get(path).status_code == 200
    cookie = browser.cookies["motcua_hall"]
    assert cookie["httponly"]
    assert bytes(Device.objects.get(kind=kind).digest) == Device.digest_of(hall.secrets[kind])
    other = {"/sanh/lay-so/": "/sanh/bang-so/", "/sanh/bang-so/": "/sanh/lay-so/"}[path]
    assert browser.get(other).status_code == 403


@pytest.mark.parametrize("secret", ["x", "khong-co-that", "a" * 500])
def test_a_wrong_address_opens_nothing(hall, secret):
    assert Client().get(f"/sanh/thiet-bi/{secret}/").status_code == 404
    browser = Client()
    browser.cookies["motcua_hall"] = secret
    for path in ("/sanh/lay-so/", "/sanh/bang-so/", "/sanh/bang-so/hien-tai/"):
        assert browser.get(path).status_code == 403


def test_a_revoked_device_opens_nothing_within_seconds(hall, monkeypatch):
    browser = known(hall, "display")
    assert browser.get("/sanh/bang-so/").status_code == 200
    actions.revoke_device(hall.hall, by=hall.by, device=Device.objects.get(kind="display"))
    monkeypatch.setattr(devices, "TRUST_SECONDS", 0)
    assert browser.get("/sanh/bang-so/").status_code == 403
    assert browser.get("/sanh/bang-so/hien-tai/").status_code == 403


# ---- the kiosk


def test_one_touch_gives_a_number_and_says_how_many_are_before(hall, take):
    take(), take()
    browser = known(hall, "kiosk")
    assert "2 người đang chờ" in browser.get("/sanh/lay-so/").text
    answer = press(browser, line=str(hall.lines["A"].pk))
    page = browser.get(answer.headers["Location"])
    assert "A003" in page.text
    assert "Trước bạn còn <b>2</b> người" in page.text
    assert "Gọi ở quầy 1, 2" in page.text


def test_priority_is_a_choice_and_only_that_is_kept(hall):
    browser = known(hall, "kiosk")
    assert "Người cao tuổi" in browser.get("/sanh/lay-so/").text
    press(browser, line=str(hall.lines["A"].pk), priority="1")
    assert Ticket.objects.get().is_priority


def test_without_a_ground_that_holds_nobody_has_priority(hall):
    for ground in hall.hall.grounds.all():
        actions.end_ground(hall.hall, by=hall.by, ground=ground, valid_to=ground.valid_from)
    browser = known(hall, "kiosk")
    assert "diện ưu tiên" not in browser.get("/sanh/lay-so/").text
    press(browser, line=str(hall.lines["A"].pk), priority="1")
    assert not Ticket.objects.get().is_priority


def test_a_scanned_slip_gives_a_number_that_names_nobody(hall):
    dossier = at_the_desk(hall.house)
    browser = known(hall, "kiosk")
    page = browser.get(press(browser, scan=f"http://x/t/{dossier.tracking_token}").headers["Location"])
    assert "Nhận kết quả" in page.text
    paper = browser.get(f"/sanh/ve/{Ticket.objects.get().token}/phieu.pdf")
    shown = known(hall, "display").get("/sanh/bang-so/").text
    for secret in (dossier.applicant.name, str(dossier.code), dossier.tracking_token):
        assert secret not in page.text
        assert secret not in shown
        assert secret.encode() not in paper.content


@pytest.mark.parametrize(
    "given",
    [{}, {"line": "x"}, {"line": "999999"}, {"line": "²"}, {"scan": "khong-co"}, {"line": "1", "sent": "x"}],
)
def test_a_page_without_sense_gives_no_number_and_says_why(hall, given):
    answer = press(known(hall, "kiosk"), **given)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert not Ticket.objects.exists()


def test_a_page_kept_from_the_person_before_gives_nobody_their_number(hall, set_clock):
    browser, sent = known(hall, "kiosk"), str(uuid.uuid4())
    given = {"line": str(hall.lines["A"].pk), "sent": sent}
    assert press(browser, **given).headers["Location"] == press(browser, **given).headers["Location"]
    set_clock("2026-03-02T08:05+07:00")
    assert press(browser, **given).status_code == 422
    assert Ticket.objects.count() == 1


def test_a_closed_kiosk_says_when_it_opens(hall, set_clock):
    set_clock("2026-03-01T09:00+07:00")
    page = known(hall, "kiosk").get("/sanh/lay-so/").text
    assert "Buổi làm việc tới: " in page
    assert "02/03/2026" in page
    assert 'name="line"' not in page


def test_the_kiosk_costs_the_same_with_two_and_with_twenty(hall, take):
    browser = known(hall, "kiosk")
    browser.get("/sanh/lay-so/")
    counts = []
    for more in (2, 18):
        for _ in range(more):
            take()
        with CaptureQueriesContext(connection) as asked:
            browser.get("/sanh/lay-so/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


# ---- the paper


def test_the_paper_is_eighty_millimetres_wide_and_tells_the_number(hall, take):
    ticket = take(is_priority=True)
    answer = Client().get(f"/sanh/ve/{ticket.token}/phieu.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+)", answer.content)
    assert box is not None
    assert abs(float(box[1]) / 72 * 25.4 - 80) < 0.1


def test_markup_in_a_lines_name_is_printed_as_typed(hall, take):
    actions.change_line(hall.hall, by=hall.by, line=hall.lines["A"], letter="A", name="#panic() *_$ <b>", kind="file")
    assert Client().get(f"/sanh/ve/{take().token}/phieu.pdf").content.startswith(b"%PDF")


# ---- the phone


def test_who_has_the_paper_follows_the_number_until_the_day_is_over(hall, take, set_clock):
    first, second = take(), take()
    page = f"/sanh/ve/{second.token}/"
    assert "Trước bạn còn <b>1</b> người" in Client().get(page).text
    assert call_next(hall).pk == first.pk
    assert "Sắp đến lượt bạn" in Client().get(f"{page}hien-tai/").text
    actions.skip(Ticket.objects.get(pk=first.pk), by=hall.clerk)
    assert "Báo cán bộ ở quầy 1 để được gọi lại." in Client().get(f"/sanh/ve/{first.token}/").text
    call_next(hall)
    assert "Mời đến quầy 1" in Client().get(page).text
    set_clock("2026-03-03T08:00+07:00")
    assert Client().get(page).status_code == 404


# ---- the display


def test_the_display_shows_numbers_waiting_and_counts_of_the_day(hall, take):
    received(hall.house)
    take(), take("B")
    call_next(hall)
    page = known(hall, "display").get("/sanh/bang-so/").text
    assert re.search(r"Quầy 1 <small lang=\"en\">Counter 1</small></span><b>A001</b><small>Mời vào ", page)
    assert re.search(r"Đang chờ <small lang=\"en\">Waiting</small></span> <b>1</b>", page)
    assert re.search(r"Hồ sơ nhận hôm nay [^\n]*?</dt><dd>1</dd>", page)
    assert re.search(r"Đã trả hôm nay [^\n]*?</dt><dd>0</dd>", page)


def test_the_same_picture_is_not_sent_twice(hall, take):
    browser = known(hall, "display")
    first = browser.get("/sanh/bang-so/hien-tai/")
    again = browser.get("/sanh/bang-so/hien-tai/", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    take()
    picture.forget()  # a second later
    changed = browser.get("/sanh/bang-so/hien-tai/", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_fifty_displays_ask_the_database_once(hall):
    browser = known(hall, "display")
    tag = browser.get("/sanh/bang-so/hien-tai/").headers["ETag"]
    with CaptureQueriesContext(connection) as asked:
        for _ in range(50):
            assert browser.get("/sanh/bang-so/hien-tai/", headers={"If-None-Match": tag}).status_code == 304
    assert len(asked) <= 2  # the stamp, when the second is over; the device, when five are


def test_a_change_is_seen_as_soon_as_the_second_is_over(hall, take, monkeypatch):
    before = picture.picture_of(hall.hall.pk)
    take()
    assert picture.picture_of(hall.hall.pk) is before
    monkeypatch.setattr(picture, "TRUST_SECONDS", 0)
    after = picture.picture_of(hall.hall.pk)
    assert after.tag != before.tag
    with CaptureQueriesContext(connection) as asked:
        assert picture.picture_of(hall.hall.pk) is after
    assert len(asked) == 1  # the stamp alone


def test_two_processes_draw_the_same_picture_with_the_same_tag(hall, take):
    take()
    one = picture.picture_of(hall.hall.pk)
    picture.forget()
    other = picture.picture_of(hall.hall.pk)
    assert (one.tag, one.html) == (other.tag, other.html)
    assert one is not other


def test_the_picture_costs_the_same_with_two_and_with_twenty(hall, take):
    counts = []
    for more in (2, 18):
        for _ in range(more):
            take()
        picture.forget()
        with CaptureQueriesContext(connection) as asked:
            picture.picture_of(hall.hall.pk)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# ---- the window


def test_a_number_is_worked_from_the_window_key_by_key(hall, take, screen_of):
    take(), take()
    desk = screen_of(hall.clerk)
    page = desk.get("/sanh/quay/").text
    assert 'data-key="F9"' in page
    seen = Window.objects.get(pk=hall.first.pk)
    desk.post(f"/sanh/quay/{hall.first.pk}/goi/", {"version": seen.version})
    ticket = Ticket.objects.get(number=1)
    page = desk.get("/sanh/quay/").text
    for key in ("B", "A", "K", "C", "T"):
        assert f'data-key="{key}"' in page
    assert 'href="/tiep-nhan/"' in page
    for deed, state in (("goi-lai", "called"), ("bat-dau", "serving"), ("xong", "done")):
        ticket.refresh_from_db()
        answer = desk.post(f"/sanh/quay/so/{ticket.pk}/{deed}/", {"version": ticket.version})
        assert answer.status_code == 303, deed
        ticket.refresh_from_db()
        assert ticket.state == state


def test_an_old_page_calls_nobody(hall, take, screen_of):
    take(), take()
    desk, seen = screen_of(hall.clerk), Window.objects.get(pk=hall.first.pk)
    desk.post(f"/sanh/quay/{hall.first.pk}/goi/", {"version": seen.version})
    assert desk.post(f"/sanh/quay/{hall.first.pk}/goi/", {"version": seen.version}).status_code == 409
    assert Ticket.objects.filter(state="called").count() == 1


def test_who_calls_while_nobody_waits_stays_at_the_window_and_is_told(hall, screen_of):
    desk = screen_of(hall.clerk)
    seen = Window.objects.get(pk=hall.first.pk)
    answer = desk.post(f"/sanh/quay/{hall.first.pk}/goi/", {"version": seen.version}, follow=True)
    assert answer.redirect_chain == [("/sanh/quay/", 302)]
    assert "Không còn ai chờ ở các nhóm việc của quầy." in answer.text


def test_the_slip_of_a_called_number_leads_to_its_dossier(hall, screen_of):
    dossier = at_the_desk(hall.house)
    actions.take_by_slip(by=hall.portal, hall=hall.hall, device=hall.kiosk, text=str(dossier.code), sent=uuid.uuid4())
    call_next(hall)
    assert f"/tiep-nhan/tra-ket-qua/{dossier.code}/" in screen_of(hall.clerk).get("/sanh/quay/").text


def test_who_is_not_at_a_window_is_shown_the_one_of_the_roster(hall, screen_of):
    start = hours.spans_on(hall.hall, MONDAY)[0].start
    actions.set_roster(hall.hall, by=hall.by, day=MONDAY, seats=[Seat(hall.first, start, hall.clerk)])
    desk = screen_of(hall.clerk)
    desk.post(f"/sanh/quay/{hall.first.pk}/roi/")
    assert "Theo phân công, bạn ngồi <b>Quầy 1</b>" in desk.get("/sanh/quay/").text
    desk.post(f"/sanh/quay/{hall.first.pk}/vao/")
    assert Window.objects.get(pk=hall.first.pk).officer_id == hall.clerk.pk


def test_an_officer_sends_somebody_on_by_a_form(hall, take, screen_of):
    take()
    called, desk = call_next(hall), screen_of(hall.clerk)
    path = f"/sanh/quay/so/{called.pk}/chuyen/"
    assert desk.get(path).status_code == 200
    refused = desk.post(path, {"version": called.version})
    assert refused.status_code == 422
    sent = desk.post(path, {"version": called.version, "window": hall.second.pk})
    assert sent.status_code == 303
    assert Ticket.objects.get().to_window_id == hall.second.pk
    assert screen_of(hall.colleague).get(path).status_code == 403


def test_an_officer_takes_a_number_for_somebody(hall, screen_of):
    desk, given = screen_of(hall.clerk), {"line": hall.lines["B"].pk, "sent": str(uuid.uuid4()), "is_priority": "on"}
    assert desk.get("/sanh/quay/so-moi/").status_code == 200
    for more in ({}, {"in": "1"}):
        answer = desk.post("/sanh/quay/so-moi/", given | more)
    ticket = Ticket.objects.get()
    assert answer.headers["Location"] == f"/sanh/ve/{ticket.token}/phieu.pdf"
    assert (ticket.code, ticket.is_priority) == ("B001", True)


def test_the_officers_page_costs_the_same_with_two_and_with_twenty(hall, take, screen_of):
    desk, counts = screen_of(hall.clerk), []
    for more in (3, 18):
        for _ in range(more):
            take()
        if more == 3:
            call_next(hall)
        with CaptureQueriesContext(connection) as asked:
            desk.get("/sanh/quay/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_people_without_a_hall_and_of_other_desks_see_none(hall, take, screen_of):
    stranger, ticket = make_ward(), take()
    desk = screen_of(stranger["receptionist"])
    assert "chưa mở sảnh" in desk.get("/sanh/quay/").text
    for path in (f"{hall.first.pk}/vao/", f"{hall.first.pk}/goi/", f"so/{ticket.pk}/goi/"):
        assert desk.post(f"/sanh/quay/{path}", {"version": 1}).status_code == 404
    assert screen_of(hall.house.specialist).get("/sanh/quay/").status_code == 403
