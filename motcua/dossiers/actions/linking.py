"""Between agencies: a hand-over is confirmed, what came to the wrong one goes where it belongs, silence goes on."""

import logging
from typing import Any

from motcua.agencies.models import Agency, Post
from motcua.core.actions import action
from motcua.core.clock import local, now
from motcua.core.errors import BadInput, Refused
from motcua.core.text import clean
from motcua.dossiers import permissions
from motcua.dossiers.actions import moving, printing, steps
from motcua.dossiers.choices import Action, StepState, StepVerdict
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier, Step
from motcua.procedures import routes
from motcua.tasks.actions import wake_task

log = logging.getLogger(__name__)
MOST_AT_ONCE = 500


@action(Action.TAKE_OVER, permit=permissions.may_take_over, lifecycle=LIFECYCLE)
def take_over(dossier: Dossier, *, by: Post) -> dict[str, Any]:
    """Confirm that what another office handed over has arrived, all of it that this post answers for."""
    own = permissions.to_take_over(by.hat, dossier)
    waiting = own or [
        step
        for step in permissions.open_steps(dossier)
        if step.take_by and not step.taken_at and permissions.heads(by.hat, step.agency)
    ]
    for step in waiting:
        step.taken_at, step.taken_by = dossier.moment, by
        step.save(update_fields=["taken_at", "taken_by"])
    return {"steps": [step.key for step in waiting]}


@action(Action.REDIRECT, permit=permissions.may_redirect, lifecycle=LIFECYCLE)
def redirect(dossier: Dossier, *, by: Post, agency: str, reason: str, at: str = "") -> dict[str, Any]:
    """Pass a step that came to the wrong agency (code) on to the right one; its due moment stays what it was.

    Raises BadInput `reason_needed`, `unknown_agency`, `same_agency`, `nobody_there`, `not_elsewhere`.
    """
    printing.needed(reason, field="reason")
    current = moving.in_hand(dossier, by=by, at=clean(at))
    content = dossier.content
    rule = content.route.step(current.key)
    if rule.at in (routes.DESK, routes.DIVISION, routes.OFFICE):
        raise BadInput("not_elsewhere", "Bước này là việc của chính đơn vị: hãy chuyển bước hoặc trả lại.", field="at")
    unit = _unit(dossier, clean(agency), role=rule.role)
    if unit.pk == current.agency_id:
        raise BadInput("same_agency", "Hồ sơ đang ở chính cơ quan này.", field="agency")
    due = current.due_at
    steps.finish(current, by=by, at=dossier.moment, state=StepState.REDIRECTED)
    row = steps.open_step(dossier, rule, at=dossier.moment, content=content, branch=current.branch, by=by, unit=unit)
    _keep_due(row, due)
    if current.branch is not None:
        current.branch.agency = unit
        current.branch.save(update_fields=["agency"])
    return {"step": current.key, "before": current.agency_id, "agency": unit.pk}


def _unit(dossier: Dossier, code: str, *, role: str) -> Agency:
    on = local(dossier.moment).date()
    if not Agency.objects.valid(on).filter(code=code).exists():
        raise BadInput("unknown_agency", "Hãy chọn cơ quan có thẩm quyền.", field="agency")
    found = Agency.objects.with_holders(role, within=code, on=on)
    if found is None:
        raise BadInput("nobody_there", "Cơ quan này chưa có ai nhận được hồ sơ trên hệ thống.", field="agency")
    return found


def _keep_due(row: Step, due: Any) -> None:
    """The wrong way round costs the citizen nothing: who gets it has the time that is left."""
    row.due_at = due
    row.save(update_fields=["due_at"])
    if row.task is not None:
        wake_task(row.task, due=due)


@action(Action.PASS_SILENTLY, permit=permissions.may_pass_silently, lifecycle=LIFECYCLE)
def pass_silently(dossier: Dossier, *, by: Post, step: int) -> dict[str, Any]:
    """Go on from an opinion step (its order) whose time is over and whose route says what silence means.

    Raises BadInput `not_silent` where that is not so (any more).
    """
    current = next((row for row in permissions.open_steps(dossier) if row.order == step), None)
    rule = dossier.content.route.find(current.key) if current else None
    over = current is not None and current.due_at is not None and current.due_at < dossier.moment
    if current is None or rule is None or rule.kind != routes.OPINION or not rule.silence or not over:
        raise BadInput("not_silent", "Bước này chưa hết hạn hoặc im lặng không có nghĩa gì.")
    current.verdict = StepVerdict.SILENT  # nobody said yes: the route lets it go on
    return moving.advance(dossier, by=by, current=current) | {"silence": rule.silence}


def pass_silent_steps() -> int:
    """Go on from every opinion step whose time is over and whose route says what silence means; returns how many."""
    by, done = Post.objects.system(), 0
    rows = Step.objects.filter(state=StepState.OPEN, due_at__lt=now()).exclude(silence="").order_by("pk")
    for row in rows.select_related("dossier")[:MOST_AT_ONCE]:
        try:
            pass_silently(row.dossier, by=by, step=row.order)
            done += 1
        except Refused as refusal:  # paused, or answered in the same moment: the next round looks again
            log.info("no silence at step %s: %s", row.pk, refusal.code)
    return done
