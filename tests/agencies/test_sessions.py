"""Who is asking: read from the session in one query, asked again at every request."""

import json
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.db.models.functions import Now

from motcua.agencies import actions
from motcua.agencies.choices import Role
from motcua.agencies.models import LoginFailure, Session
from motcua.core.errors import Refused
from tests.factories import PASSWORD, make_agency, make_person, make_post, signed_in, system

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.agencies.doors")]

STRONG = "Ngày-mới-2027"


@pytest.fixture
def clerk():
    return make_post(agency=make_agency(name="Trung tâm Thử"))


def sent_to(response):
    """Return (path, query) of a redirect."""
    assert response.status_code == 302
    parts = urlsplit(response["Location"])
    return parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()}


def test_a_page_knows_person_post_and_unit_in_one_query(client, clerk, django_assert_num_queries):
    signed_in(client, clerk)
    with django_assert_num_queries(1):
        response = client.get("/trong/")
    assert response.content.decode() == f"{clerk.person.name}, {clerk.title}, Trung tâm Thử"


def test_strangers_cost_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/ngoai/").content == b"None AnonymousUser  127.0.0.1"


def test_pages_behind_the_door_are_kept_nowhere(client, clerk):
    assert "no-store" in signed_in(client, clerk).get("/trong/")["Cache-Control"]


def test_strangers_are_sent_to_the_log_in_and_back(client):
    assert sent_to(client.get("/trong/?a=1&b=2")) == ("/dang-nhap/", {"next": "/trong/?a=1&b=2"})
    assert sent_to(client.post("/trong/", {"a": 1})) == ("/dang-nhap/", {})


def test_parts_of_a_page_send_the_whole_page(client):
    response = client.get("/trong/", headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == "/dang-nhap/?next=%2Ftrong%2F"


def test_the_wrong_role_is_told_in_words(client, clerk):
    response = signed_in(client, clerk).get("/lanh-dao/")
    assert response.status_code == 403
    for words in (clerk.title, "Trung tâm Thử", "Lãnh đạo", "Thanh tra, giám sát"):
        assert words in response.content.decode()


@pytest.mark.parametrize("role", [Role.LEADER, Role.INSPECTOR])
def test_the_right_role_comes_in(client, role):
    assert signed_in(client, make_post(role)).get("/lanh-dao/").status_code == 200


def test_who_has_not_chosen_a_post_does_that_first(client, clerk):
    client.force_login(clerk.person)
    assert sent_to(client.get("/trong/")) == ("/chon-vi-tri/", {"next": "/trong/"})
    assert client.get("/ngoai/").content.decode().startswith("None Nguyễn Thị Thử")


def test_a_given_password_is_changed_first(client, clerk):
    actions.change_password(clerk.person, by=system(), password=STRONG)
    clerk.person.refresh_from_db()
    signed_in(client, clerk)
    assert sent_to(client.get("/trong/")) == ("/doi-mat-khau/", {"next": "/trong/"})
    assert "do người khác đặt" in client.get("/doi-mat-khau/").content.decode()
    change = {"current": STRONG, "password": PASSWORD, "again": PASSWORD, "next": "/trong/"}
    assert sent_to(client.post("/doi-mat-khau/", change)) == ("/trong/", {})
    assert client.get("/trong/").status_code == 200


# ── ends ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def seen(minutes=0, seconds=0):
    Session.objects.update(last_seen=Now() - timedelta(minutes=minutes, seconds=seconds))


def test_a_session_left_idle_ends_and_says_so(client, clerk, settings):
    settings.SESSION_IDLE_SECONDS = 600
    signed_in(client, clerk)
    seen(minutes=9, seconds=58)
    assert client.get("/trong/").status_code == 200
    seen(minutes=10, seconds=2)
    path, query = sent_to(client.get("/trong/"))
    assert (path, query["reason"]) == ("/dang-nhap/", "idle")
    assert not Session.objects.exists()
    assert "lâu không thao tác" in client.get(f"{path}?reason=idle").content.decode()


def test_a_session_ends_a_working_day_after_the_log_in_however_often_it_is_written(client, clerk, settings):
    signed_in(client, clerk)
    began = int(datetime.now(UTC).timestamp()) - settings.SESSION_COOKIE_AGE + 600
    session = client.session
    session["began"] = began
    session.save()
    session["anything"] = "written again"
    session.save()
    assert Session.objects.get(pk=session.session_key).expire_date.timestamp() == began + settings.SESSION_COOKIE_AGE
    assert client.get("/trong/").status_code == 200
    session["began"] = began - 601
    session.save()
    assert sent_to(client.get("/trong/"))[0] == "/dang-nhap/"


def test_a_long_password_is_kept_whole(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    kept = make_password("ă" * 127 + "x")
    assert check_password("ă" * 127 + "x", kept)
    assert not check_password("ă" * 127 + "y", kept)


def test_use_starts_the_idle_time_again_but_writes_once_a_minute(client, clerk, django_assert_num_queries):
    signed_in(client, clerk)
    seen(seconds=50)
    with django_assert_num_queries(1):
        client.get("/trong/")
    seen(seconds=70)
    with django_assert_num_queries(2):
        client.get("/trong/")
    row = Session.objects.annotate(real=Now()).get()
    assert row.real - row.last_seen < timedelta(seconds=5)


def test_the_idle_time_runs_on_real_time(client, clerk, set_clock):
    signed_in(client, clerk)
    set_clock("2031-01-01T08:00+07:00")
    assert client.get("/trong/").status_code == 200


def test_the_end_of_the_post_ends_the_session_at_once(client, clerk):
    signed_in(client, clerk)
    actions.end_post(clerk, by=system())
    path, query = sent_to(client.get("/trong/"))
    assert (path, query["reason"]) == ("/dang-nhap/", "ended")


def test_the_last_day_of_the_post_ends_the_session(client, set_clock):
    post = make_post(valid_to=date(2026, 1, 31))
    set_clock("2026-01-31T16:59+07:00")
    signed_in(client, post)
    assert client.get("/trong/").status_code == 200
    set_clock("2026-02-01T00:01+07:00")
    path, query = sent_to(client.get("/trong/"))
    assert query["reason"] == "post_ended"
    assert "không còn giữ vị trí" in client.get(path, query).content.decode()
    assert not Session.objects.exists()


def test_blocking_ends_the_session_at_once(client, clerk):
    signed_in(client, clerk)
    actions.block_person(clerk.person, by=system())
    assert sent_to(client.get("/trong/"))[0] == "/dang-nhap/"


def test_a_sample_accounts_session_is_useless_outside_the_demo(client, clerk, settings):
    signed_in(client, clerk)
    settings.MOTCUA_TEST = settings.MOTCUA_DEMO = False
    assert sent_to(client.get("/trong/"))[1]["reason"] == "ended"


def test_a_session_made_under_another_password_ends(client, clerk):
    signed_in(client, clerk)
    key = client.session.session_key
    person = actions.change_password(clerk.person, by=clerk, password=STRONG, keep_session=key)
    assert person.last_event
    assert sent_to(client.get("/trong/"))[1]["reason"] == "ended"  # the page would have renewed its stamp


def test_a_session_cannot_borrow_somebody_elses_post(client, clerk):
    stranger = make_person()
    client.force_login(stranger)
    session = client.session
    session["post"] = clerk.pk
    session.save()
    assert sent_to(client.get("/trong/"))[1]["reason"] == "post_ended"


@pytest.mark.parametrize("key", ["", "x", "0" * 32, "'; --"])
def test_invented_session_keys_are_strangers(client, key):
    client.cookies["sessionid"] = key
    assert sent_to(client.get("/trong/"))[0] == "/dang-nhap/"


def test_an_unknown_reason_is_not_said(client):
    page = client.get("/dang-nhap/", {"reason": "<b>evil</b>"}).content.decode()
    assert "evil" not in page


def test_the_address_is_the_clients_behind_our_proxy(client, settings):
    settings.PROXIES = 1
    response = client.get("/ngoai/", headers={"X-Forwarded-For": "6.6.6.6, 198.51.100.7"})
    assert response.content.decode().endswith("198.51.100.7")


# ── the page of one's own password ───────────────────────────────────────────────────────────────────────────────────


def change(client, **given):
    return client.post("/doi-mat-khau/", {"current": PASSWORD, "password": STRONG, "again": STRONG, **given})


def test_ones_own_password_is_changed_and_the_session_goes_on(client, clerk):
    other = signed_in(type(client)(), clerk)
    signed_in(client, clerk)
    assert change(client).status_code == 302
    clerk.person.refresh_from_db()
    assert clerk.person.check_password(STRONG)
    assert client.get("/trong/").status_code == 200
    assert other.get("/trong/").status_code == 302


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"current": "sai"}, "không đúng"),
        ({"again": "khác"}, "không giống nhau"),
        ({"password": "ngắn", "again": "ngắn"}, "ít nhất 12 ký tự"),
        ({"password": PASSWORD, "again": PASSWORD}, "phải khác"),
        ({"password": "1234567890123", "again": "1234567890123"}, "chữ số"),
        ({"current": ""}, "Chưa nhập"),
    ],
)
def test_what_is_wrong_with_a_new_password_is_said(client, clerk, given, words):
    response = change(signed_in(client, clerk), **given)
    assert response.status_code == 422
    assert words in response.content.decode()
    clerk.person.refresh_from_db()
    assert clerk.person.check_password(PASSWORD)


def test_the_current_password_cannot_be_guessed_either(client, clerk):
    signed_in(client, clerk)
    for _ in range(3):
        change(client, current="sai")
    assert "đợi 2 giây" in change(client).content.decode()


def test_strangers_change_no_password(client):
    assert sent_to(client.get("/doi-mat-khau/"))[0] == "/dang-nhap/"
    assert sent_to(change(client))[0] == "/dang-nhap/"


def test_at_night_only_dead_sessions_and_old_failures_go(client, clerk, settings):
    signed_in(client, clerk)
    alive = client.session.session_key
    idle, over = (signed_in(type(client)(), clerk).session.session_key for _ in range(2))
    Session.objects.filter(pk=idle).update(last_seen=Now() - timedelta(seconds=settings.SESSION_IDLE_SECONDS + 1))
    Session.objects.filter(pk=over).update(expire_date=Now() - timedelta(seconds=1))
    for name in ("cu", "moi"):
        with pytest.raises(Refused):
            actions.identify(username=name, password="sai", address="198.51.100.7")
    oldest = LoginFailure.objects.order_by("pk").first()
    LoginFailure.objects.filter(pk=oldest.pk).update(last_at=Now() - timedelta(hours=2))
    actions.forget_old_entries()
    assert list(Session.objects.values_list("pk", flat=True)) == [alive]
    assert LoginFailure.objects.count() == 1
    assert not LoginFailure.objects.filter(pk=oldest.pk).exists()


def test_the_demo_shows_its_sample_accounts_and_nobody_else_does(client, settings, tmp_path):
    settings.VAR = tmp_path
    listed = [{"username": f"mau{n}", "password": "Mot-Cua", "role": role, "post": "x"} for n, role in enumerate("aab")]
    (tmp_path / "demo-accounts.json").write_text(json.dumps(listed))
    assert "mau0" not in client.get("/dang-nhap/").content.decode()
    settings.MOTCUA_DEMO = True
    page = client.get("/dang-nhap/").content.decode()
    assert ("mau0" in page, "mau1" in page, "mau2" in page, "Mot-Cua" in page) == (True, False, True, True)
    (tmp_path / "demo-accounts.json").write_text("{broken")
    assert client.get("/dang-nhap/").status_code == 200
