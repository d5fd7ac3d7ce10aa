"""Attacks by request: other hosts, other sites, sessions laid out, addresses led astray, what machines may not set."""

import logging

import pytest
from django.test import Client

from config.matrix import listing
from motcua.agencies import actions
from motcua.agencies.actions import passwords
from motcua.agencies.choices import Role
from motcua.agencies.models import Session
from motcua.dossiers.models import Dossier
from tests import dossier_factories as make
from tests.exchange.machines import Machine, body_of
from tests.factories import PASSWORD, make_post, signed_in, system

pytestmark = pytest.mark.django_db

EVIL = "evil.example"
ASTRAY = [f"//{EVIL}", f"https://{EVIL}/", f"/\\{EVIL}", f"\t//{EVIL}", "javascript:alert(1)", f"/%0d%0aLocation://{EVIL}",
          f"/a\r\nSet-Cookie: x={EVIL}", f"http:///{EVIL}"]  # fmt: skip
VALUES = {
    "int": "1", "str": "x", "slug": "x", "uuid": "00000000-0000-4000-8000-000000000000", "path": "x",
}  # fmt: skip


# ── other sites ──────────────────────────────────────────────────────────────────────────────────────────────────────


def places():
    """An address for every pattern of the site, but the API's: tokens are not sent by browsers on their own."""
    for route in listing.addresses():
        if not route.startswith("/api/"):
            yield "".join(
                part if at % 2 == 0 else VALUES[part.partition(":")[0]] for at, part in enumerate(split(route))
            )


def split(route):
    """Text and names in <> by turns."""
    return [part for piece in route.split("<") for part in piece.split(">", 1)]


@pytest.mark.parametrize("role", [None, Role.RECEPTIONIST, Role.ADMINISTRATOR])
def test_no_address_takes_a_post_that_another_site_made_a_browser_send(role):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if role:
        signed_in(client, make_post(role))
    tried, taken = 0, []
    for place in places():
        answer = client.post(place, {"a": "b"}, headers={"Origin": f"https://{EVIL}"})
        tried += 1
        if answer.status_code not in (403, 405):
            taken.append((place, answer.status_code))
    assert tried > 60
    assert taken == []


def test_a_session_alone_opens_nothing_of_the_api():
    client = signed_in(Client(), make_post(Role.RECEPTIONIST))
    for path in ("/api/v1/tasks", "/api/v1/dossiers", "/api/v1/procedures"):
        assert client.get(path).status_code == 401
    token = actions.issue_token(make_post(Role.RECEPTIONIST), by=system(), name="x").issued_token
    assert Client().get("/api/v1/tasks", {"token": token, "access_token": token}).status_code == 401


@pytest.mark.parametrize("method", ["get", "head", "options", "trace"])
def test_leaving_and_ending_are_no_deeds_of_a_link(method):
    client = signed_in(Client(), make_post(Role.RECEPTIONIST))
    for place in ("/dang-xuat/", "/tai-khoan/phien/ket-thuc/", "/tai-khoan/hai-lop/ung-dung/bo/"):
        assert getattr(client, method)(place).status_code == 405
    assert Session.objects.count() == 1


# ── hosts and addresses ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("host", [EVIL, f"localhost@{EVIL}", "localhost:80@x", f"{EVIL}#localhost", "", "a b"])
def test_another_host_is_refused(host, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    answer = Client(raise_request_exception=False).get("/dang-nhap/", headers={"Host": host})
    assert answer.status_code == 400
    assert EVIL not in answer.content.decode()


def test_what_a_client_says_of_other_hosts_is_not_believed(settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    lies = {"Host": "localhost", "X-Forwarded-Host": EVIL, "Forwarded": f"host={EVIL}", "X-Original-URL": "/quan-tri/"}
    answer = Client().get("/quan-tri/", headers=lies)
    assert answer["Location"].startswith("/dang-nhap/")
    assert EVIL not in str(answer.headers)


@pytest.mark.parametrize("there", ASTRAY)
def test_no_page_leads_out_of_the_house(there):
    post = make_post(Role.RECEPTIONIST)
    client = Client()
    sent = client.post("/dang-nhap/", {"username": post.person.username, "password": PASSWORD, "next": there})
    led = [sent]
    led += [client.post("/chon-vi-tri/", {"post": post.pk, "next": there})]
    led += [client.post("/tai-khoan/xac-nhan/", {"password": PASSWORD, "next": there})]
    change = {"current": PASSWORD, "password": "Mùa gặt năm nay vui", "again": "Mùa gặt năm nay vui"}
    led += [client.post("/doi-mat-khau/", {**change, "next": there})]
    for answer in led:
        assert answer.status_code == 302
        where = answer["Location"]
        assert where.startswith("/")
        assert not where.startswith(("//", "/\\"))
        assert "\n" not in where
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/static/../config/settings.py", "/static/%2e%2e/%2e%2e/config/settings.py",
                                  "/static/..%2f..%2fmanage.py", "/static//etc/passwd", "/static/%00",
                                  "/static/", "/static/ui/", "/static/ui", "/.git/config", "/.env"])  # fmt: skip
def test_no_address_leads_out_of_the_static_files(path):
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code in (400, 404)


# ── sessions, names, time ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_session_laid_out_beforehand_is_not_taken_over():
    victim, client = make_post(Role.RECEPTIONIST), Client()
    client.cookies["sessionid"] = "a" * 32
    client.get("/dang-nhap/")
    client.post("/dang-nhap/", {"username": victim.person.username, "password": PASSWORD})
    assert client.cookies["sessionid"].value != "a" * 32

    attacker = Client()
    attacker.get("/dang-nhap/")
    signed_in(attacker, make_post(Role.RECEPTIONIST))
    known = attacker.session.session_key
    lured = Client()
    lured.cookies["sessionid"] = known
    lured.post("/dang-nhap/", {"username": victim.person.username, "password": PASSWORD})
    lured.post("/chon-vi-tri/", {"post": victim.pk})
    assert lured.cookies["sessionid"].value != known
    assert not Session.objects.filter(pk=known, person=victim.person).exists()


def test_unknown_names_cost_the_same_work_as_known_ones(monkeypatch):
    """The work is what takes time: one hash each, of the same kind; no clock is asked, clocks in tests lie."""
    post, seen = make_post(), []
    checked = passwords.check_password

    def watched(password, encoded):
        seen.append(encoded.partition("$")[0])
        return checked(password, encoded)

    monkeypatch.setattr(passwords, "check_password", watched)
    answers = set()
    for name in (post.person.username, "khong.co.ai", "", "x" * 60):
        answer = Client().post("/dang-nhap/", {"username": name or " ", "password": "sai"})
        answers.add((answer.status_code, "không đúng" in answer.content.decode()))
    assert len(seen) == 3  # an empty name is asked for, not tried
    assert len(set(seen)) == 1
    assert answers == {(422, True), (422, False)}


@pytest.mark.parametrize("name", ["a\nERROR root logged in", "a\r\nX: y", "<script>", "a" * 60])
def test_what_is_typed_as_a_name_does_not_reach_the_log(name, caplog):
    with caplog.at_level(logging.WARNING):
        Client().post("/dang-nhap/", {"username": name, "password": "bí-mật-đã-gõ"})
    written = caplog.text
    assert "bí-mật-đã-gõ" not in written
    assert name.strip() not in written


# ── what machines may not set ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def desk(house):
    return Machine(house.clerk), house


EXTRA = [
    {"state": "returned"}, {"code": "H57-260101-0001"}, {"tracking_token": "x"}, {"appointed_due": "2020-01-01"},
    {"registered_at": "2020-01-01T00:00:00Z"}, {"by": 1}, {"version": 9}, {"id": 1}, {"agency_id": 1},
    {"__class__": "x"},
]  # fmt: skip


@pytest.mark.parametrize("extra", EXTRA, ids=lambda extra: next(iter(extra)))
def test_a_machine_sets_nothing_that_is_not_its_own(desk, extra):
    machine, house = desk
    before = Dossier.objects.count()
    answer = machine.post_json("/dossiers", body_of(house) | extra)
    assert answer.status_code == 422
    assert Dossier.objects.count() == before


def test_an_action_takes_its_own_inputs_only(desk):
    machine, house = desk
    dossier = make.received(house)
    for inputs in ({"state": "returned"}, {"by": house.leader.pk}, {"permit": True}, {"subject": 1}):
        answer = machine.act(dossier.code, "withdraw", reason="Đổi ý", **inputs)
        assert answer.status_code == 422, inputs
    assert Dossier.objects.get(pk=dossier.pk).state == "received"


@pytest.mark.parametrize(
    "typed", ["' OR 1=1 --", '"; DROP TABLE dossiers_dossier; --', "%", "\\", "_" * 50, "\x00", "((("]
)
def test_what_is_searched_stays_a_value(desk, typed):
    _, house = desk
    make.received(house)
    client = signed_in(Client(raise_request_exception=False), house.specialist)
    for place in ("/xu-ly/", "/xu-ly/ho-so/", "/xu-ly/quet/"):
        answer = client.get(place, {"q": typed})
        assert answer.status_code in (200, 302), place
        assert "Trần Thị Mẫu" not in answer.content.decode()


def test_what_a_citizen_is_called_runs_nowhere(desk):
    _, house = desk
    name = '<img src=x onerror="alert(1)">{{7*7}}{% debug %}'
    dossier = make.in_progress(house, applicant=make.applicant_of(house.clerk, name=name))
    client = signed_in(Client(), house.specialist)
    for place in (f"/xu-ly/ho-so/{dossier.code}/", "/xu-ly/", "/xu-ly/ho-so/"):
        page = client.get(place).content.decode()
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page, place
        assert "49" not in page.partition("&lt;img src=x")[2][:80]
