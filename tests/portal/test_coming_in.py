"""Coming in on the portal by a one-time code, proving it again, and another phone or address."""

import re
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.test import Client

from motcua.citizens.models import Account, AccountSession, OneTimeCode
from motcua.notify.models import Outgoing
from motcua.portal.languages import COOKIE
from tests.citizens.test_codes import digits
from tests.factories import at_home, make_account
from tests.portal.test_languages import OURS, VIETNAMESE, Chrome

pytestmark = pytest.mark.django_db
DOOR, CODE = "/dang-nhap-cong-dan/", "/dang-nhap-cong-dan/ma/"
AGAIN, CONTACT = "/cua-toi/xac-nhan/", "/cua-toi/lien-he/"
UUID = "[0-9a-f]{8}-[0-9a-f-]{27}"
KEYS = "/cua-toi/khoa/"
PHONE = "0912345678"


def sent_code() -> str:
    return digits(OneTimeCode.objects.order_by("sent_at").last())


def ask(client, contact=PHONE, next=""):
    answer = client.post(DOOR, {"contact": contact, "next": next})
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(lan|next)" value="([^"]*)"', page))


def test_a_phone_and_the_code_that_came_open_the_door_and_lead_on(client):
    where = ask(client, next="/cua-toi/du-lieu/")
    page = client.get(where)
    assert "•••••••678" in page.text
    assert PHONE not in page.text
    answer = client.post(CODE, fields(page.text) | {"code": sent_code()})
    assert answer.headers["Location"] == "/cua-toi/du-lieu/"
    assert Account.objects.get().phone == PHONE
    assert client.get("/cua-toi/du-lieu/").status_code == 200
    assert AccountSession.objects.get().way == "code"


def test_nobody_is_led_out_of_the_site(client):
    page = client.get(ask(client, next="https://example.com/"))
    answer = client.post(CODE, fields(page.text) | {"next": "//example.com/", "code": sent_code()})
    assert answer.headers["Location"] == "/cua-toi/"


def test_known_and_unknown_contacts_get_the_same_answer(client):
    known = make_account(email="dan@example.vn")
    texts = []
    for contact in (known.email, "ban@example.vn"):
        browser = Client()
        answer = browser.post(DOOR, {"contact": contact})
        page = browser.get(answer.headers["Location"])
        texts.append((answer.status_code, re.sub(rf'value="[^"]*"|[db]•••@example.vn|{UUID}', "", page.text)))
    assert texts[0] == texts[1]


def test_a_wrong_code_says_so_and_keeps_what_was_begun(client):
    page = client.get(ask(client, next="/cua-toi/du-lieu/"))
    code = sent_code()
    answer = client.post(CODE, fields(page.text) | {"code": f"{(int(code) + 1) % 10**6:06}"})
    assert (answer.status_code, "Mã không đúng" in answer.text) == (422, True)
    assert fields(answer.text) == fields(page.text)
    assert client.post(CODE, fields(answer.text) | {"code": code}).headers["Location"] == "/cua-toi/du-lieu/"


@pytest.mark.parametrize("given", [{}, {"contact": ""}, {"contact": "abc"}, {"contact": "x" * 300}])
def test_what_is_no_contact_is_refused_in_words(client, given):
    page = client.post(DOOR, given)
    assert page.status_code == 422
    assert 'class="error' in page.text
    assert not Outgoing.objects.exists()


def test_too_many_codes_are_refused_in_both_languages(client, settings):
    settings.CODES_PER_NETWORK = 1
    ask(client)
    answer = client.post(DOOR, {"contact": PHONE})
    assert (answer.status_code, "quá nhiều lần" in answer.text) == (429, True)
    client.cookies[COOKIE] = "en"
    assert "Too many tries" in client.post(DOOR, {"contact": PHONE}).text


def test_without_a_gateway_no_code_is_offered(client, settings):
    settings.SMTP = settings.SMS = settings.ZALO = ""
    assert 'name="contact"' not in client.get(DOOR).text


def test_the_code_is_told_in_the_language_of_the_page(client):
    client.cookies[COOKIE] = "en"
    ask(client, "dan@example.vn")
    assert "officials never ask" in Outgoing.objects.get().body


@pytest.fixture
def account():
    return make_account(phone=PHONE)


@pytest.fixture
def home(client, account):
    return at_home(client, account)


def long_ago(account):
    AccountSession.objects.filter(account=account).update(proved_at=Now() - timedelta(hours=1))


def test_another_address_is_the_accounts_once_its_code_was_typed(home, account):
    where = home.post(CONTACT, {"contact": "dan@example.vn"}).headers["Location"]
    account.refresh_from_db()
    assert account.email == ""
    answer = home.post(where, fields(home.get(where).text) | {"code": sent_code()})
    assert answer.headers["Location"] == "/cua-toi/du-lieu/"
    account.refresh_from_db()
    assert (account.email, account.phone) == ("dan@example.vn", PHONE)
    assert account.email_proved_at is not None


def test_a_code_for_another_account_changes_nothing(home, account):
    where = home.post(CONTACT, {"contact": "dan@example.vn"}).headers["Location"]
    page, thief = home.get(where).text, make_account()
    answer = at_home(Client(), thief).post(where, fields(page) | {"code": sent_code()})
    assert answer.status_code == 422
    thief.refresh_from_db()
    assert thief.email == ""


@pytest.mark.parametrize("path", [CONTACT, f"{CONTACT}ma/", "/cua-toi/du-lieu/dong/"])
def test_what_matters_asks_again_who_is_there_and_comes_back(home, account, path):
    long_ago(account)
    door = home.get(path).headers["Location"]
    assert door.startswith(f"{AGAIN}?next=")
    assert PHONE in home.get(door).text
    where = home.post(door, {"send": "phone", "next": path}).headers["Location"]
    answer = home.post(where, fields(home.get(where).text) | {"code": sent_code()})
    assert answer.headers["Location"] == path
    assert home.get(path).status_code == 200


@pytest.mark.parametrize("send", ["email", "x", ""])
def test_a_code_goes_only_to_a_contact_that_was_proven(home, account, send):
    assert home.post(AGAIN, {"send": send}).status_code == 422
    assert not Outgoing.objects.exists()


def test_the_pages_of_codes_speak_english(home, account):
    home.cookies[COOKIE] = "en"
    stranger = Client()
    stranger.cookies[COOKIE] = "en"
    at_door = stranger.post(DOOR, {"contact": PHONE}).headers["Location"]
    pages = [stranger.get(DOOR), stranger.post(DOOR, {"contact": "x"}), stranger.get(at_door),
             stranger.post(CODE, {"code": "1"}), home.get(AGAIN), home.get(CONTACT), home.post(CONTACT, {}),
             home.post(AGAIN, {"send": "x"}), home.get(KEYS),
             home.post(KEYS, {"name": "x"}), home.get(f"{DOOR}khoa/"),
             home.post(f"{DOOR}khoa/", {"credential": "x"})]  # fmt: skip
    for page in pages:
        chrome = Chrome()
        chrome.feed(page.text)
        left = [words for words in chrome.said if VIETNAMESE.search(words) and words not in (*OURS, account.name)]
        assert not left, left
