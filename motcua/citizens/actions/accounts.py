"""Accounts begin, and people come in and go out. On real time, never on the demo's clock."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Now

from motcua.agencies.devices import label_of
from motcua.agencies.models import Post
from motcua.agencies.throttle import network_of
from motcua.citizens import permissions
from motcua.citizens.choices import Action
from motcua.citizens.models import Account, AccountSession
from motcua.core import identity
from motcua.core.actions import creates
from motcua.core.clock import now
from motcua.core.errors import BadInput
from motcua.core.text import clean

NAME_LIMIT = 200
LANGUAGES = ("vi", "en")


@creates(Action.OPEN_ACCOUNT, permit=permissions.may_open_account)
def open_account(*, by: Post, phone: str = "", email: str = "", name: str = "", language: str = "vi") -> Account:
    """Open an account for whoever has just proved a phone or an e-mail address.

    Raises BadInput (`contact_needed`, `bad_phone`, `bad_email`, `name_too_long`); two for one address cannot be
    (constraint).
    """
    account = Account(name=named(name), phone=identity.phone_of(phone), email=identity.email_of(email))
    if not account.phone and not account.email:
        raise BadInput("contact_needed", "Cần số điện thoại hoặc thư điện tử.", field="contact")
    account.moment = now()
    account.phone_proved_at = account.moment if account.phone else None
    account.email_proved_at = account.moment if account.email else None
    account.language = language if language in LANGUAGES else LANGUAGES[0]
    account.save(force_insert=True)
    return account


def named(name: str) -> str:
    """Return a holder's name in its normal form; raises BadInput."""
    name = clean(name)
    if len(name) > NAME_LIMIT:
        raise BadInput("name_too_long", f"Tên dài quá {NAME_LIMIT} ký tự.", field="name")
    return name


def begin_session(account: Account, *, way: str, address: str, user_agent: str = "") -> str:
    """Let an account in; returns the text of its cookie, which is kept nowhere."""
    text = secrets.token_urlsafe(32)
    AccountSession.objects.create(
        account=account, digest=AccountSession.digest_of(text), way=way, label=label_of(user_agent),
        network=network_of(address), expires_at=Now() + timedelta(seconds=settings.SESSION_COOKIE_AGE),
    )  # fmt: skip
    return text


def mark_account_seen(session: AccountSession) -> None:
    """Note that the session was used: the idle time starts again."""
    AccountSession.objects.filter(pk=session.pk).update(last_seen=Now())


def end_session(text: str) -> None:
    """Let out whoever holds this cookie."""
    AccountSession.objects.filter(digest=AccountSession.digest_of(text)).delete()


def live_sessions(account: Account) -> list[AccountSession]:
    """Return where an account is logged in now, the last used first."""
    idle = Now() - timedelta(seconds=settings.ACCOUNT_IDLE_SECONDS)
    return list(AccountSession.objects.filter(account=account, expires_at__gt=Now(), last_seen__gt=idle))


def end_sessions(account: Account, *, keep: AccountSession, name: str = "") -> int:
    """End the sessions of an account but the one in hand, or only the one of that name; returns how many."""
    others = list(AccountSession.objects.filter(account=account).exclude(pk=keep.pk))
    ended = [each.pk for each in others if not name or each.name == name]
    return AccountSession.objects.filter(pk__in=ended).delete()[0]


def mark_proved(session: AccountSession) -> None:
    """Note that the holder has just shown again who they are."""
    AccountSession.objects.filter(pk=session.pk).update(proved_at=Now(), last_seen=Now())


def forget_old_sessions() -> int:
    """Remove sessions that ran out or were left idle; returns how many."""
    idle = Now() - timedelta(seconds=settings.ACCOUNT_IDLE_SECONDS)
    return AccountSession.objects.filter(Q(expires_at__lte=Now()) | Q(last_seen__lte=idle)).delete()[0]
