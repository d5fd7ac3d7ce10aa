"""Accounts of the portal: whose they are, where they are logged in, and what is theirs."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.citizens import actions
from motcua.citizens.access import account_of
from motcua.citizens.models import Account, AccountEvent, AccountSession, Applicant
from motcua.core.errors import NotPermitted, Refused
from motcua.dossiers.models import Dossier
from tests.dossier_factories import make_house, received
from tests.factories import at_home, make_account, make_post, system

pytestmark = pytest.mark.django_db
NAME, NUMBER = "Trần Thị Dân", "001188000123"


def asking(client):
    request = RequestFactory().get("/")
    request.COOKIES = {name: each.value for name, each in client.cookies.items()}
    return request


def test_an_account_begins_with_what_was_proved_and_its_event_names_no_person():
    account = actions.open_account(by=Post.objects.portal(), email="Dan@Example.VN", name=" Trần  Thị Dân")
    kept = Account.objects.get(pk=account.pk)
    assert (kept.name, kept.email) == (NAME, "Dan@example.vn")
    assert kept.email_proved_at is not None
    assert kept.phone_proved_at is kept.identity_proved_at is None
    assert not kept.is_proven
    event = AccountEvent.objects.get(subject=kept)
    assert (event.action, event.by.role) == ("account.open", Role.CITIZEN)
    assert "example" not in str(event.data)
    assert Account.objects.of_email("Dan@example.vn").get() == kept


@pytest.mark.parametrize(
    ("given", "code"),
    [({}, "contact_needed"), ({"phone": "12"}, "bad_phone"), ({"email": "x"}, "bad_email"),
     ({"phone": "0912345678", "name": "x" * 201}, "name_too_long")],
)  # fmt: skip
def test_what_is_no_account_is_refused(given, code):
    with pytest.raises(Refused) as found:
        actions.open_account(by=Post.objects.portal(), **given)
    assert found.value.code == code


def test_nobody_who_works_here_opens_or_reads_accounts():
    account = make_account()
    for post in (make_post(), make_post(Role.ADMINISTRATOR)):
        with pytest.raises(NotPermitted):
            actions.open_account(by=post, phone="0912345678")
        assert not Account.objects.visible_to(post).exists()
    assert Account.objects.visible_to(account.acting()).get() == account
    assert not Account.objects.visible_to(make_account().acting()).filter(pk=account.pk).exists()
    assert not Account.objects.visible_to(Post.objects.portal()).exists()


@pytest.mark.parametrize("of", ["phone", "email", "identity"])
def test_what_one_account_proved_no_other_proves(of):
    value = {"phone": "0912345678", "email": "dan@example.vn", "identity": NUMBER}[of]
    given = {"proven": True, "identity_number": value} if of == "identity" else {of: value}
    make_account(**given)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_account(**given)


def test_a_session_knows_its_account_in_one_query_and_is_kept_as_a_digest(client):
    account = make_account()
    request = asking(at_home(client, account))
    with CaptureQueriesContext(connection) as queries:
        assert account_of(request) == account
        assert account_of(request) == account
    assert len(queries) == 1
    (cookie,) = request.COOKIES.values()
    assert cookie.encode() not in bytes(AccountSession.objects.get().digest)


@pytest.mark.parametrize("change", [{"expires_at": Now()}, {"last_seen": Now() - timedelta(hours=2)}])
def test_a_session_ends_with_its_day_and_when_it_is_left_idle(client, change):
    request = asking(at_home(client, make_account()))
    AccountSession.objects.update(**change)
    assert account_of(request) is None
    actions.forget_old_sessions()
    assert not AccountSession.objects.exists()


@pytest.mark.parametrize("cookie", ["", "x", "x" * 5000, "đ\x00"])
def test_a_foreign_cookie_is_nobody(cookie, settings):
    request = RequestFactory().get("/")
    request.COOKIES = {settings.ACCOUNT_COOKIE_NAME: cookie}
    assert account_of(request) is None


def test_logging_out_ends_the_session(client):
    request = asking(at_home(client, make_account()))
    actions.end_session(next(iter(request.COOKIES.values())))
    assert account_of(request) is None


def test_nobody_works_in_the_portals_post(client):
    post = Post.objects.portal()
    assert not Post.objects.visible_to(make_post()).filter(pk=post.pk).exists()
    with pytest.raises(NotPermitted):
        make_post(Role.CITIZEN)
    assert not client.login(username=post.person.username, password="!")


def declared(*, account=None, desk=None, number=NUMBER, name=NAME):
    said = {"kind": "person", "name": name, "identity_number": number, "phone": "0912345678"}
    return actions.declare(by=account.acting(), own=True, **said) if account else actions.declare(by=desk, **said)


def test_what_a_desk_took_down_is_theirs_only_when_identity_is_proven_and_the_name_agrees():
    at_desk = declared(desk=make_post())
    said, proven = make_account(), make_account(proven=True, identity_number=NUMBER)
    other_name = make_account(proven=True, name="Trần Văn Khác")
    Account.objects.filter(pk=said.pk).update(identity_index=bytes(proven.identity_index))  # says so, proved nothing
    assert list(Applicant.objects.visible_to(proven.acting())) == [at_desk]
    for account in (said, other_name):
        assert not Applicant.objects.visible_to(Account.objects.get(pk=account.pk).acting()).exists()


def test_a_mistyped_number_shows_nobody_elses_dossiers():
    declared(desk=make_post(), name="Lê Văn Nhầm")
    assert not Applicant.objects.visible_to(make_account(proven=True, identity_number=NUMBER).acting()).exists()


def test_who_claims_to_be_somebody_does_not_come_by_what_that_one_brings_to_a_desk():
    liar, desk = make_account(), make_post()
    claimed = declared(account=liar)
    brought = declared(desk=desk)
    assert brought.pk != claimed.pk
    assert list(Applicant.objects.visible_to(liar.acting())) == [claimed]
    assert declared(account=liar).pk != brought.pk


def test_a_dossier_is_seen_by_the_account_of_its_people_and_by_no_other():
    dossier = received(make_house())
    mine, other = make_account(), make_account(proven=True)
    Applicant.objects.filter(pk=dossier.applicant_id).update(account=mine)
    assert list(Dossier.objects.visible_to(mine.acting())) == [dossier]
    assert not Dossier.objects.visible_to(other.acting()).exists()
    assert not Dossier.objects.visible_to(Post.objects.portal()).exists()
    assert Dossier.objects.visible_to(system()).count() == 1
