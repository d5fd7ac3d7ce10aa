"""The session ends in the middle of a form: what was typed is kept, shown after the log-in, and sent as it was."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models.functions import Now
from django.test import Client

from motcua.agencies import actions
from motcua.agencies.actions.holding import LONGEST, sweep_held
from motcua.agencies.models import HeldForm, Session
from motcua.dossiers.models import Dossier
from tests.counter.pages import URL, send, sheet
from tests.factories import PASSWORD, make_post, signed_in

pytestmark = pytest.mark.django_db


def left_idle() -> None:
    Session.objects.update(last_seen=Now() - timedelta(hours=1))


def log_in(browser: Client, post: Any, where: str) -> Any:
    given = {"username": post.person.username, "password": PASSWORD}
    return browser.post(where, given | {"next": where.partition("next=")[2].split("&")[0].replace("%2F", "/")})


def fields_of(page: str) -> dict[str, list[str]]:
    """What the page's hidden inputs hold."""
    form = page.partition('action="/tiep-nhan/"')[2].partition("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(html.unescape(name), []).append(html.unescape(value))
    return found


def test_a_receipt_typed_before_the_session_ended_is_sent_after_the_log_in(desk, house):
    page = sheet(house, subject="Nhà kho & sân", note="Gọi <b>trước</b>")
    left_idle()
    away = send(desk, page)
    assert (away.status_code, Dossier.objects.count()) == (302, 0)
    assert away["Location"].startswith("/dang-nhap/?next=%2Fdang-do%2F")
    assert "reason=idle" in away["Location"]
    inside = log_in(desk, house.clerk, away["Location"])
    assert inside["Location"].startswith("/dang-do/")
    shown = desk.get(inside["Location"])
    assert "Chưa có gì được ghi" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    again = desk.post(URL, fields_of(shown.content.decode()))
    assert again.status_code == 303
    dossier = Dossier.objects.get()
    assert (dossier.applicant.name, dossier.subject) == ("Trần Thị Mẫu", "Nhà kho & sân")
    assert desk.post(URL, fields_of(shown.content.decode())).status_code == 303  # a second press makes no second one
    assert Dossier.objects.count() == 1


def logged_out_elsewhere(desk: Client, house: Any) -> None:
    actions.end_sessions(house.clerk.person, by=house.clerk)


def cookie_gone(desk: Client, house: Any) -> None:
    """The browser was closed and opened again: it forgot the session, not whose page it shows."""
    del desk.cookies["sessionid"]


def expired(desk: Client, house: Any) -> None:
    Session.objects.update(expire_date=Now() - timedelta(minutes=1))


def password_renewed(desk: Client, house: Any) -> None:
    """An administrator demanded another password meanwhile."""
    actions.change_password(house.clerk.person, by=house.clerk, password=PASSWORD)


@pytest.mark.parametrize("end", [logged_out_elsewhere, cookie_gone, expired, password_renewed])
def test_however_the_session_ended_the_page_is_found_after_the_log_in_and_sent(desk, house, end):
    page = sheet(house, note="Viết dở")
    end(desk, house)
    away = send(desk, page)
    assert (away.status_code, Dossier.objects.count()) == (302, 0)
    inside = log_in(desk, house.clerk, away["Location"])
    assert inside["Location"].startswith("/dang-do/")
    again = desk.post(URL, fields_of(desk.get(inside["Location"]).content.decode()))
    assert again.status_code == 303
    assert Dossier.objects.get().applicant.name == "Trần Thị Mẫu"


def test_it_is_kept_also_when_another_tab_met_the_end_first(desk, house):
    left_idle()
    desk.get(URL)  # the other tab: the session is gone, and its cookie with it
    send(desk, sheet(house))
    assert HeldForm.objects.get().person == house.clerk.person


def test_only_the_person_who_typed_it_sees_it(desk, house, client):
    left_idle()
    send(desk, sheet(house))
    address = f"/dang-do/{HeldForm.objects.get().pk}/"
    colleague = signed_in(Client(), house.cashier)
    assert colleague.get(address).status_code == 404
    colleague.post(f"{address}bo/")
    assert HeldForm.objects.exists()
    assert Client().get(address).status_code == 302
    own = signed_in(Client(), house.clerk)
    assert own.get(address).status_code == 200
    own.post(f"{address}bo/")
    assert not HeldForm.objects.exists()


def test_the_table_shows_nobody(desk, house):
    left_idle()
    send(desk, sheet(house))
    with connection.cursor() as cursor:
        cursor.execute("SELECT fields, path, files::text FROM agencies_heldform")
        fields, path, files = cursor.fetchone()
    assert path == URL
    for secret in ("Trần Thị Mẫu", "046190000318"):
        assert secret.encode() not in bytes(fields)
        assert secret not in files
    assert ["a-name", ["Trần Thị Mẫu"]] in HeldForm.objects.get().fields


def test_files_are_named_so_that_they_are_chosen_again(desk, house):
    left_idle()
    desk.post(URL, sheet(house) | {"p0-file": SimpleUploadedFile("to-khai.pdf", b"%PDF-1.4")})
    shown = signed_in(Client(), house.clerk).get(f"/dang-do/{HeldForm.objects.get().pk}/").content.decode()
    assert "to-khai.pdf" in shown
    assert "Tệp phải chọn lại" in shown


@pytest.mark.parametrize(
    ("path", "given"),
    [
        ("/doi-mat-khau/", {"current": "a", "new_password": "b"}),
        (URL, {"password": "x", "csrfmiddlewaretoken": "y"}),
        (URL, {"note": "a" * (LONGEST + 1)}),
        (f"{URL}?{'a' * 600}", {"note": "a"}),
    ],
)
def test_what_proves_somebody_and_what_is_too_long_is_not_kept(desk, path, given):
    left_idle()
    assert desk.post(path, given).status_code == 302
    assert not HeldForm.objects.exists()


def test_strangers_leave_nothing(db):
    assert Client().post(URL, {"note": "a"}).status_code == 302
    forged = Client()
    forged.cookies["last-person"] = f"{make_post().person_id}:forged"
    forged.post(URL, {"note": "a"})
    assert not HeldForm.objects.exists()


def test_one_page_is_kept_once_and_no_longer_than_a_day_at_work(desk, house):
    left_idle()
    for note in ("một", "hai"):
        send(desk, sheet(house, note=note))
    kept = HeldForm.objects.get()
    assert ["note", ["hai"]] in kept.fields
    HeldForm.objects.update(held_at=Now() - timedelta(hours=9))
    assert signed_in(Client(), house.clerk).get(f"/dang-do/{kept.pk}/").status_code == 404
    sweep_held()
    assert not HeldForm.objects.exists()
