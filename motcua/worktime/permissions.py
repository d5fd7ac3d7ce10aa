"""Who may change calendars: administrators, for the units they administer; the nation's only who operates."""

from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.agencies.permissions import administers, operates
from motcua.worktime.models import ExceptionalDay, WorkWeek


def _may_change(by: Post, agency: Agency | None) -> bool:
    if agency is not None:
        return administers(by, agency)
    return by.role == Role.SYSTEM or operates(by, Role.ADMINISTRATOR)


def may_set_calendar(by: Post, inputs: dict[str, Any]) -> bool:
    """For a new week or exception: of the unit named in the inputs."""
    return _may_change(by, inputs.get("agency"))


def may_change_calendar(by: Post, thing: WorkWeek | ExceptionalDay) -> bool:
    """For a week or exception that exists."""
    return _may_change(by, thing.agency)
