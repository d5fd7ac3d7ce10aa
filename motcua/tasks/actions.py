"""Writes on tasks. A task changes only inside its thing's own action: that one holds the lock and writes the event."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from motcua.agencies.models import Agency, Post
from motcua.core.clock import now, today
from motcua.core.errors import BadInput, NotPermitted, Refused
from motcua.core.gathering import insert, update
from motcua.tasks.bulk import verb_of
from motcua.tasks.choices import Outcome, State
from motcua.tasks.kinds import kind_of
from motcua.tasks.models import Batch, BatchItem, Task

log = logging.getLogger(__name__)

MOST_IN_A_BATCH = 500
AT_ONCE = 20  # so many are done while one waits; more in the background
KEPT_DAYS = 30
UNFORESEEN = "Lỗi của hệ thống, mục này chưa thay đổi gì. Người quản trị thấy lỗi trong nhật ký."


def open_task(
    *,
    kind: str,
    title: str,
    about: str,
    agency: Agency,
    role: str,
    owner: Post | None,
    url: tuple[str, str],
    at: datetime,
    due: datetime | None,
    marks: Iterable[str] = (),
) -> Task:
    """Put something to do into an inbox: the owner's, or that of everyone of the role in the unit.

    `marks` say to which delegations it belongs.
    """
    kind_of(kind)
    task = Task(
        kind=kind,
        title=title,
        about=about[:300],
        agency=agency,
        role=role,
        owner=owner,
        url_name=url[0],
        url_key=url[1],
        opened_at=at,
        due_at=due,
        marks=list(marks),
    )
    insert(task)
    return task


def close_task(task: Task, *, by: Post, at: datetime, done: bool = True) -> None:
    """Take a task out of the inbox, done or no longer to be done."""
    task.state = State.DONE if done else State.CANCELLED
    task.done_at, task.done_by = at, by
    if done and (task.owner_id is None or by.place is not None):
        task.owner = by  # it stays in the done tab of whoever did it
    if done and by.place is not None:
        task.done_for = by.hat
    update(task, ["state", "done_at", "done_by", "done_for", "owner"])


def give_task(task: Task, *, to: Post) -> None:
    """Give a task to one person."""
    task.owner, task.agency_id, task.role = to, to.agency_id, to.role
    task.save(update_fields=["owner", "agency", "role"])


def retitle_task(task: Task, title: str) -> None:
    """Call an unfinished task otherwise, so that its inbox says what has changed."""
    task.title = title
    task.save(update_fields=["title"])


def pause_task(task: Task) -> None:
    """Let a task wait for others: it is nobody's lateness while it waits."""
    task.state = State.WAITING
    task.save(update_fields=["state"])


def wake_task(task: Task, *, due: datetime | None) -> None:
    """Put a waiting task back to work, with the due moment moved by the wait."""
    task.state, task.due_at = State.OPEN, due
    task.save(update_fields=["state", "due_at"])


def move_task(task: Task, *, agency: Agency, owner: Post | None, role: str = "") -> None:
    """Put a task into the inbox of the unit that took over (of another `role` there, if one is named); what it is and
    when it is due stay as they were."""
    task.agency, task.owner, task.role = agency, owner, role or task.role
    task.save(update_fields=["agency", "owner", "role"])


def begin_batch(
    things: Iterable[tuple[int, str, int]],
    *,
    by: Post,
    verb: str,
    inputs: Mapping[str, Any],
    most: int = MOST_IN_A_BATCH,
    noun: str = "hồ sơ",
) -> Batch:
    """Write down what is to be done to each thing (key, name, version seen), and do it: a few now, many in a job.

    Raises BadInput for none or more than `most`. What cannot be done is said per item, never raised.
    """
    rows = sorted({key: (key, name, version) for key, name, version in things}.values())
    if not 0 < len(rows) <= most:
        raise BadInput("no_batch", f"Chọn từ 1 đến {most} {noun} cho một lượt.")
    with transaction.atomic():
        batch = Batch.objects.create(post=by, verb=verb_of(verb).code, inputs=dict(inputs))
        BatchItem.objects.bulk_create(BatchItem(batch=batch, key=k, name=name[:60], seen=v) for k, name, v in rows)
        if len(rows) > AT_ONCE:
            app.configure_task("tasks.run_batch").defer(batch=str(batch.pk))
    if len(rows) <= AT_ONCE:
        run_batch(batch)
    return batch


def run_batch(batch: Batch, *, most: int | None = None) -> int:
    """Do what waits in a batch (at most so many of it), in key order, each in a transaction of its own; return how many
    were taken up.

    Run twice or by two workers it does nothing twice: an item is locked, done and ticked off in one transaction.
    """
    waiting = batch.items.filter(outcome=Outcome.WAITING).order_by("key").values_list("pk", flat=True)[:most]
    for item in waiting:
        _take_up(item, batch=batch)
    return len(waiting)


def _take_up(item: int, *, batch: Batch) -> None:
    try:
        with transaction.atomic():
            rows = BatchItem.objects.select_for_update(skip_locked=True, of=("self",))
            row = rows.filter(pk=item, outcome=Outcome.WAITING).first()
            if row is not None:
                _do_one(row, batch=batch)
    except Refused as refused:
        _tick(item, Outcome.REFUSED, refused.message)
    except Exception:
        log.exception("item %s of batch %s failed", item, batch.pk)
        _tick(item, Outcome.REFUSED, UNFORESEEN)


def _do_one(row: BatchItem, *, batch: Batch) -> None:
    if not batch.post.is_held(today()):
        raise NotPermitted("Người bắt đầu lượt này không còn giữ vị trí đó.")
    verb = verb_of(batch.verb)
    done = verb(row.key, by=batch.post, version=row.seen, inputs=batch.inputs)
    _tick(row.pk, Outcome.DONE, verb.warn(done))


def _tick(item: int, outcome: str, said: str) -> None:
    BatchItem.objects.filter(pk=item, outcome=Outcome.WAITING).update(outcome=outcome, said=said[:300])


def forget_batches() -> int:
    """Remove batches of a month ago: what they did is told by the events of the things."""
    return Batch.objects.filter(begun_at__lt=now() - timedelta(days=KEPT_DAYS)).delete()[0]
