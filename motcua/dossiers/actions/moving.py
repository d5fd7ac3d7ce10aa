"""The work goes on: who does it, and to which step it passes."""

from datetime import date
from typing import Any

from motcua.agencies.models import Post, PostQuerySet
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
        pausing.begin_pause(dossier, by=by, kind=PauseKind.PAYMENT, basis=f"Bước “{target.name}” của quy trình")
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
    step = next(row for row in permissions.open_steps(dossier) if permissions.heads(by.hat, row.agency))
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
    route, places = content_of(dossier.edition_id).route, reachable(dossier, by=by)
    named = next((step for step in route.steps if step.key == to), None)
    if named in places:
        return advance(dossier, by=by, to=named, owner=_who_had(dossier, named))
    following = route.after(dossier.step)
    if named is not None or following not in places:
        raise BadInput("unreachable_step", _where(places), field="to")
    owner = _next_holder(dossier, following, username=to) if to else None
    return advance(dossier, by=by, owner=owner)


def reachable(dossier: Dossier, *, by: Post) -> list[routes.Step]:
    """Return the steps to which the holder may pass the dossier: the next one, then those before, nearest first.

    Who approves or signs passes on by doing so, and may only send back here. Nobody receives or pays twice, and a
    result is not undone.
    """
    route = content_of(dossier.edition_id).route.steps
    keys = [step.key for step in route]
    here = keys.index(dossier.step)
    signed = dossier.steps.filter(finished_at__gte=dossier.decided_at).first() if dossier.decided_at else None
    earlier = route[keys.index(signed.key) + 1 if signed else 0 : here]
    back = [step for step in reversed(earlier) if "receive" not in step.actions and step.kind != routes.PAYMENT]
    passes_on = any(permissions.step_allows(each, dossier, Action.HAND_OVER) for each in by.hats)
    return [*(route[here + 1 : here + 2] if passes_on else ()), *back]


def _where(places: list[routes.Step]) -> str:
    if not places:
        return "Ở bước này không chuyển được cho bước khác."
    return f"Chỉ chuyển được đến: {', '.join(step.name for step in places)}."


def next_holders(dossier: Dossier, following: routes.Step, *, on: date) -> PostQuerySet:
    """Return who may be given the next step by name on a day; nobody where its role is not held."""
    place = steps.place_on(dossier, following, content_of(dossier.edition_id), on=on)
    return Post.objects.held(on).filter(role=following.role, agency=place)


def _next_holder(dossier: Dossier, following: routes.Step | None, *, username: str) -> Post:
    assert following is not None  # it was among the reachable ones
    held = next_holders(dossier, following, on=local(dossier.moment).date())
    found = held.with_names().filter(person__username=username.lower()).first()
    if found is None:
        raise BadInput("unknown_person", "Không có bước hay người nào như vậy để chuyển đến.", field="to")
    return found


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
