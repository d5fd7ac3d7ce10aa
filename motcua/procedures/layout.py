"""Where the steps of a route stand when it is drawn: a layer for each step of the way, a row for each leg. Pure.

Any route has a place for each of its steps, also one that cannot be walked yet: ways that lead back or nowhere are left
aside, and what nobody comes to stands below the rest.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from motcua.procedures.branches import branches_of
from motcua.procedures.routes import END, FINISH, FORWARD, SPLIT, Route, Step


@dataclass(frozen=True)
class Spot:
    """The place of a step: layers run onward from 0, rows beside one another from 0."""

    layer: int
    row: int


@dataclass(frozen=True)
class Onward:
    """One line of the drawing: from a step to one it leads on to (or END), by which deed."""

    source: str
    target: str
    do: str


def steps_once(route: Route) -> list[Step]:
    """Return the steps in their order, of those with one code the first."""
    return list({step.key: step for step in reversed(route.steps)}.values())[::-1]


def lines_onward(route: Route) -> list[Onward]:
    """Return every line that leads on to a step that exists, each once."""
    found = []
    for step in steps_once(route):
        for way in step.leading(FORWARD, SPLIT, FINISH):
            known = [to for to in way.to if to == END or route.find(to) is not None]
            found += [Onward(step.key, to, way.do) for to in known]
    return list(dict.fromkeys(found))


class Layout:
    """The places of the steps of a drawn route, and of END."""

    def __init__(self, route: Route) -> None:
        self.route = route
        self.lines = lines_onward(route)
        self._after: dict[str, list[str]] = {key: [] for key in (*(step.key for step in steps_once(route)), END)}
        for line in self.lines:
            self._after[line.source].append(line.target)
        self._drop_circles()
        self.layers = self._layers()
        self.spots: dict[str, Spot] = {}
        self._taken: set[tuple[int, int]] = set()
        branches = branches_of(route)
        self._joins = [(split[0], join) for split, _ in branches.splits if (join := branches.join_of(split))]
        self._home: dict[str, int] = {}  # the row of a joining step: that of the step whose legs it joins
        self._place_all()

    @property
    def order(self) -> list[str]:
        """The steps as one comes to them: those of a leg together, a joining step after its legs."""
        waits = Counter(to for targets in self._after.values() for to in targets)
        ahead = [key for key in reversed(self._starts()) if not waits[key]]
        found = []
        while ahead:
            found.append(key := ahead.pop())
            waits.subtract(self._after[key])
            ahead += reversed([to for to in dict.fromkeys(self._after[key]) if not waits[to]])
        return [key for key in found if key != END]

    def is_back(self, line: Onward) -> bool:
        """Whether a way onward leads to a step that stands before its own (a circle)."""
        return line.target not in self._after[line.source]

    def _starts(self) -> list[str]:
        start = self.route.find(self.route.start)
        first = [start.key] if start else [step.key for step in self.route.steps[:1]]
        return list(dict.fromkeys([*first, *self._after]))

    def _drop_circles(self) -> None:
        """Leave the ways aside that lead back to a step one came through."""
        done: set[str] = set()
        for start in self._starts():
            path: list[str] = [] if start in done else [start]
            while path:
                ahead = next((to for to in self._after[path[-1]] if to not in done), None)
                if ahead is None:
                    done.add(path.pop())
                elif ahead in path:
                    self._after[path[-1]].remove(ahead)
                else:
                    path.append(ahead)

    def _sorted(self) -> list[str]:
        """Every step before those it leads to."""
        found: dict[str, None] = {}
        for start in self._starts():
            path = [] if start in found else [start]
            while path:
                ahead = next((to for to in self._after[path[-1]] if to not in found), None)
                if ahead is None:
                    found[path.pop()] = None
                else:
                    path.append(ahead)
        return list(reversed(found))

    def _layers(self) -> dict[str, int]:
        layers = dict.fromkeys(self._after, 0)
        for key in self._sorted():
            for to in self._after[key]:
                layers[to] = max(layers[to], layers[key] + 1)
        layers[END] = max([layers[END], *layers.values()]) if self._after[END] == [] else layers[END]
        return layers

    def _place_all(self) -> None:
        for start in self._starts():
            if start != END and start not in self.spots:
                self._place(start, 0 if not self.spots else self._below())
        if END not in self.spots:
            self._put(END, 0)
        least = min(spot.row for spot in self.spots.values())
        self.spots = {key: Spot(spot.layer, spot.row - least) for key, spot in self.spots.items()}

    def _below(self) -> int:
        return max(row for _, row in self._taken) + 1

    def _place(self, start: str, row: int) -> None:
        ahead = [(start, row)]
        while ahead:
            key, wanted = ahead.pop()
            if key in self.spots:
                continue
            self._put(key, self._home.get(key, wanted))
            for _, join in (each for each in self._joins if each[0] == key):
                self._home.setdefault(join, self.spots[key].row)
            ahead += reversed(list(self._next(key)))

    def _next(self, key: str) -> Iterator[tuple[str, int]]:
        """The steps that follow, each with the row it should have: those beside one another around their own."""
        new = [to for to in self._after[key] if to not in self.spots]
        inner = [to for to in new if self._is_own(key, to)] or new
        first = self.spots[key].row - (len(inner) - 1) // 2
        for place, to in enumerate(inner):
            yield to, first + place
        yield from ((to, self.spots[key].row) for to in new if to not in inner)

    def _is_own(self, key: str, to: str) -> bool:
        """Whether a step is first come to from here; one that others lead to as well keeps the row of its first."""
        return sum(to in targets for targets in self._after.values()) == 1

    def _put(self, key: str, wanted: int) -> None:
        layer = self.layers[key]
        tried = (wanted + sign * far for far in range(len(self._after) + 1) for sign in (1, -1))
        row = next(row for row in tried if (layer, row) not in self._taken)
        self.spots[key] = Spot(layer, row)
        onward = [self.layers[to] for to in self._after[key]]
        for each in range(layer, max([layer + 1, *(onward if len(onward) == 1 else [])])):
            self._taken.add((each, row))
