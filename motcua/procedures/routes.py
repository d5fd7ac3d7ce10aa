"""The route of a dossier inside the house: who does what, in which order, in how long. Pure.

A route is data of an edition. Steps run in order; a payment step stops the clock until the money is there; a step of
kind `legs` opens its legs side by side and goes on when all are finished; a leg is a route of its own, in another
agency where its steps say so. Working it out on a calendar is `validation.py`'s subject.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

STEP, PAYMENT, LEGS = "step", "payment", "legs"
KINDS = (STEP, PAYMENT, LEGS)
DESK, DIVISION, OFFICE, AGENCY = "desk", "division", "office", "agency:"


@dataclass(frozen=True)
class Step:
    """One step. `at` names where: desk (the receiving one), division (the responsible one), office, or agency:CODE.

    `amount` and `unit` are its allotment, like any limit; `actions` what its holder may do to finish or move it.
    """

    key: str
    name: str
    role: str
    at: str
    amount: Decimal | None
    unit: str
    actions: tuple[str, ...]
    kind: str = STEP
    legs: tuple["Leg", ...] = ()


@dataclass(frozen=True)
class Leg:
    """One of several branches that run side by side, with its own steps and its own agency."""

    key: str
    name: str
    agency: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Route:
    """The steps in order. `key` names the shape, so that procedures with the same route can be counted."""

    key: str
    steps: tuple[Step, ...]

    def step(self, key: str) -> Step:
        """Return a step of the main line; raises KeyError for an unknown one."""
        for step in self.steps:
            if step.key == key:
                return step
        raise KeyError(key)

    def after(self, key: str) -> Step | None:
        """Return the step after `key`, None at the end."""
        keys = [step.key for step in self.steps]
        place = keys.index(key) + 1
        return self.steps[place] if place < len(keys) else None

    def first_with(self, action: str) -> Step | None:
        """Return the first step in which an action may be done."""
        return next((step for step in self.steps if action in step.actions), None)

    def all_steps(self) -> Iterator[Step]:
        """Every step, those of the legs after the step that opens them."""
        for step in self.steps:
            yield step
            for leg in step.legs:
                yield from leg.steps


def step_from(data: dict[str, Any]) -> Step:
    """JSON → step. Raises KeyError or ValueError for what is missing or unknown."""
    if data.get("kind", STEP) not in KINDS:
        raise ValueError(f"loại bước lạ: {data['kind']}")
    amount = data.get("amount")
    return Step(
        key=data["key"],
        name=data["name"],
        role=data["role"],
        at=data["at"],
        amount=None if amount is None else Decimal(str(amount)),
        unit=data["unit"],
        actions=tuple(data["actions"]),
        kind=data.get("kind", STEP),
        legs=tuple(
            Leg(leg["key"], leg["name"], leg["agency"], tuple(map(step_from, leg["steps"])))
            for leg in data.get("legs", ())
        ),
    )


def route_from(data: dict[str, Any]) -> Route:
    """JSON → route."""
    return Route(data["key"], tuple(map(step_from, data["steps"])))


def step_json(step: Step) -> dict[str, Any]:
    """Step → JSON; what has its default is left out."""
    data: dict[str, Any] = {
        "key": step.key,
        "name": step.name,
        "role": step.role,
        "at": step.at,
        "amount": None if step.amount is None else str(step.amount),
        "unit": step.unit,
        "actions": list(step.actions),
    }
    if step.kind != STEP:
        data["kind"] = step.kind
    if step.legs:
        data["legs"] = [
            {"key": leg.key, "name": leg.name, "agency": leg.agency, "steps": list(map(step_json, leg.steps))}
            for leg in step.legs
        ]
    return data


def route_json(route: Route) -> dict[str, Any]:
    """Route → JSON."""
    return {"key": route.key, "steps": list(map(step_json, route.steps))}
