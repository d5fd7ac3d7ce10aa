"""Writes on people's accounts."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from motcua.agencies import permissions
from motcua.agencies.actions.passwords import hashed
from motcua.agencies.actions.units import save_new
from motcua.agencies.choices import Action
from motcua.agencies.models import AccessToken, Person, Post
from motcua.core.actions import action, creates
from motcua.core.clock import now
from motcua.core.errors import BadInput, StepRefused
from motcua.core.text import clean

WEAK = {
    "password_too_short": "Mật khẩu phải có ít nhất 12 ký tự.",
    "password_too_common": "Mật khẩu này quá phổ biến.",
    "password_too_long": "Mật khẩu không dài quá 128 ký tự.",
    "password_names_person": "Mật khẩu không được chứa tên đăng nhập hoặc họ tên.",
    "password_entirely_numeric": "Mật khẩu không được chỉ gồm chữ số.",
}


@creates(Action.ENROL_PERSON, permit=permissions.may_enrol)
def enrol_person(
    *, by: Post, username: str, name: str, password: str | None, email: str = "", is_sample: bool = False
) -> Person:
    """Open an account; it can do nothing until a post is given. Raises BadInput for a weak password."""
    person = Person(username=clean(username).lower(), name=clean(name), email=email, is_sample=is_sample)
    if password is not None:
        if not is_sample:  # theirs is printed on the screen
            refuse_weak(password, person)
        person.password_set_at = now()
    person.password = hashed(password, shared=is_sample)
    person.must_change_password = password is not None and not is_sample
    return save_new(person)


def refuse_weak(password: str, person: Person) -> None:
    """Raise BadInput, in words, for a password that could be guessed: short, common, digits alone, one's own name."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        words = " ".join(WEAK.get(each.code or "", each.messages[0]) for each in error.error_list)
        raise BadInput("weak_password", words, field="password") from error


@action(Action.CHANGE_PASSWORD, permit=permissions.may_change_person)
def change_password(person: Person, *, by: Post, password: str, keep_session: str | None = None) -> None:
    """Set a new password and end the person's other sessions; one set by somebody else must be changed at once."""
    refuse_weak(password, person)
    person.password, person.password_set_at = hashed(password), person.moment
    person.must_change_password = by.person_id != person.pk
    person.sessions.exclude(pk=keep_session or "").delete()


@action(Action.DEMAND_PASSWORD, permit=permissions.may_change_person)
def demand_password(person: Person, *, by: Post) -> None:
    """Let somebody work on only with a new password (it may have leaked): their sessions end."""
    if person.must_change_password:
        raise StepRefused("Người này đã phải đổi mật khẩu ở lần đăng nhập tới.", code="already_demanded")
    person.must_change_password = True
    person.sessions.all().delete()


@action(Action.BLOCK_PERSON, permit=permissions.may_block_person)
def block_person(person: Person, *, by: Post) -> None:
    """Close an account at once: sessions end, tokens are revoked; history stays."""
    if not person.is_active:
        raise StepRefused("Tài khoản này đã bị khóa.", code="already_blocked")
    if by.person_id == person.pk:
        raise BadInput("own_account", "Không tự khóa tài khoản của mình được.")
    person.is_active = False
    person.sessions.all().delete()
    AccessToken.objects.filter(post__person=person, revoked_at=None).update(revoked_at=person.moment)


@action(Action.UNBLOCK_PERSON, permit=permissions.may_block_person)
def unblock_person(person: Person, *, by: Post) -> None:
    """Open a blocked account again; its tokens stay revoked."""
    if person.is_active:
        raise StepRefused("Tài khoản này không bị khóa.", code="not_blocked")
    person.is_active = True
