"""Notes among colleagues: written, read by whoever is named, erased by their writer. The dossier itself is not touched,
so that nobody's open page grows stale by them."""

from datetime import datetime

from django.db import transaction

from motcua.agencies.models import Post
from motcua.core.clock import now, today
from motcua.core.erasures import tell
from motcua.core.errors import BadInput, NotPermitted
from motcua.core.text import clean
from motcua.dossiers.actions import steps
from motcua.dossiers.models import Dossier, Memo
from motcua.tasks.actions import close_task, open_task
from motcua.tasks.choices import PERSONAL, State

KIND = "dossier.memo"
TEXT_LIMIT = 2_000


def write_memo(dossier: Dossier, *, by: Post, text: str, to: str = "") -> Memo:
    """Write a note; `to` (username) names a colleague who reads the dossier too and gets a line in the inbox.

    Raises NotPermitted, BadInput (`text_needed`, `text_too_long`, `cannot_read`).
    """
    if not _reads(by, dossier):
        raise NotPermitted()
    text = clean(text, lines=True)
    if not text:
        raise BadInput("text_needed", "Hãy viết nội dung trao đổi.", field="text")
    if len(text) > TEXT_LIMIT:
        raise BadInput("text_too_long", f"Nội dung dài quá {TEXT_LIMIT} ký tự.", field="text")
    named = _named(dossier, clean(to).lower()) if to else None
    with transaction.atomic():
        memo = Memo(dossier=dossier, by=by, written_at=now(), text=text, to=named)
        if named is not None and named.pk != by.pk:
            memo.task = open_task(
                kind=KIND, title=f"Xem trao đổi của {by.person.name}"[:200], about=steps.about(dossier),
                agency=named.agency, role=named.role, owner=named, url=steps.url(dossier), at=memo.written_at, due=None,
                marks=[PERSONAL],
            )  # fmt: skip
        memo.save(force_insert=True)
    return memo


def _reads(by: Post, dossier: Dossier) -> bool:
    return Dossier.objects.visible_to(by).filter(pk=dossier.pk).exists()


def _named(dossier: Dossier, username: str) -> Post:
    held = Post.objects.held(today()).with_names().filter(person__username=username)
    post = next((post for post in held if _reads(post, dossier)), None)
    if post is None:
        raise BadInput("cannot_read", "Người được nhắc không xem được hồ sơ này.", field="to")
    return post


def see_memo(memo: Memo, *, by: Post) -> Memo:
    """Take the line out of the inbox of whoever was named. Raises NotPermitted."""
    with transaction.atomic():
        found = _locked(memo)
        if found.to_id != by.pk:
            raise NotPermitted()
        if found.task is not None and found.task.state == State.OPEN:
            close_task(found.task, by=by, at=now())
    return found


def erase_memo(memo: Memo, *, by: Post) -> Memo:
    """Erase a note's text for good; only who wrote it may. Raises NotPermitted."""
    with transaction.atomic():
        found = _locked(memo)
        if found.by_id != by.pk:
            raise NotPermitted("Chỉ người viết mới xóa được trao đổi của mình.")
        empty_memo(found, by=by, at=now())
    return found


def empty_memo(memo: Memo, *, by: Post, at: datetime) -> bool:
    """Empty a note and take its line out of the inbox, inside an action; False when it was empty before."""
    if memo.task is not None and memo.task.state == State.OPEN:
        close_task(memo.task, by=by, at=at, done=False)
    if memo.erased_at is not None:
        return False
    memo.text, memo.erased_at = "", at
    memo.save(update_fields=["text", "erased_at"])
    tell("dossiers.memo", [memo.pk])
    return True


def _locked(memo: Memo) -> Memo:
    return Memo.objects.select_for_update(of=("self",)).select_related("task").get(pk=memo.pk)
