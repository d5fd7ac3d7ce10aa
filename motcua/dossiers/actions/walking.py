"""The route as it is really gone: from step to step, into legs side by side, to their join, back out of them.

Called only inside a dossier's action, under its lock: that action's event tells the story. While legs run,
`dossier.step` names the step that opened the outermost ones.
"""

from collections.abc import Iterable
from datetime import datetime

from motcua.agencies.models import Post
from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.dossiers.actions import steps
from motcua.dossiers.choices import LegEnd, Money, State, StepState
from motcua.dossiers.counted import leg_changes
from motcua.dossiers.models import Dossier, Leg, Step
from motcua.dossiers.permissions import open_steps
from motcua.dossiers.places import whereabouts
from motcua.dossiers.promises import ended_pauses, later, moved_by, stored_limit
from motcua.procedures import routes
from motcua.procedures.branches import Stack, branches_of
from motcua.procedures.editions import Content
from motcua.procedures.timing import Run
from motcua.worktime.stored import calendar_of


def onward(route: routes.Route, key: str) -> routes.Way | None:
    """Return the way on from a step, the first where there are several; None at the end."""
    return next((way for way in route.ways_of(key) if way.do in (routes.FORWARD, routes.SPLIT)), None)


def move_on(
    dossier: Dossier, *, by: Post, current: Step, way: routes.Way | None = None, owner: Post | None = None
) -> list[Step]:
    """Finish a step and go where a way of it leads (on, unless one is given); returns the steps that opened.

    None opened where a leg waits at its join for others. Sets what the lifecycle looks at. Raises BadInput when the
    route ends here.
    """
    content = dossier.content
    way = way or onward(content.route, current.key)
    if way is None:
        raise BadInput("end_of_route", "Quy trình kết thúc ở bước này.")
    back = way.do == routes.RETURN
    steps.finish(current, by=by, at=dossier.moment, state=StepState.SENT_BACK if back else StepState.FINISHED)
    dossier.next_state = State.IN_PROGRESS if dossier.decided_at is None else State.DECIDED
    if way.do == routes.SPLIT:
        return open_legs(dossier, by=by, current=current, way=way, content=content)
    target = content.route.step(way.to[0])
    if not back:
        return go_to(dossier, target, by=by, content=content, branch=current.branch, owner=owner)
    branch = back_to(dossier, current, target, by=by, content=content)
    return [steps.open_step(dossier, target, at=dossier.moment, content=content, owner=owner, branch=branch, by=by)]


def go_to(
    dossier: Dossier,
    target: routes.Step,
    *,
    by: Post,
    content: Content,
    branch: Leg | None,
    owner: Post | None = None,
) -> list[Step]:
    """Come to a step: a leg ends at its join, and nobody waits for money that is not due."""
    join = branch.join if branch else ""
    while target.kind == routes.PAYMENT and dossier.money != Money.DUE and target.key != join:
        following = content.route.after(target.key)
        if following is None:
            break
        target = following
    if branch is not None and target.key == join:
        return arrive(dossier, branch, by=by, content=content)
    return [steps.open_step(dossier, target, at=dossier.moment, content=content, owner=owner, branch=branch, by=by)]


def open_legs(dossier: Dossier, *, by: Post, current: Step, way: routes.Way, content: Content) -> list[Step]:
    """Open a leg for each target of a split; a leg that begins at the join has ended already. Raises BadInput."""
    route, at = content.route, dossier.moment
    number = route.ways_of(current.key).index(way)
    join = branches_of(route).join_of((current.key, number))
    if join is None:  # publishing refuses such a route
        raise BadInput("split_without_join", "Quy trình tách nhánh ở bước này mà không có bước hợp nhánh.")
    legs = [
        _leg_of(dossier, current, route.step(key), place, join=join, way=number, content=content)
        for place, key in enumerate(way.to)
    ]
    Leg.objects.bulk_create(legs)
    for leg in legs:
        _tell(dossier, leg)
    opened = [
        steps.open_step(dossier, route.step(leg.key), at=at, content=content, branch=leg, by=by)
        for leg in legs
        if leg.key != join
    ]
    for leg in legs:
        if leg.key == join and not leg.end:
            opened += arrive(dossier, leg, by=by, content=content)
    return opened


def _leg_of(
    dossier: Dossier, current: Step, first: routes.Step, place: int, *, join: str, way: int, content: Content
) -> Leg:
    at: datetime = dossier.moment
    leg = Leg(
        dossier=dossier, split=current, way=way, number=place, within=current.branch, key=first.key,
        name=first.name[:120], join=join, agency=whereabouts(dossier, first, content).agency, started_at=at,
    )  # fmt: skip
    leg.due_at = leg_due(dossier, leg, content=content)
    return leg


def leg_due(dossier: Dossier, leg: Leg, *, content: Content) -> datetime | None:
    """Return until when a leg should come to its join: its longest path from its opening, moved by later pauses."""
    calendar = calendar_of(dossier.agency, local(leg.started_at).date())
    due = Run(content.route, calendar).until(leg.key, leg.started_at, leg.join)
    for halt in ended_pauses(dossier):
        if due is not None and halt.start >= leg.started_at:
            due = moved_by(calendar, due=due, limit=stored_limit(dossier), halt=halt)
    return due


def arrive(dossier: Dossier, leg: Leg, *, by: Post, content: Content) -> list[Step]:
    """A leg has come to its join: when enough of its sisters have, the join opens and the others are called off."""
    _end(leg, LegEnd.JOINED, at=dossier.moment)
    _tell(dossier, leg)
    sisters = list(dossier.legs.filter(split=leg.split_id).select_related("within").order_by("number"))
    done = sum(each.end == LegEnd.JOINED for each in sisters)
    join = content.route.step(leg.join)
    wanted = {routes.ALL: len(sisters), routes.ANY: 1}.get(join.join) or int(join.join)
    if done < min(wanted, len(sisters)):
        return []
    call_off(dossier, [each for each in sisters if not each.end], LegEnd.OVERTAKEN, by=by)
    return go_to(dossier, join, by=by, content=content, branch=leg.within)


def call_off(dossier: Dossier, legs: Iterable[Leg], end: LegEnd, *, by: Post, but: Step | None = None) -> list[int]:
    """End legs that are not to come to their join, with what is open in them (`but` the step in hand); their keys."""
    ended: list[int] = []
    for leg in legs:
        inner = dossier.legs.filter(within=leg, end="").order_by("pk")
        ended += [*call_off(dossier, inner, end, by=by, but=but), leg.pk]
        for row in [row for row in open_steps(dossier) if row.branch_id == leg.pk and row != but]:
            steps.finish(row, by=by, at=dossier.moment, state=StepState.CANCELLED)
        _end(leg, end, at=dossier.moment)
    return ended


def _tell(dossier: Dossier, leg: Leg) -> None:
    """Let the event count what is new of a leg."""
    *_, (measure, day) = leg_changes(leg)
    dossier.tell(leg.agency_id, measure, day)


def _end(leg: Leg, end: LegEnd, *, at: datetime) -> None:
    leg.end, leg.ended_at = end, at
    leg.save(update_fields=["end", "ended_at"])


def lineage(leg: Leg | None) -> list[Leg]:
    """Return the legs in which one stands, the outermost first."""
    found: list[Leg] = []
    while leg is not None:
        found.insert(0, leg)
        leg = leg.within
    return found


def back_to(dossier: Dossier, current: Step, target: routes.Step, *, by: Post, content: Content) -> Leg | None:
    """Leave the legs that a way back to `target` leads out of: they and their sisters end with their reason.

    Returns the leg in which the target lies, None for the main line.
    """
    within = lineage(current.branch)
    inside: Stack = tuple(((leg.split.key, leg.way), leg.number) for leg in within)
    level = branches_of(content.route).level_of(target.key, inside)
    if level < len(within):
        left = dossier.legs.filter(split=within[level].split_id, end="").order_by("number")
        call_off(dossier, left, LegEnd.RETURNED, by=by, but=current)
    return within[level - 1] if level else None


def move_dues(dossier: Dossier, *, content: Content) -> None:
    """Move the due moments of the legs that run by the pauses that are over, or by a new route: never earlier."""
    if any(step.branch_id for step in open_steps(dossier)):
        for leg in dossier.legs.filter(end="").order_by("pk"):
            leg.due_at = later(leg.due_at, leg_due(dossier, leg, content=content))
            leg.save(update_fields=["due_at"])


def paying(dossier: Dossier) -> Step:
    """Return the step in which the dossier waits for its money."""
    route = dossier.content.route
    return next(step for step in open_steps(dossier) if route.step(step.key).kind == routes.PAYMENT)
