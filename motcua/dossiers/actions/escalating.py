"""An online dossier whose answer is late is told upwards: to who heads the desk, then to who leads the office.

The dossier itself is not touched, so that nobody's open page grows stale; its lock makes "not yet answered" exact.
"""

import logging
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core.clock import local, now
from motcua.dossiers.actions import steps
from motcua.dossiers.models import Dossier, Reply
from motcua.dossiers.reply_terms import term_on
from motcua.tasks.actions import close_task, move_task, open_task
from motcua.tasks.choices import State as TaskState
from motcua.tasks.models import Task
from motcua.worktime.standing import add_working_hours
from motcua.worktime.stored import calendar_of

log = logging.getLogger(__name__)

KIND = "dossier.late_reply"
TITLE = "Bộ phận một cửa chậm trả lời hồ sơ trực tuyến"
HEADS, DEPUTIES = ("trưởng", "giám đốc"), ("phó",)

Inbox = tuple[Agency, str, Post | None]


def escalate_replies() -> int:
    """Tell upwards of every answer that is late, each step of each answer once; returns how many lines were written.

    Each in a transaction of its own: run twice, or by two workers, it tells nobody twice.
    """
    at = now()
    return sum(_escalate(key, at=at) for key in _late(at).values_list("pk", flat=True))


def _late(at: datetime) -> "QuerySet[Reply]":
    return Reply.objects.waiting().filter(to_leader=None, due_at__lt=at).order_by("due_at", "pk")


def _escalate(key: int, *, at: datetime) -> int:
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",), no_key=True).get(replies=key)
        reply = Reply.objects.waiting().filter(pk=key, due_at__lt=at).first()
        return 0 if reply is None else _tell(reply, dossier, at=at)


def _tell(reply: Reply, dossier: Dossier, *, at: datetime) -> int:
    """Write the lines whose moment has come. A desk without a head is told of to the office at once."""
    on, told = local(at).date(), 0
    calendar = calendar_of(dossier.agency, local(reply.began_at).date())
    leader_at = add_working_hours(calendar, reply.due_at, term_on(local(reply.began_at).date()).leader_after)
    head, leader = head_of(dossier.desk, on=on), leader_of(dossier.desk, on=on)
    if reply.to_head is None and head is not None:
        reply.to_head, told = _line(dossier, head, at=at, due=leader_at), told + 1
    if reply.to_leader is None and leader is not None and (at >= leader_at or reply.to_head is None):
        reply.to_leader, told = _line(dossier, leader, at=at, due=None), told + 1
    if head is None and leader is None:
        log.warning("nobody to tell of the late answer to dossier %s", dossier.pk)
    reply.save(update_fields=["to_head", "to_leader"])
    return told


def _line(dossier: Dossier, inbox: Inbox, *, at: datetime, due: datetime | None) -> Task:
    agency, role, owner = inbox
    return open_task(
        kind=KIND, title=TITLE, about=steps.about(dossier), agency=agency, role=role, owner=owner,
        url=steps.url(dossier), at=at, due=due or at,
    )  # fmt: skip


def head_of(desk: Agency, *, on: date) -> Inbox | None:
    """Return whose inbox is that of the desk's head: the role, else who is called so there, else the deputy."""
    held = Post.objects.held(on).filter(agency=desk).select_related("person").order_by("pk")
    posts = list(held.filter(role__in=(Role.HEAD_OF_DIVISION, Role.RECEPTIONIST)))
    if any(post.role == Role.HEAD_OF_DIVISION for post in posts):
        return desk, Role.HEAD_OF_DIVISION, None
    for called in (HEADS, DEPUTIES):
        for post in posts:
            if post.title.lower().startswith(called):
                return desk, Role.RECEPTIONIST, post
    return None


def leader_of(desk: Agency, *, on: date) -> Inbox | None:
    """Return the inbox of those who lead the office to which the desk belongs."""
    nearest = Post.objects.that_can(Role.LEADER, desk, on)
    return (nearest[0].agency, Role.LEADER, None) if nearest else None


def move_lines(dossier: Dossier, *, by: Post, on: date) -> None:
    """Give what was told to those who head and lead where the dossier has passed to; where nobody does, it goes."""
    reply = dossier.replies.waiting().select_related("to_head", "to_leader").first()
    if reply is None:
        return
    reply.desk = dossier.desk
    reply.save(update_fields=["desk"])
    for task, inbox in (
        (reply.to_head, head_of(dossier.desk, on=on)),
        (reply.to_leader, leader_of(dossier.desk, on=on)),
    ):
        if task is None or task.state != TaskState.OPEN:
            continue
        if inbox is None:
            close_task(task, by=by, at=dossier.moment, done=False)
        else:
            move_task(task, agency=inbox[0], role=inbox[1], owner=inbox[2])
