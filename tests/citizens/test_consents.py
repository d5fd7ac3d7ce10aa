"""Consents: by whom, to which words, in the account or at a desk, until when."""

import hashlib

import pytest
from django.db import IntegrityError, transaction

from motcua.agencies.choices import Role
from motcua.citizens import consents
from motcua.citizens.actions import agree, close_account, join_account, record_consent, withdraw_consent
from motcua.citizens.actions.agreeing import give_consent
from motcua.citizens.choices import Action, ConsentKind, ConsentState
from motcua.citizens.consents import present_text
from motcua.citizens.models import Consent, ConsentEvent
from motcua.core.errors import BadInput, NotPermitted, StaleVersion, StepRefused
from motcua.privacy.registry import Known, all_holdings
from tests.citizens.test_accounts import declared
from tests.factories import make_account, make_agency, make_post, system

pytestmark = pytest.mark.django_db
# Published words never change: whoever agreed, agreed to these. New words are a new version.
PUBLISHED = {
    ("account", 1): "02272972acd1f2b1",
    ("assisted", 1): "bb17141c53c22b1a",
}


@pytest.fixture
def account():
    return make_account(agreed=False)


@pytest.fixture
def clerk():
    return make_post(Role.RECEPTIONIST)


def newer(monkeypatch, kind="account"):
    texts = (*consents.TEXTS[kind], consents.Text(2, "Chữ mới", "New words"))
    monkeypatch.setitem(consents.TEXTS, kind, texts)


def states(**of):
    return [(each.text, each.state, each.ended_at is not None) for each in Consent.objects.filter(**of)]


def taken_down(clerk, **given):
    person = declared(desk=clerk, **given)
    return record_consent(by=clerk, applicant=person, text=present_text(ConsentKind.ASSISTED).version)


def test_published_words_never_change():
    words = {(kind, each.version): f"{each.vi}\n{each.en}" for kind, texts in consents.TEXTS.items() for each in texts}
    assert {of: hashlib.sha256(said.encode()).hexdigest()[:16] for of, said in words.items()} == PUBLISHED
    for texts in consents.TEXTS.values():
        assert [each.version for each in texts] == list(range(1, len(texts) + 1))
    assert set(consents.TEXTS) == set(ConsentKind.values)


def test_a_holder_agrees_once_to_words_of_a_version_in_a_language(account):
    by = account.acting()
    given = agree(account, by=by, text=1, language="en")
    assert agree(account, by=by, text=1) == given
    kept = Consent.objects.get()
    assert (kept.account, kept.applicant, kept.text, kept.language, kept.holds) == (account, None, 1, "en", True)
    event = ConsentEvent.objects.get()
    assert (event.action, event.data["text"], event.happened_at) == (Action.GIVE_CONSENT, 1, kept.given_at)


def test_newer_words_replace_what_was_agreed_to(account, monkeypatch):
    agree(account, by=account.acting(), text=1)
    newer(monkeypatch)
    agree(account, by=account.acting(), text=2)
    assert states() == [(1, ConsentState.REPLACED, True), (2, ConsentState.GIVEN, False)]


@pytest.mark.parametrize(("given", "code"), [({"text": 2}, "other_version"), ({"text": 0}, "other_version"),
                                             ({"text": 1, "language": "fr"}, "unknown_language")])  # fmt: skip
def test_words_that_were_not_read_are_not_agreed_to(account, given, code):
    with pytest.raises(BadInput) as refused:
        agree(account, by=account.acting(), **given)
    assert refused.value.code == code
    assert not Consent.objects.exists()


def test_nobody_agrees_for_another(account, clerk):
    for by in (make_account().acting(), clerk, system()):
        with pytest.raises(NotPermitted):
            agree(account, by=by, text=1)
        with pytest.raises(NotPermitted):
            give_consent(by=by, account=account, text=1, language="vi")
    assert not Consent.objects.filter(account=account).exists()


def test_a_holder_withdraws_and_may_agree_again(account):
    given = agree(account, by=account.acting(), text=1)
    withdraw_consent(given, by=account.acting())
    assert states() == [(1, ConsentState.WITHDRAWN, True)]
    with pytest.raises(StepRefused):
        withdraw_consent(given, by=account.acting())
    agree(account, by=account.acting(), text=1)
    assert states() == [(1, ConsentState.WITHDRAWN, True), (1, ConsentState.GIVEN, False)]


def test_a_stale_page_withdraws_nothing(account):
    given = agree(account, by=account.acting(), text=1)
    with pytest.raises(StaleVersion):
        withdraw_consent(given, by=account.acting(), version=given.version + 1)
    assert Consent.objects.get().holds


def test_nobody_withdraws_anothers(account, clerk):
    given = agree(account, by=account.acting(), text=1)
    for by in (make_account().acting(), clerk):
        with pytest.raises(NotPermitted):
            withdraw_consent(given, by=by)
        assert given not in Consent.objects.visible_to(by)
    assert given in Consent.objects.visible_to(system())


def test_closing_withdraws_and_the_proof_stays(account):
    agree(account, by=account.acting(), text=1)
    close_account(account, by=account.acting())
    assert states(account=account) == [(1, ConsentState.WITHDRAWN, True)]


def test_joining_ends_the_consent_of_the_account_that_ends(account):
    other = make_account(proven=True)
    agree(account, by=account.acting(), text=1)
    join_account(account, by=account.acting(), into=other)
    assert states(account=account) == [(1, ConsentState.WITHDRAWN, True)]
    assert states(account=other) == [(1, ConsentState.GIVEN, False)]


def test_a_desk_takes_down_what_somebody_without_an_account_agrees_to(clerk):
    given = taken_down(clerk)
    assert (given.kind, given.account, given.by, given.holds) == (ConsentKind.ASSISTED, None, clerk, True)
    assert given.words() == present_text(ConsentKind.ASSISTED).vi
    assert ConsentEvent.objects.get().action == Action.RECORD_CONSENT
    colleague = make_post(Role.RECEPTIONIST, agency=clerk.agency)
    assert given in Consent.objects.visible_to(colleague)
    assert withdraw_consent(given, by=colleague).state == ConsentState.WITHDRAWN


def test_only_desks_take_consents_down(clerk):
    person = declared(desk=clerk)
    for role in (Role.SPECIALIST, Role.LEADER, Role.ADMINISTRATOR, Role.INSPECTOR):
        with pytest.raises(NotPermitted):
            record_consent(by=make_post(role, agency=clerk.agency), applicant=person, text=1)
    with pytest.raises(NotPermitted):
        record_consent(by=make_account().acting(), applicant=person, text=1)


@pytest.mark.parametrize(("given", "code"), [({"text": 7}, "other_version"),
                                             ({"text": 1, "kind": "account"}, "own_consent"),
                                             ({"text": 1, "language": ""}, "unknown_language")])  # fmt: skip
def test_a_desk_cannot_take_down_anything_else(clerk, given, code):
    with pytest.raises(BadInput) as refused:
        record_consent(by=clerk, applicant=declared(desk=clerk), **given)
    assert refused.value.code == code


def test_what_a_desk_took_down_is_seen_and_withdrawn_by_whom_it_was_of(clerk):
    person = make_account(proven=True, name="Trần Thị Già", identity_number="001150000777")
    given = taken_down(clerk, name="Trần Thị Già", number="001150000777")
    other = make_account(proven=True, name="Trần Thị Già")
    elsewhere = make_post(Role.RECEPTIONIST)
    for by in (other.acting(), elsewhere, make_post(Role.SPECIALIST, agency=clerk.agency)):
        assert given not in Consent.objects.visible_to(by)
        with pytest.raises(NotPermitted):
            withdraw_consent(given, by=by)
    assert given in Consent.objects.visible_to(person.acting())
    assert not withdraw_consent(given, by=person.acting()).holds


def test_the_office_tells_what_somebody_agreed_to_at_its_desks(clerk):
    given = taken_down(clerk)
    told = next(each.tell for each in all_holdings() if each.key == "citizens.consents")
    rows = told(Known(clerk.agency, (), (), (given.applicant,)))
    assert [(row["Nội dung"], row["Ghi tại"]) for row in rows] == [(given.words(), clerk.agency.name)]
    assert told(Known(make_agency(), (), (), (given.applicant,))) == []


def test_the_database_refuses_what_belongs_to_nobody_or_two(account, clerk):
    person = declared(desk=clerk)
    kept = {"kind": "account", "text": 1, "by": clerk}
    for of in ({}, {"account": account, "applicant": person}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Consent.objects.create(**kept, **of)
    Consent.objects.create(**kept, account=account)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(**kept, account=account)
