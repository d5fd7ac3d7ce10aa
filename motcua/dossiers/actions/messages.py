"""Citizen and office write to each other about a dossier that runs. The dossier itself is not touched, so that nobody's
open page grows stale by a message; the lock on it makes "closed" exact."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from motcua.agencies.actions import let_through
from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.citizens.actions import tell as tell_people
from motcua.core.clock import now
from motcua.core.erasures import tell
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.core.text import clean
from motcua.dossiers import permissions
from motcua.dossiers.actions import steps
from motcua.dossiers.choices import Side
from motcua.dossiers.models import Dossier, Message, MessageFile
from motcua.dossiers.telling import people_of, told_of_message
from motcua.files.models import StoredFile
from motcua.tasks.actions import open_task
from motcua.tasks.choices import State as TaskState

KIND = "dossier.message"
TEXT_LIMIT, MOST_FILES = 4_000, 10
MOST_IN_AN_HOUR = 30  # of one account
TOO_MANY = "Bạn đã gửi quá nhiều tin trong một giờ."


def write_message(dossier: Dossier, *, by: Post, text: str, files: Sequence[StoredFile] = ()) -> Message:
    """Write to the other side. What a citizen writes puts one line into the inbox of whoever has the dossier in hand;
    what the office writes takes it out.

    Raises NotPermitted, StepRefused (`closed`), BadInput (`text_needed`, `text_too_long`, `too_many_files`,
    `nobody_to_read`), TooMany.
    """
    text = clean(text, lines=True)
    if not text:
        raise BadInput("text_needed", "Hãy viết nội dung.", field="text")
    if len(text) > TEXT_LIMIT:
        raise BadInput("text_too_long", f"Nội dung dài quá {TEXT_LIMIT:,} ký tự.".replace(",", "."), field="text")
    if len(files) > MOST_FILES:
        raise BadInput("too_many_files", f"Mỗi tin kèm nhiều nhất {MOST_FILES} tệp.", field="files")
    with transaction.atomic():
        held = _locked(dossier, by=by)
        if by.account is not None:
            who = str(by.account.pk)
            let_through("message", who, most=MOST_IN_AN_HOUR, minutes=60, message=TOO_MANY)
        elif not held.applicant.reader and not (held.submitter and held.submitter.reader):
            raise BadInput("nobody_to_read", "Người nộp không có tài khoản trên cổng: hãy gọi điện hoặc gửi phiếu.")
        message = Message(dossier=held, by=by, account=by.account, written_at=now(), text=text)
        message.side = Side.OFFICE if by.account is None else Side.CITIZEN
        _tell_the_inbox(held, message)
        message.save(force_insert=True)
        if message.side == Side.OFFICE:
            notice, values = told_of_message(held)
            tell_people(
                people_of(held),
                by=Post.objects.system(),
                kind=notice.key,
                values=values,
                key=f"message:{message.pk}",
                office=held.agency,
            )
        MessageFile.objects.bulk_create(
            MessageFile(message=message, order=place, file=file) for place, file in enumerate(files, start=1)
        )
    return message


def _locked(dossier: Dossier, *, by: Post) -> Dossier:
    """The dossier as it is now, locked until the end. Raises NotPermitted, StepRefused."""
    rows = Dossier.objects.select_for_update(of=("self",), no_key=True).select_related("applicant", "submitter", "desk")
    held = rows.get(pk=dossier.pk)
    if not permissions.may_write_message(by, held):
        raise NotPermitted()
    if held.is_closed:
        raise StepRefused("Hồ sơ đã kết thúc: không trao đổi thêm được.", code="closed")
    return held


def _tell_the_inbox(dossier: Dossier, message: Message) -> None:
    if message.side == Side.OFFICE:
        steps.let_messages_go(dossier, by=message.by, at=message.written_at, done=True)
    elif not dossier.messages.filter(task__state=TaskState.OPEN).exists():
        step = next(iter(permissions.open_steps(dossier)), None)
        message.task = open_task(
            kind=KIND, title="Trả lời người nộp", about=steps.about(dossier),
            agency=step.agency if step else dossier.desk, role=step.role if step else Role.RECEPTIONIST,
            owner=step.owner if step else None, url=steps.url(dossier), at=message.written_at, due=None,
        )  # fmt: skip


def see_messages(dossier: Dossier, *, by: Post) -> int:
    """Note that what the other side wrote was seen, the first time it is; returns how many messages were new.

    The line in the office's inbox stays until somebody answers, or says that no answer is needed.
    """
    other = Side.CITIZEN if by.account is None else Side.OFFICE
    return Message.objects.filter(dossier=dossier, side=other, seen_at=None).update(seen_at=now())


def note_messages_read(dossier: Dossier, *, by: Post) -> None:
    """Note, for a dossier whose messages have been read, that whoever may answer them has seen them; nothing is asked
    or written when none is new."""
    new = any(each.side == Side.CITIZEN and each.seen_at is None for each in dossier.messages.all())
    if new and permissions.may_write_message(by, dossier):
        see_messages(dossier, by=by)


def need_no_answer(dossier: Dossier, *, by: Post) -> int:
    """Take the line out of the office's inbox without an answer. Raises NotPermitted; returns how many went."""
    with transaction.atomic():
        held = _locked(dossier, by=by)
        if by.account is not None:
            raise NotPermitted()
        return steps.let_messages_go(held, by=by, at=now(), done=True)


def empty_message(message: Message, *, at: datetime) -> bool:
    """Empty a message, inside an action; False when it was empty before. Its files are removed by who calls."""
    if message.erased_at is not None:
        return False
    message.text, message.erased_at = "", at
    message.save(update_fields=["text", "erased_at"])
    tell("dossiers.message", [message.pk])
    return True
