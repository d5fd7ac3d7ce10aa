"""Drawing the route of a draft, deed by deed, and taking the last ones back."""

import hashlib
import json
from typing import Any

from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.errors import BadInput
from motcua.procedures import permissions
from motcua.procedures.actions.adopt import check_draft
from motcua.procedures.choices import Action
from motcua.procedures.models import Adoption, RouteStep
from motcua.procedures.route_files import MOST_STEPS
from motcua.procedures.routes import Route, route_json

MOST_KEPT = 20  # changes that can be taken back


def digest(route: Any) -> bytes:
    """Return the SHA-256 of a route's JSON."""
    return hashlib.sha256(json.dumps(route, ensure_ascii=False, sort_keys=True).encode()).digest()


def _put(adoption: Adoption, route: Any) -> None:
    if adoption.ended_on is not None:
        raise BadInput("adoption_ended", "Đơn vị đã thôi áp dụng thủ tục này.")
    adoption.draft = check_draft(
        adoption.draft | {"route": route},
        procedure=adoption.procedure, office=adoption.office, division=adoption.division,
    )  # fmt: skip


@action(Action.CHANGE_ROUTE, permit=permissions.may_change_draft)
def change_route(adoption: Adoption, *, by: Post, route: Route, note: str = "") -> None:
    """Put a route in the draft, walkable or not; `note` says in words what was done. It can be taken back.

    Publishing refuses a route with faults, not this. Raises BadInput: `adoption_ended`, `too_many_steps`,
    `draft_shape`.
    """
    if len(route.steps) > MOST_STEPS:
        raise BadInput("too_many_steps", f"Quy trình có quá {MOST_STEPS} bước.")
    before, after = adoption.draft.get("route"), route_json(route)
    _put(adoption, after)
    kept_now = RouteStep(adoption=adoption, before=before, after=digest(after), said=note[:200], by=by)
    kept_now.save(force_insert=True)
    kept = list(adoption.route_steps.newest_first().values_list("pk", flat=True)[:MOST_KEPT])
    adoption.route_steps.exclude(pk__in=kept).delete()


@action(Action.UNDO_ROUTE, permit=permissions.may_change_draft)
def undo_route(adoption: Adoption, *, by: Post) -> None:
    """Take the last change back. Raises BadInput: `adoption_ended`, `nothing_to_undo`."""
    step = undoable(adoption)
    if step is None:
        raise BadInput("nothing_to_undo", "Không còn bước nào hoàn tác được.")
    _put(adoption, step.before)
    step.delete()


def undoable(adoption: Adoption) -> RouteStep | None:
    """Return the change that can be taken back now: the newest, if the draft still holds the route that it left."""
    step: RouteStep | None = adoption.route_steps.newest_first().first()
    return step if step is not None and bytes(step.after) == digest(adoption.draft.get("route")) else None
