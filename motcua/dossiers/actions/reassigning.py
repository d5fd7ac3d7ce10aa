"""What one person has in hand goes to others: given by the head of the unit, or fallen to the unit when a post ended.

A step or a question is the post's own by name; what waits for anyone of a role needs no reassigning.
"""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Q

from motcua.agencies.models import Agency, Post
from motcua.core.actions import action
from motcua.core.clock import local, now
from motcua.core.errors import BadInput, Refused
from motcua.core.text import clean
from motcua.dossiers import permissions
from motcua.dossiers.actions.opinions import ANSWERING
from motcua.dossiers.choices import Action
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Consultation, Dossier, Step
from motcua.tasks.actions import give_task, move_task
from motcua.tasks.choices import State as TaskState
from motcua.tasks.models import Task

log = logging.getLogger(__name__)

UNFINISHED = Q(tasks__state__in=[TaskState.OPEN, TaskState.WAITING])


def least_loaded(held: Any) -> Post | None:
    """Return who of some posts has the least unfinished work now, the first by name of several; None of nobody."""
    found: Post | None = (
        held.annotate(load=Count("tasks", filter=UNFINISHED)).order_by("load", "person__name_key", "pk").first()
    )
    return found


@action(Action.REASSIGN, permit=permissions.may_reassign, lifecycle=LIFECYCLE)
def reassign(dossier: Dossier, *, by: Post, post: int, people: Sequence[str]) -> dict[str, Any]:
    """Give what a post (its key) has of the dossier to one of some colleagues (usernames): who has least to do.

    Raises BadInput `nothing_of_theirs` when somebody did it before, `unknown_person` when none of them may.
    """
    steps = [step for step in permissions.open_steps(dossier) if step.owner_id == post]
    rows = [row for row in permissions.opinions_of(dossier) if row.is_waiting and row.asked_of_id == post]
    steps = [step for step in steps if permissions.heads(by.hat, step.agency)]
    rows = [row for row in rows if permissions.heads(by.hat, row.agency)]
    if not steps and not rows:
        raise BadInput("nothing_of_theirs", "Hồ sơ này không còn việc của người đó.")
    told: dict[str, Any] = {"before": post, "steps": [], "opinions": []}
    for step in steps:
        step.owner = _taker(dossier, step.agency, people, but=post, roles=(step.role,))
        step.save(update_fields=["owner"])
        if step.task is not None:
            give_task(step.task, to=step.owner)
        told["steps"].append([step.key, step.owner.pk])
    for row in rows:
        row.asked_of = _taker(dossier, row.agency, people, but=post, roles=ANSWERING)
        row.role = row.asked_of.role
        row.save(update_fields=["asked_of", "role"])
        give_task(row.task, to=row.asked_of)
        told["opinions"].append([row.pk, row.asked_of.pk])
    return told


def _taker(dossier: Dossier, unit: Agency, people: Sequence[str], *, but: int, roles: Iterable[str]) -> Post:
    names = [clean(name).lower() for name in people]
    held = Post.objects.held(local(dossier.moment).date()).with_names().filter(agency=unit, role__in=[*roles])
    found = least_loaded(held.filter(person__username__in=names).exclude(pk=but))
    if found is None:
        raise BadInput("unknown_person", "Không ai trong những người đã chọn làm được việc này.", field="people")
    return found


@action(Action.RELEASE, permit=permissions.may_release, lifecycle=LIFECYCLE)
def release(dossier: Dossier, *, by: Post, post: int) -> dict[str, Any]:
    """A post has ended: what it had of the dossier waits for anyone of its role in the unit."""
    steps = [step for step in permissions.open_steps(dossier) if step.owner_id == post]
    rows = [row for row in permissions.opinions_of(dossier) if row.is_waiting and row.asked_of_id == post]
    if not steps and not rows:
        raise BadInput("nothing_of_theirs", "Hồ sơ này không còn việc của người đó.")
    for step in steps:
        step.owner = None
        step.save(update_fields=["owner"])
        if step.task is not None:
            move_task(step.task, agency=step.agency, owner=None)
    for row in rows:
        row.asked_of = None
        row.save(update_fields=["asked_of"])
        move_task(row.task, agency=row.agency, owner=None)
    return {"before": post, "steps": [step.key for step in steps], "opinions": [row.pk for row in rows]}


def release_ended() -> int:
    """Let what ended posts still have fall to their units; returns of how many dossiers.

    Not where the unit itself has ended or is being re-organised: there everything passes to who takes over, with its
    holder. Run twice it does nothing twice; each dossier in a transaction of its own.
    """
    on = local(now()).date()
    over = Post.objects.filter(Q(ended_at__isnull=False) | Q(valid_to__lt=on))
    over = over.filter(Q(agency__valid_to=None) | Q(agency__valid_to__gte=on), agency__heir=None)
    owned = Task.objects.unfinished().filter(owner__in=over)
    steps = Step.objects.filter(task__in=owned).values_list("dossier", "owner")
    asked = Consultation.objects.waiting().filter(task__in=owned).values_list("dossier", "asked_of")
    return sum(_release(key, post) for key, post in sorted({*steps, *asked}))


def _release(key: int, post: int) -> int:
    try:
        release(Dossier.objects.get(pk=key), by=Post.objects.system(), post=post)
    except Refused as refused:
        log.warning("work of post %s on dossier %s stays: %s", post, key, refused.code)
        return 0
    return 1
