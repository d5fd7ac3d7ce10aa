"""Who sets the ladder and the hours of digests, and who has seen to a warning."""

from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.agencies.permissions import administers, operates
from motcua.escalation.models import Alarm, DigestRule, Rung, WeeklyList
from motcua.tasks.models import Task


def _sets(by: Post, agency: Agency | None) -> bool:
    """Administrators for the units they administer; for all of them whoever operates the installation."""
    if agency is not None:
        return administers(by, agency)
    return by.role == Role.SYSTEM or operates(by, Role.ADMINISTRATOR)


def may_set(by: Post, inputs: dict[str, Any]) -> bool:
    """For a new rung or hour: of the unit named in the inputs."""
    return _sets(by, inputs.get("agency"))


def may_end(by: Post, row: Rung | DigestRule) -> bool:
    """For one that exists."""
    return _sets(by, row.agency)


def may_see_to(by: Post, row: Alarm | WeeklyList) -> bool:
    """In whose inbox the line lies, or who stands in for them."""
    return row.task_id is not None and Task.objects.visible_to(by).filter(pk=row.task_id).exists()
