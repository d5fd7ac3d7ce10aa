"""A drawn route walked without a dossier: what is done at each step, where it then lies, and by when. Pure.

Everybody takes all of their allotment: a deed is done at the due moment of its step. Ways back leave the legs they come
out of; a join opens when as many legs came as it waits for, and calls the others off.
"""

from dataclasses import dataclass, field
from datetime import datetime

from motcua.procedures.branches import Branches, Split, Stack, branches_of
from motcua.procedures.redrawing import NotPossible
from motcua.procedures.routes import ALL, ANY, END, RETURN, SPLIT, Route, Step, Way
from motcua.procedures.timing import done_by
from motcua.worktime.calendars import Calendar

MOST_DEEDS = 300


@dataclass(frozen=True)
class Place:
    """Where the dossier lies: a step in the legs it came through, since when and until when."""

    step: Step
    legs: Stack
    begun: datetime
    due: datetime


@dataclass
class Rehearsal:
    """A walk from the start; `places` are the steps that are open, none at the end."""

    route: Route
    calendar: Calendar
    received: datetime
    places: list[Place] = field(default_factory=list)
    ended: datetime | None = None

    def __post_init__(self) -> None:
        self.branches: Branches = branches_of(self.route)
        self._arrived: dict[Split, set[int]] = {}
        self._open(self.route.first.key, (), self.received)

    def _open(self, key: str, legs: Stack, begun: datetime) -> None:
        step = self.route.step(key)
        self.places.append(Place(step, legs, begun, done_by(step, self.calendar, begun)))

    def act(self, key: str, number: int) -> Way:
        """Do the deed of that number at an open step. Raises NotPossible for what cannot be done there."""
        place = next((each for each in self.places if each.step.key == key), None)
        if place is None or not 0 <= number < len(place.step.ways):
            raise NotPossible("Không làm được việc này ở đây.")
        way = place.step.ways[number]
        self.places.remove(place)
        if way.do == SPLIT:
            split = (key, number)
            self._arrived.pop(split, None)
            for leg, to in enumerate(way.to):
                self._open(to, (*place.legs, (split, leg)), place.due)
        elif way.do == RETURN:
            self._go_back(place, way.to[0])
        else:
            self._go_on(place, way.to[0])
        return way

    def _go_on(self, place: Place, to: str) -> None:
        if to == END:
            self.ended = place.due
            self.places.clear()
        elif place.legs and self.branches.join_of(place.legs[-1][0]) == to:
            self._arrive(place, to)
        else:
            self._open(to, place.legs, place.due)

    def _arrive(self, place: Place, join: str) -> None:
        split, leg = place.legs[-1]
        arrived = self._arrived.setdefault(split, set())
        arrived.add(leg)
        legs = len(self.route.step(split[0]).ways[split[1]].to)
        wanted = self.route.step(join).join
        needed = {ALL: legs, ANY: 1}.get(wanted) or int(wanted)
        if len(arrived) >= needed:
            outside = place.legs[:-1]
            self._leave(len(outside), place.legs)
            self._open(join, outside, place.due)

    def _go_back(self, place: Place, to: str) -> None:
        level = self.branches.level_of(to, place.legs)
        if level < len(place.legs):
            self._leave(level, place.legs)
        self._open(to, place.legs[:level], place.due)

    def _leave(self, level: int, legs: Stack) -> None:
        """Call off all that runs in the legs of the split at that depth."""
        split = legs[level][0]
        self._arrived.pop(split, None)

        def is_inside(place: Place) -> bool:
            return place.legs[:level] == legs[:level] and len(place.legs) > level and place.legs[level][0] == split

        self.places = [each for each in self.places if not is_inside(each)]
