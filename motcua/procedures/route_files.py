"""A route as a file: the form that people write, `motcua routes` checks, and the designer imports and exports. Pure.

    {"limit": "15 ngày làm việc", "start": "b1",
     "steps": [{"code": "b1", "name": "Tiếp nhận", "post": "receptionist", "agency": "receiving", "hours": 4,
                "actions": [{"do": "forward", "to": "b2"}]}]}

`post`: receptionist, specialist, head, leader, registry, cashier, reform_officer, inspector, or its Vietnamese name.
`agency`: receiving, division, parent, named:CODE, commune, answer:FIELD. `hours` are working hours; instead of them
`limit` is a text ("2 ngày làm việc"). `join`: all, any or a number of legs. The full form also carries `kind` (work,
opinion, payment, signing), `silence` (agree, go_on), `instructions`, `papers`, `allows` (the acts of the step where
they are not the usual ones) and `asks` (of editions of before 2026-11).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from motcua.agencies.choices import Role
from motcua.core.text import clean, fold
from motcua.procedures.routes import (
    AGENCY,
    ANSWER,
    COMMUNE,
    DEEDS,
    DESK,
    DIVISION,
    END,
    FINISH,
    FORWARD,
    LEGS,
    OFFICE,
    OPINION,
    PAYMENT,
    SIGNING,
    SILENCES,
    SPLIT,
    STEP,
    Leg,
    Route,
    Step,
    Way,
)  # fmt: skip
from motcua.worktime.deadlines import DeadlineError, Limit, Unit
from motcua.worktime.limits import limit_from

MOST_STEPS = 200
POSTS = {
    "receptionist": "receptionist",
    "specialist": "specialist",
    "head": "head_of_division",
    "leader": "leader",
    "registry": "registry_clerk",
    "cashier": "cashier",
    "reform_officer": "reform_officer",
    "inspector": "inspector",
}
POST_NAMES = {role: name for name, role in POSTS.items()}
NAMED = {fold(label): str(role) for role, label in Role.choices if role in POST_NAMES}
AGENCIES = {"receiving": DESK, "division": DIVISION, "parent": OFFICE, "commune": COMMUNE}
AGENCY_NAMES = {at: name for name, at in AGENCIES.items()}
WORK = "work"
KINDS_OF_FILE = {WORK: STEP, OPINION: OPINION, PAYMENT: PAYMENT, SIGNING: SIGNING, LEGS: LEGS}
KIND_NAMES = {kind: name for name, kind in KINDS_OF_FILE.items()}
KEYS_OF_ROUTE = frozenset({"name", "limit", "start", "steps"})
KEYS_OF_STEP = frozenset(
    {
        "code", "name", "post", "agency", "hours", "limit", "join", "actions", "kind", "silence", "instructions",
        "papers", "allows", "asks",
    }
)  # fmt: skip
KEYS_OF_WAY = frozenset({"do", "to"})
ASKED = frozenset({"code", "name", "agency", "steps"})


class NotARoute(ValueError):
    """What was given is not of the form of a route; the message is Vietnamese and names the place."""


@dataclass(frozen=True)
class RouteFile:
    """A route as read: `limit` None where the file names none that is sure; `ignored` are keys nothing reads."""

    route: Route
    limit: Limit | None
    ignored: tuple[str, ...] = ()


def read_route(data: Any) -> RouteFile:
    """Read the data of a file. Raises NotARoute."""
    _is(data, Mapping, "Tệp quy trình phải là một đối tượng JSON.")
    rows = _is(data.get("steps"), list, "Thiếu danh sách “steps”.")
    if len(rows) > MOST_STEPS:
        raise NotARoute(f"Quy trình có quá {MOST_STEPS} bước.")
    start = _text(data, "start", "của quy trình")
    steps = [_step_from(row, place) for place, row in enumerate(rows, 1)]
    ignored = [*sorted(set(data) - KEYS_OF_ROUTE), *(key for row in rows for key in _unread_in(row))]
    drawn = Route(clean(str(data.get("name") or ""))[:200] or "custom", tuple(steps), start)
    return RouteFile(_with_actions(drawn, rows), _limit_of(data.get("limit")), tuple(dict.fromkeys(ignored)))


def _unread_in(row: Mapping[str, Any]) -> Iterator[str]:
    """The keys of a step, its deeds and those it asks that nothing reads."""
    yield from sorted(set(row) - KEYS_OF_STEP)
    for way in row.get("actions") or ():
        yield from (f"actions.{key}" for key in sorted(set(way) - KEYS_OF_WAY))
    for leg in row.get("asks") or ():
        yield from (f"asks.{key}" for key in sorted(set(leg) - ASKED))
        for each in leg.get("steps") or ():
            yield from (f"asks.{key}" for key in _unread_in(each))


def _is(value: Any, kind: type, told: str) -> Any:
    if not isinstance(value, kind):
        raise NotARoute(told)
    return value


def _text(data: Mapping[str, Any], key: str, where: str, *, default: str | None = None) -> str:
    value = data.get(key, default)
    text = clean(value) if isinstance(value, str) else ""
    if not isinstance(value, str) or (default is None and not text):
        raise NotARoute(f"“{key}” {where} phải là một đoạn chữ.")
    return text


def _limit_of(value: Any) -> Limit | None:
    """Return the limit that a text surely names, else None. Raises NotARoute for what is no text."""
    if value is None:
        return None
    try:
        limit = limit_from(_is(value, str, "“limit” phải là một đoạn chữ, ví dụ “15 ngày làm việc”."))
    except DeadlineError:
        return None
    return limit if limit.is_determined else None


def _step_from(row: Any, place: int) -> Step:
    where = f"của bước thứ {place}"
    _is(row, Mapping, f"Bước thứ {place} phải là một đối tượng.")
    amount, unit = _time_of(row, where)
    kind = _text(row, "kind", where, default=WORK) or WORK
    silence = _text(row, "silence", where, default="")
    if kind not in KINDS_OF_FILE or silence not in SILENCES:
        raise NotARoute(f"“kind” hoặc “silence” {where} không hợp lệ.")
    return Step(
        key=_text(row, "code", where),
        name=_text(row, "name", where),
        role=_role_of(_text(row, "post", where, default="") if row.get("post") is not None else ""),
        at=_place_of(_text(row, "agency", where, default="") if row.get("agency") is not None else ""),
        amount=amount,
        unit=unit,
        actions=(),
        kind=KINDS_OF_FILE[kind],
        legs=tuple(_asked_from(each, place) for each in _list(row, "asks", where)),
        ways=tuple(_way_from(each, place) for each in _list(row, "actions", where)),
        join=_join_of(row.get("join"), where),
        silence=silence,
        instructions=_text(row, "instructions", where, default=""),
        papers=tuple(clean(_is(each, str, f"“papers” {where} phải gồm chữ.")) for each in _list(row, "papers", where)),
    )


def _list(row: Mapping[str, Any], key: str, where: str) -> list[Any]:
    value = row.get(key)
    return [] if value is None else list(_is(value, list, f"“{key}” {where} phải là một danh sách."))


def _time_of(row: Mapping[str, Any], where: str) -> tuple[Decimal | None, str]:
    """Return amount and unit; unit UNKNOWN where no time is surely named. Zero hours take no time."""
    hours = row.get("hours")
    if hours is None:
        limit = _limit_of(row.get("limit"))
        return (limit.amount, str(limit.unit)) if limit else (None, str(Unit.UNKNOWN))
    if isinstance(hours, bool) or not isinstance(hours, int | float):
        raise NotARoute(f"“hours” {where} phải là một số giờ làm việc.")
    if hours < 0:
        return None, str(Unit.UNKNOWN)
    return (Decimal(str(hours)), str(Unit.HOUR)) if hours else (None, str(Unit.NONE))


def _role_of(post: str) -> str:
    """Return the role of a post's code or name; what is unknown stays as it is."""
    return POSTS.get(post) or (post if post in POST_NAMES else NAMED.get(fold(post), post))


def _place_of(agency: str) -> str:
    if agency.startswith("named:"):
        return AGENCY + agency.removeprefix("named:")
    return AGENCIES.get(agency, agency if agency.startswith(ANSWER) else f"?{agency}")


def _join_of(value: Any, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise NotARoute(f"“join” {where} phải là all, any hoặc một số.")
    return clean(str(value)) or "?"


def _way_from(data: Any, place: int) -> Way:
    where = f"của một việc ở bước thứ {place}"
    _is(data, Mapping, f"Mỗi việc của bước thứ {place} phải là một đối tượng.")
    do = _text(data, "do", where)
    if do not in DEEDS:
        raise NotARoute(f"“do” {where} phải là một trong: {', '.join(DEEDS)}.")
    if do == SPLIT:
        targets = _is(data.get("to"), list, f"“to” {where} phải là danh sách các bước đầu của chặng.")
        return Way(do, tuple(clean(_is(each, str, f"“to” {where} phải gồm mã bước.")) for each in targets))
    return Way(do, (_text(data, "to", where, default=END if do == FINISH else None),))


def _asked_from(data: Any, place: int) -> Leg:
    where = f"của nơi được hỏi ở bước thứ {place}"
    _is(data, Mapping, f"“asks” của bước thứ {place} phải gồm đối tượng.")
    steps = tuple(_with_own(_step_from(row, place), row) for row in _list(data, "steps", where))
    return Leg(_text(data, "code", where), _text(data, "name", where), _text(data, "agency", where), steps)


def _with_own(step: Step, row: Mapping[str, Any]) -> Step:
    return replace(step, actions=tuple(map(str, row.get("allows") or ("hand_over",))))


def _with_actions(route: Route, rows: Iterable[Any]) -> Route:
    """Return the route with what the holder of each step may do: what the file allows, or what is usual."""
    steps = []
    for step, row in zip(route.steps, rows, strict=True):
        allowed = tuple(clean(str(each)) for each in _list(row, "allows", f"của bước “{step.key}”"))
        steps.append(replace(step, actions=allowed or usual_actions(step, is_first=step.key == route.start)))
    return Route(route.key, tuple(steps), route.start)


def usual_actions(step: Step, *, is_first: bool = False) -> tuple[str, ...]:
    """Return what the holder of a step may do by its kind, post and ways."""
    onward = [way for way in step.ways if way.do in (FORWARD, SPLIT)]
    choosing = ("hand_over",) if len(onward) > 1 or any(way.do == SPLIT for way in onward) else ()
    if any(step.leading(FINISH)) and not onward:
        return ("return_result",)
    if is_first:
        return ("receive",)
    if step.kind in (SIGNING, OPINION):
        return ("approve", "sign") if step.kind == SIGNING else ("propose",)
    if step.kind == STEP and step.role in (Role.HEAD_OF_DIVISION, Role.LEADER):
        return ("approve", *choosing)
    if step.kind in (STEP, LEGS) and step.role == Role.SPECIALIST:
        return ("propose", "hand_over", "request_supplement", "consult")
    return ("hand_over",)


def write_route(route: Route, limit: Limit | None) -> dict[str, Any]:
    """Return the data of a file that `read_route` reads back to the very same."""
    drawn = route.drawn()
    head = {"name": drawn.key, "limit": _limit_words(limit) if limit else None, "start": drawn.start}
    return head | {"steps": [_step_data(step, is_first=step.key == drawn.start) for step in drawn.steps]}


def _limit_words(limit: Limit) -> str:
    return "không quy định" if limit.unit == Unit.NONE else limit.words()


def _step_data(step: Step, *, is_first: bool) -> dict[str, Any]:
    data: dict[str, Any] = {
        "code": step.key,
        "name": step.name,
        "post": POST_NAMES.get(step.role, step.role),
        "agency": place_name(step.at),
        **_time_data(step),
    }
    if step.join:
        data["join"] = int(step.join) if step.join.isdigit() else step.join
    data["actions"] = [{"do": way.do, "to": list(way.to) if way.do == SPLIT else way.to[0]} for way in step.ways]
    if step.kind != STEP:
        data["kind"] = KIND_NAMES[step.kind]
    data |= {name: getattr(step, name) for name in ("silence", "instructions") if getattr(step, name)}
    data |= {"papers": list(step.papers)} if step.papers else {}
    if step.legs:
        data["asks"] = [
            {
                "code": leg.key,
                "name": leg.name,
                "agency": leg.agency,
                "steps": [_step_data(each, is_first=False) | {"allows": list(each.actions)} for each in leg.steps],
            }
            for leg in step.legs
        ]
    return data | ({} if step.actions == usual_actions(step, is_first=is_first) else {"allows": list(step.actions)})


def place_name(at: str) -> str:
    """Return a place as the file names it."""
    return f"named:{at.removeprefix(AGENCY)}" if at.startswith(AGENCY) else AGENCY_NAMES.get(at, at.removeprefix("?"))


def _time_data(step: Step) -> dict[str, Any]:
    if step.unit == Unit.HOUR and step.amount is not None:
        return {"hours": int(step.amount) if step.amount % 1 == 0 else float(step.amount)}
    if step.unit == Unit.NONE:
        return {"hours": 0}
    return {} if step.unit == Unit.UNKNOWN else {"limit": Limit(step.amount, Unit(step.unit)).words()}
