"""Who keeps pages of figures, has them sent, and writes remarks: overseers, of the units through which they look."""

from datetime import date
from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.bulletins.models import Remark, SavedView, Schedule
from motcua.core.clock import today
from motcua.dossiers.models.sight import OVERSEERS, overseen


def oversees(by: Post, agency: Agency) -> bool:
    """Tell whether the post looks through the figures of a unit."""
    return by.role in OVERSEERS and agency.path.startswith(overseen(by))


def may_save(by: Post, inputs: dict[str, Any]) -> bool:
    return by.role in OVERSEERS


def may_change_view(by: Post, view: SavedView) -> bool:
    """Its owner; what somebody shared whose post has ended, any overseer of the unit."""
    return owns(by, view) or takes_over(by, view, on=today())


def owns(by: Post, view: SavedView) -> bool:
    return view.by_id == by.pk and by.role in OVERSEERS


def takes_over(by: Post, view: SavedView, *, on: date) -> bool:
    """Tell whether nobody else could change what was shared: its owner's post is not held on that day."""
    left = view.shared and not view.by.is_held(on)
    return left and by.role in OVERSEERS and view.unit.path == overseen(by)


def may_schedule(by: Post, inputs: dict[str, Any]) -> bool:
    """Whoever sees the saved view."""
    return SavedView.objects.visible_to(by).filter(pk=inputs["view"].pk).exists()


def may_change_schedule(by: Post, schedule: Schedule) -> bool:
    return schedule.by_id == by.pk and by.role in OVERSEERS


def may_end_schedule(by: Post, schedule: Schedule) -> bool:
    """Its owner, and the machine once the owner's post has ended."""
    return may_change_schedule(by, schedule) or by.role == Role.SYSTEM


def may_write(by: Post, inputs: dict[str, Any]) -> bool:
    return oversees(by, inputs["agency"])


def may_rewrite(by: Post, remark: Remark) -> bool:
    """The overseers of its unit: what somebody wrote is the office's."""
    return oversees(by, remark.agency)
