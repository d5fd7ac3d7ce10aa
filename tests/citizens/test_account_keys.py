"""Passkeys of accounts without a browser: what is kept, and what a wrong answer gets. The rest: tests/browser."""

import pytest

from motcua.agencies import passkeys
from motcua.agencies.actions.attempts import TooMany
from motcua.citizens import actions
from motcua.citizens.models import AccountEvent, AccountPasskey
from motcua.core.errors import BadInput, NotPermitted
from tests.agencies.test_passkeys import MALFORMED, SITE, key
from tests.factories import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def account():
    return make_account()


def add(account, number=1, *, name="Điện thoại", by=None):
    return actions.add_account_key(account, by=by or account.acting(), name=name, key=key(number))


def test_a_key_is_kept_with_its_name_and_recorded(account):
    add(account, name="  Điện thoại ")
    kept = AccountPasskey.objects.get()
    assert (kept.account, kept.name, bytes(kept.credential)) == (account, "Điện thoại", key().credential)
    assert AccountEvent.objects.get(action="account.add_key").data["key"] == str(kept.pk)
    actions.remove_account_key(account, by=account.acting(), passkey=kept)
    assert not AccountPasskey.objects.exists()
    assert AccountEvent.objects.get(action="account.remove_key").data["key"] == str(kept.pk)


@pytest.mark.parametrize("name", ["", " ", "x" * 61])
def test_a_key_needs_a_name(account, name):
    with pytest.raises(BadInput) as found:
        add(account, name=name)
    assert found.value.field == "name"


def test_a_key_is_kept_once_and_ten_are_enough(account):
    for number in range(1, 11):
        add(account, number)
    with pytest.raises(BadInput) as found:
        add(account, 11)
    assert found.value.code == "too_many_passkeys"
    with pytest.raises(BadInput) as found:
        add(make_account(), 1)
    assert found.value.code == "known_passkey"


def test_nobody_adds_or_removes_anothers_key(account):
    other = make_account()
    add(account)
    with pytest.raises(NotPermitted):
        add(account, 2, by=other.acting())
    with pytest.raises(BadInput) as found:
        actions.remove_account_key(other, by=other.acting(), passkey=AccountPasskey.objects.get())
    assert found.value.code == "unknown_passkey"
    assert AccountPasskey.objects.count() == 1


@pytest.mark.parametrize("answer", MALFORMED, ids=range(len(MALFORMED)))
def test_a_malformed_answer_lets_nobody_in(account, answer):
    add(account)
    with pytest.raises(actions.WrongKey):
        actions.enter_by_key(site=SITE, answer=answer, challenge=b"c" * 64, address="203.0.113.7")


def test_answers_are_counted_by_network():
    for _ in range(60):
        with pytest.raises(actions.WrongKey):
            actions.enter_by_key(site=SITE, answer="", challenge=b"", address="203.0.113.7")
    with pytest.raises(TooMany):
        actions.enter_by_key(site=SITE, answer="", challenge=b"", address="203.0.113.8")


def test_a_key_that_is_enough_alone_is_asked_for_a_finger():
    asked = passkeys.asks_for_proof(SITE, known=[], alone=True)[0]
    new = passkeys.asks_for_new(SITE, person=b"7", username="x", name="x", known=[], alone=True)[0]
    assert '"userVerification": "required"' in asked
    assert '"residentKey": "required"' in new
    assert '"userVerification": "required"' in new


def test_keys_go_with_a_closed_account_and_over_into_a_joined_one(account):
    add(account)
    proven = make_account(proven=True)
    actions.join_account(account, by=account.acting(), into=proven)
    assert AccountPasskey.objects.get().account == proven
    actions.close_account(proven, by=proven.acting())
    assert not AccountPasskey.objects.exists()
