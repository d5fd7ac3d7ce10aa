"""People agree to what is kept and done of theirs, version by version, and withdraw it."""

from typing import Any

from django.db import transaction

from motcua.agencies.models import Post
from motcua.citizens import permissions
from motcua.citizens.actions.accounts import LANGUAGES
from motcua.citizens.choices import Action, ConsentKind
from motcua.citizens.consents import present_text
from motcua.citizens.lifecycle import CONSENT
from motcua.citizens.models import Account, Applicant, Consent
from motcua.core.actions import action, creates
from motcua.core.errors import BadInput, NotPermitted


def agree(account: Account, *, by: Post, text: int, language: str = "vi") -> Consent:
    """Record that the holder agreed to the present words, whose number the page that was read names.

    Agreeing again changes nothing; an older version is replaced. Raises NotPermitted and BadInput (`other_version`
    when other words were read, `unknown_language`).
    """
    if not permissions.may_agree(by, account):
        raise NotPermitted()
    with transaction.atomic():
        Account.objects.visible_to(by).select_for_update(no_key=True).get(pk=account.pk)  # two clicks: one consent
        older = Consent.objects.of_account(account).given().filter(kind=ConsentKind.ACCOUNT).first()
        if older is not None and older.text == text == present_text().version:
            return older
        _refuse_other_words(ConsentKind.ACCOUNT, text, language)
        if older is not None:
            replace_consent(older, by=by)
        given: Consent = give_consent(by=by, account=account, text=text, language=language)
        return given


@creates(Action.GIVE_CONSENT, permit=permissions.may_give_consent)
def give_consent(*, by: Post, account: Account, text: int, language: str) -> tuple[Consent, dict[str, Any]]:
    """Take down what a holder agreed to in the account. Called by `agree`."""
    return _written(kind=ConsentKind.ACCOUNT, text=text, language=language, account=account, by=by)


@creates(Action.RECORD_CONSENT, permit=permissions.may_record_consent)
def record_consent(
    *, by: Post, applicant: Applicant, kind: str = ConsentKind.ASSISTED, text: int, language: str = "vi"
) -> tuple[Consent, dict[str, Any]]:
    """Take down at a desk what somebody there agreed to, with or without an account: `applicant` is their declaration.

    Raises BadInput (`other_version`, `unknown_language`, `own_consent` for what only a holder can agree to).
    """
    if kind != ConsentKind.ASSISTED:
        raise BadInput("own_consent", "Điều này chỉ chủ tài khoản tự đồng ý được.", field="kind")
    _refuse_other_words(kind, text, language)
    return _written(kind=ConsentKind.ASSISTED, text=text, language=language, applicant=applicant, by=by)


def _refuse_other_words(kind: str, text: int, language: str) -> None:
    if text != present_text(kind).version:
        raise BadInput("other_version", "Nội dung đã đổi kể từ khi bạn mở trang. Hãy đọc lại.")
    if language not in LANGUAGES:
        raise BadInput("unknown_language", "Ngôn ngữ này không có.", field="language")


def _written(**said: Any) -> tuple[Consent, dict[str, Any]]:
    consent = Consent(**said)
    consent.save(force_insert=True)
    consent.refresh_from_db()
    consent.moment = consent.given_at
    return consent, {"kind": str(consent.kind), "text": consent.text, "language": consent.language}


@action(Action.REPLACE_CONSENT, lifecycle=CONSENT, permit=permissions.may_withdraw_consent)
def replace_consent(consent: Consent, *, by: Post) -> None:
    """Let a consent end because its giver agrees to newer words. Called by `agree`."""
    consent.ended_at = consent.moment


@action(Action.WITHDRAW_CONSENT, lifecycle=CONSENT, permit=permissions.may_withdraw_consent)
def withdraw_consent(consent: Consent, *, by: Post) -> None:
    """Withdraw: the holder what is theirs, a desk what it took down and its giver comes to take back.

    Without the consent to the account nothing in it can be used but agreeing again, taking data along and closing.
    What else hangs on a consent follows by a reaction.
    """
    consent.ended_at = consent.moment


def withdraw_all(account: Account, *, by: Post) -> None:
    """Withdraw whatever a holder agreed to in the account, because it ends."""
    for consent in Consent.objects.of_account(account).given():
        withdraw_consent(consent, by=by)
