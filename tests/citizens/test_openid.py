"""Coming in by electronic identity, against a real provider in a process of its own."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from motcua.citizens import actions
from motcua.citizens.access import account_of
from motcua.citizens.choices import AccountState, Assurance, Way
from motcua.citizens.consents import present_text
from motcua.citizens.models import Account, AccountEvent, AccountSession, Applicant
from motcua.citizens.openid import calls
from motcua.citizens.openid.provider import described, troubles
from motcua.core.errors import NotPermitted
from motcua.dossiers.models import Dossier
from tests.citizens.identities import Visitor
from tests.citizens.test_accounts import asking, declared
from tests.dossier_factories import make_house, received
from tests.factories import at_home, make_account, make_post

pytestmark = pytest.mark.django_db
DOOR, BACK, MINE = "/dang-nhap-cong-dan/dinh-danh/", "/dang-nhap-cong-dan/dinh-danh/ve/", "/cua-toi/"
NUMBER = "001188000123"  # of "dan" at the provider


def leave(client, next="") -> str:
    """Go to the door; returns where the provider's page is."""
    answer = client.get(DOOR, {"next": next} if next else {})
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def come_back(client, address):
    parts = urlsplit(address)
    assert parts.path == BACK
    return client.get(f"{parts.path}?{parts.query}")


def enter(client, who="dan", *, allow=True, next=""):
    return come_back(client, Visitor().go(leave(client, next), who, allow=allow))


def who_is(client) -> Account | None:
    return account_of(asking(client))


def test_whoever_the_state_knows_comes_in_and_has_an_account(identities, client):
    answer = enter(client, next="/cua-toi/du-lieu/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cua-toi/du-lieu/")
    account = who_is(client)
    assert (account.name, account.identity_number, account.birth_date) == ("Trần Thị Dân", NUMBER, "1988-05-17")
    assert (account.assurance, account.phone) == (Assurance.IDENTITY_2, "0912000111")
    assert account.identity_proved_at is not None
    event = AccountEvent.objects.get(subject=account)
    assert event.action == "account.open_proven"
    assert NUMBER not in str(event.data)
    assert AccountSession.objects.get().way == Way.IDENTITY
    assert client.get(MINE).headers["Location"] == "/cua-toi/dong-y/?next=%2Fcua-toi%2F"  # it is new
    assert "Trần Thị Dân" in client.get("/cua-toi/du-lieu/").text


def test_coming_again_finds_the_same_account_and_writes_nothing(identities, client):
    enter(client)
    first, events = who_is(client), AccountEvent.objects.count()
    enter(Client())
    assert Account.objects.get() == first
    assert AccountEvent.objects.count() == events


def test_what_is_asked_is_a_code_with_proof_state_and_nonce(identities, client):
    asked = parse_qs(urlsplit(leave(client)).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) > 40
    assert len(asked["nonce"][0]) > 40
    assert asked["state"] != parse_qs(urlsplit(leave(client)).query)["state"]


def test_claims_in_other_shapes_are_read(identities, client):
    enter(client, "minh")  # a day as 02/09/1990, a level as a number, no phone
    account = who_is(client)
    assert (account.birth_date, account.assurance, account.phone) == ("1990-09-02", Assurance.IDENTITY_2, "")


def test_names_of_claims_and_words_of_levels_are_settings(identities, client, settings):
    more = {"MOTCUA_OIDC_CLAIMS": "phone=nobody birth_date=identity_number", "MOTCUA_OIDC_LEVELS": "2=1"}
    settings.OIDC = identities.provider(**more, MOTCUA_OIDC_LEAST="1")
    assert enter(client).status_code == 422  # a number is no day
    settings.OIDC = identities.provider(**more | {"MOTCUA_OIDC_CLAIMS": "phone=nobody"}, MOTCUA_OIDC_LEAST="1")
    enter(client)
    account = who_is(client)
    assert (account.phone, account.assurance) == ("", Assurance.IDENTITY_1)


def refused(answer, status, words, client):
    assert answer.status_code == status, answer.text
    assert words in answer.text
    assert who_is(client) is None
    assert not Account.objects.exists()


@pytest.mark.parametrize("spoil", ["nonce", "audience", "audiences", "issuer", "expired", "old", "future"])
def test_a_token_that_is_not_of_this_log_in_lets_nobody_in(identities, client, spoil):
    identities.behave(spoil=spoil)
    refused(enter(client), 422, "Không xác minh được", client)


@pytest.mark.parametrize("sign", ["none", "hmac", "stranger"])
def test_a_token_that_the_provider_did_not_sign_lets_nobody_in(identities, client, sign):
    identities.behave(sign=sign)
    refused(enter(client), 422, "Không xác minh được", client)


@pytest.mark.parametrize("how", [{"sign": "ES256"}, {"sign": "PS256"}, {"sign": "RS256"}, {"spoil": "slow clock"}])
def test_the_three_ways_to_sign_and_a_clock_a_little_ahead_are_taken(identities, client, how):
    identities.behave(**how)
    enter(client)
    assert who_is(client).identity_number == NUMBER


def test_new_keys_of_the_provider_are_fetched_when_they_are_met(identities, client):
    enter(client)
    identities.behave(rotate=True)
    other = Client()
    enter(other)
    assert who_is(other) == who_is(client)


def test_who_does_not_agree_at_the_provider_is_told_so(identities, client):
    refused(enter(client, allow=False), 403, "không đồng ý", client)


@pytest.mark.parametrize("who", ["mot"])
def test_a_level_below_the_houses_is_refused_in_words(identities, client, who):
    refused(enter(client, who), 403, "chưa đạt mức", client)


def test_somebody_without_a_number_is_refused(identities, client):
    refused(enter(client, "khong"), 422, "Không xác minh được", client)


@pytest.mark.parametrize("spoilt", ["", "state=khac", "code=x"])
def test_what_comes_back_without_the_trips_state_leads_nowhere(identities, client, spoilt):
    back = Visitor().go(leave(client), "dan")
    state = parse_qs(urlsplit(back).query)["state"][0]
    query = {"": "code=x", "state=khac": re.sub(f"state={state}", "state=khac", urlsplit(back).query),
             "code=x": f"state={state}"}[spoilt]  # fmt: skip
    refused(client.get(f"{BACK}?{query}"), 422, "bắt đầu lại", client)


def test_a_code_is_good_once_and_only_in_the_browser_that_asked(identities, client):
    back = Visitor().go(leave(client), "dan")
    refused(come_back(Client(), back), 422, "bắt đầu lại", Client())
    assert come_back(client, back).status_code == 302
    assert come_back(client, back).status_code == 422  # the trip is over
    thief = Client()
    state = parse_qs(urlsplit(leave(thief)).query)["state"][0]
    code = parse_qs(urlsplit(back).query)["code"][0]
    answer = thief.get(BACK, {"state": state, "code": code})  # with a trip of their own
    assert answer.status_code == 422
    assert who_is(thief) is None


def test_a_trip_that_lasted_too_long_is_over(identities, client):
    back = Visitor().go(leave(client), "dan")
    session = client.session
    session["identity_trip"] = session["identity_trip"] | {"at": session["identity_trip"]["at"] - 1000}
    session.save()
    refused(come_back(client, back), 422, "bắt đầu lại", client)


def test_a_provider_that_is_away_is_told_in_words(identities, client):
    back = Visitor().go(leave(client), "dan")
    identities.stop()
    refused(come_back(client, back), 503, "Chưa kết nối được", client)
    calls.forget()
    answer = client.get(DOOR)
    assert (answer.status_code, "Chưa kết nối được" in answer.text) == (503, True)


def test_a_provider_that_describes_another_is_not_believed(identities, client, settings):
    settings.OIDC = described({"MOTCUA_OIDC_ISSUER": identities.root, "MOTCUA_OIDC_CLIENT_ID": "x"})
    assert client.get(DOOR).status_code == 503


def test_without_a_provider_there_is_no_such_door(client, settings):
    settings.OIDC = described({})
    assert client.get(DOOR).status_code == 404
    assert "định danh điện tử" not in client.get("/dang-nhap-cong-dan/").text


@pytest.mark.parametrize(
    ("given", "words"),
    [({"MOTCUA_OIDC_ISSUER": "http://id.example.vn", "MOTCUA_OIDC_CLIENT_ID": "x"}, "https"),
     ({"MOTCUA_OIDC_ISSUER": "https://id.example.vn"}, "CLIENT_ID"),
     ({"MOTCUA_OIDC_ISSUER": "https://id.example.vn", "MOTCUA_OIDC_CLIENT_ID": "x",
       "MOTCUA_OIDC_CLAIMS": "nam=name"}, "nam"),
     ({"MOTCUA_OIDC_ISSUER": "https://id.example.vn", "MOTCUA_OIDC_CLIENT_ID": "x",
       "MOTCUA_OIDC_SCOPES": "profile"}, "openid")],
)  # fmt: skip
def test_settings_that_cannot_work_are_told(given, words):
    (told,) = troubles(described(given))
    assert words in told
    assert not troubles(described({}))


def test_what_desks_took_down_is_there_once_the_identity_is_proven(identities, client):
    """A dossier handed in at a desk is found by the account, from log-in to page, and by no other."""
    dossier = received(make_house())
    person = declared(desk=make_post(), number=NUMBER, name="Trần Thị Dân")
    Dossier.objects.filter(pk=dossier.pk).update(applicant=person)
    at_home(client, make_account(name="Trần Thị Dân"))
    assert dossier.code not in client.get(MINE).text
    enter(client)
    dan = who_is(client)
    actions.agree(dan, by=dan.acting(), text=present_text().version)
    assert dossier.code in client.get(MINE).text
    assert client.get(f"{MINE}ho-so/{dossier.code}/").status_code == 200
    other = Client()
    enter(other, "minh")
    minh = who_is(other)
    actions.agree(minh, by=minh.acting(), text=present_text().version)
    assert dossier.code not in other.get(MINE).text
    assert other.get(f"{MINE}ho-so/{dossier.code}/").status_code == 404


def test_who_came_in_by_code_proves_the_identity_of_that_account(identities, client):
    account = make_account(name="Dân tự khai")
    enter(at_home(client, account))
    assert who_is(client) == account
    account.refresh_from_db()
    assert (account.name, account.assurance) == ("Trần Thị Dân", Assurance.IDENTITY_2)
    assert AccountEvent.objects.filter(subject=account, action="account.prove").get().data["level"] == 2


def test_who_already_has_a_proven_account_is_led_into_it_with_what_they_did(identities, client):
    enter(client)
    proven = who_is(client)
    present = make_account(phone="0933000222", email="dan@example.vn")
    said = declared(account=present)
    browser = at_home(Client(), present)
    enter(browser)
    assert who_is(browser) == proven
    present.refresh_from_db()
    assert (present.state, present.name, present.phone, present.email) == (AccountState.CLOSED, "", "", "")
    proven.refresh_from_db()
    assert (proven.phone, proven.email) == ("0912000111", "dan@example.vn")  # one's own phone stays, what lacked came
    assert Applicant.objects.get(pk=said.pk).account == proven
    assert AccountEvent.objects.get(subject=present, action="account.join").data["into"] == str(proven.pk)
    assert not AccountSession.objects.filter(account=present).exists()


def test_a_proven_account_never_becomes_somebody_elses(identities, client):
    enter(client, "minh")
    minh = who_is(client)
    answer = enter(client, "dan")
    assert (answer.status_code, "của người khác" in answer.text) == (409, True)
    assert who_is(client) == minh
    minh.refresh_from_db()
    assert minh.name == "Lê Văn Minh"


def test_nobody_else_proves_closes_or_joins_an_account():
    mine, other = make_account(), make_account(proven=True)
    for act in (
        lambda: actions.close_account(mine, by=other.acting()),
        lambda: actions.close_account(mine, by=make_post()),
        lambda: actions.join_account(mine, by=other.acting(), into=other),
        lambda: actions.join_account(mine, by=mine.acting(), into=make_account()),
        lambda: actions.take_contacts(mine, by=other.acting(), phone="0912345678"),
        lambda: actions.correct_account(mine, by=other.acting(), name="x"),
    ):
        with pytest.raises(NotPermitted) as found:
            act()
        assert found.value.code == "not_permitted"
