"""Coming in by the log-in page: who may, what is said, how long a guesser waits."""

import re
import threading
from datetime import timedelta

import pytest
from django.conf import settings as configured
from django.contrib.auth import hashers
from django.db import connection
from django.db.models.functions import Now
from django.test import Client

from motcua.agencies import actions
from motcua.agencies.actions import passwords
from motcua.agencies.choices import Role
from motcua.agencies.models import LoginFailure, Session
from motcua.core.errors import NotPermitted
from tests.factories import PASSWORD, make_agency, make_person, make_post, system

pytestmark = pytest.mark.django_db

PAGE = "/dang-nhap/"


@pytest.fixture
def clerk():
    return make_post()


def send(client, username, password=PASSWORD, **more):
    return client.post(PAGE, {"username": username, "password": password, **more})


def said(response):
    """What the error summary says."""
    summary = re.search(r'class="error-summary".*?</ul>', response.content.decode(), re.DOTALL)
    return re.sub(r"<[^>]+>", " ", summary.group()) if summary else ""


def test_the_right_pair_opens_a_session_in_the_post_and_is_recorded(client, clerk):
    response = send(client, clerk.person.username)
    assert (response.status_code, response["Location"]) == (302, configured.HOMES["receptionist"])
    row = Session.objects.get()
    assert (row.person, row.post) == (clerk.person, clerk)
    event = clerk.person.events.get(action="person.log_in")
    assert (event.by, event.data) == (clerk, {"post": clerk.pk, "device": row.device_id})


def test_the_name_is_read_as_people_type_it(client, clerk):
    assert send(client, f" {clerk.person.username.upper()} ").status_code == 302


def test_where_people_begin_depends_on_their_role(client):
    assert send(client, make_post(Role.LEADER).person.username)["Location"] == configured.HOMES["*"]


def test_the_session_key_is_a_new_one(client, clerk):
    client.force_login(make_person())
    before = client.cookies["sessionid"].value
    send(client, clerk.person.username)
    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(pk=before).exists()


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(client, clerk):
    wrong, unknown = send(client, clerk.person.username, "sai"), send(client, "khong.co", "sai")
    assert wrong.status_code == unknown.status_code == 422
    assert said(wrong) == said(unknown) != ""
    assert "Tên đăng nhập hoặc mật khẩu không đúng" in said(wrong)
    assert not Session.objects.exists()


def test_unknown_names_and_people_without_a_password_take_a_hash_too(monkeypatch, clerk):
    """The time of an answer tells nothing: each attempt verifies exactly one hash."""
    checked = []

    def counting(password, encoded, *args, **kwargs):
        checked.append(encoded)
        return hashers.check_password(password, encoded)

    monkeypatch.setattr(passwords, "check_password", counting)
    silent = make_post(person=make_person(password=None))
    for person in (clerk.person, silent.person, None):
        assert not passwords.fits("sai", person.password if person else None)
    assert len(checked) == 3
    assert {hashers.identify_hasher(each).algorithm for each in checked} == {"md5"}
    assert not passwords.fits("a password that nobody has", None)


def test_blocked_people_are_told_only_when_they_know_the_password(client, clerk):
    actions.block_person(clerk.person, by=system())
    assert "bị khóa" in said(send(client, clerk.person.username))
    assert "bị khóa" not in said(send(client, clerk.person.username, "sai"))
    assert not Session.objects.exists()


def test_people_without_a_post_are_told(client, clerk):
    actions.end_post(clerk, by=system())
    response = send(client, clerk.person.username)
    assert response.status_code == 403
    assert "không giữ vị trí nào" in said(response)


def test_sample_accounts_are_refused_outside_the_demo(client, clerk, settings):
    settings.MOTCUA_TEST = settings.MOTCUA_DEMO = False
    response = send(client, clerk.person.username)
    assert response.status_code == 403
    assert "bản dùng thử" in said(response)
    settings.MOTCUA_DEMO = True
    assert send(client, clerk.person.username).status_code == 302


@pytest.mark.parametrize(("given", "words"), [({"username": ""}, "tên đăng nhập"), ({"password": ""}, "mật khẩu")])
def test_empty_fields_are_asked_for(client, clerk, given, words):
    response = client.post(PAGE, {"username": clerk.person.username, "password": PASSWORD, **given})
    assert response.status_code == 422
    assert words in said(response)
    assert not LoginFailure.objects.exists()


def test_the_password_never_comes_back(client, clerk):
    response = send(client, clerk.person.username, "sai-nhưng-gần-đúng")
    assert "sai-nhưng-gần-đúng" not in response.content.decode()


def test_nobody_logs_in_as_somebody_else(clerk):
    with pytest.raises(NotPermitted):
        actions.log_in(clerk.person, by=make_post())
    with pytest.raises(NotPermitted):
        actions.log_in(system().person, by=system())


# ── waiting ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def failures(**values):
    if values:
        LoginFailure.objects.update(**values)
    return LoginFailure.objects.annotate(real=Now()).get()


def wait_over():
    LoginFailure.objects.update(blocked_until=Now() - timedelta(seconds=1))


def test_the_third_failure_makes_the_next_wait_and_each_further_one_twice_as_long(client, clerk):
    waits = []
    for _ in range(12):
        assert send(client, clerk.person.username, "sai").status_code == 422
        row = failures()
        waits.append(round((row.blocked_until - row.last_at).total_seconds()))
        wait_over()
    assert waits == [0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900]


def test_while_waiting_even_the_right_password_is_not_looked_at(client, clerk, monkeypatch):
    for _ in range(3):
        send(client, clerk.person.username, "sai")
    monkeypatch.setattr(passwords, "check_password", lambda *args: pytest.fail("looked at"))
    response = send(client, clerk.person.username)
    assert response.status_code == 429
    assert "đợi 2 giây" in said(response)
    assert failures().count == 3


def test_unknown_names_wait_like_known_ones(client):
    statuses = [send(client, "khong.co", "sai").status_code for _ in range(4)]
    assert statuses == [422, 422, 422, 429]


def test_the_name_is_not_kept(client):
    send(client, "khong.co", "sai")
    row = failures()
    assert b"khong" not in bytes(row.name_digest)
    assert row.network == "127.0.0.0/24"


def test_after_the_wait_the_right_password_lets_in_and_forgets(client, clerk):
    for _ in range(3):
        send(client, clerk.person.username, "sai")
    wait_over()
    assert send(client, clerk.person.username).status_code == 302
    assert not LoginFailure.objects.exists()


def test_other_names_and_other_networks_do_not_wait(client, clerk):
    for _ in range(4):
        send(client, clerk.person.username, "sai")
    assert send(client, make_post().person.username).status_code == 302
    elsewhere = client.post(PAGE, {"username": clerk.person.username, "password": PASSWORD}, REMOTE_ADDR="198.51.100.7")
    assert elsewhere.status_code == 302


def test_moving_inside_the_network_does_not_help(client, clerk):
    for last in range(1, 4):
        client.post(PAGE, {"username": clerk.person.username, "password": "sai"}, REMOTE_ADDR=f"198.51.100.{last}")
    again = client.post(PAGE, {"username": clerk.person.username, "password": "sai"}, REMOTE_ADDR="198.51.100.99")
    assert again.status_code == 429


def test_failures_of_an_hour_ago_count_no_more(client, clerk):
    for _ in range(3):
        send(client, clerk.person.username, "sai")
    LoginFailure.objects.update(last_at=Now() - timedelta(minutes=61), blocked_until=Now() - timedelta(minutes=60))
    send(client, clerk.person.username, "sai")
    assert failures().count == 1


def test_the_wait_runs_on_real_time(client, clerk, set_clock):
    for _ in range(3):
        send(client, clerk.person.username, "sai")
    set_clock("2031-01-01T08:00+07:00")
    assert send(client, clerk.person.username).status_code == 429


@pytest.mark.django_db(transaction=True)
def test_guesses_sent_at_once_wait_like_guesses_one_after_the_other(clerk):
    """The attempt is counted before the password is looked at, so that a race wins nothing."""
    outcomes = []

    def guess():
        try:
            actions.identify(username=clerk.person.username, password="sai", address="198.51.100.7")
        except Exception as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["too_soon"] * 9 + ["wrong_pair"] * 3


def test_two_hashes_at_once_and_then_a_word(client, clerk, monkeypatch):
    monkeypatch.setattr(passwords, "PATIENCE", 0.01)
    taken = [passwords._places.acquire() for _ in range(passwords.AT_ONCE)]
    try:
        response = send(client, clerk.person.username)
    finally:
        for _ in taken:
            passwords._places.release()
    assert response.status_code == 503
    assert "thử lại sau ít giây" in said(response)
    assert failures().count == 0
    assert send(client, clerk.person.username).status_code == 302


def test_never_more_than_two_hashes_run_at_once(monkeypatch):
    running, most, lock = [], [], threading.Lock()
    barrier = threading.Event()

    def slow(password, encoded):
        with lock:
            running.append(1)
            most.append(len(running))
        barrier.wait(0.05)
        with lock:
            running.pop()
        return False

    monkeypatch.setattr(passwords, "check_password", slow)
    passwords._of_nobody()
    threads = [threading.Thread(target=passwords.fits, args=("x", None)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 6
    assert max(most) == 2


def test_the_serving_product_uses_argon2():
    assert any("Argon2" in name for name in configured.PASSWORD_HASHERS)
    encoded = hashers.make_password("Buổi-sáng-2026", hasher="argon2")
    assert encoded.startswith("argon2$argon2id$")
    assert passwords.fits("Buổi-sáng-2026", encoded)


# ── choosing the post, leaving ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def busy_person():
    person = make_person()
    ward = make_agency()
    return make_post(Role.LEADER, person=person, agency=ward), make_post(Role.RECEPTIONIST, person=person, agency=ward)


def test_who_holds_several_posts_chooses_one(client, busy_person):
    leader, clerk = busy_person
    response = send(client, leader.person.username, next="/ho-so/1/")
    assert response["Location"] == "/chon-vi-tri/?next=%2Fho-so%2F1%2F"
    assert Session.objects.get().post is None
    page = client.get(response["Location"]).content.decode()
    assert leader.title in page
    assert clerk.title in page
    chosen = client.post("/chon-vi-tri/", {"post": clerk.pk, "next": "/ho-so/1/"})
    assert chosen["Location"] == "/ho-so/1/"
    assert Session.objects.get().post == clerk
    assert clerk.person.events.get(action="person.log_in").by == clerk


def test_switching_the_post_changes_the_session_and_its_key(client, busy_person):
    leader, clerk = busy_person
    send(client, leader.person.username)
    client.post("/chon-vi-tri/", {"post": leader.pk})
    before = Session.objects.get()
    client.post("/chon-vi-tri/", {"post": clerk.pk})
    after = Session.objects.get()
    assert (before.post, after.post) == (leader, clerk)
    assert before.pk != after.pk


@pytest.mark.parametrize("given", ["", "x", "0", "٣", "9" * 40])
def test_only_a_post_one_holds_can_be_chosen(client, busy_person, given):
    send(client, busy_person[0].person.username)
    for post in (given, make_post().pk):
        assert client.post("/chon-vi-tri/", {"post": post}).status_code == 404
    assert Session.objects.get().post is None


def test_an_ended_post_is_not_offered(client, busy_person):
    leader, _ = busy_person
    third = make_post(Role.CASHIER, person=leader.person, agency=leader.agency)
    actions.end_post(third, by=system())
    send(client, leader.person.username)
    assert third.title not in client.get("/chon-vi-tri/").content.decode()
    assert client.post("/chon-vi-tri/", {"post": third.pk}).status_code == 404


def test_strangers_choose_nothing(client):
    assert client.get("/chon-vi-tri/")["Location"].startswith(PAGE)


def test_leaving_ends_the_session_and_only_by_post(client, clerk):
    send(client, clerk.person.username)
    assert client.get("/dang-xuat/").status_code == 405
    assert Session.objects.exists()
    assert client.post("/dang-xuat/")["Location"] == PAGE
    assert not Session.objects.exists()
    assert "Bạn đã đăng xuất" in client.get(PAGE).content.decode()


def test_who_is_in_is_sent_on(client, clerk):
    send(client, clerk.person.username)
    assert client.get(PAGE)["Location"] == configured.HOMES["receptionist"]
    assert client.get("/vao-viec/")["Location"] == configured.HOMES["receptionist"]


@pytest.mark.parametrize("there", ["/ho-so/?a=1&b=2", "/"])
def test_one_comes_back_to_where_one_was(client, clerk, there):
    assert f'value="{there.replace("&", "&amp;")}"' in client.get(PAGE, {"next": there}).content.decode()
    assert send(client, clerk.person.username, next=there)["Location"] == there


@pytest.mark.parametrize(
    "there",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "evil",
        "http:///x",
        "\t//e.example",
    ],
)
def test_nobody_is_led_out_of_the_house(client, clerk, there):
    assert "evil" not in client.get(PAGE, {"next": there}).content.decode()
    assert send(client, clerk.person.username, next=there)["Location"] == configured.HOMES["receptionist"]


def test_the_pages_ask_for_the_csrf_token(clerk):

    assert send(Client(enforce_csrf_checks=True), clerk.person.username).status_code == 403


def test_coming_in_costs_a_fixed_number_of_queries(client, clerk, django_assert_max_num_queries):
    with django_assert_max_num_queries(34):  # once a day: person, counts, second proof, device, session, event
        send(client, clerk.person.username)
