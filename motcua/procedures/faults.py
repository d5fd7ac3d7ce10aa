"""What keeps a route from being walked, each fault with its code and the step it speaks of. Pure.

The same faults for a route in a file (`motcua routes check`), in the designer as one edits, and at publishing: there
`validation.py` adds what an office needs besides (somebody who holds each post, a signature, a result handed back).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from motcua.procedures.branches import Branches, branches_of
from motcua.procedures.routes import AGENCY, ALL, ANSWER, ANY, END, FINISH, PAYMENT, PLACES, RETURN, SPLIT, Route, Step
from motcua.procedures.timing import Run, circles
from motcua.worktime.calendars import Calendar
from motcua.worktime.counting import ICT
from motcua.worktime.deadlines import DeadlineError, Limit, Unit, promise

ROLES = (
    "receptionist", "specialist", "head_of_division", "leader", "registry_clerk", "cashier", "reform_officer",
    "inspector",
)  # fmt: skip


class Code(StrEnum):
    """What is wrong."""

    NO_ASSIGNEE = "no_assignee"
    NO_WAY_OUT = "no_way_out"
    LOOP = "loop_without_exit"
    UNKNOWN_TARGET = "unknown_target"
    UNREACHABLE = "unreachable"
    UNDEFINED_TIME = "undefined_time"
    OVER_LIMIT = "over_limit"
    SPLIT_ALONE = "split_without_join"
    JOIN_ALONE = "join_without_split"
    BAD_JOIN = "bad_join"
    DUPLICATE = "duplicate_code"
    NO_END = "no_end"


@dataclass(frozen=True)
class Fault:
    """What is wrong, in Vietnamese; `step` is the key of the step, None for the route as a whole."""

    step: str | None
    code: Code
    message: str

    def data(self) -> dict[str, str | None]:
        """As the command line prints it."""
        return {"step": self.step, "code": str(self.code), "message": self.message}


# After these the longest path means nothing: the route is no route.
UNWALKABLE = frozenset({Code.DUPLICATE, Code.SPLIT_ALONE, Code.JOIN_ALONE, Code.BAD_JOIN})


def faults_of(route: Route) -> list[Fault]:
    """Return what is wrong with a drawn route by itself: shape, assignees, times; the calendar is `over_limit`'s."""
    found = [*_duplicates(route), *_of_steps(route), *_targets(route)]
    if any(fault.code == Code.DUPLICATE for fault in found):
        return found  # of two steps of one code nobody can say where a way leads
    found += [*_dead_ends(route), *_unreached(route)]
    return [*found, *_splits(branches_of(route)), *_joins(branches_of(route))]


def _duplicates(route: Route) -> Iterator[Fault]:
    for key, times in Counter(step.key for step in route.steps).items():
        if times > 1:
            yield Fault(key, Code.DUPLICATE, f"Có {times} bước cùng mã “{key}”.")


def _of_steps(route: Route) -> Iterator[Fault]:
    for step in route.steps:
        if step.role not in ROLES:
            yield Fault(step.key, Code.NO_ASSIGNEE, f"Bước “{step.name}” không có người làm: hãy chọn vị trí.")
        elif not is_place(step.at):
            yield Fault(step.key, Code.NO_ASSIGNEE, f"Bước “{step.name}” không rõ nơi làm: hãy chọn cơ quan, đơn vị.")
        if step.kind != PAYMENT and not _has_time(step):
            yield Fault(step.key, Code.UNDEFINED_TIME, f"Bước “{step.name}” chưa có thời gian xử lý xác định.")


def is_place(at: str) -> bool:
    """Tell whether a text names where a step is done."""
    return at in PLACES or any(at.startswith(prefix) and at != prefix for prefix in (AGENCY, ANSWER))


def _has_time(step: Step) -> bool:
    try:
        return Limit(step.amount, Unit(step.unit)).is_determined
    except (DeadlineError, ValueError):
        return False


def _targets(route: Route) -> Iterator[Fault]:
    if route.steps and route.find(route.start) is None:
        yield Fault(None, Code.UNKNOWN_TARGET, f"Không có bước bắt đầu “{route.start}”.")
    for step in route.steps:
        for to in (to for way in step.ways for to in way.to if not _leads(route, way.do, to)):
            yield Fault(step.key, Code.UNKNOWN_TARGET, f"Bước “{step.name}” dẫn tới “{to}”, không có bước này.")


def _leads(route: Route, do: str, to: str) -> bool:
    if do == FINISH or to == END:
        return to == END and do != RETURN
    return route.find(to) is not None


def _dead_ends(route: Route) -> Iterator[Fault]:
    """Steps without a way, and those that lead only to one another."""
    names = {step.key: step.name for step in route.steps}
    edges = {step.key: [to for way in step.ways for to in way.to] for step in route.steps}
    for step in route.steps:
        if not step.ways:
            yield Fault(step.key, Code.NO_WAY_OUT, f"Bước “{step.name}” không có việc nào dẫn đi tiếp.")
    for circle in circles(edges):
        is_loop = len(circle) > 1 or circle[0] in edges[circle[0]]
        if is_loop and all(to in circle for key in circle for to in edges[key]):
            among = ", ".join(f"“{names[key]}”" for key in names if key in circle)
            told = f"Từ {among} không có đường nào tới kết thúc: các bước này chỉ dẫn tới nhau."
            yield from (Fault(key, Code.LOOP, told) for key in names if key in circle)


def _unreached(route: Route) -> Iterator[Fault]:
    begun = route.find(route.start)
    reached = _reached(route, [begun.key] if begun else [step.key for step in route.steps])
    for step in route.steps:
        if step.key not in reached:
            yield Fault(step.key, Code.UNREACHABLE, f"Không có đường nào từ bước bắt đầu tới bước “{step.name}”.")
    if END not in reached:
        yield Fault(None, Code.NO_END, "Quy trình không có đường nào tới kết thúc.")


def _reached(route: Route, ahead: list[str]) -> set[str]:
    reached: set[str] = set()
    while ahead:
        key = ahead.pop()
        if key not in reached:
            reached.add(key)
            step = route.find(key)
            ahead += [to for way in step.ways for to in way.to if way.do != RETURN or to != END] if step else []
    return reached


def _splits(branches: Branches) -> Iterator[Fault]:
    for split, _ in branches.splits:
        step = branches.route.step(split[0])
        if branches.join_of(split) is None:
            met = ", ".join(f"“{_name(branches.route, key)}”" for key in sorted(branches.meetings(split)))
            where = f"các chặng lại đi tới {met}" if met else "không chặng nào đi tới một bước hợp nhánh"
            told = f"Bước “{step.name}” tách nhánh thì mọi chặng phải về cùng một bước hợp nhánh; {where}."
            yield Fault(step.key, Code.SPLIT_ALONE, told)


def _name(route: Route, key: str) -> str:
    step = route.find(key)
    return step.name if step else "kết thúc"


def _joins(branches: Branches) -> Iterator[Fault]:
    met = {key for split, _ in branches.splits for key in branches.meetings(split)}
    alone = _joined_alone(branches)
    for step in branches.route.steps:
        legs = [len(way.to) for split, way in branches.splits if branches.join_of(split) == step.key]
        if step.join and (step.key in alone or step.key not in met):
            yield Fault(
                step.key, Code.JOIN_ALONE, f"Bước “{step.name}” hợp nhánh mà có đường tới không qua tách nhánh."
            )
        if step.join and not _is_join(step.join, min(legs, default=0)):
            most = f" (có {min(legs)} chặng)" if legs else ""
            told = f"Bước “{step.name}”: hợp nhánh phải là all (mọi chặng), any (một chặng) hoặc số chặng{most}."
            yield Fault(step.key, Code.BAD_JOIN, told)


def _is_join(join: str, legs: int) -> bool:
    if join in (ALL, ANY):
        return True
    return join.isascii() and join.isdigit() and 1 <= int(join) <= (legs or int(join))


def _joined_alone(branches: Branches) -> set[str]:
    """The joining steps to which one comes without being in a leg."""
    start = branches.route.find(branches.route.start)
    found = {start.key} if start and start.join else set()
    ahead, seen = ([start.key] if start else []), set()
    while ahead:
        key = ahead.pop()
        if key in seen:
            continue
        seen.add(key)
        for way, target in branches.onward(key):
            step = branches.route.find(target)
            if step is not None:
                found |= {target} if step.join and way.do != SPLIT else set()
                ahead.append(target)
    return found


@dataclass(frozen=True)
class Longest:
    """The longest path from a receipt: when it is done, and the limit's end; `due` None where nothing is due."""

    received: datetime
    done: datetime
    due: datetime | None

    @property
    def is_over(self) -> bool:
        """Ending exactly at the due moment is in time."""
        return self.due is not None and self.done > self.due


def longest(route: Route, calendar: Calendar, limit: Limit, received: datetime) -> Longest | None:
    """Run the longest path of a drawn route; None when it never ends. Raises DeadlineError for what is no limit."""
    promised = promise(calendar, received=received, limit=limit)
    done = Run(route, calendar).until(route.first.key, promised.effective) if route.steps else None
    return None if done is None else Longest(received, done, promised.due)


def monday_morning(calendar: Calendar, after: date) -> datetime | None:
    """Return the first minute of work of the first Monday in a stretch without exceptions; None where none is worked.

    Without such a stretch within four years, of the first Monday that is worked.
    """
    first = after + timedelta(days=(7 - after.weekday()) % 7 or 7)
    mondays = [first + timedelta(weeks=week) for week in range(208)]
    open_ones = [day for day in mondays if calendar.sessions_on(day.toordinal())]
    quiet = (day for day in open_ones if _is_quiet(calendar, day))
    day = next(quiet, open_ones[0] if open_ones else None)
    if day is None:
        return None
    return _opening(calendar, day)


def next_morning(calendar: Calendar, after: date) -> datetime | None:
    """Return the first minute of work after a day; None where nobody works for a year."""
    days = (after + timedelta(days=ahead) for ahead in range(1, 366))
    day = next((day for day in days if calendar.sessions_on(day.toordinal())), None)
    return _opening(calendar, day) if day else None


def _opening(calendar: Calendar, day: date) -> datetime:
    minute = calendar.sessions_on(day.toordinal())[0].start
    return datetime.combine(day, time(minute // 60, minute % 60), tzinfo=ICT)


def _is_quiet(calendar: Calendar, day: date, days: int = 45) -> bool:
    return not any(ordinal in calendar.exceptions for ordinal in range(day.toordinal(), day.toordinal() + days))


def over_limit(route: Route, calendar: Calendar, limit: Limit, received: datetime) -> Iterator[Fault]:
    """What the calendar says against a drawn route whose shape is sound; steps without a time count as none."""
    found = longest(_timed(route), calendar, limit, received)
    if found is not None and found.is_over:
        told = (
            f"Đường đi dài nhất vượt thời hạn {limit.words()}: nhận {_local(found.received)} thì xong"
            f" {_local(found.done)}, hạn là {_local(found.due)}."
        )
        yield Fault(None, Code.OVER_LIMIT, told)


def _timed(route: Route) -> Route:
    def sure(step: Step) -> Step:
        return step if _has_time(step) else replace(step, amount=None, unit=str(Unit.NONE))

    return replace(route, steps=tuple(map(sure, route.steps)))


def _local(moment: datetime | None) -> str:
    return f"{moment.astimezone(ICT):%H:%M %d/%m/%Y}" if moment else ""


def check(route: Route, limit: Limit | None, calendar: Calendar, received: datetime | None) -> list[Fault]:
    """Return all that is wrong with a drawn route and its limit on a calendar, the steps' faults in their order."""
    found = faults_of(route)
    if limit is None or not limit.is_determined:
        found.append(Fault(None, Code.UNDEFINED_TIME, "Chưa rõ thời hạn giải quyết của quy trình."))
    elif received is not None and not any(fault.code in UNWALKABLE for fault in found):
        found += over_limit(route, calendar, limit, received)
    places = {step.key: place for place, step in enumerate(route.steps)}
    return sorted(dict.fromkeys(found), key=lambda fault: places.get(fault.step or "", len(places)))
