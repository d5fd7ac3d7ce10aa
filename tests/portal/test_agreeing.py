"""Agreeing on the portal: nobody uses an account without it, sees what they agreed to, and takes it back."""

import re

import pytest
from django.test import Client

from motcua.agencies.choices import Role
from motcua.citizens import consents
from motcua.citizens.actions import record_consent
from motcua.citizens.choices import ConsentKind, ConsentState
from motcua.citizens.consents import present_text
from motcua.citizens.models import Consent, OneTimeCode
from motcua.portal.languages import COOKIE
from tests.citizens.test_accounts import declared
from tests.citizens.test_codes import digits
from tests.factories import at_home, make_account, make_post
from tests.portal.test_languages import OURS, VIETNAMESE, Chrome

pytestmark = pytest.mark.django_db
AGREE, DATA, FILE, CLOSE = ("/cua-toi/dong-y/", "/cua-toi/du-lieu/", "/cua-toi/du-lieu/du-lieu-cua-toi.json",
                            "/cua-toi/du-lieu/dong/")  # fmt: skip
BEHIND = ("/cua-toi/", "/cua-toi/du-lieu/sua/", "/cua-toi/bao-tin/", "/cua-toi/thiet-bi/", "/nop/", "/cua-toi/lien-he/")


@pytest.fixture
def account():
    return make_account(agreed=False)


@pytest.fixture
def home(client, account):
    return at_home(client, account)


def kept(page):
    return dict(re.findall(r'<input type="hidden" name="(version|next)" value="([^"]*)"', page.text))


def test_who_comes_in_for_the_first_time_is_asked_and_led_on(client):
    sent = client.post("/dang-nhap-cong-dan/", {"contact": "0912345678"}).headers["Location"]
    page = client.get(sent).text
    fields = dict(re.findall(r'name="(lan|next)" value="([^"]*)"', page))
    code = digits(OneTimeCode.objects.get())
    client.post("/dang-nhap-cong-dan/ma/", fields | {"code": code})
    where = client.get("/cua-toi/bao-tin/?x=1").headers["Location"]
    assert where == f"{AGREE}?next=%2Fcua-toi%2Fbao-tin%2F%3Fx%3D1"
    page = client.get(where)
    assert present_text().vi in page.text
    assert client.post(AGREE, kept(page)).headers["Location"] == "/cua-toi/bao-tin/?x=1"
    consent = Consent.objects.get()
    assert (consent.text, consent.language, consent.holds) == (1, "vi", True)
    assert client.get("/cua-toi/").status_code == 200


def test_without_agreeing_nothing_of_the_account_is_used(home):
    for address in BEHIND:
        for answer in (home.get(address), home.post(address, {"name": "Khác"})):
            assert answer.status_code in (302, 405), address
            assert answer.status_code == 405 or answer.headers["Location"].startswith(AGREE), address
    answer = home.get("/cua-toi/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"].startswith(AGREE)
    home.post("/cua-toi/du-lieu/sua/", {"name": "Khác", "address": "", "language": "en"})
    account = home.get(FILE).json()["account"]
    assert (account["name"], account["language"]) == ("Trần Thị Dân", "vi")


def test_who_does_not_agree_still_sees_takes_along_and_closes(home, account):
    page = home.get(DATA).text
    assert "Bạn chưa đồng ý điều gì." in page
    assert f'href="{AGREE}"' in page
    assert home.get(FILE).json()["consents"] == []
    home.post(CLOSE)
    account.refresh_from_db()
    assert account.state == "closed"


@pytest.mark.parametrize("version", ["", "0", "2", "x", "9" * 9, "²"])
def test_agreeing_to_words_that_were_not_read_is_refused(home, version):
    assert home.post(AGREE, {"version": version}).status_code == 422
    assert not Consent.objects.exists()


def test_nobody_is_led_out_of_the_site(home):
    assert home.post(AGREE, {"version": "1", "next": "//example.com/"}).headers["Location"] == "/cua-toi/"


def test_new_words_are_asked_for_while_what_is_being_sent_goes_through(client, monkeypatch):
    home = at_home(client, make_account())
    newer = (*consents.TEXTS["account"], consents.Text(2, "Chữ mới", "New words"))
    monkeypatch.setitem(consents.TEXTS, "account", newer)
    assert home.get("/cua-toi/").headers["Location"].startswith(AGREE)
    answer = home.post("/cua-toi/du-lieu/sua/", {"name": "Tên Mới", "address": "", "language": "vi"})
    assert answer.headers["Location"] == DATA
    page = home.get(AGREE)
    assert "Chữ mới" in page.text
    home.post(AGREE, kept(page))
    assert home.get("/cua-toi/").status_code == 200
    told = home.get(FILE).json()["consents"]
    assert [(each["version"], each["state"]) for each in told] == [
        (1, "Đã đồng ý bản mới hơn"),
        (2, "Đang có hiệu lực"),
    ]


def test_a_holder_withdraws_on_the_page_and_the_account_stands_still(client):
    home = at_home(client, make_account())
    taken_back = re.search(rf'action="({AGREE}\d+/rut/)"', home.get(DATA).text)[1]
    assert home.post(taken_back).headers["Location"] == DATA
    page = home.get(DATA).text
    assert "Đã rút" in page
    assert taken_back not in page
    assert home.post(taken_back).status_code == 409
    assert home.get("/cua-toi/").headers["Location"].startswith(AGREE)
    told = home.get(FILE).json()["consents"][0]
    assert (told["state"], told["text"]) == ("Đã rút", present_text().vi)
    assert told["ended_at"]


def test_what_a_desk_took_down_is_told_with_where_and_withdrawn_there(client):
    clerk = make_post(Role.RECEPTIONIST)
    person = declared(desk=clerk, name="Trần Thị Già", number="001150000777")
    words = present_text(ConsentKind.ASSISTED)
    given = record_consent(by=clerk, applicant=person, text=words.version)
    home = at_home(client, make_account(proven=True, name="Trần Thị Già", identity_number="001150000777"))
    page = home.get(DATA).text
    assert words.vi in page
    assert clerk.agency.name in page
    assert home.get(FILE).json()["consents"][0]["recorded_by"] == clerk.agency.name
    other = at_home(Client(), make_account(proven=True, name="Trần Thị Già"))
    assert words.vi not in other.get(DATA).text
    assert other.post(f"{AGREE}{given.pk}/rut/").status_code == 404
    assert home.post(f"{AGREE}{given.pk}/rut/").status_code == 302
    given.refresh_from_db()
    assert given.state == ConsentState.WITHDRAWN


def test_the_pages_speak_english(home, account):
    home.cookies[COOKIE] = "en"
    pages = [home.get(AGREE), home.get(DATA), home.post(AGREE, {"version": "7"})]
    assert present_text().en in pages[0].text
    home.post(AGREE, kept(pages[0]))
    assert Consent.objects.get().language == "en"
    pages.append(home.get(DATA))
    home.post(f"{AGREE}{Consent.objects.get().pk}/rut/")
    pages.append(home.get(DATA))
    for page in pages:
        chrome = Chrome()
        chrome.feed(page.text)
        left = [words for words in chrome.said if VIETNAMESE.search(words) and words not in (*OURS, account.name)]
        assert not left, left
