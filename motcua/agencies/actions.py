"""All writes on agencies, people, posts and tokens."""

import hashlib
import secrets
from datetime import date, datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from motcua.agencies import permissions
from motcua.agencies.choices import Action, Role
from motcua.agencies.models import AccessToken, Agency, Person, Post
from motcua.core.actions import action, creates
from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.core.text import clean


def _saved(row: Any) -> Any:
    """Save a new row after its constraints were checked in words. Raises BadInput."""
    try:
        row.full_clean(validate_unique=True)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise BadInput("invalid", messages[0], field=None if field == "__all__" else field) from error
    row.save(force_insert=True)
    return row


@creates(Action.CREATE_AGENCY, permit=permissions.may_create_agency)
def create_agency(*, by: Post, parent: Agency | None, code: str, name: str, **fields: Any) -> Agency:
    """Set up a unit under `parent`, valid from a date."""
    fields.setdefault("short_name", clean(name)[:100])
    agency: Agency = _saved(Agency(code=clean(code), name=clean(name), parent=parent, **fields))
    return agency


@action(Action.END_AGENCY, permit=permissions.may_change_agency)
def end_agency(agency: Agency, *, by: Post, valid_to: date) -> None:
    """Let a unit exist until the end of a day; what it did stays with it."""
    if valid_to < agency.valid_from:
        raise BadInput("before_it_began", "Ngày kết thúc trước ngày thành lập.", field="valid_to")
    agency.valid_to = valid_to


@creates(Action.ENROL_PERSON, permit=permissions.may_enrol)
def enrol_person(
    *, by: Post, username: str, name: str, password: str | None, email: str = "", is_sample: bool = False
) -> Person:
    """Open an account; it can do nothing until a post is given. Raises BadInput for a weak password."""
    person = Person(username=clean(username).lower(), name=clean(name), email=email, is_sample=is_sample)
    if password is not None:
        _check_password(password, person)
    person.password = make_password(password)
    person.must_change_password = password is not None and not is_sample
    saved: Person = _saved(person)
    return saved


def _check_password(password: str, person: Person) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise BadInput("weak_password", " ".join(error.messages), field="password") from error


@action(Action.CHANGE_PASSWORD, permit=permissions.may_change_person)
def change_password(person: Person, *, by: Post, password: str, keep_session: str | None = None) -> None:
    """Set a new password and end the person's other sessions."""
    _check_password(password, person)
    person.password = make_password(password)
    person.must_change_password = by.person_id != person.pk
    person.sessions.exclude(pk=keep_session or "").delete()


@action(Action.BLOCK_PERSON, permit=permissions.may_change_person)
def block_person(person: Person, *, by: Post) -> None:
    """Close an account at once: sessions end, tokens are revoked; history stays."""
    person.is_active = False
    person.sessions.all().delete()
    AccessToken.objects.filter(post__person=person, revoked_at=None).update(revoked_at=person.moment)  # type: ignore[attr-defined]


@creates(Action.APPOINT, permit=permissions.may_appoint)
def appoint(
    *, by: Post, person: Person, agency: Agency, role: Role, title: str, valid_from: date,
    valid_to: date | None = None, capacity: str = "", signs_for: str = "",
) -> Post:
    """Give a person a post in a unit. Raises BadInput outside the unit's own validity."""
    if valid_from < agency.valid_from or (agency.valid_to and valid_from > agency.valid_to):
        raise BadInput("agency_not_valid", "Đơn vị không tồn tại vào ngày này.", field="valid_from")
    post = Post(
        person=person, agency=agency, role=role, title=clean(title), capacity=capacity, signs_for=clean(signs_for),
        valid_from=valid_from, valid_to=valid_to,
    )
    saved: Post = _saved(post)
    return saved


@action(Action.END_POST, permit=permissions.may_end_post)
def end_post(post: Post, *, by: Post) -> None:
    """End a post now: its sessions and tokens end in the same transaction."""
    if post.ended_at is not None:
        raise BadInput("already_ended", "Vị trí này đã kết thúc.")
    moment: datetime = post.moment  # type: ignore[attr-defined]
    post.ended_at = moment
    post.valid_to = max(local(moment).date(), post.valid_from)
    post.sessions.all().delete()
    post.tokens.filter(revoked_at=None).update(revoked_at=moment)


@action(Action.ISSUE_TOKEN, permit=permissions.may_issue_token)
def issue_token(post: Post, *, by: Post, name: str, expires_at: datetime | None = None) -> dict[str, Any]:
    """Make an API token for a post; the text is found once in `post.issued_token` of the returned post."""
    token = f"mc_{secrets.token_urlsafe(32)}"
    kept = AccessToken.objects.create(
        post=post, name=clean(name)[:80], digest=hashlib.sha256(token.encode()).digest(), expires_at=expires_at
    )
    post.issued_token = token  # type: ignore[attr-defined]
    return {"token": kept.pk}


@action(Action.REVOKE_TOKEN, permit=permissions.may_issue_token)
def revoke_token(post: Post, *, by: Post, token: AccessToken) -> dict[str, Any]:
    """Make a token useless at once. Raises BadInput when it is not one of this post's."""
    if not post.tokens.filter(pk=token.pk, revoked_at=None).update(revoked_at=post.moment):  # type: ignore[attr-defined]
        raise BadInput("unknown_token", "Không có khóa này hoặc đã thu hồi.")
    return {"token": token.pk}
