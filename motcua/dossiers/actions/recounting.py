"""A calendar has changed: open dossiers get their later day, each by an action of its own, with the cause."""

import logging
from datetime import date
from typing import Any

from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.errors import BadInput, Refused
from motcua.dossiers import permissions
from motcua.dossiers.choices import Action
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier
from motcua.dossiers.recounting import concerned, move_of, moves

log = logging.getLogger(__name__)


@action(Action.MOVE_DUE, permit=permissions.may_move_due, lifecycle=LIFECYCLE)
def move_due(dossier: Dossier, *, by: Post, cause: str) -> dict[str, Any]:
    """Move the due moments to where the calendar now puts them, later only; `cause` names the calendar's event.

    Raises BadInput `nothing_moves`.
    """
    found = move_of(dossier)
    if found is None or not found.is_any:
        raise BadInput("nothing_moves", "Lịch làm việc không dời hạn nào của hồ sơ này.")
    before = {"limit_due": dossier.limit_due, "appointed_due": dossier.appointed_due}
    dossier.limit_due, dossier.appointed_due = found.limit_due, found.appointed_due
    for step, due in found.steps:
        step.due_at = due
        step.save(update_fields=["due_at"])
        if step.task is not None:
            step.task.due_at = due
            step.task.save(update_fields=["due_at"])
    after = {"limit_due": dossier.limit_due, "appointed_due": dossier.appointed_due}
    return {"before": before, "after": after, "steps": len(found.steps), "cause": cause}


def follow_calendar(agency_path: str, *, by: Post, first: date, last: date | None, cause: str, note: str) -> int:
    """Move all dossiers that a change of calendar moves, each in a transaction of its own; returns how many."""
    moved = 0
    for found in moves(concerned(agency_path, first=first, last=last)):
        try:
            move_due(found.dossier, by=by, cause=cause, note=note)
            moved += 1
        except Refused as refused:  # settled, or moved, a moment ago
            log.info("not moved: %s (%s)", found.dossier.pk, refused.code)
    return moved
