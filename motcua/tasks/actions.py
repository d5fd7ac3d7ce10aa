"""Writes on tasks. A task changes only inside its thing's own action: that one holds the lock and writes the event."""

from datetime import datetime

from motcua.agencies.models import Agency, Post
from motcua.tasks.choices import State
from motcua.tasks.kinds import kind_of
from motcua.tasks.models import Task


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
) -> Task:
    """Put something to do into an inbox: the owner's, or that of everyone of the role in the unit."""
    kind_of(kind)
    return Task.objects.create(
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
    )


def close_task(task: Task, *, by: Post, at: datetime, done: bool = True) -> None:
    """Take a task out of the inbox, done or no longer to be done."""
    task.state = State.DONE if done else State.CANCELLED
    task.done_at, task.done_by = at, by
    if task.owner_id is None and done:
        task.owner = by  # it stays in the done tab of whoever did it
    task.save(update_fields=["state", "done_at", "done_by", "owner"])


def give_task(task: Task, *, to: Post) -> None:
    """Give a task to one person."""
    task.owner, task.agency_id, task.role = to, to.agency_id, to.role
    task.save(update_fields=["owner", "agency", "role"])


def pause_task(task: Task) -> None:
    """Let a task wait for others: it is nobody's lateness while it waits."""
    task.state = State.WAITING
    task.save(update_fields=["state"])


def wake_task(task: Task, *, due: datetime | None) -> None:
    """Put a waiting task back to work, with the due moment moved by the wait."""
    task.state, task.due_at = State.OPEN, due
    task.save(update_fields=["state", "due_at"])


def move_task(task: Task, *, agency: Agency, owner: Post | None) -> None:
    """Put a task into the inbox of the unit that took over; what it is and when it is due stay as they were."""
    task.agency, task.owner = agency, owner
    task.save(update_fields=["agency", "owner"])
