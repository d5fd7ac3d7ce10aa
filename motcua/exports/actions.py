"""A file is asked for by people, made and removed by the machine; every step on record, the progress beside it."""

import hashlib
import json
import logging
from collections.abc import Generator
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from motcua.agencies.models import Post
from motcua.core.actions import action, creates, together
from motcua.core.clock import now, today
from motcua.core.errors import BadInput, NotPermitted, StepRefused
from motcua.core.text import clean
from motcua.exports import permissions
from motcua.exports.choices import Action, State, Why
from motcua.exports.lifecycle import EXPORT
from motcua.exports.making import Gone, Made, Progress, exporter_of
from motcua.exports.models import Export
from motcua.files.actions import remove, store
from motcua.files.choices import Purpose
from motcua.files.models import StoredFile

log = logging.getLogger(__name__)
MAKE = "exports.make"
MOST_AT_ONCE = 10  # files of one post that are not made yet
MOST_ATTEMPTS = 4
LOST_AFTER = timedelta(hours=1)  # a file still unfinished then, without a job, is told to have failed
TITLE_LIMIT = 300


def request(*, by: Post, kind: str, parameters: dict[str, Any]) -> Export:
    """Ask for a file; the same one asked for twice, while it is not made yet, is one. Its making is a job.

    Raises NotPermitted, BadInput (`too_many_files`); KeyError for a kind that nobody registered.
    """
    digest = _digest(kind, parameters)
    if (known := _unfinished(by, digest)) is not None:
        return known
    try:
        with transaction.atomic():
            known = _request(by=by, kind=kind, parameters=parameters, digest=digest)
    except IntegrityError:  # asked for on another page a moment ago
        known = _unfinished(by, digest)
        if known is None:
            raise
    return known


def _unfinished(by: Post, digest: bytes) -> Export | None:
    return Export.objects.visible_to(by).unfinished().filter(digest=digest).first()


def _digest(kind: str, parameters: dict[str, Any]) -> bytes:
    return hashlib.sha256(json.dumps([kind, parameters], sort_keys=True).encode()).digest()


@creates(Action.REQUEST, permit=permissions.may_request)
def _request(*, by: Post, kind: str, parameters: dict[str, Any], digest: bytes) -> Export:
    if Export.objects.visible_to(by).unfinished().count() >= MOST_AT_ONCE:
        raise BadInput(
            "too_many_files", f"Còn {MOST_AT_ONCE} tệp chưa lập xong: chờ những tệp ấy, hoặc bấm “Thôi lập” bớt."
        )
    title = clean(exporter_of(kind).title(parameters, by))[:TITLE_LIMIT]
    export = Export(by=by, kind=kind, title=title, parameters=parameters, digest=digest)
    EXPORT.begin(export, Action.REQUEST)
    export.save(force_insert=True)
    app.configure_task(MAKE, queueing_lock=f"{MAKE}:{export.pk}").defer(export=str(export.pk))
    return export


@action(Action.CANCEL, permit=permissions.may_cancel, lifecycle=EXPORT)
def cancel(export: Export, *, by: Post) -> None:
    """Do not make it; whoever is making it stops at the next piece."""
    export.ended_at = export.moment


@action(Action.BEGIN, permit=permissions.may_make, lifecycle=EXPORT)
def begin(export: Export, *, by: Post) -> dict[str, Any]:
    """Take it up, from the beginning."""
    export.attempts, export.done, export.total = export.attempts + 1, 0, 0
    return {"attempt": export.attempts}


@action(Action.FINISH, permit=permissions.may_make, lifecycle=EXPORT)
def finish(export: Export, *, by: Post, file: StoredFile) -> dict[str, Any]:
    """Put the file beside the request, for so many days."""
    export.file, export.ended_at, export.done = file, export.moment, export.total
    export.kept_until = export.moment + timedelta(days=settings.EXPORT_DAYS)
    return {"file": file.pk, "size": file.size}


@action(Action.FAIL, permit=permissions.may_make, lifecycle=EXPORT)
def fail(export: Export, *, by: Post, why: str) -> None:
    """Give it up, and say why. Raises BadInput (`no_reason`)."""
    if why not in Why.values or not why:
        raise BadInput("no_reason", "Phải nêu vì sao không lập được.")
    export.why, export.ended_at = why, export.moment


@action(Action.EXPIRE, permit=permissions.may_make, lifecycle=EXPORT)
def expire(export: Export, *, by: Post) -> None:
    """Remove the file: its time is over. That it was made, and who took it, stays on record."""
    assert export.file is not None  # the database holds it so
    if export.file.removed_at is None:
        remove(export.file, by=by, cause="export.expired")


def make(key: UUID | str) -> None:
    """Make a file that was asked for; nothing for one that is made, given up or cancelled. Safe to run again.

    What can never succeed is told to its owner; any other fault is raised for the job to be tried again, at most
    MOST_ATTEMPTS times, killed workers counted.
    """
    found = Export.objects.unfinished().filter(pk=key).select_related("by__person", "by__agency__parent").first()
    if found is None:
        return
    by = Post.objects.system()
    if found.attempts >= MOST_ATTEMPTS:
        _end(found, by=by, why=Why.BROKEN)
        return
    with suppress(StepRefused):  # cancelled meanwhile, or made by another worker
        _try(begin(found, by=by), by=by)


def _try(export: Export, *, by: Post) -> None:
    try:
        _make(export, by=by)
    except StepRefused:
        raise
    except (NotPermitted, Gone, BadInput) as error:
        log.warning("export %s: %r", export.pk, error)
        _end(export, by=by, why=_cause(error))
    except Exception:
        if export.attempts >= MOST_ATTEMPTS:
            _end(export, by=by, why=Why.BROKEN)
        raise


def _cause(error: Exception) -> Why:
    return Why.GONE if isinstance(error, Gone) else Why.RIGHTS if isinstance(error, NotPermitted) else Why.REFUSED


def _make(export: Export, *, by: Post) -> None:
    asker, exporter = export.by, exporter_of(export.kind)
    asker.present = now()
    if not asker.is_held(today()) or not asker.person.is_active or not exporter.may(export.parameters, asker):
        raise NotPermitted()
    made = _followed(export, exporter.make(export.parameters, asker))
    content = b"".join(made.pieces)
    with together():  # no file is kept that is not wanted any more
        file = store(by=by, name=made.name, content=content, purpose=Purpose.PRINTED)
        finish(export, by=by, file=file)


def _followed(export: Export, making: Generator[Progress, None, Made]) -> Made:
    """Let it be made piece by piece and write down how far it is. Raises StepRefused once it is not wanted any more."""
    while True:
        try:
            done, total = next(making)
        except StopIteration as ended:
            made: Made = ended.value
            return made
        wanted = Export.objects.filter(pk=export.pk, state=State.RUNNING, attempts=export.attempts)
        if not wanted.update(done=min(done, total), total=total):
            raise StepRefused("Tệp này không cần lập nữa.")


def _end(export: Export, *, by: Post, why: Why) -> None:
    """Tell that it failed, unless it was cancelled or made meanwhile."""
    with suppress(StepRefused):
        fail(export, by=by, why=why)


def fail_lost() -> int:
    """Tell of files whose job is gone (failed by force, removed with the queue) that they failed; returns how many."""
    by, count = Post.objects.system(), 0
    rows = Export.objects.unfinished().filter(asked_at__lt=now() - LOST_AFTER).order_by("pk")
    for export in rows.iterator(chunk_size=200):
        jobs = ProcrastinateJob.objects.filter(task_name=MAKE, args__export=str(export.pk))
        if not jobs.filter(status__in=("todo", "doing")).exists():
            _end(export, by=by, why=Why.BROKEN)
            count += 1
    return count


def expire_old() -> int:
    """Remove files whose days are over; returns how many. Run by two workers: each once."""
    by, count = Post.objects.system(), 0
    rows = Export.objects.filter(state=State.DONE, kept_until__lt=now()).select_related("file").order_by("pk")
    for export in rows.iterator(chunk_size=200):
        with suppress(StepRefused):
            expire(export, by=by)
            count += 1
    return count
