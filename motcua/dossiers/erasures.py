"""Dossiers, notes and declarations that were erased are erased again when an older copy brought them back."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from motcua.agencies.models import Post
from motcua.citizens.actions import erase_declarations
from motcua.core.clock import now
from motcua.core.erasures import again
from motcua.dossiers.actions.erasing import erase
from motcua.dossiers.actions.memos import empty_memo
from motcua.dossiers.actions.messages import empty_message
from motcua.dossiers.actions.rating import empty_rating
from motcua.dossiers.choices import CLOSED, State
from motcua.dossiers.models import Dossier, DossierEvent, Memo, Message, Rating


@again("dossiers.dossier")
def erase_again(keys: list[str], *, cause: str, until: datetime, bill: bool, **more: Any) -> str:
    """Erase the content, unless the dossier runs in this copy: its end is lost with the rest, people decide anew."""
    by, same = (
        Post.objects.system(),
        DossierEvent.objects.filter(subject__in=list(map(int, keys)), recorded_at__lte=until),
    )
    rows = Dossier.objects.filter(pk__in=same.values("subject"), erased_at=None).order_by("pk")
    found = list(rows.filter(state__in=[State.DRAFT, *CLOSED]))
    running = [str(dossier) for dossier in rows.exclude(state__in=[State.DRAFT, *CLOSED])]
    for dossier in found:
        erase(dossier, by=by, cause=cause, bill=bill)
    return f"Hồ sơ đang giải quyết trong bản này, đã hủy theo {cause}: {', '.join(running)}" if running else ""


@again("dossiers.memo")
def empty_again(keys: list[str], *, cause: str, **more: Any) -> str:
    """Empty the notes."""
    by, at = Post.objects.system(), now()
    for memo in Memo.objects.filter(pk__in=keys, erased_at=None).select_related("task").order_by("pk"):
        empty_memo(memo, by=by, at=at)
    return ""


@again("citizens.declaration")
def erase_declared(keys: list[str], *, cause: str, **more: Any) -> str:
    """Erase what was declared, unless a dossier of this copy still names it."""
    kept = Dossier.objects.filter(Q(applicant__in=keys) | Q(submitter__in=keys), erased_at=None).order_by("pk")
    named = {str(key) for dossier in kept for key in (dossier.applicant_id, dossier.submitter_id)}
    erase_declarations([key for key in keys if key not in named], by=Post.objects.system())
    return f"Thông tin người nộp còn hồ sơ dùng trong bản này: {', '.join(map(str, kept))}" if kept else ""


@again("dossiers.message")
def empty_messages_again(keys: list[str], **more: Any) -> str:
    """Empty what citizen and office wrote to each other."""
    at = now()
    for message in Message.objects.filter(pk__in=keys, erased_at=None).order_by("pk"):
        empty_message(message, at=at)
    return ""


@again("dossiers.rating")
def empty_ratings_again(keys: list[str], *, until: datetime, **more: Any) -> str:
    """Empty what citizens wrote beside their ratings; what they wrote anew since then is theirs."""
    at = now()
    for rating in Rating.objects.filter(pk__in=keys, erased_at=None).exclude(changed_at__gt=until).order_by("pk"):
        empty_rating(rating, at=at)
    return ""
