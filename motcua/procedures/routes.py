"""The route of a dossier: who does what, in which order, in how long, and where each act leads. Pure.

A route is data of an edition. Each step has ways: forward to a step, split into legs that run side by side, return to a
step before, finish. Legs end at a step that joins them (all, any or so many of them). A payment step stops the clock
until the money is there. Editions of before 2026-11 have no ways of their own: their steps run in the order in which
they stand (`Route` gives them those ways), and a step of kind `legs` lists whom its holder asks.

How a route is walked: `branches.py`; what is wrong with one: `faults.py`, on a calendar `validation.py`; as a file:
`route_files.py`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

STEP, PAYMENT, LEGS, OPINION, SIGNING = "step", "payment", "legs", "opinion", "signing"
KINDS = (STEP, PAYMENT, LEGS, OPINION, SIGNING)
DESK, DIVISION, OFFICE, AGENCY, COMMUNE, ANSWER = "desk", "division", "office", "agency:", "commune", "answer:"
PLACES = (DESK, DIVISION, OFFICE, COMMUNE)
FORWARD, SPLIT, RETURN, FINISH = "forward", "split", "return", "finish"
DEEDS = (FORWARD, SPLIT, RETURN, FINISH)
END = "end"
ALL, ANY = "all", "any"
AGREE, GO_ON = "agree", "go_on"  # what silence means in an opinion step; otherwise it means nothing and one waits
SILENCES = ("", AGREE, GO_ON)


@dataclass(frozen=True)
class Way:
    """What may be done at a step and where it leads: one step, the first steps of legs, or END."""

    do: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One step. `at` names where: desk (the receiving one), division (the responsible one), office (the one above it),
    agency:CODE, commune (the applicant's) or answer:FIELD (the unit that an answer of the online form names).

    `amount` and `unit` are its allotment, like any limit; `actions` what its holder may do to finish or move it; `join`
    is "" or says how many legs it waits for; `silence` what an unanswered opinion step means.
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
    ways: tuple[Way, ...] = ()
    join: str = ""
    silence: str = ""
    instructions: str = ""
    papers: tuple[str, ...] = ()

    def leading(self, *deeds: str) -> Iterator[Way]:
        """The ways of these deeds."""
        return (way for way in self.ways if way.do in deeds)

    @property
    def split(self) -> Way | None:
        return next(self.leading(SPLIT), None)


@dataclass(frozen=True)
class Leg:
    """Of an edition of before 2026-11: one of those whom the holder of the step asks, side by side."""

    key: str
    name: str
    agency: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Route:
    """The steps, from `start`. `key` names the shape, so that procedures with the same route can be counted."""

    key: str
    steps: tuple[Step, ...]
    start: str = ""
    _by_key: dict[str, Step] = field(default_factory=dict, init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        self._by_key.update({step.key: step for step in reversed(self.steps)})

    @property
    def first(self) -> Step:
        """The step in which a dossier is received. Raises IndexError for a route without steps."""
        return self._by_key.get(self.start) or self.steps[0]

    @property
    def is_drawn(self) -> bool:
        """Whether its steps say where they lead; otherwise they run in their order."""
        return bool(self.start)

    def step(self, key: str) -> Step:
        """Return a step by its key; raises KeyError for an unknown one."""
        return self._by_key[key]

    def find(self, key: str) -> Step | None:
        """Return a step by its key, None for an unknown one."""
        return self._by_key.get(key)

    def after(self, key: str) -> Step | None:
        """Return the step to which `key` passes as a rule (its first way forward), None at the end or at a split."""
        return self.find(next((way.to[0] for way in self.ways_of(key) if way.do == FORWARD), ""))

    def ways_of(self, key: str) -> tuple[Way, ...]:
        """Return where a step leads; in an edition without drawn ways to the next step, and back to those before it."""
        step = self.step(key)
        if self.is_drawn:
            return step.ways
        place = self.steps.index(step)
        onward = self.steps[place + 1 : place + 2]
        back = (each for each in reversed(self.steps[:place]) if "receive" not in each.actions and each.kind != PAYMENT)
        first = Way(FORWARD, (onward[0].key,)) if onward else Way(FINISH, (END,))
        return (first, *(Way(RETURN, (each.key,)) for each in back))

    def drawn(self) -> "Route":
        """Return the route with the ways of its steps written out."""
        if self.is_drawn or not self.steps:
            return self
        steps = tuple(replace(step, ways=self.ways_of(step.key)) for step in self.steps)
        return Route(self.key, steps, self.steps[0].key)

    def first_with(self, action: str) -> Step | None:
        """Return the first step in which an action may be done."""
        return next((step for step in self.steps if action in step.actions), None)

    def all_steps(self) -> Iterator[Step]:
        """Every step, those of the legs after the step that opens them."""
        for step in self.steps:
            yield step
            for leg in step.legs:
                yield from leg.steps


def _way_from(data: dict[str, Any]) -> Way:
    if data["do"] not in DEEDS:
        raise ValueError(f"việc lạ: {data['do']}")
    return Way(data["do"], tuple(data["to"]))


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
        ways=tuple(map(_way_from, data.get("ways", ()))),
        join=data.get("join", ""),
        silence=data.get("silence", ""),
        instructions=data.get("instructions", ""),
        papers=tuple(data.get("papers", ())),
    )


def route_from(data: dict[str, Any]) -> Route:
    """JSON → route."""
    return Route(data["key"], tuple(map(step_from, data["steps"])), data.get("start", ""))


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
    if step.ways:
        data["ways"] = [{"do": way.do, "to": list(way.to)} for way in step.ways]
    data |= {name: getattr(step, name) for name in ("join", "silence", "instructions") if getattr(step, name)}
    return data | ({"papers": list(step.papers)} if step.papers else {})


def route_json(route: Route) -> dict[str, Any]:
    """Route → JSON."""
    data: dict[str, Any] = {"key": route.key, "steps": list(map(step_json, route.steps))}
    return data | ({"start": route.start} if route.start else {})
