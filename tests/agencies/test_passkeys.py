"""Passkeys without a browser: what is kept, by whom, and what a wrong answer gets. The rest: tests/browser."""

import json

import pytest

from motcua.agencies import actions, passkeys
from motcua.agencies.choices import Role
from motcua.agencies.models import Passkey, RecoveryCode, Session
from motcua.core.errors import BadInput, NotPermitted, Refused
from tests.factories import give_authenticator, make_post, signed_in

SITE = passkeys.Site("mot-cua.example", "https://mot-cua.example")
MINE = "/tai-khoan/hai-lop/"


def key(number=1):
    return passkeys.NewKey(credential=bytes([number]) * 32, public_key=b"p" * 77, sign_count=0)


@pytest.fixture
def clerk(db):
    return make_post(Role.RECEPTIONIST)


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("mot-cua.example", "mot-cua.example"),
        ("localhost:8000", "localhost"),
        ("127.0.0.1:80", "127.0.0.1"),
        ("[::1]:80", "[::1]"),
    ],
)
def test_a_site_is_a_host_without_port_and_the_whole_origin(host, name):
    assert passkeys.site_of(scheme="https", host=host) == passkeys.Site(name, f"https://{host}")


def test_what_is_asked_names_the_site_and_each_time_another_challenge():
    asked = [passkeys.asks_for_proof(SITE, known=[b"k" * 16]) for _ in range(3)]
    assert len({challenge for _, challenge in asked}) == 3
    assert {len(challenge) for _, challenge in asked} == {64}
    options = json.loads(asked[0][0])
    assert options["rpId"] == "mot-cua.example"
    assert len(options["allowCredentials"]) == 1
    new = json.loads(passkeys.asks_for_new(SITE, person=b"7", username="lan", name="Lan", known=[b"k" * 16])[0])
    assert new["rp"]["id"] == "mot-cua.example"
    assert len(new["excludeCredentials"]) == 1


PARTS = {"clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "oA", "signature": "AA"}
MALFORMED = [
    "", "[", "[]", "null", "{}", '{"id": 1}', "x" * 30_000,
    '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}}',
    json.dumps({"id": "AA", "rawId": "BB", "type": "public-key", "response": PARTS}),
    json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": PARTS}),
]  # fmt: skip


@pytest.mark.parametrize("answer", MALFORMED, ids=range(len(MALFORMED)))
def test_a_malformed_answer_is_unproven_and_never_an_error_of_ours(answer):
    with pytest.raises(passkeys.Unproven):
        passkeys.accept_new(SITE, answer, challenge=b"c" * 64)
    with pytest.raises(passkeys.Unproven):
        passkeys.accept_proof(SITE, answer, challenge=b"c" * 64, public_key=b"p", sign_count=0)


def test_a_key_is_kept_with_its_name_and_recorded(client, clerk):
    signed_in(client, clerk)
    other = signed_in(type(client)(), clerk).session.session_key
    kept = client.session.session_key
    person = actions.add_passkey(clerk.person, by=clerk, name="  Điện thoại ", key=key(), keep_session=kept)
    row = Passkey.objects.get()
    assert (row.person, row.name, bytes(row.credential)) == (clerk.person, "Điện thoại", key().credential)
    assert (person.last_event.action, person.last_event.data) == ("person.add_passkey", {"passkey": str(row.pk)})
    assert len(person.issued_codes) == 10
    assert list(Session.objects.values_list("pk", flat=True)) == [kept] != [other]
    assert actions.has_second_factor(person)


@pytest.mark.parametrize("name", ["", " ", "x" * 61])
def test_a_key_needs_a_name(clerk, name):
    with pytest.raises(BadInput) as caught:
        actions.add_passkey(clerk.person, by=clerk, name=name, key=key())
    assert caught.value.field == "name"
    assert not Passkey.objects.exists()


def test_a_key_is_kept_once_and_ten_are_enough(clerk):
    for number in range(1, 11):
        actions.add_passkey(clerk.person, by=clerk, name=f"Khóa {number}", key=key(number))
    for number, code in ((1, "known_passkey"), (11, "too_many_passkeys")):
        with pytest.raises(BadInput) as caught:
            actions.add_passkey(clerk.person, by=clerk, name="Khóa", key=key(number))
        assert caught.value.code == code


def test_nobody_adds_or_removes_a_key_for_somebody_else(clerk):
    actions.add_passkey(clerk.person, by=clerk, name="Khóa", key=key())
    administrator = make_post(Role.ADMINISTRATOR, agency=clerk.agency)
    with pytest.raises(NotPermitted):
        actions.add_passkey(clerk.person, by=administrator, name="Khóa", key=key(2))
    with pytest.raises(NotPermitted):
        actions.remove_passkey(clerk.person, by=administrator, passkey=Passkey.objects.get())
    with pytest.raises(BadInput):
        actions.remove_passkey(administrator.person, by=administrator, passkey=Passkey.objects.get())


def test_the_last_key_takes_its_recovery_codes_along_and_an_app_keeps_them(clerk):
    actions.add_passkey(clerk.person, by=clerk, name="Khóa", key=key())
    person = actions.remove_passkey(clerk.person, by=clerk, passkey=Passkey.objects.get())
    assert person.last_event.action == "person.remove_passkey"
    assert not RecoveryCode.objects.exists()
    give_authenticator(clerk)
    actions.add_passkey(clerk.person, by=clerk, name="Khóa", key=key())
    actions.remove_passkey(clerk.person, by=clerk, passkey=Passkey.objects.get())
    assert RecoveryCode.objects.count() == 10


def test_an_administrators_last_key_stays_and_one_of_two_may_go(db):
    administrator = make_post(Role.ADMINISTRATOR)
    for number in (1, 2):
        actions.add_passkey(administrator.person, by=administrator, name="Khóa", key=key(number))
    first, last = Passkey.objects.all()
    actions.remove_passkey(administrator.person, by=administrator, passkey=first)
    with pytest.raises(BadInput) as caught:
        actions.remove_passkey(administrator.person, by=administrator, passkey=last)
    assert caught.value.code == "factor_needed"


def test_a_key_of_somebody_else_proves_nothing(clerk):
    colleague = make_post()
    actions.add_passkey(colleague.person, by=colleague, name="Khóa", key=key())
    answer = json.dumps({"id": "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"})
    with pytest.raises(Refused) as caught:
        actions.prove_passkey(clerk.person, site=SITE, answer=answer, challenge=b"c" * 64)
    assert caught.value.code == "wrong_passkey"


def test_at_an_address_of_numbers_the_page_says_that_keys_need_a_name(client, clerk, settings):
    settings.ALLOWED_HOSTS = ["*"]
    signed_in(client, clerk, proved=True)
    page = client.get(f"{MINE}khoa/", headers={"Host": "127.0.0.1:8000"}).content.decode()
    assert "Địa chỉ này không dùng được khóa truy cập" in page
    assert "data-passkey" not in page


@pytest.mark.parametrize("given", [{}, {"name": "Khóa"}, {"name": "Khóa", "credential": "{}"}, {"credential": "["}])
def test_what_is_wrong_with_a_new_key_is_said_and_nothing_kept(client, clerk, given):
    signed_in(client, clerk, proved=True)
    client.get(f"{MINE}khoa/")
    answer = client.post(f"{MINE}khoa/", given)
    assert answer.status_code == 422
    assert "Chưa thêm được khóa" in answer.content.decode()
    assert not Passkey.objects.exists()
