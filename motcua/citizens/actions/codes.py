"""One-time codes: sent, and used once. On real time, never on the demo's clock."""

import hmac
import secrets
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from motcua.agencies.actions.attempts import let_through
from motcua.agencies.models import Post
from motcua.agencies.throttle import network_of
from motcua.citizens.actions.accounts import open_account
from motcua.citizens.actions.closing import contact_taken, take_contacts
from motcua.citizens.models import Account, OneTimeCode
from motcua.citizens.notices import LOGIN_CODE
from motcua.core import identity
from motcua.core.errors import BadInput, Refused
from motcua.core.fields import blind, blinds
from motcua.notify.actions import address_of, send
from motcua.notify.choices import Channel

LASTS = timedelta(minutes=10)
DIGITS, TRIES = 6, 5
PER_CONTACT = 5  # codes an hour to one phone or address, whoever asks
TRIES_PER_NETWORK = 60  # in ten minutes
ASKED, TRIED = "Quá nhiều mã đã được gửi.", "Nhập mã quá nhiều lần."


class WrongCode(Refused):
    """The one answer to a wrong code, one that was used, that ran out, that was tried too often, or that never was."""

    code = "wrong_code"
    message = "Mã không đúng hoặc không còn dùng được. Hãy xem lại, hoặc xin mã mới."

    def __init__(self) -> None:
        super().__init__(field="code")


def ask_code(
    *, contact: str, purpose: str, address: str, language: str = "vi", account: Account | None = None
) -> OneTimeCode:
    """Send a code to a phone or an e-mail address, whether anybody here is known by it or not; an earlier one ends.

    `address` is the client's. Raises BadInput (`contact_needed`, `bad_phone`, `no_mobile`, `bad_email`,
    `no_gateway`) and TooMany, by network and by contact.
    """
    known = contact_of(contact)
    network = network_of(address)
    let_through("code", network, most=settings.CODES_PER_NETWORK, minutes=10, message=ASKED)
    let_through("code-to", blind("contact", known).hex(), most=PER_CONTACT, minutes=60, message=ASKED)
    return send_code(known, purpose=purpose, account=account, language=language)


def contact_of(text: str) -> str:
    """Return a mobile phone or an e-mail address in its normal form. Raises BadInput (field `contact`)."""
    try:
        known = address_of(Channel.EMAIL if "@" in text else Channel.SMS, text) if text.strip() else ""
    except BadInput as error:
        raise BadInput(error.code, error.message, field="contact") from error
    if not known:
        raise BadInput("contact_needed", "Cần số điện thoại hoặc thư điện tử.", field="contact")
    return known


def send_code(contact: str, *, purpose: str, account: Account | None, language: str) -> OneTimeCode:
    """Make a code and write its message into the outbox, both or neither; two at once leave one that is good."""
    text = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"code:{blind('contact', contact).hex()}"]
            )
        same = OneTimeCode.objects.filter(contact_index__in=blinds("contact", contact), purpose=purpose)
        same.filter(account=account).delete()
        row = OneTimeCode(purpose=purpose, account=account, contact=contact)
        row.digest, row.expires_at = blind(f"code:{row.pk}", text), Now() + LASTS
        row.save(force_insert=True)
        send(
            by=Post.objects.system(), kind=LOGIN_CODE.key, to=contact, key=f"citizens.code:{row.pk}", language=language,
            channel=Channel.EMAIL if "@" in contact else Channel.SMS,
            values={"code": text, "minutes": int(LASTS.total_seconds() // 60)},
        )  # fmt: skip
    return row


def use_code(key: UUID | str, *, code: str, purpose: str, address: str, account: Account | None = None) -> OneTimeCode:
    """Return the code's row, which is gone: its contact is proven. Every try counts before it is looked at.

    Raises WrongCode, TooMany (too many tries from one network).
    """
    let_through("code-try", network_of(address), most=TRIES_PER_NETWORK, minutes=10, message=TRIED)
    try:
        rows = OneTimeCode.objects.filter(pk=UUID(str(key)), purpose=purpose, account=account)
    except ValueError as error:
        raise WrongCode() from error
    if not rows.filter(expires_at__gt=Now(), tries__lt=TRIES).update(tries=F("tries") + 1):
        raise WrongCode()
    row, digits = rows.first(), "".join(letter for letter in code if letter in "0123456789")
    right = row is not None and any(
        hmac.compare_digest(bytes(row.digest), each) for each in blinds(f"code:{row.pk}", digits)
    )
    if row is None or not right or not rows.delete()[0]:
        raise WrongCode()
    return row


def enter_by_code(proven: OneTimeCode, *, language: str = "vi") -> Account:
    """Return the account of whoever has just proven a phone or an e-mail address: theirs, else a new one."""
    holders = Account.objects.of_email if proven.kind == "email" else Account.objects.of_phone
    found = holders(proven.contact).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            opened: Account = open_account(by=Post.objects.portal(), language=language, **{proven.kind: proven.contact})
            return opened
    except IntegrityError:  # the same phone came in twice at once
        return holders(proven.contact).get()


def change_contact(account: Account, *, by: Post, proven: OneTimeCode) -> Account:
    """Make a phone or an address that was just proven the account's. Raises BadInput (`contact_taken`)."""
    try:
        with transaction.atomic():
            changed: Account = take_contacts(account, by=by, **{proven.kind: proven.contact})
            return changed
    except IntegrityError as error:  # another account took it at the same moment
        raise contact_taken() from error


def sent_to(key: UUID | str) -> str:
    """Return where a code was sent, masked, "" for one that is not there."""
    try:
        row = OneTimeCode.objects.filter(pk=UUID(str(key))).first()
    except ValueError:
        return ""
    return identity.mask(row.contact) if row is not None else ""


def forget_old_codes() -> int:
    """Remove codes that ran out; returns how many."""
    return OneTimeCode.objects.filter(expires_at__lte=Now()).delete()[0]
