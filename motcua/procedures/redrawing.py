"""What is done to a drawn route at one go: a step added, changed, moved, taken out; legs opened and closed. Pure.

Each deed returns a new route. The ways of the other steps are mended with it: a split always keeps its join. Acts that
were the usual ones of a step stay the usual ones; those that a person chose stay as they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from motcua.agencies.choices import Role
from motcua.procedures.branches import branches_of
from motcua.procedures.route_files import usual_actions
from motcua.procedures.routes import (
    ALL,
    DESK,
    DIVISION,
    END,
    FINISH,
    FORWARD,
    LEGS,
    OFFICE,
    OPINION,
    PAYMENT,
    RETURN,
    SIGNING,
    SPLIT,
    STEP,
    Route,
    Step,
    Way,
)
from motcua.worktime.deadlines import Unit

WHO = {
    STEP: (str(Role.SPECIALIST), DIVISION), OPINION: (str(Role.SPECIALIST), DIVISION),
    PAYMENT: (str(Role.CASHIER), DESK), SIGNING: (str(Role.LEADER), OFFICE),
}  # fmt: skip
JOINING = "Tổng hợp kết quả các chặng"
TO_END = Way(FINISH, (END,))


class NotPossible(ValueError):
    """The route does not allow this; the message is Vietnamese."""


@dataclass(frozen=True)
class NewLeg:
    """A leg to be opened: the name of its first step, and where that is done."""

    name: str
    at: str


def unused_key(route: Route, stem: str = "b") -> str:
    """Return a code that no step has yet."""
    taken = {step.key for step in route.steps}
    return next(key for number in range(1, len(taken) + 2) if (key := f"{stem}{number}") not in taken)


def with_usual_acts(before: Route, after: Route) -> Route:
    """Return the route with the usual acts where a step is new, or had the usual ones and does otherwise now."""

    def settled(step: Step) -> Step:
        old = before.find(step.key)
        if old is not None and old.actions != usual_actions(old, is_first=old.key == before.start):
            return step
        return replace(step, actions=usual_actions(step, is_first=step.key == after.start))

    return replace(after, steps=tuple(map(settled, after.steps)))


def _put(route: Route, steps: Iterable[Step], start: str | None = None) -> Route:
    return with_usual_acts(route, Route(route.key, tuple(steps), route.start if start is None else start))


def _step(route: Route, key: str) -> Step:
    found = route.find(key)
    if found is None:
        raise NotPossible("Bước này không còn trong quy trình: có người đã bỏ hoặc đổi mã.")
    return found


def _onward(step: Step) -> Way | None:
    """The way on that a step takes as a rule."""
    return next(step.leading(FORWARD, SPLIT, FINISH), None)


def _way_to(target: str) -> Way:
    return TO_END if target == END else Way(FORWARD, (target,))


def _instead(ways: Iterable[Way], old: Way | None, new: Sequence[Way]) -> tuple[Way, ...]:
    """Return the ways with others in the place of one; without that one they come first."""
    if old is None:
        return tuple(dict.fromkeys([*new, *ways]))
    found: list[Way] = []
    for way in ways:
        found += new if way is old else [way]
    return tuple(dict.fromkeys(found))


def new_step(route: Route, name: str, kind: str = STEP) -> Step:
    """Return a step that is not in the route yet, without a time; its post and place are the likely ones."""
    role, at = WHO[kind]
    unit = Unit.NONE if kind == PAYMENT else Unit.UNKNOWN
    return Step(unused_key(route), name, role, at, None, str(unit), (), kind)


def add_step(route: Route, after: str, step: Step) -> Route:
    """Put a new step behind another ("": before the first): it leads on to where that one led."""
    if not route.steps:
        first = replace(step, ways=(TO_END,), role=str(Role.RECEPTIONIST), at=DESK)
        return _put(route, [first], start=step.key)
    if not after:
        return _put(route, [replace(step, ways=(Way(FORWARD, (route.first.key,)), *step.ways)), *route.steps], step.key)
    before = _step(route, after)
    onward = _onward(before)
    added = replace(step, ways=tuple(dict.fromkeys([onward or TO_END, *step.ways])))
    led = replace(before, ways=_instead(before.ways, onward, [Way(FORWARD, (step.key,))]))
    steps: list[Step] = []
    for each in route.steps:
        steps += [led, added] if each is before else [each]
    return _put(route, steps)


def take_out(route: Route, key: str) -> Route:
    """Take a step out: who led to it leads on to where it led. A leg without a step is no leg any more.

    Raises NotPossible for a step that splits or joins: its legs must go first.
    """
    step = _step(route, key)
    if step.split or step.join:
        raise NotPossible("Bước này tách hoặc hợp các chặng song song: hãy bỏ các chặng trước.")
    onward = _onward(step)
    target = onward.to[0] if onward else END
    rest = [_led_past(each, key, target) for each in route.steps if each is not step]
    start = route.start if route.start != key else target if target != END else (rest[0].key if rest else "")
    return _put(route, _mended(replace(route, steps=tuple(rest), start=start), route).steps, start)


def _led_past(step: Step, key: str, target: str) -> Step:
    ways = []
    for way in step.ways:
        if key not in way.to:
            ways.append(way)
        elif way.do == SPLIT:
            ways.append(Way(SPLIT, tuple(dict.fromkeys(target if to == key else to for to in way.to))))
        elif way.do == FORWARD and target != step.key:
            ways.append(_way_to(target))
    return replace(step, ways=tuple(dict.fromkeys(ways)))


def _mended(route: Route, before: Route) -> Route:
    """Let a leg that has no step left be none, and a split with one leg lead straight on, without its join."""
    joins = {step.key for step in before.steps if step.join}
    steps, alone = [], set()
    for step in route.steps:
        ways = []
        for way in step.ways:
            legs = tuple(to for to in way.to if to not in joins) if way.do == SPLIT else way.to
            if way.do != SPLIT or len(legs) > 1:
                ways.append(Way(way.do, legs))
            else:
                join = _join_of(before, step.key)
                alone |= {join} if join else set()
                ways.append(_way_to(legs[0] if legs else join or END))
        steps.append(replace(step, ways=tuple(dict.fromkeys(ways))))
    return replace(route, steps=tuple(replace(each, join="") if each.key in alone else each for each in steps))


def _join_of(route: Route, key: str) -> str | None:
    branches = branches_of(route)
    return next((branches.join_of(split) for split, _ in branches.splits if split[0] == key), None)


def place_step(route: Route, key: str, after: str) -> Route:
    """Move a step behind another ("": before the first). Raises NotPossible as `take_out` does."""
    step = _step(route, key)
    if after == key:
        raise NotPossible("Không đặt một bước sau chính nó được.")
    if after:
        _step(route, after)
    back = {each.key for each in route.steps if any(key in way.to for way in each.leading(RETURN))}
    moved = add_step(take_out(route, key), after, replace(step, ways=tuple(step.leading(RETURN))))
    again = Way(RETURN, (key,))
    steps = [replace(each, ways=(*each.ways, again)) if each.key in back else each for each in moved.steps]
    return _kept_acts(route, replace(moved, steps=tuple(steps)))


def _kept_acts(before: Route, after: Route) -> Route:
    """Return the route with the acts as they were where a person chose them, also of a step that was out meanwhile."""

    def kept(step: Step) -> Step:
        old = before.find(step.key)
        return step if old is None else replace(step, actions=old.actions)

    return with_usual_acts(before, replace(after, steps=tuple(map(kept, after.steps))))


def change_step(route: Route, key: str, changed: Step) -> Route:
    """Put a changed step in the place of one, by its new code wherever it was named. Its acts are taken as given."""
    before = _step(route, key)

    def named(way: Way) -> Way:
        return Way(way.do, tuple(changed.key if to == key else to for to in way.to))

    steps = [changed if each is before else each for each in route.steps]
    steps = [replace(each, ways=tuple(map(named, each.ways))) for each in steps]
    return Route(route.key, tuple(steps), changed.key if route.start == key else route.start)


def add_legs(route: Route, key: str, legs: Sequence[NewLeg], *, kind: str = STEP, join: str = ALL) -> Route:
    """Open legs at a step: one step for each, and the step that joins them; more of them beside those that stand.

    Raises NotPossible: a first split needs two legs; legs that stand must come to one join.
    """
    step = _step(route, key)
    if step.split:
        return _more_legs(route, step, legs, kind)
    if len(legs) < 2:
        raise NotPossible("Mở các chặng song song thì chọn ít nhất hai nơi.")
    onward = _onward(step)
    joining = replace(new_step(route, JOINING), join=join, ways=(onward or TO_END,))
    known = replace(route, steps=(*route.steps, joining))
    made = _made(known, legs, kind, joining.key)
    split = Way(SPLIT, tuple(each.key for each in made))
    led = replace(step, ways=_instead(step.ways, onward, [split]))
    return _put(route, _beside(route, step, [led, *made, joining]))


def _more_legs(route: Route, step: Step, legs: Sequence[NewLeg], kind: str) -> Route:
    join = _join_of(route, step.key)
    if not legs or join is None or step.split is None:
        told = "Hãy chọn nơi làm của chặng mới." if join else "Các chặng của bước này chưa về cùng một bước hợp nhánh."
        raise NotPossible(told)
    made = _made(route, legs, kind, join)
    split = Way(SPLIT, (*step.split.to, *(each.key for each in made)))
    led = replace(step, ways=_instead(step.ways, step.split, [split]))
    return _put(route, _beside(route, step, [led, *made]))


def _made(route: Route, legs: Iterable[NewLeg], kind: str, join: str) -> list[Step]:
    made: list[Step] = []
    for leg in legs:
        known = replace(route, steps=(*route.steps, *made))
        made.append(replace(new_step(known, leg.name, kind), at=leg.at, ways=(Way(FORWARD, (join,)),)))
    return made


def _beside(route: Route, step: Step, instead: list[Step]) -> Iterable[Step]:
    for each in route.steps:
        yield from instead if each is step else [each]


def close_legs(route: Route, key: str) -> Route:
    """Take out the legs of a step: it leads straight on to what joined them. Raises NotPossible without legs."""
    step = _step(route, key)
    if step.split is None:
        raise NotPossible("Bước này không mở chặng song song nào.")
    join, branches = _join_of(route, key), branches_of(route)
    lying = {each: {split[0] for stack in stacks for split, _ in stack} for each, stacks in branches.stacks.items()}
    inside = {each for each, splits in lying.items() if key in splits}
    gone = (inside if join else set()) - {key, join}
    led = replace(step, ways=_instead(step.ways, step.split, [_way_to(join or step.split.to[0])]))
    rest = [led if each is step else each for each in route.steps if each.key not in gone]
    rest = [replace(each, join="") if each.key == join else each for each in rest]
    return _put(route, [replace(each, ways=_without(each.ways, gone)) for each in rest])


def _without(ways: Iterable[Way], gone: set[str]) -> tuple[Way, ...]:
    return tuple(way for way in ways if not gone.intersection(way.to))


def has_old_legs(route: Route) -> bool:
    """Whether a step asks side by side in the manner of before 2026-11."""
    return any(step.kind == LEGS for step in route.steps)


def open_old_legs(route: Route) -> Route:
    """Return the route with the steps that ask side by side turned into splits with legs and a join of their own.

    The time of such a step was that of its longest leg: now the legs have theirs, and the step itself none.
    """
    for step in [each for each in route.steps if each.kind == LEGS]:
        route = _opened(route, step)
    return route


def _opened(route: Route, step: Step) -> Route:
    taken = {each.key for each in route.steps}
    inner: list[list[Step]] = []
    for leg in step.legs:
        mine = []
        for each in leg.steps:
            stem = f"{leg.key}_{each.key}"
            key = next(key for n in range(len(taken) + 1) if (key := f"{stem}{n or ''}") not in taken)
            taken.add(key)
            mine.append(replace(each, key=key))
        inner += [mine] * bool(mine)
    onward = _onward(step)
    plain = replace(step, kind=STEP, legs=(), amount=None, unit=str(Unit.NONE), actions=())
    if not inner:
        return _opened_put(route, step, [replace(plain, amount=step.amount, unit=step.unit)])
    many = len(inner) > 1
    joining = replace(plain, key=_free(taken, "tong_hop"), name=f"Tổng hợp: {step.name}", join=ALL if many else "")
    joining = replace(joining, ways=(onward or TO_END,))
    firsts = tuple(mine[0].key for mine in inner)
    opening = Way(SPLIT, firsts) if many else Way(FORWARD, firsts)
    chained = [each for mine in inner for each in _chained(mine, joining.key)]
    return _opened_put(route, step, [replace(plain, ways=_instead(step.ways, onward, [opening])), *chained, joining])


def _free(taken: set[str], stem: str) -> str:
    return next(key for n in range(len(taken) + 1) if (key := f"{stem}{n or ''}") not in taken)


def _chained(steps: Sequence[Step], join: str) -> Iterable[Step]:
    for step, after in zip(steps, [*(each.key for each in steps[1:]), join], strict=True):
        yield replace(step, ways=(Way(FORWARD, (after,)),))


def _opened_put(route: Route, step: Step, instead: list[Step]) -> Route:
    steps = list(_beside(route, step, instead))
    found = Route(route.key, tuple(steps), route.start)
    mine = {each.key for each in instead}
    usual = {each.key: usual_actions(each, is_first=each.key == found.start) for each in steps}
    steps = [replace(each, actions=usual[each.key]) if each.key in mine else each for each in steps]
    return replace(found, steps=tuple(steps))
