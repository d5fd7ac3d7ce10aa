"""Sending: one attempt is begun in one transaction, made outside of any, and noted in another.

Whoever finds a message that somebody else began leaves it; when nobody has told for `LEASE` how it went, a gateway
that knows keys is asked, and of a letter by mail it is said that nobody knows. It is not sent again by the machine.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from procrastinate import exceptions
from procrastinate.contrib.django import app

from motcua.core.clock import now
from motcua.core.errors import Refused
from motcua.files.blobs import contents
from motcua.notify.actions.sending import DELIVER, next_moment
from motcua.notify.choices import TO_SEND, State, Step, Trouble
from motcua.notify.gateways import gateway
from motcua.notify.gateways.base import Attached, CutOff, Gateway, Letter, NotSent, Report
from motcua.notify.hours import next_question, wait_after
from motcua.notify.lifecycle import OUTGOING
from motcua.notify.models import Outgoing, OutgoingQuerySet, SendingRules

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than any gateway's time for one message
AT_ONCE = 500
SAID = 300


def deliver(key: UUID | str) -> None:
    """Make one attempt at a message that is due; nothing for one that is not, or that somebody else has begun."""
    channel = Outgoing.objects.filter(pk=key).values_list("channel", flat=True).first()
    way = gateway(channel) if channel else None  # a setting that is wrong fails here: nothing was begun
    message = _begun(key)
    if message is None:
        return
    if way is None:
        _missed(message, NotSent(Trouble.NO_GATEWAY))
        return
    try:
        provider_id = way.send(_letter(message))
    except NotSent as error:
        _missed(message, error)
    except CutOff:
        _lost_sight(message, asked=way.knows_keys)
    except Exception:  # a fault of ours: nobody knows how far it came
        log.exception("sending %s failed", message.pk)
        _lost_sight(message, asked=way.knows_keys)
    else:
        _taken(message, way, provider_id)


def _begun(key: UUID | str) -> Outgoing | None:
    """Take a message up, in a transaction of its own; None when it is not to be sent now."""
    with transaction.atomic():
        message = _locked(key)
        moment = now()
        if message is None or message.state not in TO_SEND or message.next_at is None or message.next_at > moment:
            return None
        if message.useful_until is not None and message.useful_until < moment:
            _move(message, Step.DROP, ended_at=moment, trouble=Trouble.TOO_LATE)
            return None
        free = next_moment(moment, SendingRules.objects.now_in_force(), urgent=message.urgent)
        if free > moment:
            _keep(message, next_at=free)
            return None
        _move(message, Step.BEGIN, begun_at=moment, attempts=message.attempts + 1)
    return message


def _locked(key: UUID | str) -> Outgoing | None:
    return Outgoing.objects.select_for_update(of=("self",), no_key=True).filter(pk=key).first()


def _move(message: Outgoing, step: str, **changes: Any) -> None:
    OUTGOING.check(message, step)
    OUTGOING.advance(message, step)
    _keep(message, **changes, _also=("state",))


def _keep(message: Outgoing, _also: tuple[str, ...] = (), **changes: Any) -> None:
    for name, value in changes.items():
        setattr(message, name, value)
    message.save(update_fields=[*changes, *_also])


def _letter(message: Outgoing) -> Letter:
    return Letter(
        key=str(message.letter_key), channel=message.channel, to=message.recipient, subject=message.subject,
        body=message.body, at=message.created_at, attached=_attached(message),
    )  # fmt: skip


def _attached(message: Outgoing) -> Attached | None:
    """The file that goes along; none when its time is over, or the storage cannot give it: the letter itself goes."""
    file = message.attached
    if file is None or file.removed_at is not None:
        return None
    try:
        return Attached(name=file.name, media_type=file.media_type, content=contents(file))
    except Refused as refused:
        log.error("the file of %s: %s", message.pk, refused.code)
        return None


def _noted(begun: Outgoing, steps: tuple[str, ...], note: Callable[[Outgoing], None]) -> bool:
    """Note how an attempt went, unless it is no longer the last one, or the message has gone on in another way."""
    with transaction.atomic():
        message = _locked(begun.pk)
        if message is None or message.attempts != begun.attempts:
            return False
        if not any(message.state in OUTGOING.steps[step].sources for step in steps):
            return False
        note(message)
    return True


def _taken(begun: Outgoing, way: Gateway, provider_id: str) -> bool:
    def note(message: Outgoing) -> None:
        moment, wait = now(), next_question(0) if way.knows_keys else None
        _move(
            message, Step.TAKEN, sent_at=moment, provider_id=provider_id[:100], trouble=Trouble.NONE, said="",
            ended_at=None, asked=0, next_at=moment + wait if wait else None,
        )  # fmt: skip

    return _noted(begun, (Step.TAKEN,), note)


def _missed(begun: Outgoing, error: NotSent) -> bool:
    def note(message: Outgoing) -> None:
        moment = now()
        tries = _tries(message, error.trouble)
        given = {"trouble": error.trouble, "said": error.said[:SAID], "tries": tries}
        if error.for_good or message.attempts >= message.most:
            _move(message, Step.GIVE_UP, ended_at=moment, **given)
            return
        again = moment + wait_after(message.attempts)
        rules = SendingRules.objects.now_in_force()
        _move(message, Step.MISS, next_at=next_moment(again, rules, urgent=message.urgent), **given)

    return _noted(begun, (Step.MISS,), note)


def _tries(message: Outgoing, trouble: str) -> list[dict[str, Any]]:
    return [*message.tries, {"at": now().isoformat(timespec="seconds"), "trouble": str(trouble)}]


def _lost_sight(begun: Outgoing, *, asked: bool) -> bool:
    """With a gateway that knows keys another attempt is no harm; of a letter by mail only people can decide."""
    if asked:
        return _missed(begun, NotSent(Trouble.CUT_OFF))

    def note(message: Outgoing) -> None:
        tries = _tries(message, Trouble.CUT_OFF)
        _move(message, Step.LOSE_SIGHT, ended_at=now(), trouble=Trouble.CUT_OFF, tries=tries)

    return _noted(begun, (Step.LOSE_SIGHT,), note)


def send_due() -> int:
    """Give every message that is due to the workers, and see to what nobody told of; returns how many were due."""
    settle()
    due = list(Outgoing.objects.to_send(now()).values_list("pk", flat=True)[:AT_ONCE])
    for key in due:
        with suppress(exceptions.AlreadyEnqueued), transaction.atomic():
            app.configure_task(DELIVER, queueing_lock=f"{DELIVER}:{key}").defer(message=str(key))
    return len(due)


def settle() -> int:
    """Find out about messages whose worker was killed while sending; returns how many there were."""
    left = list(Outgoing.objects.left_over(now(), after=LEASE)[:AT_ONCE])
    for message in left:
        way = gateway(message.channel)
        if way is None or not way.knows_keys:
            _lost_sight(message, asked=False)
            continue
        try:
            report = way.ask(str(message.letter_key))
        except NotSent:
            continue  # asked again in a minute
        if report is None:
            _missed(message, NotSent(Trouble.CUT_OFF))
        else:
            _taken(message, way, report.provider_id)
    return len(left)


def ask_reports() -> int:
    """Ask what became of messages that were taken, less and less often; returns how many were asked about."""
    asked = list(Outgoing.objects.to_ask_about(now())[:AT_ONCE])
    for message in asked:
        way = gateway(message.channel)
        report = None
        if way is not None and way.knows_keys:
            try:
                report = way.ask(str(message.letter_key))
            except NotSent:
                log.info("nobody answers about %s", message.pk)
        _reported(message, report)
    return len(asked)


def _reported(message: Outgoing, report: Report | None) -> None:
    def note(row: Outgoing) -> None:
        if report is None or not _told(row, report):
            wait = next_question(row.asked + 1)
            _keep(row, asked=row.asked + 1, next_at=now() + wait if wait else None)

    _noted(message, (Step.ARRIVED,), note)


def _told(row: Outgoing, report: Report) -> bool:
    """Note that a message arrived or never will; False where the report tells neither."""
    if report.arrived:
        _move(row, Step.ARRIVED, delivered_at=now(), next_at=None)
    elif report.lost:
        given = {"trouble": Trouble.UNDELIVERED, "tries": _tries(row, Trouble.UNDELIVERED)}
        _move(row, Step.GIVE_UP, ended_at=now(), next_at=None, said=report.said[:SAID], **given)
    return report.arrived or report.lost


def note_receipt(key: UUID, *, channel: str, report: Report, told_at: datetime) -> bool:
    """Note what a provider tells of its own accord of a message that it took; False where that changes nothing.

    A report that comes again, or was sent before one that is noted already, is of an attempt that is over.
    """
    with transaction.atomic():
        message = _known_as(key, channel=channel)
        if message is None or message.state not in OUTGOING.steps[Step.ARRIVED].sources:
            return False
        if message.reported_at is not None and told_at <= message.reported_at:
            return False
        if not _told(message, report):
            return False
        _keep(message, reported_at=told_at)
    return True


def _known_as(key: UUID, *, channel: str) -> Outgoing | None:
    """Return the message that a provider knows under a key now, locked."""
    rows = Outgoing.objects.filter(Q(pk=key, sent_as=None) | Q(sent_as=key), channel=channel)
    return rows.select_for_update(of=("self",), no_key=True).first()


def forget() -> int:
    """Empty messages that are older than their content is kept, whatever became of them; returns how many."""
    rules, moment = SendingRules.objects.now_in_force(), now()
    over = Outgoing.objects.filter(emptied_at=None, created_at__lt=moment - timedelta(days=rules.kept_days))
    return empty(over)


def empty(messages: OutgoingQuerySet) -> int:
    """Take recipient and words out of messages that have gone or never will; returns of how many."""
    over = messages.filter(emptied_at=None).exclude(state__in=[*TO_SEND, State.SENDING])
    moment = now()
    return over.update(recipient=None, recipient_index=None, subject=None, body=None, said=None, emptied_at=moment)
