"""Who should be told what by a moment: the rungs that hold, and the steps and dossiers that have reached them.

Reads only; what is found is told by `actions.telling`, shown beforehand by the preview. Cost: one walk over the open
steps in batches of 500 by key along an index of their own, four questions a batch; what is closed is never looked at.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.core.clock import LOCAL, local
from motcua.dossiers.actions.escalating import Inbox, head_of, leader_of
from motcua.dossiers.actions.steps import ANSWER
from motcua.dossiers.choices import PauseKind, State, StepState
from motcua.dossiers.models import Dossier, Pause, Step
from motcua.dossiers.reading import read_contents
from motcua.escalation.choices import Subject, When, Whom
from motcua.escalation.models import Alarm, Rung, WeeklyList
from motcua.worktime.calendars import CalendarError
from motcua.worktime.deadlines import Policy
from motcua.worktime.shares import moment_of_share
from motcua.worktime.stored import calendar_of

BATCH = 500
WORKING = (State.RECEIVED, State.IN_PROGRESS)  # nobody is told while the citizen is waited for, or has the result


@dataclass(frozen=True)
class Reached:
    """A rung that a step, or a dossier (`step` None), has reached: when, on the way to which due moment."""

    rung: Rung
    dossier: Dossier
    step: Step | None
    holds: Step
    due: datetime
    at: datetime

    @property
    def key(self) -> tuple[int, int | None, int, datetime]:
        """What is told once."""
        return self.rung.pk, self.step.pk if self.step else None, self.dossier.pk, self.due


class Ladders:
    """All rungs, read once: which are those of a unit on a day."""

    def __init__(self) -> None:
        self.by_path: dict[str, list[Rung]] = defaultdict(list)
        self.known: dict[tuple[str, date], list[Rung]] = {}
        for rung in Rung.objects.filter(dropped_at=None).select_related("agency"):
            self.by_path[rung.agency.path if rung.agency else ""].append(rung)

    def of(self, agency: Agency, on: date) -> list[Rung]:
        """Return the rungs that hold for a unit on a day: those of the nearest unit that has any, else the nation's."""
        if (agency.path, on) not in self.known:
            self.known[agency.path, on] = next(filter(None, self._held(agency, on)), [])
        return self.known[agency.path, on]

    def _held(self, agency: Agency, on: date) -> Iterator[list[Rung]]:
        for path in (*reversed(agency.paths_above()), ""):
            yield [rung for rung in self.by_path.get(path, ()) if _holds(rung, on)]

    def possible(self, agency: Agency) -> Iterator[Rung]:
        """Yield the rungs that may hold for a unit on some day."""
        for path in (*agency.paths_above(), ""):
            yield from self.by_path.get(path, ())

    def first_day(self) -> date | None:
        """Return the day before which no rung was reached."""
        return min((rung.valid_from for rungs in self.by_path.values() for rung in rungs), default=None)


def _holds(rung: Rung, on: date) -> bool:
    return rung.valid_from <= on and (rung.valid_to is None or on <= rung.valid_to)


def reached(until: datetime, *, within: str = "") -> Iterator[Reached]:
    """Yield what has reached a rung by a moment and was not told, by steps; of one tree, if it is named."""
    ladders = Ladders()
    first = ladders.first_day()
    if first is None:
        return
    began = datetime.combine(first, time(0), tzinfo=LOCAL)
    known: set[Any] = set()  # of several legs the first speaks for the dossier
    for steps in _batches(began, until, within):
        pauses = steps_pauses(steps)
        running = [time for step in steps for time in _running(step, pauses.get(step.dossier_id, []))]
        found = [each for time in running for each in time.reached(ladders, until)]
        told = _told(found)
        for each in found:
            if each.key not in told and each.key not in known:
                known.add(each.key)
                yield each


OF_STEP = ("key", "name", "role", "started_at", "due_at", "take_by", "taken_at", "agency", "owner")
OF_DOSSIER = (
    "code", "state", "edition", "route_edition", "procedure_code", "field_code", "agency", "step", "appointed_due",
    "effective_at", "received_at", "resume_to",
)  # fmt: skip


def _batches(began: datetime, until: datetime, within: str) -> Iterator[list[Step]]:
    """Yield the open steps of running dossiers, with their dossiers: first the keys along their own index, since asked
    together with the dossiers PostgreSQL would put the whole table in order for each batch. Units and owners are few
    and the same again and again: each is read once a run."""
    rows = Step.objects.filter(started_at__lte=until, dossier__state__in=WORKING)
    rows = rows.filter(Q(due_at__gte=began) | Q(dossier__appointed_due__gte=began) | Q(take_by__gte=began))
    if within:
        rows = rows.filter(agency__path__startswith=within)
    rows = rows.select_related("dossier").only(*OF_STEP, *(f"dossier__{name}" for name in OF_DOSSIER)).order_by("pk")
    walk, last = Step.objects.filter(state=StepState.OPEN).order_by("pk").values_list("pk", flat=True), 0
    units, owners = Once(Agency.objects.all()), Once(Post.objects.with_names())
    while keys := list(walk.filter(pk__gt=last)[:BATCH]):
        last = keys[-1]
        if batch := list(rows.filter(pk__in=keys)):
            read_contents(step.dossier for step in batch)
            units.read({step.agency_id for step in batch} | {step.dossier.agency_id for step in batch})
            owners.read({step.owner_id for step in batch if step.owner_id})
            for step in batch:
                step.agency, step.owner = units.known[step.agency_id], owners.known.get(step.owner_id)
                step.dossier.agency = units.known[step.dossier.agency_id]
            yield batch


class Once:
    """Rows by key, each asked for once."""

    def __init__(self, rows: Any) -> None:
        self.rows, self.known = rows, dict[Any, Any]()

    def read(self, keys: set[int]) -> None:
        """Ask for those that are not known yet: one query, none where all are."""
        if missing := keys - self.known.keys():
            self.known |= self.rows.in_bulk(missing)


def steps_pauses(steps: Iterable[Step]) -> dict[int, list[Pause]]:
    """Return dossier → its pauses that are over, of those that ever waited; one query, none where nobody waited."""
    keys = {step.dossier_id for step in steps if step.dossier.resume_to}
    found: dict[int, list[Pause]] = defaultdict(list)
    for pause in Pause.objects.filter(dossier__in=keys).exclude(ended_at=None) if keys else ():
        found[pause.dossier_id].append(pause)
    return found


@dataclass(frozen=True)
class Running:
    """A time that runs: whose, on whose ladder, from when to when, without which pauses."""

    subject: str
    holds: Step
    agency: Agency
    start: datetime
    due: datetime
    pauses: list[Pause]

    def moment(self, rung: Rung) -> datetime | None:
        """When a rung is reached; None where the calendar knows no working time."""
        if rung.percent is None:
            return self.due
        stops = [(pause.started_at, pause.ended_at) for pause in self.pauses if pause.ended_at is not None]
        try:
            calendar = calendar_of(self.holds.dossier.agency, local(self.start).date())
            return moment_of_share(calendar, start=self.start, due=self.due, percent=rung.percent, pauses=stops)
        except CalendarError:
            return None

    def reached(self, ladders: Ladders, until: datetime) -> Iterator[Reached]:
        """Yield the rungs reached by a moment, each by the ladder of the day on which it was."""
        for rung in ladders.possible(self.agency):
            at = self.moment(rung) if rung.subject == self.subject else None
            if at is not None and at < until and rung in ladders.of(self.agency, local(at).date()):
                step = None if self.subject == Subject.DOSSIER else self.holds
                yield Reached(rung, self.holds.dossier, step, self.holds, self.due, at)


def _running(step: Step, pauses: list[Pause]) -> Iterator[Running]:
    """Yield the times that run while a step is open: its own, that of a hand-over to be confirmed, the dossier's."""
    dossier = step.dossier
    if step.key == ANSWER:
        return
    if step.due_at is not None:
        yield Running(Subject.STEP, step, step.agency, step.started_at, step.due_at, pauses)
    if step.take_by is not None and step.taken_at is None:
        yield Running(Subject.HAND_OVER, step, step.agency, step.started_at, step.take_by, pauses)
    if dossier.appointed_due is not None:
        start, stops = time_of(dossier, pauses)
        yield Running(Subject.DOSSIER, step, dossier.agency, start, dossier.appointed_due, stops)


def time_of(dossier: Dossier, pauses: list[Pause]) -> tuple[datetime, list[Pause]]:
    """Return from when a dossier's time runs, and which pauses stop it, by what its edition says of supplements."""
    start: datetime = dossier.effective_at or dossier.received_at  # type: ignore[assignment]
    policy = Policy(dossier.content.terms.supplement_policy)
    supplements = [pause for pause in pauses if pause.kind == PauseKind.SUPPLEMENT]
    others = [pause for pause in pauses if pause.kind != PauseKind.SUPPLEMENT]
    if policy == Policy.CONTINUE:
        return start, others
    if policy == Policy.RESTART and supplements:
        start = max([start, *(pause.ended_at for pause in supplements if pause.ended_at)])
        return start, [pause for pause in others if pause.ended_at and pause.ended_at > start]
    return start, pauses


def _told(found: list[Reached]) -> set[Any]:
    if not found:
        return set()
    rows = Alarm.objects.filter(dossier__in={each.dossier.pk for each in found}).order_by()
    return set(rows.values_list("rung", "step", "dossier", "due"))


class Inboxes:
    """In whose inbox what is told lies, asked once for each unit of a run."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.known: dict[tuple[int, str], Inbox | None] = {}

    def of(self, found: Reached) -> Inbox | None:
        """Return the inbox of whom a rung names; None where there is nobody."""
        if found.rung.whom == Whom.OWNER:
            step = found.holds
            return step.agency, step.role, step.owner
        agency = found.holds.agency if found.rung.whom == Whom.HEAD else found.dossier.agency
        key = (agency.pk, found.rung.whom)
        if key not in self.known:
            self.known[key] = self.named(agency, found.rung.whom)
        return self.known[key]

    def named(self, agency: Agency, whom: str) -> Inbox | None:
        """Return who heads, leads, or sees to the reform; what nobody heads is told to who leads."""
        if whom == Whom.REFORM:
            nearest = Post.objects.that_can(Role.REFORM_OFFICER, agency, self.on)
            return (nearest[0].agency, Role.REFORM_OFFICER, None) if nearest else None
        head = head_of(agency, on=self.on) if whom == Whom.HEAD else None
        return head or leader_of(agency, on=self.on)


def weekly_moment(rung: Rung, *, at: datetime) -> tuple[date, datetime]:
    """Return the Monday of the week of a moment, and when in that week the list is made."""
    day = local(at).date()
    monday = day - timedelta(days=day.weekday())
    number = ("mon", "tue", "wed", "thu", "fri").index(rung.weekday)
    return monday, datetime.combine(monday + timedelta(days=number), time(rung.hour or 0), tzinfo=LOCAL)


def weekly_due(at: datetime, *, ladders: Ladders | None = None) -> Iterator[tuple[Rung, Agency, date]]:
    """Yield the weekly lists whose hour of this week has come and which are not made: rung, office with somebody for
    the reform, week."""
    ladders, since = ladders or Ladders(), local(at).date() - timedelta(days=7)
    made = set(WeeklyList.objects.filter(week__gte=since).values_list("rung", "agency", "week"))
    held = Post.objects.held(local(at).date()).filter(role=Role.REFORM_OFFICER).order_by().values("agency")
    for agency in Agency.objects.filter(pk__in=held).order_by("pk"):
        for rung in ladders.of(agency, local(at).date()):
            if rung.at != When.WEEKLY:
                continue
            week, moment = weekly_moment(rung, at=at)
            if moment <= at and (rung.pk, agency.pk, week) not in made:
                yield rung, agency, week
