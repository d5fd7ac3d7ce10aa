"""Where one is logged in, from which devices; passwords that must be changed, and what they may not be."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from motcua.agencies import actions
from motcua.agencies.choices import Role
from motcua.agencies.devices import label_of
from motcua.agencies.models import Device, Person, Session
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from tests.factories import PASSWORD, make_agency, make_post, signed_in, system

pytestmark = pytest.mark.django_db

MINE = "/tai-khoan/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"


@pytest.fixture
def clerk():
    return make_post(Role.RECEPTIONIST)


def come_in(client, post, agent=CHROME, address="198.51.100.7"):
    given = {"username": post.person.username, "password": PASSWORD}
    return client.post("/dang-nhap/", given, headers={"User-Agent": agent}, REMOTE_ADDR=address, follow=True)


# ── sessions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_names_device_network_and_post_of_each_session_but_never_its_key(client, clerk):
    come_in(client, clerk)
    page = client.get(MINE).content.decode()
    for words in ("Chrome trên Windows", "198.51.100.0/24", clerk.title, "Phiên này"):
        assert words in page
    assert client.session.session_key not in page


def test_one_session_is_ended_by_its_name_and_recorded(client, clerk):
    signed_in(client, clerk)
    other = signed_in(type(client)(), clerk)
    name = Session.objects.get(pk=other.session.session_key).name
    assert client.post(f"{MINE}phien/ket-thuc/", {"session": name})["Location"] == MINE
    assert list(Session.objects.values_list("pk", flat=True)) == [client.session.session_key]
    assert other.get(MINE).status_code == 302
    event = clerk.person.events.get(action="person.end_sessions")
    assert (event.by, event.data) == (clerk, {"ended": 1})


def test_all_other_sessions_are_ended_at_once(client, clerk):
    signed_in(client, clerk)
    others = [signed_in(type(client)(), clerk) for _ in range(3)]
    client.post(f"{MINE}phien/ket-thuc/")
    assert Session.objects.count() == 1
    assert all(other.get(MINE).status_code == 302 for other in others)


@pytest.mark.parametrize("name", ["x", "0" * 20, "'; --"])
def test_a_session_that_is_none_is_refused_in_words(client, clerk, name):
    signed_in(client, clerk)
    client.post(f"{MINE}phien/ket-thuc/", {"session": name})
    assert "Không có phiên nào" in client.get(MINE).content.decode()
    with pytest.raises(BadInput):
        actions.end_sessions(clerk.person, by=clerk, names=[name])


def test_nobody_ends_or_sees_somebody_elses_sessions_by_their_name(client, clerk):
    colleague = make_post(Role.RECEPTIONIST, agency=clerk.agency)
    theirs = Session.objects.get(pk=signed_in(type(client)(), colleague).session.session_key)
    signed_in(client, clerk)
    assert theirs.name not in client.get(MINE).content.decode()
    client.post(f"{MINE}phien/ket-thuc/", {"session": theirs.name})
    assert Session.objects.filter(pk=theirs.pk).exists()
    with pytest.raises(NotPermitted):
        actions.end_sessions(colleague.person, by=clerk)


def test_sessions_left_idle_are_not_shown(client, clerk, settings):
    signed_in(client, clerk)
    other = signed_in(type(client)(), clerk).session.session_key
    idle = Now() - timedelta(seconds=settings.SESSION_IDLE_SECONDS + 5)
    Session.objects.filter(pk=other).update(last_seen=idle)
    page = client.get(MINE).content.decode()
    assert Session.objects.get(pk=other).name not in page


# ── devices ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_device_is_known_again_by_its_cookie_which_is_not_kept(client, clerk):
    come_in(client, clerk)
    cookie = client.cookies["motcua_device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    client.post("/dang-xuat/")
    come_in(client, clerk, address="203.0.113.9")
    device = Device.objects.get()
    assert (device.label, device.network) == ("Chrome trên Windows", "203.0.113.0/24")
    assert cookie.value.encode() not in bytes(device.digest)


def test_the_next_log_in_from_another_device_tells_of_a_new_one_once(client, clerk):
    assert "thiết bị mới" not in come_in(client, clerk).content.decode()
    client.post("/dang-xuat/")
    stranger = type(client)()
    assert "thiết bị mới" not in come_in(stranger, clerk, "Firefox/131.0 (Linux)").content.decode()
    told = come_in(client, clerk).content.decode()
    assert "thiết bị mới: Firefox trên Linux" in told
    client.post("/dang-xuat/")
    assert "thiết bị mới" not in come_in(client, clerk).content.decode()


def test_a_borrowed_cookie_names_no_device_of_somebody_else(client, clerk):
    come_in(client, clerk)
    client.post("/dang-xuat/")
    colleague = make_post()
    come_in(client, colleague)
    assert Device.objects.filter(person=colleague.person).count() == 1
    assert Device.objects.filter(person=clerk.person).count() == 1


def test_a_forgotten_device_loses_its_sessions_and_is_new_again(client, clerk):
    come_in(client, clerk)
    other = type(client)()
    come_in(other, clerk, "Firefox/131.0 (Linux)")
    device = Device.objects.get(label__startswith="Firefox")
    assert client.post(f"{MINE}thiet-bi/{device.pk}/quen/")["Location"] == MINE
    assert not Device.objects.filter(pk=device.pk).exists()
    assert other.get(MINE).status_code == 302
    assert clerk.person.events.get(action="person.forget_device").data == {"device": device.pk}
    assert client.post(f"{MINE}thiet-bi/{device.pk}/quen/").status_code == 404


def test_nobody_forgets_a_device_of_somebody_else(client, clerk):
    colleague = make_post()
    come_in(type(client)(), colleague)
    device = Device.objects.get()
    signed_in(client, clerk)
    assert client.post(f"{MINE}thiet-bi/{device.pk}/quen/").status_code == 404
    with pytest.raises(BadInput):
        actions.forget_device(clerk.person, by=clerk, device=device)
    with pytest.raises(NotPermitted):
        actions.forget_device(colleague.person, by=clerk, device=device)


def test_the_list_of_devices_does_not_grow_without_end(clerk):
    for number in range(45):
        actions.recognise(clerk.person, cookie="", user_agent=f"x{number}", address="198.51.100.7")
    assert Device.objects.filter(person=clerk.person).count() == 40


@pytest.mark.parametrize(
    ("agent", "label"),
    [
        (CHROME, "Chrome trên Windows"),
        (CHROME + " Edg/130.0", "Edge trên Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile Safari/604.1", "Safari trên iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome trên Android"),
        ("", "Trình duyệt lạ"),
        ("<script>alert(1)</script>", "Trình duyệt lạ"),
    ],
)
def test_a_device_is_called_what_people_call_it(agent, label):
    assert label_of(agent) == label


# ── passwords ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("Ngắn-26", "ít nhất 12"),
        ("123456789012", "phổ biến"),
        ("Matkhau@123456", "phổ biến"),
        ("Vietnam20262026", "phổ biến"),
        ("Mot-Cua-2026", "phổ biến"),
        ("aaaaaaaaaaaaaaaa", "phổ biến"),
        ("qwertyuiop123", "phổ biến"),
        ("lan.nguyen-2026", "tên đăng nhập"),
        ("NGUYENTHILAN2026", "họ tên"),
        ("x" * 129, "128 ký tự"),
    ],
)
def test_what_can_be_guessed_is_no_password(password, words):
    given = {"username": "lan.nguyen", "name": "Nguyễn Thị Lan", "password": password}
    with pytest.raises(BadInput) as caught:
        actions.enrol_person(by=system(), **given)
    assert words in caught.value.message


@pytest.mark.parametrize(
    "password", ["Mùa gặt năm nay vui", "ba con mèo 🐈 đen", "correct horse battery", "Huế-mưa-3-ngày"]
)
def test_sentences_are_good_passwords(password):
    person = actions.enrol_person(by=system(), username="lan", name="Nguyễn Thị Lan", password=password)
    assert person.check_password(password)
    assert person.password_set_at is not None


def test_a_password_that_leaked_must_be_changed_before_work_goes_on(client, clerk):
    administrator = make_post(Role.ADMINISTRATOR, agency=clerk.agency)
    signed_in(client, clerk)
    person = actions.demand_password(clerk.person, by=administrator)
    assert (person.must_change_password, person.last_event.action) == (True, "person.demand_password")
    assert not Session.objects.exists()
    come_in(client, clerk)
    assert client.get("/tiep-nhan/")["Location"].startswith("/doi-mat-khau/")
    change = {"current": PASSWORD, "password": "Mùa gặt năm nay vui", "again": "Mùa gặt năm nay vui"}
    assert client.post("/doi-mat-khau/", change).status_code == 302
    assert client.get("/tiep-nhan/").status_code == 200


def test_a_new_password_is_not_demanded_twice_nor_by_just_anybody(clerk):
    with pytest.raises(NotPermitted):
        actions.demand_password(clerk.person, by=make_post(Role.ADMINISTRATOR, agency=make_agency()))
    actions.demand_password(clerk.person, by=system())
    with pytest.raises(StepRefused):
        actions.demand_password(clerk.person, by=system())


def test_where_the_house_wants_it_old_passwords_must_be_changed(client, clerk, settings):
    actions.change_password(clerk.person, by=clerk, password="Mùa gặt năm nay vui")
    Person.objects.update(password_set_at=Now() - timedelta(days=91), must_change_password=False)
    clerk.person.refresh_from_db()
    signed_in(client, clerk)
    assert client.get("/tiep-nhan/").status_code == 200
    settings.PASSWORD_DAYS = 90
    assert client.get("/tiep-nhan/")["Location"].startswith("/doi-mat-khau/")
    settings.PASSWORD_DAYS = 92
    assert client.get("/tiep-nhan/").status_code == 200


# ── one network, many names ──────────────────────────────────────────────────────────────────────────────────────────


def test_one_network_does_not_try_one_password_on_every_name(client, clerk, settings):
    settings.LOGIN_FAILURES_PER_NETWORK = 5
    sent = [client.post("/dang-nhap/", {"username": f"ten{n}", "password": "sai"}).status_code for n in range(7)]
    assert sent == [422] * 5 + [429] * 2
    answer = client.post("/dang-nhap/", {"username": clerk.person.username, "password": PASSWORD})
    assert answer.status_code == 429
    assert "Mạng của bạn có quá nhiều lần đăng nhập sai" in answer.content.decode()
    elsewhere = {"username": clerk.person.username, "password": PASSWORD}
    assert client.post("/dang-nhap/", elsewhere, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_an_office_where_everybody_comes_in_at_eight_is_not_counted(client, settings):
    settings.LOGIN_FAILURES_PER_NETWORK = 3
    people = [make_post() for _ in range(5)]
    assert [come_in(type(client)(), post).status_code for post in people] == [200] * 5
