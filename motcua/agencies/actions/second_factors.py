"""The second proof beside the password: set up, shown at the log-in, renewed, taken away."""

import logging
from datetime import datetime
from typing import Any

from django.db.models.functions import Now
from django.utils import timezone

from motcua.agencies import one_time, passkeys, permissions
from motcua.agencies.actions.attempts import count_attempt, forget_attempts
from motcua.agencies.choices import PROVEN_ROLES, Action, Factor
from motcua.agencies.models import Authenticator, Passkey, Person, Post, RecoveryCode
from motcua.core.actions import action
from motcua.core.errors import BadInput, Refused, StepRefused
from motcua.core.fields import blind, blinds
from motcua.core.text import clean

log = logging.getLogger("motcua.security")
WRONG_CODE = "Mã không đúng, hoặc đã dùng rồi. Đợi mã mới hiện ra rồi nhập lại."
WRONG_KEY = "Khóa truy cập không được nhận. Hãy thử lại."
MOST_PASSKEYS = 10


def has_second_factor(person: Person) -> bool:
    """Tell whether somebody must show a second proof when coming in."""
    return Authenticator.objects.filter(person=person, confirmed_at__isnull=False).exists() or _has_passkey(person)


def _has_passkey(person: Person) -> bool:
    return Passkey.objects.filter(person=person).exists()


def prove_code(person: Person, *, code: str) -> Factor:
    """Return which proof a typed code is: the app's six digits or a recovery code, each good for one time.

    Wrong codes are counted for the person, wherever they come from, and make the next one wait.
    Raises Refused, TooSoon.
    """
    key: dict[str, Any] = {"name_digest": blind("second", str(person.pk)), "network": ""}
    count_attempt(key)
    text = one_time.tidy(code)
    right = _take_digits(person, text) if len(text) == one_time.DIGITS else _take_recovery_code(person, text)
    if not right:
        log.warning("second proof failed: code of person %s", person.pk)
        raise Refused(WRONG_CODE, code="wrong_code", field="code")
    forget_attempts(key)
    return Factor.TOTP if len(text) == one_time.DIGITS else Factor.RECOVERY


def _take_digits(person: Person, code: str) -> bool:
    kept = Authenticator.objects.filter(person=person, confirmed_at__isnull=False).first()
    if kept is None:
        return False
    step = one_time.step_of(kept.secret, code, present=_present(), after=kept.last_step)
    if step is None:
        return False
    return bool(Authenticator.objects.filter(pk=kept.pk, last_step__lt=step).update(last_step=step))


def _present() -> int:
    return one_time.step_at(timezone.now().timestamp())


def _take_recovery_code(person: Person, code: str) -> bool:
    unused = RecoveryCode.objects.filter(person=person, digest__in=_digests(person, code), used_at=None)
    return bool(unused.update(used_at=Now()))


def _digest(person: Person, code: str) -> bytes:
    return blind("recovery", f"{person.pk} {one_time.tidy(code)}")


def _digests(person: Person, code: str) -> list[bytes]:
    """Codes lie in a drawer for years: those made under a blind key that was changed since are good still."""
    return blinds("recovery", f"{person.pk} {one_time.tidy(code)}", ever=True)


def prove_passkey(person: Person, *, site: passkeys.Site, answer: str, challenge: bytes) -> Factor:
    """Check what one of the person's keys answered. Raises Refused, TooSoon."""
    key: dict[str, Any] = {"name_digest": blind("second", str(person.pk)), "network": ""}
    count_attempt(key)
    try:
        kept = Passkey.objects.filter(person=person, credential=passkeys.credential_of(answer)).first()
        if kept is None:
            raise passkeys.Unproven("unknown key")
        count = passkeys.accept_proof(
            site, answer, challenge=challenge, public_key=bytes(kept.public_key), sign_count=kept.sign_count
        )
    except passkeys.Unproven as error:
        log.warning("second proof failed: passkey of person %s", person.pk)
        raise Refused(WRONG_KEY, code="wrong_passkey") from error
    Passkey.objects.filter(pk=kept.pk).update(sign_count=count, last_used=Now())
    forget_attempts(key)
    return Factor.PASSKEY


@action(Action.ADD_AUTHENTICATOR, permit=permissions.may_prove_oneself)
def add_authenticator(person: Person, *, by: Post) -> None:
    """Make a secret for an app; it counts when its first code was given. Raises StepRefused when there is one."""
    if Authenticator.objects.filter(person=person, confirmed_at__isnull=False).exists():
        raise StepRefused("Tài khoản đã gắn một ứng dụng mã.", code="already_added")
    Authenticator.objects.filter(person=person).delete()
    Authenticator.objects.create(person=person, secret=one_time.new_secret())


@action(Action.CONFIRM_AUTHENTICATOR, permit=permissions.may_prove_oneself)
def confirm_authenticator(person: Person, *, by: Post, code: str, keep_session: str | None = None) -> None:
    """Let the app count from now on; recovery codes made with it are in `issued_codes`, "" and nowhere else."""
    kept = Authenticator.objects.filter(person=person, confirmed_at=None).first()
    if kept is None:
        raise StepRefused("Không có ứng dụng mã nào chờ xác nhận.", code="nothing_to_confirm")
    step = one_time.step_of(kept.secret, one_time.tidy(code), present=_present(), after=0)
    if step is None:
        raise BadInput("wrong_code", "Mã không đúng. Kiểm tra giờ của điện thoại rồi nhập mã đang hiện.", field="code")
    kept.confirmed_at, kept.last_step = timezone.now(), step
    kept.save(update_fields=["confirmed_at", "last_step"])
    _begin_with(person, keep_session)


def _begin_with(person: Person, keep_session: str | None) -> None:
    """A new proof ends sessions that began without it, and comes with codes for the day it is lost."""
    person.sessions.exclude(pk=keep_session or "").delete()
    codes = RecoveryCode.objects.filter(person=person, used_at=None)
    person.issued_codes = [] if codes.exists() else _new_codes(person)


def _new_codes(person: Person) -> list[str]:
    RecoveryCode.objects.filter(person=person).delete()
    codes = one_time.new_recovery_codes()
    RecoveryCode.objects.bulk_create(RecoveryCode(person=person, digest=_digest(person, code)) for code in codes)
    return codes


@action(Action.REMOVE_AUTHENTICATOR, permit=permissions.may_prove_oneself)
def remove_authenticator(person: Person, *, by: Post) -> None:
    """Take the app away. Raises BadInput when a post asks for a proof and this is the last."""
    if not Authenticator.objects.filter(person=person).exists():
        raise StepRefused("Tài khoản không gắn ứng dụng mã.", code="nothing_to_remove")
    _refuse_last(person, other=_has_passkey(person))
    Authenticator.objects.filter(person=person).delete()
    _drop_codes_of_nothing(person)


@action(Action.ADD_PASSKEY, permit=permissions.may_prove_oneself)
def add_passkey(
    person: Person, *, by: Post, name: str, key: passkeys.NewKey, keep_session: str | None = None
) -> dict[str, Any]:
    """Keep the public half of a key that the browser has made. Raises BadInput for a name or a key that cannot be."""
    name = clean(name)
    if not 0 < len(name) <= 60:
        raise BadInput("name_needed", "Đặt tên để nhận ra khóa, không quá 60 ký tự.", field="name")
    if Passkey.objects.filter(credential=key.credential).exists():
        raise BadInput("known_passkey", "Khóa này đã được thêm rồi.")
    if person.passkeys.count() >= MOST_PASSKEYS:
        raise BadInput("too_many_passkeys", f"Mỗi tài khoản có nhiều nhất {MOST_PASSKEYS} khóa.")
    kept = Passkey.objects.create(
        person=person, name=name, credential=key.credential, public_key=key.public_key, sign_count=key.sign_count
    )
    _begin_with(person, keep_session)
    return {"passkey": kept.pk}


@action(Action.REMOVE_PASSKEY, permit=permissions.may_prove_oneself)
def remove_passkey(person: Person, *, by: Post, passkey: Passkey) -> dict[str, Any]:
    """Take a key away. Raises BadInput for somebody else's key, or the last proof of who needs one."""
    mine = Passkey.objects.filter(person=person)
    if not mine.filter(pk=passkey.pk).exists():
        raise BadInput("unknown_passkey", "Không có khóa này.")
    app = Authenticator.objects.filter(person=person, confirmed_at__isnull=False).exists()
    _refuse_last(person, other=app or mine.exclude(pk=passkey.pk).exists())
    mine.filter(pk=passkey.pk).delete()
    _drop_codes_of_nothing(person)
    return {"passkey": passkey.pk}


def _refuse_last(person: Person, *, other: bool) -> None:
    if not other and person.posts.filter(role__in=PROVEN_ROLES, ended_at=None).exists():
        raise BadInput("factor_needed", "Vị trí quản trị phải có xác thực hai lớp: thêm cách khác trước khi bỏ.")


def _drop_codes_of_nothing(person: Person) -> None:
    if not has_second_factor(person):
        RecoveryCode.objects.filter(person=person).delete()


@action(Action.RENEW_RECOVERY_CODES, permit=permissions.may_prove_oneself)
def renew_recovery_codes(person: Person, *, by: Post) -> None:
    """Make ten new codes, found once in `issued_codes`; the old ones are good no more."""
    if not has_second_factor(person):
        raise StepRefused("Hãy gắn ứng dụng mã hoặc khóa truy cập trước.", code="no_factor")
    person.issued_codes = _new_codes(person)


@action(Action.RESET_SECOND_FACTORS, permit=permissions.may_reset_person)
def reset_second_factors(person: Person, *, by: Post) -> None:
    """Take everything away from somebody who lost phone and codes, and end their sessions; asked by an administrator.

    Who holds a post that needs a proof sets a new one up at the next log-in.
    """
    if not (has_second_factor(person) or Authenticator.objects.filter(person=person).exists()):
        raise StepRefused("Tài khoản này không bật xác thực hai lớp.", code="nothing_to_remove")
    Authenticator.objects.filter(person=person).delete()
    Passkey.objects.filter(person=person).delete()
    RecoveryCode.objects.filter(person=person).delete()
    person.sessions.all().delete()


def sample_code(person: Person, *, at: datetime) -> str:
    """Return the six digits that would be taken now, for who reads them aloud to the user of the demo."""
    kept = Authenticator.objects.filter(person=person, confirmed_at__isnull=False).first()
    if kept is None:
        return ""
    return one_time.code_of(kept.secret, max(one_time.step_at(at.timestamp()), kept.last_step + 1))
