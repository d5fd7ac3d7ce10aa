"""The work goes on: who does it, and to which step it passes."""

from datetime import date
from typing import Any

from motcua.agencies.models import Post, PostQuerySet
from motcua.core.actions import action
from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.dossiers import permissions
from motcua.dossiers.actions import holders, pausing, walking
from motcua.dossiers.choices import GIVEN, Action, Money, PauseKind, State, StepVerdict
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier, Step
from motcua.dossiers.opinions import check_answered
from motcua.dossiers.places import place_on
from motcua.payments.choices import State as BillState
from motcua.procedures import routes
from motcua.tasks.actions import give_task

PASSING = (Action.HAND_OVER, Action.APPROVE, Action.SIGN)  # a step with any of them may be sent back


def advance(
    dossier: Dossier, *, by: Post, current: Step, way: routes.Way | None = None, owner: Post | None = None
) -> dict[str, Any]:
    """Pass on from a step, or by a named way of it; a payment step waits for the money only when some is due."""
    route = dossier.content.route
    _see_waiver(dossier)
    opened = walking.move_on(dossier, by=by, current=current, way=way, owner=owner)
    paying = next((route.step(row.key) for row in opened if route.step(row.key).kind == routes.PAYMENT), None)
    if paying is not None:
        pausing.begin_pause(dossier, by=by, kind=PauseKind.PAYMENT, basis=f"Bước “{paying.name}” của quy trình")
        dossier.resume_to, dossier.next_state = State.IN_PROGRESS, State.WAITING_PAYMENT
    return _told(current, opened, way)


def _told(current: Step, opened: list[Step], way: routes.Way | None) -> dict[str, Any]:
    """What the event keeps: one step after another as ever, of legs which were opened, which came to their join."""
    told: dict[str, Any] = {"from_step": current.key}
    if len(opened) == 1 and (way is None or way.do != routes.SPLIT):
        told |= {"to_step": opened[0].key, "agency": opened[0].agency_id, "owner": opened[0].owner_id}
    else:
        told["opened"] = [{"step": row.key, "agency": row.agency_id} for row in opened]
    if strayed := next((row.strayed for row in opened if row.strayed), ""):
        told["strayed"] = strayed
    if current.branch is not None:
        told["leg"] = current.branch_id
    return told | ({"back": True} if way is not None and way.do == routes.RETURN else {})


def in_hand(dossier: Dossier, *verbs: str, by: Post, at: str = "") -> Step:
    """Return the open step in which the post acts: the one named by its key, else the most urgent that it holds.

    Raises BadInput `unknown_step`.
    """
    held = permissions.held_steps(by.hat, dossier, *verbs)
    found = [step for step in held if at in ("", step.key)]
    if not found:
        raise BadInput("unknown_step", "Bạn không giữ bước này của hồ sơ.", field="at")
    return min(found, key=urgency)


def urgency(step: Step) -> tuple[bool, Any, int]:
    """By what the most urgent of several steps is told."""
    return step.due_at is None, step.due_at or step.started_at, step.order


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
def hand_over(
    dossier: Dossier, *, by: Post, to: str = "", at: str = "", note: str = "", verdict: str = ""
) -> dict[str, Any]:
    """Pass the dossier on; `to` names a step of the route (those of legs joined by "+") or a person for the next step.

    `at` names the step in hand where one holds several. A leg is sent back with a reason (`note`). `verdict`: what the
    opinion comes to, where the step asks for one; raises BadInput as `give_verdict`.
    """
    to = clean(to)
    current = in_hand(dossier, *PASSING, by=by, at=clean(at))
    ways = reachable(dossier, current)
    named = next((way for way in ways if "+".join(way.to) == to), None)
    if named is None and dossier.content.route.find(to) is not None:
        raise BadInput("unreachable_step", _where(dossier, ways), field="to")
    told = {}
    if named is None or named.do != routes.RETURN:
        check_answered(dossier, current)
        told = give_verdict(dossier, current, verdict, note=note)
    if named is not None:
        owner = _returned_to(dossier, current, named, note)
        return advance(dossier, by=by, current=current, way=named, owner=owner) | told
    following = next((way for way in ways if way.do in (routes.FORWARD, routes.SPLIT)), None)
    if following is None:
        raise BadInput("unreachable_step", _where(dossier, ways), field="to")
    owner = _next_holder(dossier, following, username=to) if to else None
    return advance(dossier, by=by, current=current, way=following, owner=owner) | told


def asks_opinion(dossier: Dossier, current: Step) -> bool:
    """Tell whether a step of the route asks its holder for an opinion."""
    rule = dossier.content.route.find(current.key)
    return rule is not None and rule.kind == routes.OPINION


def give_verdict(dossier: Dossier, current: Step, verdict: str, *, note: str) -> dict[str, Any]:
    """Keep what the opinion of a step comes to; a no and a condition are said in words, one without a verdict too.

    Raises BadInput `unknown_verdict`, `not_an_opinion`, `text_needed`.
    """
    asks = asks_opinion(dossier, current)
    if verdict and not asks:
        raise BadInput("not_an_opinion", "Bước này không xin ý kiến.", field="verdict")
    if verdict and verdict not in GIVEN:
        raise BadInput("unknown_verdict", "Kết luận không hợp lệ.", field="verdict")
    if verdict in (StepVerdict.NO, StepVerdict.CONDITIONS) and not note:
        raise BadInput("text_needed", "Nêu rõ lý do hoặc điều kiện.", field="text")
    current.verdict = verdict
    return {"verdict": verdict} if verdict else {}


def _returned_to(dossier: Dossier, current: Step, way: routes.Way, note: str) -> Post | None:
    """Return who had the step to which one sends back. Raises BadInput `reason_needed` for a leg without a reason."""
    if way.do != routes.RETURN:
        return None
    if current.branch_id is not None and not note:
        raise BadInput("reason_needed", "Trả lại từ một chặng thì phải ghi lý do.", field="note")
    return holders.who_had(dossier, dossier.content.route.step(way.to[0]))


def reachable(dossier: Dossier, current: Step) -> list[routes.Way]:
    """Return the ways that the holder may take from a step: those on, then those back.

    Who approves or signs passes on by doing so; where there are several ways on, handing over chooses. A result is not
    undone: then one goes back only to what was done since.
    """
    route = dossier.content.route
    passes_on = Action.HAND_OVER.removeprefix("dossier.") in route.step(current.key).actions
    deeds = (routes.FORWARD, routes.SPLIT, routes.RETURN) if passes_on else (routes.RETURN,)
    ways = [way for way in route.ways_of(current.key) if way.do in deeds]
    if dossier.decided_at is None:
        return ways
    since = set(dossier.steps.filter(started_at__gte=dossier.decided_at).values_list("key", flat=True))
    return [way for way in ways if way.do != routes.RETURN or way.to[0] in since]


def way_name(route: routes.Route, way: routes.Way) -> str:
    """Return the names of the steps to which a way leads."""
    return " + ".join(route.step(key).name for key in way.to)


def _where(dossier: Dossier, ways: list[routes.Way]) -> str:
    if not ways:
        return "Ở bước này không chuyển được cho bước khác."
    route = dossier.content.route
    return f"Chỉ chuyển được đến: {', '.join(way_name(route, way) for way in ways)}."


def next_holders(dossier: Dossier, following: routes.Step, *, on: date) -> PostQuerySet:
    """Return who may be given the next step by name on a day; nobody where its role is not held."""
    place = place_on(dossier, following, dossier.content, on=on)
    return Post.objects.held(on).filter(role=following.role, agency=place)


def _next_holder(dossier: Dossier, way: routes.Way, *, username: str) -> Post:
    if way.do == routes.SPLIT:
        raise BadInput("unknown_person", "Bước này tách nhánh: không giao đích danh một người được.", field="to")
    following = dossier.content.route.step(way.to[0])
    held = next_holders(dossier, following, on=local(dossier.moment).date())
    found = held.with_names().filter(person__username=username.lower()).first()
    if found is None:
        raise BadInput("unknown_person", "Không có bước hay người nào như vậy để chuyển đến.", field="to")
    return found


@action(Action.PROPOSE, permit=permissions.may_propose, lifecycle=LIFECYCLE)
def propose(dossier: Dossier, *, by: Post, at: str = "", note: str = "", verdict: str = "") -> dict[str, Any]:
    """The specialist's proposal, kept as the event's note; the dossier passes to whoever approves. Where the step asks
    for an opinion, `verdict` says what it comes to: a plain yes needs no words."""
    if not note and verdict != StepVerdict.YES:
        raise BadInput("text_needed", "Hãy ghi nội dung đề xuất.", field="text")
    current = in_hand(dossier, Action.PROPOSE, by=by, at=clean(at))
    check_answered(dossier, current)
    told = give_verdict(dossier, current, verdict, note=note)
    return advance(dossier, by=by, current=current) | told


@action(Action.APPROVE, permit=permissions.may_approve, lifecycle=LIFECYCLE)
def approve(dossier: Dossier, *, by: Post, at: str = "") -> dict[str, Any]:
    """The head agrees; the dossier passes on to whoever signs."""
    current = in_hand(dossier, Action.APPROVE, by=by, at=clean(at))
    check_answered(dossier, current)
    return advance(dossier, by=by, current=current)
