"""What the generator must know of a ward: who does which step where, and the procedures with what they promise."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import accumulate

from motcua.agencies.models import Agency, Post
from motcua.core.clock import local
from motcua.core.models import Counter
from motcua.dossiers.choices import State
from motcua.dossiers.promises import asks_for_limit, promise_for, step_due
from motcua.procedures import routes
from motcua.procedures.editions import Case, Content
from motcua.procedures.models import Edition, contents_of
from motcua.worktime.calendars import Calendar
from motcua.worktime.counting import instant_of, moment_of
from motcua.worktime.deadlines import Limit, Promise, Rules, Unit, clock_of
from motcua.worktime.stored import calendar_of

VERBS = ("sign", "return_result", "approve", "propose", "hand_over")  # the one that finishes a step, the rarest first


@dataclass(frozen=True)
class Place:
    """A step of a route with the people who may do it, all of one unit."""

    step: routes.Step
    verb: str
    posts: tuple[Post, ...]

    @property
    def agency(self) -> int:
        return self.posts[0].agency_id


@dataclass(frozen=True)
class Offer:
    """A procedure as this ward gives it."""

    edition: Edition
    content: Content
    places: tuple[Place, ...]
    cases: tuple[Case, ...]

    def limit(self, case: str, channel: str) -> Limit:
        rule = self.content.limit_for(case=case or None, channel=channel)
        assert rule is not None
        return Limit(rule.amount, Unit(rule.unit))


@dataclass
class Ward:
    """One ward at work; `numbers` are the last numbers of its desk by day."""

    office: Agency
    desk: Agency
    calendar: Calendar
    offers: list[Offer]
    numbers: dict[str, int]
    weights: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.weights = list(accumulate(1 / (place + 2) for place in range(len(self.offers))))  # Zipf: few make most

    def offer(self, chance: random.Random) -> Offer:
        return chance.choices(self.offers, cum_weights=self.weights)[0]

    def code(self, day: date) -> str:
        """Take the next number of the day, as the desk writes its codes."""
        period = day.isoformat()
        number = self.numbers[period] = self.numbers.get(period, 0) + 1
        return f"{self.desk.code}-{day:%y%m%d}-{number:04}"

    def promise(self, offer: Offer, *, case: str, channel: str, at: datetime) -> Promise:
        return promise_for(
            self.calendar, received=at, limit=offer.limit(case, channel), content=offer.content, halts=()
        )

    def step_due(self, step: routes.Step, at: datetime) -> datetime | None:
        """The same moment as the product's `step_due`, by the whole-number interface where that can tell it."""
        if step.amount is None or step.amount % 1 or step.unit not in ("hour", "working_day"):
            return step_due(self.calendar, start=at, amount=step.amount, unit=step.unit)
        clock, begin, amount = clock_of(self.calendar, Rules()), moment_of(at), int(step.amount)
        if step.unit == "hour":
            return instant_of(clock.due_seconds(begin, amount * 3600))
        return instant_of(clock.due_working_days(begin, amount))

    def days_between(self, start: datetime, end: datetime) -> int:
        """Working days from one moment to another, as the product counts how long a dossier took."""
        days = local(start).toordinal(), local(end).toordinal()
        return clock_of(self.calendar, Rules()).working_days_between(*days)


def ward_of(code: str, *, today: date, seed: int) -> Ward:
    """Read a ward: its offers are in an order of their own, so that wards differ in what they do most."""
    office = Agency.objects.get(code=code)
    desk = Agency.objects.one_stop_of(office, today)
    assert desk is not None
    editions = list(Edition.objects.in_force(today).filter(office=office).without_content().order_by("code"))
    contents, reader = contents_of(edition.pk for edition in editions), Reader(office, desk, today)
    kept = [offer for each in editions if (offer := reader.offer(each, contents[each.pk])) is not None]
    random.Random(seed).shuffle(kept)
    numbers = dict(Counter.objects.filter(scope=f"dossier:{desk.pk}").values_list("period", "last"))
    return Ward(office, desk, calendar_of(office, today), kept, numbers)


@dataclass
class Reader:
    """Reads the procedures of a ward; who holds a role where is asked once."""

    office: Agency
    desk: Agency
    today: date
    found: dict[tuple[str, str], tuple[Post, ...]] = field(default_factory=dict)

    def offer(self, edition: Edition, content: Content) -> Offer | None:
        """Return None for what the generator does not tell: legs, payments, answers while the applicant waits."""
        steps, cases = content.route.steps, content.cases or (Case("", ""),)
        plain = all(step.kind == routes.STEP and not step.at.startswith(routes.AGENCY) for step in steps)
        if not plain or content.immediate or any(_unsure(content, case.key) for case in cases):
            return None
        places = tuple(place for step in steps if (place := self.place(step, content)) is not None)
        signed = any(place.verb == "sign" for place in places)
        whole = len(places) == len(steps) and signed and "receive" in steps[0].actions and steps[-1].key == "return"
        return Offer(edition, content, places, cases) if whole else None

    def place(self, step: routes.Step, content: Content) -> Place | None:
        """Return who does a step; None where nobody can."""
        units = {routes.DESK: self.desk.code, routes.DIVISION: content.division, routes.OFFICE: self.office.code}
        key = (step.role, units[step.at])
        if key not in self.found:
            held = Post.objects.that_can(step.role, Agency.objects.get(code=key[1]), self.today)
            self.found[key] = tuple(post for post in held if post.agency_id == held[0].agency_id)
        verb = next((verb for verb in VERBS if verb in step.actions), "hand_over")
        return Place(step, verb, self.found[key]) if self.found[key] else None


def _unsure(content: Content, case: str) -> bool:
    return any(
        asks_for_limit(content, case=case, channel=channel)
        or content.limit_for(case=case or None, channel=channel).unit == Unit.NONE  # type: ignore[union-attr]
        for channel in ("counter", "online")
    )


STATES = {  # of a hundred dossiers; the open ones came in within the last two weeks
    State.RETURNED: 82,
    State.DECIDED: 3,
    State.IN_PROGRESS: 9,
    State.RECEIVED: 2,
    State.WAITING_SUPPLEMENT: 2,
    State.REFUSED: 1,
    State.WITHDRAWN: 1,
}
