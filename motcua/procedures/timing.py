"""A route run on a calendar: by when each step would be done if everybody took all of their allotment. Pure.

A step begins at the moment the one before it ended; only the receipt knows cut-offs. The longest path follows every
way but the one back, passes each step once, counts only where it comes to the end, and takes parallel legs by their
longest, whatever their join.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from motcua.procedures.branches import Branches, branches_of
from motcua.procedures.routes import END, PAYMENT, SPLIT, Route, Step, Way
from motcua.worktime.calendars import Calendar
from motcua.worktime.deadlines import Limit, Unit, follow_on

MOST_IN_A_CIRCLE = 12  # so many steps that lead to one another: beyond, the circle counts as all of them in a row


@dataclass(frozen=True)
class Span:
    """When a step begins and ends at the latest."""

    begun: datetime
    ended: datetime


@dataclass
class Run:
    """A route run on a calendar; `spans` are the steps it passed, by their keys."""

    route: Route
    calendar: Calendar
    spans: dict[str, Span] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.branches: Branches = branches_of(self.route)
        self._known: dict[tuple[str, datetime, str], datetime | None] = {}

    def until(self, key: str, moment: datetime, stop: str = END) -> datetime | None:
        """Return when `stop` is reached at the latest from a step begun at a moment; None when it never is.

        Raises DeadlineError for an allotment that is no limit.
        """
        asked = (key, moment, stop)
        if asked not in self._known:
            self._known[asked] = moment if key == stop else self._through_region(key, moment, stop)
        return self._known[asked]

    def _through_region(self, key: str, moment: datetime, stop: str) -> datetime | None:
        arrivals, done = {key: moment}, None
        for circle in circles(self._edges(key, stop)):
            reached = [each for each in circle if each in arrivals]
            for target, at in self._out_of(circle, {each: arrivals[each] for each in reached}):
                if target == stop:
                    done = max(done or at, at)
                elif target != END:
                    arrivals[target] = max(arrivals.get(target, at), at)
        return done

    def _edges(self, key: str, stop: str) -> dict[str, list[str]]:
        """The steps one may come to before `stop`, each with those it leads to."""
        edges: dict[str, list[str]] = {}
        ahead = [key]
        while ahead:
            each = ahead.pop()
            if each not in edges and each not in (stop, END):
                edges[each] = [target for _, target in self.branches.onward(each)]
                ahead += edges[each]
        return edges

    def _out_of(self, circle: list[str], arrivals: Mapping[str, datetime]) -> Iterator[tuple[str, datetime]]:
        """The moments at which one comes out of steps that lead to one another, having passed each once."""
        if len(circle) > MOST_IN_A_CIRCLE and arrivals:
            end = max(arrivals.values())
            for key in circle:
                end = self._done(key, end)
            yield from ((to, end) for key in circle for _, to in self.branches.onward(key) if to not in circle)
            return
        best: dict[tuple[str, frozenset[str]], datetime] = {}
        ahead = [(key, at, frozenset({key})) for key, at in arrivals.items()]
        while ahead:
            key, at, seen = ahead.pop()
            known = best.get((key, seen))
            if known is not None and known >= at:
                continue
            best[key, seen] = at
            end = self._done(key, at)
            for way, target in self.branches.onward(key):
                moment = self._joined(way, target, end) if way.do == SPLIT else end
                if moment is not None and target not in circle:
                    yield target, moment
                elif moment is not None and target not in seen:
                    ahead.append((target, moment, seen | {target}))

    def _joined(self, way: Way, join: str, moment: datetime) -> datetime | None:
        """When the longest of the legs comes to their join."""
        ends = [self.until(target, moment, join) for target in way.to]
        return max((end for end in ends if end is not None), default=None)

    def _done(self, key: str, begun: datetime) -> datetime:
        step = self.branches.route.step(key)
        ended = done_by(step, self.calendar, begun)
        known = self.spans.get(key)
        if known is None or ended > known.ended:
            self.spans[key] = Span(begun, ended)
        return ended


def done_by(step: Step, calendar: Calendar, begun: datetime) -> datetime:
    """Return when a step begun at a moment is to be done; a payment step takes no time of the office.

    Raises DeadlineError for an allotment that is no limit.
    """
    if step.kind == PAYMENT:
        return begun
    due = follow_on(calendar, started=begun, limit=Limit(step.amount, Unit(step.unit))) or begun
    for leg in step.legs:  # of an edition of before: those asked answer side by side, while the step runs
        moment = begun
        for each in leg.steps:
            moment = done_by(each, calendar, moment)
        due = max(due, moment)
    return due


def circles(edges: Mapping[str, list[str]]) -> list[list[str]]:
    """Return the steps in an order in which they follow one another, those that lead to one another together."""
    reach = {key: _reached(key, edges) for key in edges}
    found = {key: [each for each in edges if each in reach[key] and key in reach[each]] for key in edges}
    once = {each[0]: each for each in found.values()}
    return sorted(once.values(), key=lambda circle: -len(reach[circle[0]]))  # who is followed reaches more


def _reached(key: str, edges: Mapping[str, list[str]]) -> set[str]:
    seen, ahead = {key}, [key]
    while ahead:
        new = {to for to in edges[ahead.pop()] if to in edges} - seen
        seen |= new
        ahead += new
    return seen
