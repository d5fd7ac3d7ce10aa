"""An open dossier goes on by the route of a later edition: a deliberate act of who answers for the office's routes.

Only the route moves. Papers, fees, form, limit and the promised day stay those under which it was received; what was
done stays done by whom it was, in the time it took (docs/decisions/0055).
"""

from collections.abc import Callable, Mapping
from typing import Any

from motcua.agencies.models import Post
from motcua.agencies.standing_in import one_office
from motcua.core.actions import action
from motcua.core.clock import local
from motcua.core.errors import BadInput, Refused
from motcua.dossiers import permissions
from motcua.dossiers.actions import printing, steps, walking
from motcua.dossiers.choices import Action
from motcua.dossiers.hand_over_terms import take_over_due
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier, Step
from motcua.dossiers.rerouting import Landing, Target, on_older_routes
from motcua.procedures import routes
from motcua.procedures.models import Edition
from motcua.tasks.actions import retitle_task, wake_task
from motcua.worktime.stored import calendar_of


class NotListed(Refused):
    """A dossier that the post does not see among those to be moved (any more)."""

    status = 404
    code = "not_found"
    message = "Hồ sơ không còn trong danh sách chuyển: đã kết thúc, đã chuyển, hoặc không thuộc đơn vị của bạn."


@action(Action.MOVE_ROUTE, permit=permissions.may_move_route, lifecycle=LIFECYCLE)
def move_route(
    dossier: Dossier, *, by: Post, edition: int, mapping: Mapping[str, str] | None = None, note: str = ""
) -> dict[str, Any]:
    """Let a dossier go on by the route of an edition in force (its key); `note` is the reason.

    `mapping`: of steps that the new route does not have, "edition.step" → step of the new route. Raises BadInput
    `reason_needed`, `not_in_force`, `already_there`, `bad_mapping`, `unknown_step`, or why the dossier keeps its route.
    """
    printing.needed(note, field="note")
    new, before = _edition(dossier, edition), dossier.route_edition_id or dossier.edition_id
    target = Target(new, mapping or {}, at=dossier.moment)
    landings = target.landings(dossier)
    old = Edition.objects.without_content().get(pk=before)
    dossier.route_edition = new
    told = [_land(dossier, landing, by=by) for landing in landings]
    walking.move_dues(dossier, content=dossier.content)
    return {"editions": [before, new.pk], "numbers": [old.number, new.number], "steps": told}


def _edition(dossier: Dossier, key: int) -> Edition:
    """Return the edition, which must be in force and later than the one by which the dossier goes."""
    on = local(dossier.moment).date()
    adopted = Edition.objects.filter(pk=dossier.edition_id).values("adoption")
    rows = Edition.objects.in_force(on).filter(adoption__in=adopted, pk=key if isinstance(key, int) else 0)
    found = rows.without_content().first()
    if found is None:
        raise BadInput("not_in_force", "Bản quy trình này không đang áp dụng cho thủ tục của hồ sơ.", field="edition")
    if found.pk == (dossier.route_edition_id or dossier.edition_id):
        raise BadInput("already_there", "Hồ sơ đã đi theo quy trình này rồi.", field="edition")
    return found


def _land(dossier: Dossier, landing: Landing, *, by: Post) -> dict[str, Any]:
    """Carry one open step over; returns what the event keeps of it."""
    before = landing.row
    row = _go_on(landing) if landing.goes_on else _begin(dossier, landing, by=by)
    if row.branch_id is None:
        dossier.step = row.key
    return {
        "from": before.key, "to": row.key, "agency": row.agency_id, "owner": row.owner_id, "order": row.order,
        "due": row.due_at,
    }  # fmt: skip


def _go_on(landing: Landing) -> Step:
    """The same work in the same hands: it keeps its beginning, and its line in the inbox."""
    row, step = landing.row, landing.step
    row.name, row.due_at = step.name[:120], landing.due
    row.silence = step.silence if step.kind == routes.OPINION else ""
    row.save(update_fields=["name", "due_at", "silence"])
    if row.task is not None:
        retitle_task(row.task, step.name)
        wake_task(row.task, due=landing.due)
    return row


def _begin(dossier: Dossier, landing: Landing, *, by: Post) -> Step:
    """Another step, or other hands: the old row ends with the time it took, a new one opens at the same moment."""
    old, at = landing.row, dossier.moment
    steps.end_for_new_route(old, by=by, at=at)
    row = steps.open_step(
        dossier, landing.step, at=at, content=dossier.content, owner=landing.owner, branch=old.branch, unit=landing.unit
    )
    if not one_office(old.agency, row.agency):  # to be confirmed there, as whatever comes from another office
        row.handed_by, row.take_by = by, take_over_due(calendar_of(dossier.agency, local(at).date()), at)
        row.save(update_fields=["handed_by", "take_by"])
    return row


def move_one_of_many() -> Callable[..., Any]:
    """Return `act(key, by=, version=, inputs=)` for one dossier of a batch. It raises what the action raises."""

    def act(key: int, *, by: Post, version: int, inputs: Mapping[str, Any]) -> Any:
        edition = Edition.objects.select_related("adoption__office").without_content().filter(pk=inputs["edition"])
        found = edition.first()
        rows = on_older_routes(found, by=by).filter(pk=key) if found is not None else Dossier.objects.none()
        dossier = rows.first()
        if dossier is None:
            raise NotListed()
        return move_route(dossier, by=by, version=version, **dict(inputs))

    return act
