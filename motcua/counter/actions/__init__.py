"""What the counter brings about: several verbs of a dossier in one transaction, and once for each page."""

import hashlib
import json
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.citizens.actions import declare
from motcua.core.clock import now, today
from motcua.core.erasures import tell
from motcua.core.errors import NotPermitted, Refused
from motcua.core.fields import blind, blinds
from motcua.counter.choices import Deed
from motcua.counter.declared import Declared
from motcua.counter.models import Sending, Unsent
from motcua.dossiers.actions.billing import collect_fee
from motcua.dossiers.actions.deciding import settle_at_once
from motcua.dossiers.actions.intake import Intake, draft, edit_draft, file_draft, receive, refuse, register, submit
from motcua.dossiers.actions.papers import warnings
from motcua.dossiers.actions.pausing import request_supplement
from motcua.dossiers.choices import Money
from motcua.dossiers.models import Dossier
from motcua.dossiers.values import money_words
from motcua.procedures.models import content_of

Warnings = list[dict[str, str]]
MOST_UNSENT = 10  # pages of one post; the oldest goes first
SENDING_DAYS = 30
UNSENT_LIMIT = 200_000  # characters of a page


class Unconfirmed(Refused):
    """There is something to look at first; the same page sent with `seen` goes through."""

    status = 409
    code = "unconfirmed"
    message = "Hãy xem các lưu ý rồi bấm tiếp nhận lần nữa."

    def __init__(self, warnings: Warnings) -> None:
        super().__init__()
        self.warnings, self.seen = warnings, digest_of(warnings)


class AlreadySent(Refused):
    """The page has made a dossier, and now says something else."""

    status = 409
    code = "already_sent"

    def __init__(self, dossier: Dossier | None) -> None:
        super().__init__(f"Phiếu này đã lập hồ sơ {dossier or ''} với nội dung khác. Bấm lần nữa để lập hồ sơ mới.")
        self.dossier = dossier


def digest_of(found: Warnings) -> str:
    """Return a short digest of warnings, by which a page tells that they were seen."""
    return hashlib.sha256(json.dumps(found, sort_keys=True).encode()).hexdigest()[:16]


def send(declared: Declared, *, by: Post, deed: str) -> Dossier:
    """Carry out a deed with what was declared, once for the key of its page; returns the dossier.

    Two sendings at once wait for each other; the second gets the dossier of the first. Raises Unconfirmed for warnings
    not yet seen, AlreadySent for the key of another content, and what the dossier's actions raise; then nothing stays.
    """
    said = f"{deed} {declared.words()}"
    with transaction.atomic():
        if not _is_first(declared, by=by, deed=deed, digest=blind("sending", said)):
            return _known(declared, by=by, digests=blinds("sending", said, ever=True))
        dossier = _DEEDS[Deed(deed)](declared, by=by)
        _is_sent(declared.key, dossier)
    return dossier


def _is_first(declared: Declared, *, by: Post, deed: str, digest: bytes) -> bool:
    """Write the sending down; waits for one with the same key that is under way. False for a key already used."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO counter_sending (key, post_id, deed, digest) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [declared.key, by.pk, deed, digest],
        )
        return bool(cursor.rowcount)


def _is_sent(key: uuid.UUID, dossier: Dossier) -> None:
    """Write down what came of the page, which is then no longer left unsent; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH sent AS (UPDATE counter_sending SET dossier_id = %s WHERE key = %s)"
            " DELETE FROM counter_unsent WHERE key = %s",
            [dossier.pk, key, key],
        )


def _known(declared: Declared, *, by: Post, digests: list[bytes]) -> Dossier:
    sending = Sending.objects.select_related("dossier").get(key=declared.key)
    if sending.dossier is None or sending.post_id != by.pk or bytes(sending.digest) not in digests:
        raise AlreadySent(sending.dossier if sending.post_id == by.pk else None)
    return sending.dossier


def _intake(declared: Declared, *, by: Post) -> Intake:
    """Take down who applies, and put the dossier's birth together."""
    return Intake(
        edition=declared.edition, applicant=declare(by=by, **declared.applicant), channel=declared.channel,
        submitter=declare(by=by, **declared.submitter) if declared.submitter else None,
        submitter_role=declared.submitter_role, papers=[dict(paper) for paper in declared.papers], case=declared.case,
        subject=declared.subject, limit=declared.limit, posted_on=declared.posted_on, delivery=declared.delivery,
        helped_at=_agency(declared.helped_at), return_desk=_agency(declared.return_desk),
        told_place=_agency(declared.told_place),
    )  # fmt: skip


def _agency(code: str) -> Agency | None:
    return Agency.objects.valid(today()).filter(code=code).first() if code else None


def _unpaid(dossier: Dossier, declared: Declared) -> Warnings:
    """What goes out at once without its fee is said first; it may still go."""
    if dossier.money != Money.DUE or declared.paid_by:
        return []
    return [{"code": "unpaid", "message": f"Trả kết quả khi chưa thu phí, lệ phí ({money_words(dossier)})."}]


def _received(declared: Declared, *, by: Post, leaving: bool = False) -> Dossier:
    """Receive, look at the warnings, and take the money where it was handed over; `leaving`: settled at once."""
    intake = _intake(declared, by=by)
    if declared.draft is None:
        dossier = register(by=by, intake=intake, note=declared.note)
        found = dossier.warnings
    else:
        edited = edit_draft(declared.draft, by=by, version=declared.draft_version, intake=intake)
        found = warnings(edited, content_of(edited.edition_id), intake.papers)
        dossier = receive(edited, by=by, limit=declared.limit, note=declared.note)
    found = [*found, *(_unpaid(dossier, declared) if leaving else [])]
    if found and declared.confirmed != digest_of(found):
        raise Unconfirmed(found)
    if declared.paid_by and dossier.money == Money.DUE:
        dossier = collect_fee(dossier, by=by, method=declared.paid_by)
    done: Dossier = dossier
    return done


def _settled(declared: Declared, *, by: Post) -> Dossier:
    """Receive, settle and hand back while the applicant waits."""
    dossier = _received(declared, by=by, leaving=True)
    done: Dossier = settle_at_once(
        dossier, by=by, signer=declared.signer, receiver=declared.receiver, template="result"
    )
    return done


def _filed(declared: Declared, *, by: Post) -> Dossier:
    """Register what cannot be received as it is: it gets a code and no promise."""
    intake = _intake(declared, by=by)
    if declared.draft is None:
        made: Dossier = submit(by=by, intake=intake, note=declared.note)
        return made
    edited = edit_draft(declared.draft, by=by, version=declared.draft_version, intake=intake)
    filed: Dossier = file_draft(edited, by=by, note=declared.note)
    return filed


def _asked(declared: Declared, *, by: Post) -> Dossier:
    """Ask for what is missing, in writing (form 02)."""
    done: Dossier = request_supplement(_filed(declared, by=by), by=by, papers=declared.missing, reason=declared.reason)
    return done


def _refused(declared: Declared, *, by: Post) -> Dossier:
    """Refuse in writing, with the reason (form 03)."""
    done: Dossier = refuse(_filed(declared, by=by), by=by, reason=declared.reason)
    return done


def _drafted(declared: Declared, *, by: Post) -> Dossier:
    """Keep what is known; the applicant comes back with the rest."""
    intake = _intake(declared, by=by)
    made: Any
    if declared.draft is None:
        made = draft(by=by, intake=intake)
    else:
        made = edit_draft(declared.draft, by=by, version=declared.draft_version, intake=intake)
    done: Dossier = made
    return done


def keep_unsent(key: uuid.UUID, page: dict[str, list[str]], *, by: Post) -> Unsent | None:
    """Keep a page as it is being typed; None for one that has been sent, belongs to another post or is far too long."""
    if Sending.objects.filter(key=key, dossier__isnull=False).exists() or len(json.dumps(page)) > UNSENT_LIMIT:
        return None
    with transaction.atomic():
        row = Unsent.objects.select_for_update().filter(key=key).first() or Unsent(key=key, post=by)
        if row.post_id != by.pk:
            return None
        row.page, row.saved_at = page, now()
        row.save()
        old = list(Unsent.objects.visible_to(by).order_by("-saved_at", "pk").values_list("pk", flat=True)[MOST_UNSENT:])
        Unsent.objects.filter(pk__in=old).delete()
    return row


def forget_unsent(key: uuid.UUID, *, by: Post) -> None:
    """Give a page that was left unsent up."""
    Unsent.objects.visible_to(by).filter(key=key).delete()


def forget_pages(found: list[Unsent], *, by: Post) -> int:
    """Remove unsent pages of a person who asked for it, whoever was typing; the machine's. Raises NotPermitted."""
    if by.role != Role.SYSTEM:
        raise NotPermitted()
    keys = [row.pk for row in found]
    tell("counter.unsent", keys)
    return Unsent.objects.filter(pk__in=keys).delete()[0]


def sweep() -> tuple[int, int]:
    """Forget pages nobody went on with for so many days, and keys of sendings of a month ago; returns how many."""
    pages, _ = Unsent.objects.filter(saved_at__lt=now() - timedelta(days=settings.UNSENT_DAYS)).delete()
    keys, _ = Sending.objects.filter(sent_at__lt=now() - timedelta(days=SENDING_DAYS)).delete()
    return pages, keys


_DEEDS: dict[Deed, Callable[..., Dossier]] = {
    Deed.RECEIVE: _received,
    Deed.SETTLE: _settled,
    Deed.SUPPLEMENT: _asked,
    Deed.REFUSE: _refused,
    Deed.DRAFT: _drafted,
}
