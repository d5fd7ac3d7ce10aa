"""An account ends: closed by its holder, or joined to the one in which they proved who they are."""

from typing import Any

from motcua.agencies.models import Post
from motcua.citizens import permissions
from motcua.citizens.actions.agreeing import withdraw_all
from motcua.citizens.choices import Action, Assurance
from motcua.citizens.lifecycle import ACCOUNT
from motcua.citizens.models import Account, AccountPasskey, AccountSession, Applicant, NoticeChoice, OneTimeCode
from motcua.core import erasures
from motcua.core.actions import action
from motcua.core.errors import BadInput, NotPermitted

PERSONAL = ("name", "identity_number", "birth_date", "subject", "phone", "email", "address")
FREED = ["phone", "phone_index", "phone_proved_at", "email", "email_index", "email_proved_at"]
ERASURE = "citizens.account"


@action(Action.CLOSE_ACCOUNT, lifecycle=ACCOUNT, permit=permissions.may_change_account)
def close_account(account: Account, *, by: Post) -> None:
    """Close for good, at the holder's wish: sessions and keys go, and what the account itself says of the person.

    Declarations stay with the dossiers that name them, for as long as those are kept (NĐ 118/2025; luật Lưu trữ).
    """
    _empty(account, by=by)


@action(Action.JOIN_ACCOUNT, lifecycle=ACCOUNT, permit=permissions.may_change_account)
def join_account(account: Account, *, by: Post, into: Account) -> dict[str, str]:
    """Let what was done in an account opened by code go over into the proven one of the same holder, and close it.

    The holder has just shown both: a session of this account, and the identity of the other. Declarations and keys go
    over; a proven phone or e-mail address where the other has none. Apps above follow by the event's `into`; the
    caller finds the other account in `.into`. Raises NotPermitted.
    """
    if account.is_proven or not into.is_proven or into.pk == account.pk:
        raise NotPermitted()
    Applicant.objects.filter(account=account).update(account=into)
    AccountPasskey.objects.filter(account=account).update(account=into)
    chosen = NoticeChoice.objects.filter(account=into).values("kind")
    NoticeChoice.objects.filter(account=account).exclude(kind__in=chosen).update(account=into)
    given = {of: getattr(account, of) for of in ("phone", "email") if getattr(account, f"{of}_proved_at")}
    _empty(account, by=by)
    account.save(update_fields=FREED)  # one of each: the other account cannot have them sooner
    lacking = {of: value for of, value in given.items() if not getattr(into, of)}
    account.into = take_contacts(into, by=into.acting(), **lacking) if lacking else into  # type: ignore[attr-defined]
    return {"into": str(into.pk)}


@action(Action.CHANGE_CONTACT, lifecycle=ACCOUNT, permit=permissions.may_change_account)
def take_contacts(account: Account, *, by: Post, phone: str = "", email: str = "") -> dict[str, Any]:
    """Take phone or e-mail address, in their normal form, which the holder has just proven to read.

    The event tells which, never what. Raises BadInput (`contact_taken`) for what another account has proven.
    """
    for of, value in (("phone", phone), ("email", email)):
        if value:
            _refuse_taken(account, of, value)
            setattr(account, of, value)
            setattr(account, f"{of}_proved_at", account.moment)
    account.index()
    return {"of": [of for of, value in (("phone", phone), ("email", email)) if value]}


def _refuse_taken(account: Account, of: str, value: str) -> None:
    holders = Account.objects.of_phone(value) if of == "phone" else Account.objects.of_email(value)
    if holders.exclude(pk=account.pk).exists():
        raise contact_taken()


def contact_taken() -> BadInput:
    """The refusal of what another account has proven."""
    return BadInput("contact_taken", "Tài khoản khác đang dùng nơi liên hệ này.", field="contact")


def _empty(account: Account, *, by: Post) -> None:
    """Take everything personal out, end sessions and consents, and have it done again after a restore."""
    for field in PERSONAL:
        setattr(account, field, "")
    account.identity_proved_at = account.phone_proved_at = account.email_proved_at = None
    account.index()
    account.assurance, account.closed_at = Assurance.CONTACT, account.moment
    AccountSession.objects.filter(account=account).delete()
    AccountPasskey.objects.filter(account=account).delete()
    OneTimeCode.objects.filter(account=account).delete()
    NoticeChoice.objects.filter(account=account).delete()
    withdraw_all(account, by=by)
    erasures.tell(ERASURE, [account.pk])
