"""Which published numbers are hidden so that nobody is recognised behind a small one, nor computed from the rest. Pure.

A number is *small* when it is not zero and below the threshold of the day (`suppression.json`). Numbers that add up to
one another are edges of a graph; in its nodes as much goes in as comes out: received and carried over = settled + open,
settled = on time + late. A hidden number is safe when another table gives the same published numbers: when it can be
raised or lowered by one and the change be carried around a circle of hidden numbers. That is asked of whoever knows all
published numbers, of all months, and even which were hidden for being small; where it fails, more is hidden, the
smallest sum first. A month is judged when it is over and never again: what later months show may not undo it.
"""

import heapq
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

RULES = Path(__file__).parent / "suppression.json"
OUTSIDE, STOCK, DONE = "outside", "stock", "done"
RECEIVED, SETTLED, ON_TIME, LATE, OPEN = "received", "settled", "on_time", "late", "open"
TOLD_RECEIVED, TOLD_SETTLED = "received_told_later", "settled_told_later"
BEFORE = "before"  # what stood open before the month
FLOWS = {
    RECEIVED: (OUTSIDE, STOCK), TOLD_RECEIVED: (OUTSIDE, STOCK), SETTLED: (STOCK, DONE), TOLD_SETTLED: (STOCK, OUTSIDE),
    ON_TIME: (DONE, OUTSIDE), LATE: (DONE, OUTSIDE), OPEN: (STOCK, OUTSIDE),
}  # fmt: skip
SIGNED = frozenset({TOLD_RECEIVED, TOLD_SETTLED})
UP, DOWN = 1, -1
BOTH = frozenset({UP, DOWN})
Ways = frozenset[int]  # in which a number could be another one, as far as is known: UP, DOWN


@dataclass(frozen=True)
class Rule:
    """The least numbers that are shown: of a cell, of what a share is taken of, of what a number of days is said of."""

    cell: int
    share: int
    days: int

    def is_small(self, value: int) -> bool:
        return 0 < abs(value) < self.cell


@cache
def _rules() -> list[tuple[date, Rule]]:
    rows = json.loads(RULES.read_text("utf-8"))["rules"]
    return sorted(
        ((date.fromisoformat(row["valid_from"]), Rule(row["cell"], row["share"], row["days"])) for row in rows),
        key=lambda pair: pair[0],
    )


def rule_on(day: date) -> Rule:
    """Return the thresholds that hold on a day; before the first of them, the first."""
    return next((rule for since, rule in reversed(_rules()) if since <= day), _rules()[0][1])


@dataclass(frozen=True)
class Edge:
    """A number that leads from a node to another; `signed`: it may be below zero."""

    name: str
    source: str
    target: str
    value: int
    signed: bool = False

    def ways_if_small(self, rule: Rule) -> Ways:
        """How it could be another small number."""
        near = {way for way in BOTH if rule.is_small(self.value + way)}
        return frozenset(near)

    @property
    def ways(self) -> Ways:
        """How it could be another number, hidden for the sake of others."""
        return BOTH if self.signed or self.value > 0 else frozenset({UP})

    @property
    def may_be_hidden(self) -> bool:
        """Whether it may be hidden for the sake of others: not what stands for the months before, nor a correction
        that there is none."""
        return self.name != BEFORE and bool(self.value or not self.signed)


@dataclass(frozen=True)
class Standing:
    """What is hidden of what is open when a month ends: how it could be another number as far as the months before
    tell, and what has to stay possible; each of `needs` asks for one of its ways."""

    gives: Ways
    needs: frozenset[Ways] = frozenset()


Hidden = dict[str, Ways]


def hidden_of_months(months: Sequence[Mapping[str, int]], rules: Sequence[Rule]) -> list[dict[str, bool]]:
    """Return of each month which of FLOWS are hidden: name → whether for being small itself.

    The months follow one another, the first one is the first ever published; each is judged by its own rule and by
    nothing that comes after it.
    """
    found: list[dict[str, bool]] = []
    standing: Standing | None = Standing(BOTH)  # what was open before the first month was never published
    for month, rule in zip(months, rules, strict=True):
        hidden, small = _month(month, rule, standing)
        standing = _standing(month, hidden, standing.needs if standing else frozenset())
        found.append({name: name in small for name in hidden if name != BEFORE})
    return found


def _month(month: Mapping[str, int], rule: Rule, standing: Standing | None) -> tuple[Hidden, set[str]]:
    edges = _edges(month)
    small = {edge.name for edge in edges if rule.is_small(edge.value) and edge.name not in (OPEN, BEFORE)}
    hidden = {edge.name: edge.ways_if_small(rule) for edge in edges if edge.name in small}
    if standing is not None:
        hidden[BEFORE] = standing.gives
    needs = standing.needs if standing is not None else frozenset()
    hidden = protected(edges, hidden, needs)
    if OPEN not in hidden and rule.is_small(month[OPEN]):  # else it is hidden whatever it is
        small.add(OPEN)
        hidden[OPEN] = next(edge for edge in edges if edge.name == OPEN).ways_if_small(rule)
        hidden = protected(edges, hidden, needs)
    return hidden, small


def _edges(month: Mapping[str, int]) -> list[Edge]:
    known = [Edge(name, *ends, month[name], signed=name in SIGNED) for name, ends in FLOWS.items()]
    return [*known, Edge(BEFORE, OUTSIDE, STOCK, 0)]


def _standing(month: Mapping[str, int], hidden: Hidden, needs: frozenset[Ways]) -> Standing | None:
    """Return what the next month has to know; None when the number of open ones is shown."""
    if OPEN not in hidden:
        return None
    edges = _edges(month)
    gives = frozenset(way for way in hidden[OPEN] if _closes(edges, hidden, OPEN, way))
    asked = [(name, ways) for name, ways in hidden.items() if name not in (OPEN, BEFORE)]
    asked += [(BEFORE, ways) for ways in needs]
    through = {gives, *(_through_open(edges, hidden, name, ways) for name, ways in asked)}
    return Standing(gives, frozenset(ways for ways in through if ways))


def _through_open(edges: Sequence[Edge], hidden: Hidden, name: str, ways: Ways) -> Ways:
    """Return which ways of the open ones keep a number safe; none where it is safe without them."""
    found: set[int] = set()
    for open_ways in (frozenset[int](), frozenset({UP}), frozenset({DOWN})):
        known = hidden | {OPEN: hidden[OPEN] & open_ways}
        if any(_closes(edges, known, name, way) for way in ways):
            if not open_ways:
                return open_ways
            found |= open_ways
    return frozenset(found)


def hidden_of_parts(parts: Mapping[str, int], rule: Rule, *, whole: str = "") -> dict[str, bool]:
    """Return which of some parts are hidden, and of their sum where it is one of them: name → whether for being small.

    With a `whole` it is one of `parts` and may be hidden; without one the sum of all is published or easily guessed.
    """
    ends = {name: (OUTSIDE, DONE) if name == whole else (DONE, OUTSIDE) for name in parts}
    edges = [Edge(name, *ends[name], value) for name, value in parts.items()]
    small = {edge.name for edge in edges if rule.is_small(edge.value)}
    hidden = {edge.name: edge.ways_if_small(rule) for edge in edges if edge.name in small}
    return {name: name in small for name in protected(edges, hidden)}


def protected(edges: Sequence[Edge], hidden: Hidden, needs: frozenset[Ways] = frozenset()) -> Hidden:
    """Return what has to be hidden so that nothing of it can be computed: what is, and as little more as is found.

    `needs`: what must stay possible for BEFORE. Where nothing helps, everything is hidden.
    """
    hidden = dict(hidden)
    while True:
        asked = next(_computable(edges, hidden, needs), None)
        if asked is None:
            return hidden
        more = _cheapest(edges, hidden, *asked)
        if not more:
            return {edge.name: edge.ways for edge in edges if edge.name != BEFORE} | hidden
        hidden |= more


def _computable(edges: Sequence[Edge], hidden: Hidden, needs: frozenset[Ways]) -> Iterator[tuple[str, Ways]]:
    """Yield what could be computed: a hidden number, and the ways in which it would be another one."""
    asked = [(name, ways) for name, ways in hidden.items() if name != BEFORE]
    asked += [(BEFORE, ways) for ways in sorted(needs, key=sorted)]
    for name, ways in asked:
        if not any(_closes(edges, hidden, name, way) for way in ways):
            yield name, ways


def _closes(edges: Sequence[Edge], hidden: Hidden, name: str, way: int) -> bool:
    """Tell whether a hidden number can be one more (or less) and others carry it on, all published ones the same."""
    return way in hidden[name] and _path(edges, hidden, name, way, more=False) is not None


def _cheapest(edges: Sequence[Edge], hidden: Hidden, name: str, ways: Ways) -> Hidden:
    """Return what more to hide, the least numbers in all, so that a number can be another one; {} where none helps."""
    paths = [_path(edges, hidden, name, way, more=True) for way in sorted(ways)]
    found = min((path for path in paths if path), default=(0, ()))
    by_name = {edge.name: edge for edge in edges}
    return {each: by_name[each].ways for each in found[1] if each not in hidden}


def _path(
    edges: Sequence[Edge], hidden: Hidden, name: str, way: int, *, more: bool
) -> tuple[int, tuple[str, ...]] | None:
    """Return (what it costs, names) of the way back from where a change of a number leads to where it came from.

    `more`: also over published numbers, at the price of their size.
    """
    own = next(edge for edge in edges if edge.name == name)
    begin, end = (own.target, own.source) if way == UP else (own.source, own.target)
    waiting: list[tuple[int, tuple[str, ...], str]] = [(0, (), begin)]
    seen = set()
    while waiting:
        cost, names, node = heapq.heappop(waiting)
        if node == end:
            return cost, names
        if node in seen:
            continue
        seen.add(node)
        for edge in edges:
            if edge.name == name or (edge.name not in hidden and not (more and edge.may_be_hidden)):
                continue
            price = 0 if edge.name in hidden else 1 + abs(edge.value)
            for to in _leads(edge, node, hidden.get(edge.name, edge.ways)):
                heapq.heappush(waiting, (cost + price, (*names, edge.name), to))
    return None


def _leads(edge: Edge, node: str, ways: Ways) -> Iterator[str]:
    """Yield where a change goes on from a node over a number that could be one more or one less."""
    if node == edge.source and UP in ways:
        yield edge.target
    if node == edge.target and DOWN in ways:
        yield edge.source
