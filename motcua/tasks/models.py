"""The inbox: whatever someone must do is a row of this one table, whatever app it comes from."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from motcua.agencies.models import Agency, Post
from motcua.agencies.models.standing import SIGNS
from motcua.agencies.standing_in import Part, Place, Share, telling_of
from motcua.core.clock import LOCAL, CoreNow, local
from motcua.core.fields import EncryptedJSON
from motcua.core.prepared import Given
from motcua.tasks.choices import PERSONAL, Outcome, State, Tab

COUNTED = tuple(tab for tab in Tab if tab != Tab.DONE)


def end_of_day(moment: datetime, *, days: int = 0) -> datetime:
    """Return the last instant of the day in Vietnam, `days` later (aware, UTC)."""
    day = local(moment).date() + timedelta(days=days)
    return datetime.combine(day, time.max, tzinfo=LOCAL).astimezone(UTC)


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, by: Post) -> "TaskQuerySet":
        """What the post must do: its own tasks, those that wait for anyone of its role in its unit, and unfinished
        ones of those in whose place it stands."""
        return self.filter(reduce(or_, ways_of(by)))

    def own_of(self, by: Post) -> "TaskQuerySet":
        """What the post must do in its own name."""
        return self.filter(inbox_of(by))

    def instead_of_others(self, by: Post) -> "TaskQuerySet":
        """What the post may do in somebody's place."""
        return self.filter(reduce(or_, ways_instead(by))) if by.places else self.none()

    def only_for_others(self, by: Post) -> "TaskQuerySet":
        """The same without what anybody of its own unit may do: that is its own."""
        return self.instead_of_others(by).exclude(inbox_of(by))

    def counts_in_places(self, by: Post) -> list[tuple[int, int]]:
        """For each place in which the post stands in: how much waits there, and how much of it is late; one query."""
        counts = {}
        for key, place in enumerate(by.places):
            counts[f"all_{key}"] = models.Count("pk", filter=reduce(or_, _instead(place)))
            counts[f"late_{key}"] = models.Count("pk", filter=reduce(or_, _instead(place)) & Q(due_at__lt=CoreNow()))
        found = self.only_for_others(by).filter(state=State.OPEN).aggregate(**counts) if counts else {}
        return [(found[f"all_{key}"], found[f"late_{key}"]) for key in range(len(by.places))]

    def unfinished(self) -> "TaskQuerySet":
        return self.filter(state__in=[State.OPEN, State.WAITING])

    def late(self, now: datetime | Given) -> "TaskQuerySet":
        """Open tasks whose allotment is over; the dossier's own lateness is another matter."""
        return self.filter(state=State.OPEN, due_at__lt=now)

    def in_tab(self, tab: str, now: datetime) -> "TaskQuerySet":
        """The tabs of the inbox: each unfinished task is in exactly one of them."""
        return self.filter(_tab(tab, edges_at(now)))

    def tab_counts(self, now: datetime) -> dict[str, int]:
        """Return tab → number of tasks, in one query; done ones are not counted."""
        return self.unfinished().aggregate(**_counts(edges_at(now)))

    def counts_by_title(self, edges: "Edges") -> Any:
        """Rows of a step's title and its number of tasks in each of COUNTED."""
        return self.unfinished().order_by().values("title").annotate(**_counts(edges))

    def done_by(self, by: Post) -> "TaskQuerySet":
        """What the post itself has done: a closed task belongs to whoever closed it.

        One's own is visible by itself: a read path may begin here, and is then answered by the doer's index alone.
        """
        return self.filter(owner=by.pk, state=State.DONE)

    def done_instead_of(self, by: Post) -> "TaskQuerySet":
        """What others have done in the post's place."""
        return self.filter(done_for=by, state=State.DONE)

    def most_urgent_first(self) -> "TaskQuerySet":
        return self.order_by(models.F("due_at").asc(nulls_last=True), "pk")


def own_ways_of(post: Post) -> list[Q]:
    """Return what leads to a post's tasks in its own name, each with an index of its own; no task is in both."""
    return [Q(owner=post.pk), Q(owner=None, agency=post.agency_id, role=post.role)]


def ways_instead(by: Post) -> list[Q]:
    """Return what leads to the work of those in whose place a post stands; a task may be in several."""
    return [way for place in by.places for way in _instead(place)]


def ways_of(by: Post) -> list[Q]:
    """Return all that leads to what a post must do (`visible_to` is any of them)."""
    return [*own_ways_of(by), *ways_instead(by)]


def inbox_of(post: Post) -> Q:
    """Return the condition of what a post must do in its own name."""
    return reduce(or_, own_ways_of(post))


def _instead(place: Place) -> list[Q]:
    """The unfinished work of somebody else; of a delegation only what it reaches to. What is personal stays theirs."""
    reach = Q(state__in=[State.OPEN, State.WAITING]) & ~Q(marks__contains=[PERSONAL])
    if place.delegation is not None:
        scope = place.delegation.scope
        reach &= Q(marks__contains=[SIGNS]) & (Q(marks__overlap=scope) if scope else Q())
    for part in place.parts:
        reach &= falling_to(part, _meant)
    return [way & reach for way in own_ways_of(place.post)]


def falling_to(part: Part, meant_by: Callable[[Share], Q]) -> Q:
    """Return the work that falls to one of several who stand in: what `Part.takes` says, as a condition on rows of
    which `meant_by` tells what a share means."""
    named = [meant_by(each) for each in part.shares]
    before, found = Q(pk__in=[]), Q(pk__in=[])
    for share, meant in zip(part.shares, named, strict=True):
        if share.substitute == part.mine:
            found |= meant & ~before
        before |= meant
    return found | ~before if part.default == part.mine else found


def _meant(share: Share) -> Q:
    of_kind = Q(kind=share.kind) | Q(marks__contains=[telling_of(share.kind)]) if share.kind else Q()
    return of_kind & (Q(marks__contains=[share.mark]) if share.mark else Q())


def is_inbox_of(post: Post, task: "Task") -> bool:
    """Tell of a task in hand whether it is in the inbox of a post in its own name."""
    if task.owner_id is not None:
        return task.owner_id == post.pk
    return task.agency_id == post.agency_id and task.role == post.role


class Edges(NamedTuple):
    """The moments between the tabs of the inbox: now, the end of today, the end of the week."""

    now: Any
    today: Any
    week: Any


def edges_at(now: datetime) -> Edges:
    return Edges(now, end_of_day(now), end_of_day(now, days=6 - local(now).weekday()))


def _counts(edges: Edges) -> dict[str, models.Count]:
    return {tab.value: models.Count("pk", filter=_tab(tab, edges)) for tab in COUNTED}


def _tab(tab: str, edges: Edges) -> Q:
    still, (now, today, week) = Q(state=State.OPEN), edges
    return {
        Tab.LATE: still & Q(due_at__lt=now),
        Tab.TODAY: still & Q(due_at__gte=now, due_at__lte=today),
        Tab.WEEK: still & Q(due_at__gt=today, due_at__lte=week) & Q(due_at__gte=now),
        Tab.LATER: still & (Q(due_at__gt=week) | Q(due_at=None)),
        Tab.WAITING: Q(state=State.WAITING),
        Tab.DONE: Q(state=State.DONE),
    }[Tab(tab)]


class Task(models.Model):
    """Something someone must do: one person (`owner`), or anyone of a role in a unit."""

    kind = models.CharField(max_length=40, db_collation="C")
    title = models.CharField("việc", max_length=200)
    about = models.CharField("về", max_length=300, blank=True, help_text="mã và tên thủ tục; không ghi tên người")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, db_collation="C")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="tasks")
    role = models.CharField(max_length=20, db_collation="C")
    owner = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="tasks")
    url_name = models.CharField(max_length=60, db_collation="C")
    url_key = models.CharField(max_length=60, db_collation="C")
    marks = ArrayField(
        models.CharField(max_length=60), default=list, db_default=[], help_text="thủ tục, lĩnh vực, chờ ký"
    )
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Post, null=True, on_delete=models.PROTECT, related_name="+")
    done_for = models.ForeignKey(
        Post, null=True, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name="làm thay cho"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        indexes = [
            # The order of the inbox, and beside it what its counts look at: neither asks for a row of the table.
            models.Index(
                fields=["owner", "state", "due_at", "id"],
                include=["title"],
                name="task_own_to_do",
                condition=Q(state__in=["open", "waiting"]),
            ),
            models.Index(
                fields=["agency", "role", "state", "due_at", "id"],
                include=["title"],
                name="task_pool_to_do",
                condition=Q(state__in=["open", "waiting"], owner=None),
            ),
            models.Index(fields=["owner", "-done_at"], name="task_own_done", condition=Q(state="done")),
            models.Index(fields=["done_for", "-done_at"], name="task_done_for", condition=Q(done_for__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="task_done_has_moment", condition=~Q(state__in=["done", "cancelled"]) | Q(done_at__isnull=False)
            ),
            models.CheckConstraint(
                name="task_open_not_done", condition=~Q(state__in=["open", "waiting"]) | Q(done_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, by: Post) -> "BatchQuerySet":
        """What the post itself began."""
        return self.filter(post=by)


class Batch(models.Model):
    """One thing to be done to many: which verb, with which answers, by whom. Its items say how it went with each."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=40, db_collation="C", help_text="mã trong sổ các việc làm nhiều (bulk.py)")
    inputs = EncryptedJSON()
    begun_at = models.DateTimeField(db_default=CoreNow())

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["begun_at", "pk"]

    def __str__(self) -> str:
        return f"{self.verb} × {self.pk}"


class BatchItem(models.Model):
    """One of the many: its thing's key and name, the version that was seen, and what came of it."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    key = models.BigIntegerField()
    name = models.CharField(max_length=60, db_collation="C")
    seen = models.PositiveIntegerField("phiên bản đã xem")
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING, db_collation="C")
    said = models.CharField("kết quả", max_length=300, blank=True)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(name="one_item_per_thing", fields=["batch", "key"])]
