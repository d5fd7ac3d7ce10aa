"""The work goes on: who does it, and to which step it passes."""

from typing import Any

from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.dossiers import permissions
from motcua.dossiers.actions import pausing, steps
from motcua.dossiers.choices import Action, Money, PauseKind, State
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier
from motcua.payments.choices import State as BillState
from motcua.procedures import routes
from motcua.procedures.models import content_of
from motcua.tasks.actions import give_task


def advance(dossier: Dossier, *, by: Post, to: routes.Step | None = None, owner: Post | None = None) -> dict[str, Any]:
    """Pass to the next step, or to a named one; a payment step waits for the money only when some is due."""
    route = content_of(dossier.edition_id).route
    before = dossier.step
    _see_waiver(dossier)
    target = to or route.after(before)
    while target is not None and target.kind == routes.PAYMENT and dossier.money != Money.DUE:
        target = route.after(target.key)
    row = steps.move_on(dossier, by=by, to=target, owner=owner)
    if target is not None and target.kind == routes.PAYMENT:
        pausing.begin_pause(dossier, kind=PauseKind.PAYMENT, basis=f"Bước “{target.name}” của quy trình")
        dossier.resume_to, dossier.next_state = State.IN_PROGRESS, State.WAITING_PAYMENT
    return {"from_step": before, "to_step": row.key, "agency": row.agency_id, "owner": row.owner_id}


def _see_waiver(dossier: Dossier) -> None:
    """Who need not pay does not wait for the money."""
    if dossier.money == Money.DUE and dossier.bill is not None and dossier.bill.state == BillState.WAIVED:
        dossier.money = Money.WAIVED


def _colleague(dossier: Dossier, username: str, *, role: str, agency_id: int) -> Post:
    """Return the post of a person who may do a step. Raises BadInput `unknown_person`."""
    today = local(dossier.moment).date()
    held = (
        Post.objects.held(today)
        .with_names()
        .filter(role=role, agency=agency_id, person__username=clean(username).lower())
    )
    post = held.first()
    if post is None:
        raise BadInput("unknown_person", "Không có người này ở đơn vị đang giải quyết bước này.", field="person")
    return post


@action(Action.ASSIGN, permit=permissions.may_assign, lifecycle=LIFECYCLE)
def assign(dossier: Dossier, *, by: Post, person: str) -> dict[str, Any]:
    """Give the open step to one person of the unit that does it (username)."""
    step = next(row for row in permissions.open_steps(dossier) if permissions.heads(by, row.agency))
    post = _colleague(dossier, person, role=step.role, agency_id=step.agency_id)
    before = step.owner_id
    step.owner = post
    step.save(update_fields=["owner"])
    if step.task is not None:
        give_task(step.task, to=post)
    return {"step": step.key, "before": before, "owner": post.pk}


@action(Action.HAND_OVER, permit=permissions.may_hand_over, lifecycle=LIFECYCLE)
def hand_over(dossier: Dossier, *, by: Post, to: str = "") -> dict[str, Any]:
    """Pass the dossier on; `to` names a step of the route (earlier ones send it back) or a person for the next step."""
    to = clean(to)
    route = content_of(dossier.edition_id).route
    named = next((step for step in route.steps if step.key == to), None)
    if not permissions.step_allows(by, dossier, Action.HAND_OVER):
        _check_goes_back(dossier, named)
    if named is not None:
        _check_reachable(dossier, named)
        return advance(dossier, by=by, to=named, owner=_who_had(dossier, named))
    owner = None
    following = route.after(dossier.step)
    if to and following is not None:
        place = steps.place_of(dossier, following, content_of(dossier.edition_id))
        owner = _colleague(dossier, to, role=following.role, agency_id=place.pk)
    return advance(dossier, by=by, owner=owner)


def _check_goes_back(dossier: Dossier, target: routes.Step | None) -> None:
    """Who approves or signs passes on by doing so; without it they may only send back. Raises BadInput."""
    keys = [step.key for step in content_of(dossier.edition_id).route.steps]
    if target is None or keys.index(target.key) >= keys.index(dossier.step):
        raise BadInput("unreachable_step", "Ở bước này chỉ chuyển trả lại được cho bước trước.", field="to")


def _check_reachable(dossier: Dossier, target: routes.Step) -> None:
    """Only the next step or an earlier one: nothing of the route is jumped over, a result is not undone.

    Nobody receives or pays twice.
    """
    keys = [step.key for step in content_of(dossier.edition_id).route.steps]
    here, there = keys.index(dossier.step), keys.index(target.key)
    done = dossier.steps.filter(finished_at__gte=dossier.decided_at).first() if dossier.decided_at else None
    over = "receive" in target.actions or target.kind == routes.PAYMENT
    if done is not None:
        over = over or there <= keys.index(done.key)
    if there == here or there > here + 1 or (there < here and over):
        raise BadInput("unreachable_step", "Chỉ chuyển được đến bước kế tiếp hoặc trả lại bước trước.", field="to")


def _who_had(dossier: Dossier, target: routes.Step) -> Post | None:
    """Sent back, a step returns to whoever did it, if they still hold the post."""
    row = dossier.steps.filter(key=target.key).exclude(finished_by=None).order_by("-order").first()
    if row is None or row.finished_by is None or not row.finished_by.is_held(local(dossier.moment).date()):
        return None
    return row.finished_by


@action(Action.PROPOSE, permit=permissions.may_propose, lifecycle=LIFECYCLE)
def propose(dossier: Dossier, *, by: Post, note: str = "") -> dict[str, Any]:
    """The specialist's proposal, kept as the event's note; the dossier passes to whoever approves."""
    if not note:
        raise BadInput("text_needed", "Hãy ghi nội dung đề xuất.", field="text")
    return advance(dossier, by=by)


@action(Action.APPROVE, permit=permissions.may_approve, lifecycle=LIFECYCLE)
def approve(dossier: Dossier, *, by: Post) -> dict[str, Any]:
    """The head agrees; the dossier passes on to whoever signs."""
    return advance(dossier, by=by)
