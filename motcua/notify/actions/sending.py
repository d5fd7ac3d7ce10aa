"""A message is written in the transaction that is its cause, once for each key; a job sends it afterwards."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app

from motcua.agencies.models import Agency, Post
from motcua.core import identity
from motcua.core.clock import local, now
from motcua.core.errors import BadInput, NotPermitted
from motcua.files.models import StoredFile
from motcua.notify import permissions
from motcua.notify.actions.wording import worded
from motcua.notify.choices import Channel, Language
from motcua.notify.gateways import offered
from motcua.notify.hours import loud_from
from motcua.notify.lifecycle import OUTGOING
from motcua.notify.models import Outgoing, SendingRules
from motcua.notify.notices import Notice, notice_of

DELIVER = "notify.deliver"
MOBILE = ("03", "05", "07", "08", "09", "+")


def send(
    *,
    by: Post,
    kind: str,
    channel: str,
    to: str,
    values: Mapping[str, Any],
    key: str,
    language: str = Language.VI,
    office: Agency | None = None,
    attached: StoredFile | None = None,
) -> Outgoing:
    """Write one message into the outbox, or return the one already written under this key; its sending is a job.

    `values` has a value for each place of the kind, `office` is whose words are used; `attached` goes along with an
    e-mail, with nothing else. Four queries. Raises NotPermitted, BadInput (`no_gateway`, `bad_email`, `bad_phone`,
    `no_mobile`); KeyError and ValueError are ours.
    """
    if not permissions.may_send(by):
        raise NotPermitted()
    notice = notice_of(kind)
    if channel not in offered():
        raise BadInput("no_gateway", "Hệ thống chưa được cài đặt để gửi bằng kênh này.", field="channel")
    if attached is not None and channel != Channel.EMAIL:
        raise ValueError(f"{kind}: nothing is attached to a message by {channel}")
    if known := Outgoing.objects.filter(key=key).first():
        return known
    one = {
        "key": key, "channel": Channel(channel), "language": Language(language), "office": office,
        "attached": attached,
    }  # fmt: skip
    return _put(_message(notice, to=address_of(channel, to), values=values, **one))


def address_of(channel: str, to: str) -> str:
    """Return an address in the normal form of its channel; raises BadInput for one to which nothing can be sent."""
    if channel == Channel.EMAIL:
        address = identity.email_of(to)
        if not address or not address.isascii():  # few mail servers take letters with marks before the @ (RFC 6531)
            raise BadInput("bad_email", "Cần địa chỉ thư điện tử không dấu.", field="email")
        return address
    phone = identity.phone_of(to)
    if not phone.startswith(MOBILE):
        raise BadInput("no_mobile", "Cần số điện thoại di động.", field="phone")
    return phone


def _message(notice: Notice, *, to: str, values: Mapping[str, Any], **one: Any) -> Outgoing:
    """Return a message that is not yet saved."""
    rules, moment = SendingRules.objects.now_in_force(), now()
    subject, body = worded(notice, one["channel"], one["language"], office=one["office"], values=values, rules=rules)
    message = Outgoing(
        **one, kind=notice.key, recipient=to, subject=subject, body=body, urgent=notice.urgent, most=rules.tries,
        created_at=moment, next_at=next_moment(moment, rules, urgent=notice.urgent),
        useful_until=moment + timedelta(minutes=notice.useful) if notice.useful else None,
    )  # fmt: skip
    OUTGOING.begin(message, "")
    return message


def _put(message: Outgoing) -> Outgoing:
    """Save the message and defer its job, in the caller's transaction."""
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError:  # somebody else wrote it a moment ago
        return Outgoing.objects.get(key=message.key)
    if message.next_at == message.created_at:
        app.configure_task(DELIVER, queueing_lock=f"{DELIVER}:{message.pk}").defer(message=str(message.pk))
    return message


def next_moment(moment: datetime, rules: SendingRules, *, urgent: bool) -> datetime:
    """Return when something may go that is ready at a moment: at once, or after the quiet hours of that night."""
    if urgent:
        return moment
    free = loud_from(local(moment), begins=rules.quiet_from, ends=rules.quiet_until)
    return moment if free == moment else free
