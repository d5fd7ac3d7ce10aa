"""Sound default routes: from a shape (what must happen) and a limit (how long) to steps with allotments. Pure.

The allotments are working minutes, shared out so that the whole fits into the limit also on the shortest ordinary
week; `validation.py` proves it on the office's own calendar.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil

from motcua.procedures.editions import ASK, LimitRule
from motcua.procedures.routes import (
    AGENCY,
    DESK,
    DIVISION,
    FORWARD,
    LEGS,
    OFFICE,
    OPINION,
    PAYMENT,
    SPLIT,
    Leg,
    Route,
    Step,
)
from motcua.procedures.timing import circles

MINUTES_A_DAY = 7 * 60  # below any commune's full day
SHORT_SATURDAY = 210  # what a counted Saturday morning lacks of such a day; every week begun may hold one
SAME_DAY_MINUTES = 100  # from a cut-off at 15:00 to the end of the last session, with some minutes left
WORKING_DAYS = {"month": 20, "year": 240}

STANDARD, WITHOUT_HEAD, AT_DESK = "standard", "without_head", "at_desk"
BASES: dict[str, tuple[str, ...]] = {
    STANDARD: ("receive", "hand_over", "specialist", "head", "leader", "register", "return"),
    WITHOUT_HEAD: ("receive", "hand_over", "specialist", "leader", "register", "return"),
    AT_DESK: ("receive", "specialist", "leader", "return"),
}
EXTRAS = ("verify", "site_check", "posting", "council", "draft_publicly", "payment")
ASK_OTHERS, SEND_TO = "ask:", "send:"  # ask:police+military side by side; send:home_affairs and wait for it


@dataclass(frozen=True)
class Kind:
    """What a step of this kind is called, who does it where, its share of the limit and what ends it."""

    name: str
    role: str
    at: str
    share: int
    actions: tuple[str, ...]


_WORK = ("hand_over", "request_supplement", "consult")
KINDS: dict[str, Kind] = {
    "receive": Kind("Tiếp nhận hồ sơ", "receptionist", DESK, 0, ("receive",)),
    "hand_over": Kind("Chuyển hồ sơ đến bộ phận giải quyết", "receptionist", DESK, 5, ("hand_over",)),
    "specialist": Kind("Thẩm định, đề xuất kết quả", "specialist", DIVISION, 45, ("propose", *_WORK)),
    "verify": Kind("Xác minh thông tin", "specialist", DIVISION, 20, _WORK),
    "site_check": Kind("Kiểm tra thực địa", "specialist", DIVISION, 25, _WORK),
    "posting": Kind("Niêm yết công khai", "specialist", DIVISION, 40, _WORK),
    "council": Kind("Họp hội đồng xét duyệt", "specialist", DIVISION, 30, _WORK),
    "draft_publicly": Kind("Lấy ý kiến cộng đồng dân cư", "specialist", DIVISION, 30, _WORK),
    "payment": Kind("Nộp phí, lệ phí, nghĩa vụ tài chính", "cashier", DESK, 0, ("hand_over",)),
    "head": Kind("Kiểm tra, trình ký", "head_of_division", DIVISION, 12, ("approve",)),
    "leader": Kind("Phê duyệt, ký kết quả", "leader", OFFICE, 12, ("approve", "sign")),
    "register": Kind("Vào sổ, đóng dấu, chuyển kết quả", "registry_clerk", OFFICE, 5, ("hand_over",)),
    "return": Kind("Trả kết quả", "receptionist", DESK, 0, ("return_result",)),
}
ASKING = Kind("Lấy ý kiến", "specialist", "", 30, ("hand_over",))


class ShapeError(ValueError):
    """A shape that names an unknown base, step or agency; the message is Vietnamese."""


@dataclass(frozen=True)
class Shape:
    """What must happen: a base, the extra steps before the decision, and what the specialist is called."""

    base: str = STANDARD
    extras: tuple[str, ...] = ()
    by: str = ""

    @property
    def key(self) -> str:
        """The name of the shape: procedures with the same key take the same way."""
        return "+".join((self.base, *self.extras, *([self.by] if self.by else [])))


def working_minutes(limit: LimitRule | None) -> int | None:
    """Return the working minutes that a limit surely offers; None when there is no limit or the desk is asked."""
    if limit is None or limit.unit in (ASK, "none", "unknown"):
        return None
    if limit.unit == "same_day":
        return SAME_DAY_MINUTES
    amount = limit.amount or Decimal(0)
    if limit.unit in ("hour", "minute"):
        return int(amount * (60 if limit.unit == "hour" else 1))
    days = amount * WORKING_DAYS.get(limit.unit, 1)
    if limit.unit == "day":  # the fewest working days that so many calendar days hold
        days = Decimal(max(1, int(amount // 7) * 5 + max(0, int(amount % 7) - 2)))
    return int(days * MINUTES_A_DAY) - ceil(days / 6) * SHORT_SATURDAY


def _order(shape: Shape) -> list[str]:
    """Return the kinds of steps in order: payment and letters to others come before the signature, the rest earlier."""
    if shape.base not in BASES:
        raise ShapeError(f"Khung quy trình lạ: {shape.base}")
    order = list(BASES[shape.base])
    for extra in shape.extras:
        if extra not in EXTRAS and not extra.startswith((ASK_OTHERS, SEND_TO)):
            raise ShapeError(f"Bước lạ: {extra}")
        order.insert(_place(order, extra), extra)
    return order


def _place(order: list[str], extra: str) -> int:
    late = extra == "payment" or extra.startswith(SEND_TO)
    return order.index("leader" if late else "specialist")


def _share(kind: str) -> int:
    return ASKING.share if kind.startswith((ASK_OTHERS, SEND_TO)) else KINDS[kind].share


def _allot(order: list[str], minutes: int | None) -> dict[str, tuple[Decimal | None, str]]:
    """Share the minutes out by weight, rounded down to whole hours, halves, or five minutes."""
    whole = sum(map(_share, order))
    return {kind: _portion(minutes, _share(kind), whole) for kind in order}


def _portion(minutes: int | None, share: int, whole: int) -> tuple[Decimal | None, str]:
    if minutes is None or not share:
        return None, "none"
    portion = minutes * share // whole
    grain = 30 if portion >= 60 else 5 if portion >= 10 else 1
    portion = max(1, portion - portion % grain)
    return (Decimal(portion) / 60, "hour") if portion % 30 == 0 else (Decimal(portion), "minute")


def _legs(kind: str, agencies: Mapping[str, tuple[str, str]], amount: Decimal | None, unit: str) -> Step:
    head, names = kind.split(":", 1)
    legs = []
    for key in names.split("+"):
        if key not in agencies:
            raise ShapeError(f"Chưa biết cơ quan phối hợp: {key}")
        code, name = agencies[key]
        answer = Step("answer", f"{name} cho ý kiến", ASKING.role, f"{AGENCY}{code}", amount, unit, ASKING.actions)
        legs.append(Leg(key, name, code, (answer,)))
    label = "Lấy ý kiến" if head == "ask" else "Gửi"
    title = f"{label} {', '.join(leg.name for leg in legs)}"
    actions = ("consult", *ASKING.actions, "request_supplement")
    key = f"{head}_{names.replace('+', '_')}"
    return Step(key, title, ASKING.role, DIVISION, amount, unit, actions, LEGS, tuple(legs))


def build(shape: Shape, limit: LimitRule | None, *, agencies: Mapping[str, tuple[str, str]] | None = None) -> Route:
    """Return the route of a shape within a limit; `agencies` gives (code, name) for the keys asked or sent to.

    Raises ShapeError for an unknown base, step or agency.
    """
    order = _order(shape)
    allotments = _allot(order, working_minutes(limit))
    steps = []
    for kind in order:
        amount, unit = allotments[kind]
        if kind.startswith((ASK_OTHERS, SEND_TO)):
            steps.append(_legs(kind, agencies or {}, amount, unit))
            continue
        each = KINDS[kind]
        name = f"{shape.by} {each.name[0].lower()}{each.name[1:]}" if kind == "specialist" and shape.by else each.name
        actions = ("propose", *each.actions) if kind == "specialist" and "propose" not in each.actions else each.actions
        steps.append(
            Step(kind, name, each.role, each.at, amount, unit, actions, PAYMENT if kind == "payment" else "step")
        )
    return Route(shape.key, tuple(steps))


def _kind_of(step: Step) -> str:
    """Return the kind a step was made of, by its key; any other is worked like a check by the head."""
    if step.kind in (LEGS, OPINION):
        return ASK_OTHERS
    if step.kind == PAYMENT:
        return PAYMENT
    return step.key if step.key in KINDS else "head"


def _leg_again(leg: Leg, minutes: int | None, share: int, whole: int) -> Leg:
    """Return a leg whose steps have, one after another, the time of the step that opens it."""
    parts = max(len(leg.steps), 1)
    amount, unit = _portion(minutes, share, whole * parts)
    return replace(leg, steps=tuple(replace(each, amount=amount, unit=unit) for each in leg.steps))


def allot_again(route: Route, limit: LimitRule | None) -> Route:
    """Return the route with a limit shared out anew among its steps by their weights; without one, no allotments.

    Legs run side by side: the limit is what the heaviest way through the route may take.
    """
    kinds = [_kind_of(step) for step in route.steps]
    minutes = working_minutes(limit)
    whole = _heaviest(route) if route.is_drawn else sum(map(_share, kinds))
    steps = []
    for step, kind in zip(route.steps, kinds, strict=True):
        amount, unit = _portion(minutes, _share(kind), whole)
        legs = tuple(_leg_again(leg, minutes, _share(kind), whole) for leg in step.legs)
        steps.append(replace(step, amount=amount, unit=unit, legs=legs))
    return replace(route, steps=tuple(steps))


def _heaviest(route: Route) -> int:
    """Return the weight of the heaviest way to the end; steps that lead to one another count all."""
    share = {step.key: _share(_kind_of(step)) for step in route.steps}
    onward: dict[str, list[str]] = {}
    for step in route.steps:
        onward[step.key] = [to for way in step.leading(FORWARD, SPLIT) for to in way.to if to in share]
    so_far = dict.fromkeys(share, 0)
    most = 0
    for circle in circles(onward):
        done = max(so_far[key] for key in circle) + sum(share[key] for key in circle)
        most = max(most, done)
        for to in {to for key in circle for to in onward[key]} - set(circle):
            so_far[to] = max(so_far[to], done)
    return most
