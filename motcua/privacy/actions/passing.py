"""What of an office that ends passes to who took over: open requests, lists not signed, dossiers held back.

Clocks, numbers and what is closed stay as they are (decision 0029).
"""

from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.citizens.actions import pass_on
from motcua.core.actions import action
from motcua.core.clock import local
from motcua.core.errors import StepRefused
from motcua.dossiers.actions.passing import heir_of
from motcua.privacy import permissions
from motcua.privacy.choices import HOLDING_BACK, Action, Outcome
from motcua.privacy.lifecycle import DESTRUCTION, LIFECYCLE
from motcua.privacy.models import DataDuty, DestructionList, Hold, RightsRequest
from motcua.privacy.people import known_of
from motcua.tasks.actions import move_task


@action(Action.PASS_OVER, permit=permissions.may_pass_over, lifecycle=LIFECYCLE)
def pass_over(request: RightsRequest, *, by: Post, office: Agency, desk: Agency) -> dict[str, Any]:
    """Give an open request to the office and desk that took over; neither of its days moves.

    Who answers: the new office's own person for it, else the one who answered until now where they go on there, else
    the leaders.
    """
    before = {"office": request.office_id, "desk": request.desk_id, "answerer": request.answerer_id}
    on = local(request.moment).date()
    duty = DataDuty.objects.held(office, on)
    if request.right in HOLDING_BACK and request.outcome == Outcome.GRANTED and request.lifted_at is None:
        pass_on(known_of(request).keys, before=request.office, after=office, by=by)  # done, not yet handed over
    request.answerer = duty.post if duty else heir_of(request.answerer, office, on=on)
    request.office, request.desk = office, desk
    if request.task is not None:
        who = request.answerer
        role = who.role if who else Role.LEADER
        move_task(request.task, agency=who.agency if who else office, owner=who, role=role)
    return {"before": before, "office": office.pk, "desk": desk.pk, "answerer": request.answerer_id}


@action(Action.PASS_LIST, permit=permissions.may_pass_over, lifecycle=DESTRUCTION)
def pass_list_over(found: DestructionList, *, by: Post, office: Agency) -> dict[str, Any]:
    """Lay a list that nobody signed yet before the leaders who keep the ended office's records."""
    before, found.office = found.office_id, office
    move_task(found.task, agency=office, owner=None)
    return {"office": [before, office.pk]}


@action(Action.PASS_HOLD, permit=permissions.may_pass_over)
def pass_hold_over(found: Hold, *, by: Post, office: Agency) -> dict[str, Any]:
    """Let the new office's leaders let a dossier go again. Raises StepRefused for one that is let go already."""
    if found.released_at is not None:
        raise StepRefused("Đã thôi giữ trước đó.", code="already_released")
    before, found.office = found.office_id, office
    return {"office": [before, office.pk]}
