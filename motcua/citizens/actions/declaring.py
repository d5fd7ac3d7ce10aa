"""What people declare, and the look-ups that leave a trace."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import BinaryField, QuerySet

from motcua.agencies.models import Post
from motcua.citizens import permissions
from motcua.citizens.choices import Kind, LookupKind
from motcua.citizens.models import Applicant, ApplicantQuerySet, IdentityLookup, Unmasking
from motcua.core import identity
from motcua.core.clock import now
from motcua.core.errors import BadInput, NotPermitted, Refused
from motcua.core.fields import blinds
from motcua.core.gathering import insert, once
from motcua.core.prepared import Among, Given, Prepared
from motcua.core.text import clean

SPAN = timedelta(minutes=10)
NAME_LIMIT, ADDRESS_LIMIT, WHY_LIMIT = 200, 500, 120
VALUES = ("kind", "name", "identity_number", "phone", "email", "address")


class TooManyLookups(Refused):
    """The post looked more people up than its work explains."""

    status = 429
    code = "too_many_lookups"
    message = "Bạn đã tra cứu quá nhiều lần trong 10 phút. Hãy chờ rồi thử lại."


def declare(
    *,
    by: Post,
    kind: str,
    name: str,
    identity_number: str = "",
    phone: str = "",
    email: str = "",
    address: str = "",
    own: bool = False,
) -> Applicant:
    """Take down what somebody declares; returns the newest one under that identity number when it says the same.

    `own` ties it to the account that acts: what the holder says of themself. What an account says and what a desk
    takes down are never one row: whoever knows somebody's number could else read what that person brings to a desk.

    One query, two when a row is written. Raises NotPermitted and BadInput (`unknown_kind`, `name_needed`,
    `name_too_long`, `bad_identity_number`, `bad_tax_code`, `bad_phone`, `bad_email`, `address_too_long`).
    """
    if not permissions.may_declare(by, {}):
        raise NotPermitted()
    kept = as_declared(kind=kind, name=name, identity_number=identity_number, phone=phone, email=email, address=address)
    account = by.account if own else None
    newest = _newest_of(kept["identity_number"]) if kept["identity_number"] else None
    held = newest.restricted_by if newest is not None and newest.restricted_by_id else None
    here = held is None or by.agency.path.startswith(held.path)  # another office's restriction is not ours
    mine = newest is not None and newest.account_id == (account and account.pk)
    if newest is not None and mine and here and all(getattr(newest, value) == kept[value] for value in VALUES):
        return newest
    applicant = Applicant(by=by, account=account, restricted_by=held if here else None, **kept)
    insert(applicant)
    if applicant.identity_number:
        _of_group()[applicant.identity_number] = applicant
    return applicant


def hold_known(numbers: Iterable[str]) -> None:
    """Ask once for the declarations under the identity numbers of a group that is about to be declared, and hold them
    as `declare` does."""
    wanted = {index: number for number in numbers if number for index in blinds("identity", number)}
    known = _of_group()
    known |= dict.fromkeys(wanted.values())
    for row in _KNOWN.rows(numbers=list(wanted)) if wanted else []:
        number = wanted[bytes(row.identity_index)]
        before = known[number]
        if before is None or (row.recorded_at, row.pk) > (before.recorded_at, before.pk):
            known[number] = row


def _newest_of(number: str) -> Applicant | None:
    """The newest declaration under an identity number, held as it is until the transaction ends: whoever merges it
    with another waits, or is waited for. Asked of every intake, so its SQL is written once.
    """
    known = _of_group()
    if number in known:
        return known[number]
    found = [row for index in blinds("identity", number) for row in _NEWEST.rows(number=index)]
    return max(found, key=lambda row: (row.recorded_at, row.pk), default=None)


def _newest() -> "QuerySet[Applicant]":
    rows = Applicant.objects.filter(identity_index=Given("number", BinaryField()), merged_into=None)
    return rows.order_by("-recorded_at", "-pk")[:1]


def _known() -> "QuerySet[Applicant]":
    asked = Among("identity_index", Given("numbers", ArrayField(BinaryField())))
    return Applicant.objects.filter(asked, merged_into=None).order_by("pk")


_NEWEST, _KNOWN = Prepared(_newest, held=True), Prepared(_known, held=True)


def _of_group() -> dict[str, Applicant | None]:
    """The newest declarations by number that a group has asked for or made; empty outside one."""
    found: dict[str, Applicant | None] = once(_of_group, dict)
    return found


def as_declared(
    *, kind: str, name: str, identity_number: str = "", phone: str = "", email: str = "", address: str = ""
) -> dict[str, str]:
    """Return what would be written down, in its normal form. Raises BadInput like `declare`."""
    return {
        "kind": _kind(kind), "name": _name(name), "identity_number": _identity(kind, identity_number),
        "phone": identity.phone_of(phone), "email": identity.email_of(email), "address": _address(address),
    }  # fmt: skip


def _kind(kind: str) -> str:
    if kind not in Kind.values:
        raise BadInput("unknown_kind", "Chủ hồ sơ phải là cá nhân hoặc tổ chức.", field="kind")
    return str(Kind(kind))


def _name(name: str) -> str:
    name = clean(name)
    if not any(character.isalpha() for character in name):
        raise BadInput("name_needed", "Cần họ và tên hoặc tên tổ chức.", field="name")
    if len(name) > NAME_LIMIT:
        raise BadInput("name_too_long", f"Tên dài quá {NAME_LIMIT} ký tự.", field="name")
    return name


def _identity(kind: str, number: str) -> str:
    return identity.identity_of_person(number) if kind == Kind.PERSON else identity.identity_of_organisation(number)


def _address(address: str) -> str:
    address = clean(address)
    if len(address) > ADDRESS_LIMIT:
        raise BadInput("address_too_long", f"Địa chỉ dài quá {ADDRESS_LIMIT} ký tự.", field="address")
    return address


def look_up(by: Post, number: str) -> ApplicantQuerySet:
    """Return the declarations under an identity number (person's or organisation's), the newest first, on record.

    Raises NotPermitted, BadInput for what is no number, TooManyLookups (429).
    """
    known = any_identity(number)
    found = Applicant.objects.found_by_identity(known)
    note_lookup(by, kind=LookupKind.IDENTITY, number=known, found=found)
    return found


def look_up_phone(by: Post, phone: str) -> ApplicantQuerySet:
    """Return the declarations with a phone number, the newest first, on record. Raises like `look_up`."""
    known = identity.phone_of(phone)
    if not known:
        raise BadInput("number_needed", "Hãy nhập số điện thoại.", field="phone")
    found = Applicant.objects.found_by_phone(known)
    note_lookup(by, kind=LookupKind.PHONE, number=known, found=found)
    return found


def any_identity(number: str) -> str:
    """Return the number in its normal form: as a person's, else as an organisation's."""
    try:
        known = identity.identity_of_person(number)
    except BadInput:
        known = identity.identity_of_organisation(number)
    if not known:
        raise BadInput("number_needed", "Hãy nhập số giấy tờ.", field="identity_number")
    return known


def note_lookup(
    by: Post,
    *,
    kind: str,
    number: str,
    found: ApplicantQuerySet,
    permit: Callable[[Post], bool] = permissions.may_look_up,
    why: str = "",
) -> None:
    """Write the look-up down before its result is shown; the post's lock makes the limit exact.

    Of the number only its blind index is kept; while the blind key is being changed, the one under the old key too.
    """
    if not permit(by):
        raise NotPermitted()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"lookup:{by.pk}"])
        if IdentityLookup.objects.filter(by=by).since(now(), span=SPAN).count() >= settings.IDENTITY_LOOKUPS:
            raise TooManyLookups()
        *other, digest = blinds(str(kind), number)
        row = IdentityLookup(by=by, kind=kind, digest=digest, other_digest=other[-1] if other else None)
        row.found, row.why = found.count(), clean(why)[:WHY_LIMIT]
        row.save(force_insert=True)


def reveal(applicant: Applicant, *, by: Post, why: str) -> dict[str, str]:
    """Return an applicant's full data {identity_number, phone, email, address}, on record.

    The app above has made sure that the post may see the thing the applicant belongs to. Raises NotPermitted,
    BadInput (`reason_needed`).
    """
    if not permissions.may_reveal(by, applicant):
        raise NotPermitted()
    why = clean(why)[:WHY_LIMIT]
    if not why:
        raise BadInput("reason_needed", "Phải nêu lý do xem.", field="why")
    Unmasking(applicant=applicant, by=by, why=why).save(force_insert=True)
    return {name: getattr(applicant, name) for name in ("identity_number", "phone", "email", "address")}
