"""How the legs of a route open and close: which step joins which split, and how deep a step lies. Pure.

Every path of every leg passes one and the same joining step before the end, and nested splits close inner first; a way
back (`return`) opens and closes nothing here: it leaves the legs it comes out of.
"""

import functools
from collections.abc import Iterable, Iterator

from motcua.procedures.routes import END, RETURN, SPLIT, Route, Step, Way

Split = tuple[str, int]  # the key of the step that splits, and which of its ways it is
Stack = tuple[tuple[Split, int], ...]  # the legs in which a step lies, the outermost first: split, number of the leg


class Branches:
    """The legs of a drawn route."""

    def __init__(self, route: Route) -> None:
        self.route = route
        self._joins: dict[Split, str | None] = {}
        self._meetings: dict[Split, frozenset[str]] = {}
        for step in route.steps:
            for number, way in enumerate(step.ways):
                if way.do == SPLIT:
                    self.join_of((step.key, number))

    @property
    def splits(self) -> Iterator[tuple[Split, Way]]:
        """Every split with its way."""
        return ((split, self.route.step(split[0]).ways[split[1]]) for split in self._joins)

    def join_of(self, split: Split) -> str | None:
        """Return the step that joins the legs of a split; None when its legs do not meet in one."""
        if split not in self._joins:
            self._joins[split] = None  # while it is being looked for: a leg that comes back here tells nothing
            found: set[str] = set()
            for target in self.route.step(split[0]).ways[split[1]].to:
                found |= self._meets(target, set())
            self._meetings[split] = frozenset(found)
            self._joins[split] = next(iter(found)) if len(found) == 1 and END not in found else None
        return self._joins[split]

    def meetings(self, split: Split) -> frozenset[str]:
        """Return where the legs of a split come out: joining steps, END for a leg that ends without one."""
        self.join_of(split)
        return self._meetings.get(split, frozenset())

    def onward(self, key: str) -> Iterator[tuple[Way, str]]:
        """Where a step leads without going back: each way with the step (or END) at which it comes out again.

        A split comes out at its join; one without a join leads nowhere.
        """
        for number, way in enumerate(self.route.step(key).ways):
            if way.do == SPLIT:
                if (join := self.join_of((key, number))) is not None:
                    yield way, join
            elif way.do != RETURN and (way.to[0] == END or self.route.find(way.to[0]) is not None):
                yield way, way.to[0]

    def _meets(self, key: str, seen: set[str]) -> set[str]:
        """The joins (or END) at which the paths from a step come out, legs that it opens itself left aside."""
        step = self.route.find(key)
        if key == END or step is None:
            return {END} if key == END else set()
        return {key} if step.join else self._beyond(key, seen)

    def _beyond(self, key: str, seen: set[str]) -> set[str]:
        if key in seen:
            return set()
        seen.add(key)
        found: set[str] = set()
        for way, target in self.onward(key):
            found |= self._beyond(target, seen) if way.do == SPLIT else self._meets(target, seen)
        return found

    @functools.cached_property
    def stacks(self) -> dict[str, frozenset[Stack]]:
        """In which legs each step may lie, as one comes to it from the start."""
        found: dict[str, set[Stack]] = {}
        ahead: list[tuple[str, Stack]] = [(self.route.first.key, ())] if self.route.steps else []
        while ahead:
            key, stack = ahead.pop()
            if stack and self.join_of(stack[-1][0]) == key:
                stack = stack[:-1]
            if stack in found.setdefault(key, set()):
                continue
            found[key].add(stack)
            ahead += self._steps_from(key, stack)
        return {key: frozenset(each) for key, each in found.items()}

    def _steps_from(self, key: str, stack: Stack) -> Iterator[tuple[str, Stack]]:
        for number, way in enumerate(self.route.step(key).ways):
            split = (key, number)
            if way.do == SPLIT and split not in {each for each, _ in stack}:
                yield from ((to, (*stack, (split, leg))) for leg, to in enumerate(way.to) if self.route.find(to))
            elif way.do not in (SPLIT, RETURN) and self.route.find(way.to[0]):
                yield way.to[0], stack

    def level_of(self, key: str, inside: Stack) -> int:
        """Return of how many of the legs `inside` which one stands a way back to `key` stays inside."""
        deepest = 0
        for stack in self.stacks.get(key, frozenset()):
            same = 0
            while same < min(len(stack), len(inside)) and stack[same] == inside[same]:
                same += 1
            if same == len(stack):
                deepest = max(deepest, same)
        return deepest

    def ahead(self, key: str) -> list[str]:
        """Return the steps that still come after one, as a rule: by the first way on, legs one after another."""
        found: list[str] = []
        self._follow(key, END, found)
        return found

    def _follow(self, key: str, stop: str, found: list[str]) -> None:
        while (onward := next(self.onward(key), None)) is not None:
            way, target = onward
            for first in way.to if way.do == SPLIT else ():
                self._take(first, target, found)
            if target in (stop, END) or target in found:
                return
            found.append(target)
            key = target

    def _take(self, first: str, stop: str, found: list[str]) -> None:
        """One leg, up to its join."""
        if first != stop and first not in found:
            found.append(first)
            self._follow(first, stop, found)


def to_come(route: Route, key: str, known: Iterable[str] = ()) -> list[Step]:
    """Return the steps that still come after one as a rule, without those `known` to be open or done in its legs."""
    branches, there = branches_of(route), set(known)
    if route.find(key) is None:
        return list(route.steps)
    return [branches.route.step(each) for each in branches.ahead(key) if each not in there]


@functools.lru_cache(maxsize=500)
def branches_of(route: Route) -> Branches:
    """Return the legs of a route (of one whose ways are not drawn: none), worked out once by each process."""
    return Branches(route.drawn())
