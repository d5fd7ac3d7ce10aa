"""Every family of pages carries the strict headers: walked over the permission matrix, so that no new page escapes."""

import base64
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings as configured
from django.test import Client

from config import middleware
from config.matrix import listing
from motcua.agencies.choices import Role
from tests.exchange.machines import Machine
from tests.factories import make_post, signed_in

pytestmark = pytest.mark.django_db

FAMILIES = {
    "public": "/", "tracking": "/tra-cuu/", "catalogue": "/thu-tuc/", "log-in": "/dang-nhap/", "desk": "/tiep-nhan/",
    "casework": "/xu-ly/", "administration": "/quan-tri/", "account": "/tai-khoan/", "api": "/api/v1/tasks",
    "api description": "/api/v1/openapi.json", "health": "/healthz", "nothing": "/khong-co/",
    "static": "/static/ui/ui.js",
}  # fmt: skip


OPEN_DATA = re.compile(r"/cong-khai-so-lieu/(?:du-lieu|cau-truc)\.json")  # made to be read by other sites


def policy_of(answer):
    """Return directive → its sources."""
    parts = [part.split() for part in answer.headers["Content-Security-Policy"].split(";") if part.strip()]
    return {part[0]: part[1:] for part in parts}


def assert_strict(answer, place):
    policy = policy_of(answer)
    assert policy["default-src"] in (["'self'"], ["'none'"]), place
    assert policy["base-uri"] == policy["object-src"] == ["'none'"], place
    assert policy["form-action"] in (["'self'"], ["'none'"]), place
    assert policy["frame-ancestors"] in (["'none'"], ["'self'"]), place
    sources = {source for directive in policy.values() for source in directive}
    assert sources <= {"'self'", "'none'", "data:"}, place
    assert "data:" not in policy["default-src"] + policy.get("script-src", []), place
    expected = {
        "X-Content-Type-Options": ["nosniff"],
        "Referrer-Policy": ["same-origin", "no-referrer"],
        "Cross-Origin-Opener-Policy": ["same-origin"],
        "Cross-Origin-Resource-Policy": ["same-origin", *(["cross-origin"] if OPEN_DATA.fullmatch(place) else [])],
        "X-Frame-Options": ["DENY", "SAMEORIGIN"],
    }
    for name, values in expected.items():
        assert answer.headers.get(name) in values, (place, name)
    for power in ("camera=(self)", "microphone=()", "geolocation=()", "payment=()", "usb=()"):
        assert power in answer.headers["Permissions-Policy"], place
    kind = answer.headers.get("Content-Type", "")
    assert "charset=utf-8" in kind.replace('"', "").lower() or not kind.startswith(("text/", "application/xml")), place
    assert kind or not answer.content, place
    opened = {name: value for name, value in answer.headers.items() if name.startswith("Access-Control-")}
    assert opened in ([{}] if not OPEN_DATA.fullmatch(place) else [{}, {"Access-Control-Allow-Origin": "*"}]), place
    assert "Server" not in answer.headers
    assert "X-Powered-By" not in answer.headers


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("role", [None, Role.RECEPTIONIST, Role.ADMINISTRATOR])
def test_each_family_is_strict_for_strangers_and_for_staff(client, family, role):
    if role:
        signed_in(client, make_post(role))
    answer = client.get(FAMILIES[family])
    b"".join(answer)  # files are sent in pieces
    assert_strict(answer, family)


def test_each_address_is_strict_even_when_it_refuses():
    client = Client(raise_request_exception=False)
    routes = [route for route in listing.addresses() if "<" not in route]
    assert len(routes) > 25
    for route in routes:
        assert_strict(client.get(route), route)
        assert_strict(client.delete(route), route)


def test_over_https_browsers_are_told_to_stay_there(client, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    answer = Client().get("/dang-nhap/", secure=True)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    assert "includeSubDomains" in Client().get("/dang-nhap/", secure=True).headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in Client().get("/dang-nhap/").headers


def test_pages_of_staff_are_kept_nowhere(client):
    signed_in(client, make_post(Role.ADMINISTRATOR))
    for place in ("/xu-ly/", "/quan-tri/", "/tai-khoan/", "/dang-nhap/"):
        assert "no-store" in client.get(place).headers.get("Cache-Control", ""), place


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.ADMINISTRATOR])
def test_no_address_gives_staff_an_answer_that_is_kept_refusals_neither(role):
    client = Client(raise_request_exception=False)
    signed_in(client, make_post(role))
    routes = [route for route in listing.addresses() if "<" not in route and not route.startswith("/api/")]
    assert len(routes) > 25
    asked = [*routes, "/khong-co/", "/xu-ly/ho-so/KHONG-CO/"]
    kept = [route for route in asked if "no-store" not in client.get(route).headers.get("Cache-Control", "")]
    assert kept == []


@pytest.mark.parametrize("path", ["/dossiers", "/procedures", "/dossiers/x", "/nothing", "/openapi.json"])
def test_an_answer_of_the_api_is_a_file_and_never_a_page(path):
    for machine in (Machine(make_post(Role.RECEPTIONIST)), Machine(None)):
        answer = machine.get(path)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="api.json"', answer.status_code
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_no_other_site_is_let_in_by_its_origin():
    machine = Machine(make_post(Role.RECEPTIONIST))
    for headers in ({"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_ORIGIN": "null"}):
        for method in ("GET", "OPTIONS"):
            answer = machine.ask(method, "/dossiers", **headers)
            assert not [name for name in answer.headers if name.startswith("Access-Control-")]


def test_the_policy_allows_no_script_of_the_page_itself():
    assert "unsafe" not in middleware.CSP
    assert "script-src" not in middleware.CSP  # so default-src 'self' decides: files of ours, nothing inline


def test_cookies_are_out_of_reach_for_scripts_and_other_sites(client):
    post = make_post()
    client.post("/dang-nhap/", {"username": post.person.username, "password": "Buổi-sáng-2026"})
    for name in ("sessionid", "motcua_device"):
        assert (client.cookies[name]["httponly"], client.cookies[name]["samesite"]) == (True, "Lax")
    assert configured.SESSION_COOKIE_AGE <= 12 * 3600


def test_where_https_is_on_cookies_belong_to_this_host_alone():
    """The settings of a serving installation, read by a Python of their own."""
    words = settings_of("HTTPS", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "DEVICE_COOKIE_NAME",
                        "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS",
                        "SECURE_HSTS_INCLUDE_SUBDOMAINS", "DEBUG")  # fmt: skip
    assert words == [
        "True", "__Host-sessionid", "__Host-csrftoken", "__Host-motcua_device", "True", "True", "31536000", "True",
        "False",
    ]  # fmt: skip


def test_what_the_next_page_says_is_closed_on_its_way_and_belongs_to_this_host(client):
    signed_in(client, make_post())
    client.post("/dang-xuat/")
    sent = client.cookies["messages"]
    sealed = sent.value
    assert (sent["httponly"], sent["samesite"]) == (True, "Lax")
    for kept in (sent.value, base64.urlsafe_b64decode(sent.value).decode("latin-1")):
        assert "xu\u1ea5t" not in kept
        assert "xuất" not in kept
        assert "W1s" not in kept  # Django's own cookie begins with the base64 of [[
    assert "Bạn đã đăng xuất" in client.get("/dang-nhap/").content.decode()
    client.cookies["messages"] = sealed[:-8] + "AAAAAAA="
    assert "Bạn đã đăng xuất" not in client.get("/dang-nhap/").content.decode()  # changed by others it says nothing
    client.cookies["messages"] = sealed
    assert "Bạn đã đăng xuất" in client.get("/dang-nhap/").content.decode()
    assert settings_of("MESSAGE_STORAGE") == ["config.said.Storage"]


def test_leaving_empties_what_the_browser_kept(client):
    signed_in(client, make_post())
    assert client.post("/dang-xuat/").headers["Clear-Site-Data"] == '"cache"'


def settings_of(*names):
    kept = {key: value for key, value in os.environ.items() if not key.startswith("MOTCUA_") and key != "COVERAGE"}
    script = "from config import settings\n" + "\n".join(f"print(settings.{name})" for name in names)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=kept)
    return done.stdout.split("\n")[: len(names)]
