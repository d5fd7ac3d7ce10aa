"""Somebody proves by the state's electronic identity who they are: an account is found, opened or joined to another."""

from django.db import IntegrityError, transaction

from motcua.agencies.models import Post
from motcua.citizens import permissions
from motcua.citizens.actions.accounts import LANGUAGES
from motcua.citizens.actions.closing import join_account
from motcua.citizens.choices import Action, Assurance
from motcua.citizens.lifecycle import ACCOUNT
from motcua.citizens.models import Account
from motcua.citizens.openid.tokens import Proven
from motcua.core.actions import action, creates
from motcua.core.clock import now
from motcua.core.errors import StepRefused

LEVELS = {1: Assurance.IDENTITY_1, 2: Assurance.IDENTITY_2}


class AnotherPerson(StepRefused):
    """The account in use has been proven to be somebody else's."""

    code = "another_person"
    message = "Tài khoản đang mở là của người khác. Hãy đăng xuất rồi đăng nhập bằng định danh của bạn."


def enter_by_identity(proven: Proven, *, issuer: str, present: Account | None = None, language: str = "vi") -> Account:
    """Return the account of a proven person: theirs, else the present one, else a new one.

    `present` is the account in use, which was opened by a code; when the person already has a proven account, what
    was done in the present one goes over into that, and the present one is closed. Raises AnotherPerson when the
    present account is proven to be somebody else's.
    """
    try:
        with transaction.atomic():
            return _entered(proven, f"{issuer} {proven.subject}", present, language)
    except IntegrityError:  # the same person came in twice at once, and the other one was quicker
        with transaction.atomic():
            return _entered(proven, f"{issuer} {proven.subject}", present, language)


def _entered(proven: Proven, subject: str, present: Account | None, language: str) -> Account:
    holder = Account.objects.of_identity(proven.identity_number).first() or Account.objects.of_subject(subject).first()
    if holder is None and present is None:
        opened: Account = open_proven(by=Post.objects.portal(), proven=proven, known_as=subject, language=language)
        return opened
    if present is not None and holder != present:
        if present.is_proven:
            raise AnotherPerson()
        if holder is not None:
            return join_account(present, by=present.acting(), into=_renewed(holder, proven, subject)).into  # type: ignore[no-any-return]
    return _renewed(holder or present, proven, subject)  # type: ignore[arg-type]


def _renewed(account: Account, proven: Proven, subject: str) -> Account:
    """Note what was proven, where it says something new."""
    known = (account.subject, account.name, account.identity_number, account.birth_date, account.assurance)
    said = (subject, proven.name, proven.identity_number, proven.birth_date or account.birth_date, LEVELS[proven.level])
    if account.is_proven and known == said:
        return account
    renewed: Account = prove_identity(account, by=account.acting(), proven=proven, known_as=subject)
    return renewed


@creates(Action.OPEN_PROVEN, permit=permissions.may_open_account)
def open_proven(*, by: Post, proven: Proven, known_as: str, language: str = "vi") -> Account:
    """Open an account for somebody whom the state knows; without phone and e-mail until they add them."""
    account = Account(language=language if language in LANGUAGES else LANGUAGES[0])
    account.moment = now()
    _take(account, proven, known_as)
    account.save(force_insert=True)
    return account


@action(Action.PROVE_IDENTITY, lifecycle=ACCOUNT, permit=permissions.may_change_account)
def prove_identity(account: Account, *, by: Post, proven: Proven, known_as: str) -> dict[str, int]:
    """Note who the state says the holder is: number, name, birth date and level. Of it the event tells the level.

    Desks' declarations under that number and name are the account's from now on, by reading
    (`ApplicantQuerySet.of_account`).
    """
    _take(account, proven, known_as)
    return {"level": proven.level}


def _take(account: Account, proven: Proven, known_as: str) -> None:
    account.subject, account.name, account.identity_number = known_as, proven.name, proven.identity_number
    account.birth_date = proven.birth_date or account.birth_date
    account.assurance, account.identity_proved_at = LEVELS[proven.level], account.moment
    if proven.phone and not account.phone and not Account.objects.of_phone(proven.phone).exists():
        account.phone, account.phone_proved_at = proven.phone, account.moment
    account.index()  # number and proof are written at once: the database wants both
