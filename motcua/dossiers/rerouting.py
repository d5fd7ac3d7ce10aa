"""Open dossiers and the route of a later edition: where each would stand there, in whose hands, and why one cannot be
moved (docs/decisions/0055).

What is shown before is what is done: page and action ask the same `Target`. It writes nothing.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Prefetch

from motcua.agencies.models import Agency, Post
from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.dossiers.choices import PAUSED, Action, State, StepState
from motcua.dossiers.models import Consultation, Dossier, DossierQuerySet, Leg, Step
from motcua.dossiers.models.columns import ON_ROUTE
from motcua.dossiers.models.dossier import AGREEING
from motcua.dossiers.permissions import open_steps, opinions_of
from motcua.dossiers.places import place_on
from motcua.dossiers.promises import ended_pauses, later, step_due
from motcua.procedures import routes
from motcua.procedures.branches import Stack, branches_of
from motcua.procedures.editions import Content
from motcua.procedures.models import Edition, content_of, contents_of
from motcua.procedures.permissions import may_publish
from motcua.procedures.timing import Run
from motcua.worktime.calendars import Calendar
from motcua.worktime.stored import calendar_of

MOVABLE = (State.RECEIVED, State.IN_PROGRESS)
LISTED = (*MOVABLE, *PAUSED)
SIGN, RECEIVE = Action.SIGN.removeprefix("dossier."), Action.RECEIVE.removeprefix("dossier.")
OF_THE_DOSSIER = (routes.COMMUNE, routes.ANSWER)  # places that differ from dossier to dossier of one office
MOST_PAIRS, MOST_OF_A_KEY = 200, 60

Units = Callable[[Dossier, routes.Step, Content], Agency | None]


class Stays(BadInput):
    """Why a dossier keeps its route."""


@dataclass(frozen=True)
class Landing:
    """Where an open step comes to. `unit` None: found when it is moved, by the dossier's address or answers; `owner`
    None: anyone of the role there. `goes_on`: the same work in the same hands, which is not begun anew."""

    row: Step
    step: routes.Step
    unit: Agency | None
    owner: Post | None
    due: datetime | None
    goes_on: bool


@dataclass(frozen=True)
class Would:
    """What moving would do to a dossier: its landings, or the `problem` for which it stays. `ready`: when the new route
    would be through where that is after the promised day, which stays whatever comes."""

    dossier: Dossier
    landings: tuple[Landing, ...] = ()
    problem: str = ""
    ready: datetime | None = None


def on_older_routes(edition: Edition, *, by: Post) -> DossierQuerySet:
    """Return the open dossiers that go by an older, different route of the edition's adoption, for who may publish it.

    A masked list: codes, steps, units and who has them, for those who answer for the office's routes.
    """
    if not any(may_publish(hat, edition.adoption) for hat in by.hats):
        return Dossier.objects.none()
    older = dict.fromkeys(older_editions(edition))
    return Dossier.objects.annotate(on_route=ON_ROUTE).filter(on_route__in=older, state__in=LISTED)


def older_editions(edition: Edition) -> list[int]:
    """Return the keys of the earlier editions of its adoption whose route, or whose units, are not the same."""
    rows = Edition.objects.filter(adoption=edition.adoption_id, number__lt=edition.number).order_by("number")
    keys = list(rows.values_list("pk", flat=True))
    contents, new = contents_of([*keys, edition.pk]), content_of(edition.pk)
    return [key for key in keys if (contents[key].route, contents[key].division) != (new.route, new.division)]


def standing_in(rows: Any) -> list[tuple[int, str, int]]:
    """Return where dossiers of `on_older_routes` stand: the edition of their route, the step, how many; one query."""
    standing = rows.filter(steps__state=StepState.OPEN).order_by("on_route", "steps__key")
    return list(standing.values_list("on_route", "steps__key").annotate(Count("pk")))


def with_what_decides(rows: DossierQuerySet) -> DossierQuerySet:
    """With all that `Target` looks at: as many questions for one dossier as for many."""
    steps = Step.objects.filter(state=StepState.OPEN).select_related("task", "agency", "owner__person", "owner__agency")
    legs = Leg.objects.filter(end="").select_related("split").order_by("pk")
    opinions = Consultation.objects.select_related("agency")
    return rows.select_related("agency", "desk").prefetch_related(
        Prefetch("steps", steps), Prefetch("legs", legs), Prefetch("consultations", opinions), "pauses"
    )


def read_open(dossiers: list[Dossier]) -> None:
    """Let permissions look at the steps that were read along."""
    for dossier in dossiers:
        dossier.open_steps_read = list(dossier.steps.all())


def pair_key(route: int, step: str) -> str:
    """Return by what a step of an older edition (its key) is called in a mapping."""
    return f"{route}.{step}"


def checked_mapping(given: Any, route: routes.Route) -> dict[str, str]:
    """Return what the officer says of steps that the new route does not have. Raises BadInput `bad_mapping`,
    `unknown_step`."""
    if not isinstance(given, Mapping) or len(given) > MOST_PAIRS:
        raise BadInput("bad_mapping", "Bảng bước tương ứng không đúng dạng.", field="mapping")
    for key, value in given.items():
        if not (isinstance(key, str) and isinstance(value, str) and len(key) <= MOST_OF_A_KEY):
            raise BadInput("bad_mapping", "Bảng bước tương ứng không đúng dạng.", field="mapping")
        if route.find(value) is None:
            raise BadInput("unknown_step", "Quy trình mới không có bước được chọn.", field="mapping")
    return dict(given)


class Target:
    """The route of an edition in force to which dossiers are moved at a moment, with what the officer maps to what.

    Raises BadInput for a mapping that names what is not there.
    """

    def __init__(self, edition: Edition, mapping: Any, *, at: datetime, units: Units | None = None) -> None:
        self.edition, self.at, self.content = edition, at, content_of(edition.pk)
        self.route, self.branches = self.content.route, branches_of(self.content.route)
        self.mapping = checked_mapping(mapping, self.route)
        self.units = units or self._unit

    def outcome(self, dossier: Dossier) -> Would:
        """Return what moving a dossier would do."""
        try:
            landings = self.landings(dossier)
        except Stays as stays:
            return Would(dossier, problem=stays.message)
        return Would(dossier, landings, ready=self._too_late(dossier, landings))

    def landings(self, dossier: Dossier) -> tuple[Landing, ...]:
        """Return where its open steps come to. Raises Stays."""
        _check_free(dossier)
        legs = self._legs(dossier)
        return tuple(self._landing(dossier, row, legs) for row in open_steps(dossier))

    def choices(self) -> list[routes.Step]:
        """Return to which steps an old one may be mapped; in which legs they lie is judged for each dossier."""
        return [step for step in self.route.steps if not self._unfit(step)]

    def same(self, dossier: Dossier, row: Step) -> routes.Step | None:
        """Return the step of the same code and kind, None where there is none."""
        old, new = dossier.content.route.find(row.key), self.route.find(row.key)
        return new if old is not None and new is not None and old.kind == new.kind else None

    def _landing(self, dossier: Dossier, row: Step, legs: dict[int, Leg]) -> Landing:
        chosen = self.mapping.get(pair_key(dossier.route_edition_id or dossier.edition_id, row.key), "")
        step = self.same(dossier, row) or self.route.find(chosen)
        if step is None:
            raise Stays("no_counterpart", f"Bước “{row.name}” không có trong quy trình mới: chọn bước tương ứng.")
        stack = _stack(row, legs)
        if wrong := self._wrong(step, stack):
            raise Stays("wrong_step", wrong)
        return self._landed(dossier, row, step)

    def _wrong(self, step: routes.Step, stack: Stack) -> str:
        if stack not in self.branches.stacks.get(step.key, frozenset()):
            return f"Bước “{step.name}” ở quy trình mới không cùng chỗ: nằm trong, hoặc ngoài, các chặng song song."
        return self._unfit(step)

    def _unfit(self, step: routes.Step) -> str:
        """Why no dossier comes to a step by being moved: it would be received again, or never be signed."""
        if step.kind == routes.PAYMENT or RECEIVE in step.actions:
            return f"Không chuyển thẳng đến bước “{step.name}” được."
        ahead = (step, *(self.branches.route.step(key) for key in self.branches.ahead(step.key)))
        signs = any(SIGN in each.actions for each in self.route.steps)
        if signs and not any(SIGN in each.actions for each in ahead):
            return f"Bước “{step.name}” ở quy trình mới đứng sau bước ký."
        return ""

    def _landed(self, dossier: Dossier, row: Step, step: routes.Step) -> Landing:
        same_place = self._same_place(dossier, row, step)
        unit = row.agency if same_place else self.units(dossier, step, self.content)
        if unit is None and not step.at.startswith(OF_THE_DOSSIER):
            raise Stays("nobody_for_step", f"Chưa có ai nhận bước “{step.name}” của quy trình mới.")
        kept = unit == row.agency and row.role == step.role
        goes_on = kept and step.key == row.key and self._waits_alike(dossier, row, step)
        due = self._due(dossier, row, step, goes_on=goes_on)
        owner = row.owner if kept and (goes_on or _may_have(row.owner, on=self.at)) else None
        return Landing(row, step, unit, owner, due, goes_on)

    def _same_place(self, dossier: Dossier, row: Step, step: routes.Step) -> bool:
        """Whether it is done where the old one is: then it stays wherever it really is, redirected or taken over."""
        old = dossier.content
        rule = old.route.find(row.key)
        moved = step.at == routes.DIVISION and old.division != self.content.division
        return rule is not None and rule.at == step.at and row.role == step.role and not moved

    def _waits_alike(self, dossier: Dossier, row: Step, step: routes.Step) -> bool:
        """Whether the same delegations reach to it: else its line in the inbox is another one."""
        rule = dossier.content.route.find(row.key)
        return rule is not None and AGREEING.isdisjoint(rule.actions) == AGREEING.isdisjoint(step.actions)

    def _due(self, dossier: Dossier, row: Step, step: routes.Step, *, goes_on: bool) -> datetime | None:
        """Its new allotment: from now for a step that begins, from its beginning for one that goes on, never earlier
        than who has it was told."""
        if not goes_on or row.due_at is None:
            return step_due(self._calendar(dossier), start=self.at, amount=step.amount, unit=step.unit)
        halts = [(halt.start, halt.end) for halt in ended_pauses(dossier)]
        calendar = calendar_of(dossier.agency, local(row.started_at).date())
        due = step_due(calendar, start=row.started_at, amount=step.amount, unit=step.unit, pauses=halts)
        return later(row.due_at, due)

    def _calendar(self, dossier: Dossier) -> Calendar:
        return calendar_of(dossier.agency, local(self.at).date())

    def _too_late(self, dossier: Dossier, landings: tuple[Landing, ...]) -> datetime | None:
        """When the new route would be through if everybody took all of their time, where that is after the promise."""
        run, legs = Run(self.route, self._calendar(dossier)), {leg.pk: leg for leg in dossier.legs.all()}
        ends = [self._through(run, landing, legs) for landing in landings]
        ready = max((end for end in ends if end is not None), default=None)
        promised = dossier.appointed_due
        return ready if ready is not None and promised is not None and ready > promised else None

    def _through(self, run: Run, landing: Landing, legs: dict[int, Leg]) -> datetime | None:
        in_time = landing.goes_on and landing.due is not None and landing.due >= self.at
        key, moment = landing.step.key, landing.row.started_at if in_time else self.at
        end: datetime | None = moment
        for leg in reversed(_lineage(landing.row, legs)):
            end = run.until(key, end, leg.join) if end is not None else None
            key = leg.join
        return run.until(key, end) if end is not None else None

    def _legs(self, dossier: Dossier) -> dict[int, Leg]:
        """Return the legs that run, by their keys. Raises Stays unless each was opened by a split that the new route
        has as well: the same step, the same first steps, the same join."""
        legs = {leg.pk: leg for leg in dossier.legs.all() if not leg.end}
        old = dossier.content.route
        for leg in legs.values():
            if self._split(self.route, leg) != self._split(old, leg):
                raise Stays(
                    "other_legs",
                    f"Hồ sơ đang ở các chặng tách từ bước “{leg.split.name}”, quy trình mới không tách như vậy.",
                )
        return legs

    @staticmethod
    def _split(route: routes.Route, leg: Leg) -> Any:
        """What of a route a running leg leans on; None where it has no such split."""
        ways = route.ways_of(leg.split.key) if route.find(leg.split.key) else ()
        way = ways[leg.way] if leg.way < len(ways) else None
        if way is None or way.do != routes.SPLIT:
            return None
        join = branches_of(route).join_of((leg.split.key, leg.way))
        return way.to, join, route.step(join).join if join else ""

    def _unit(self, dossier: Dossier, step: routes.Step, content: Content) -> Agency | None:
        return place_on(dossier, step, content, on=local(self.at).date())


def _check_free(dossier: Dossier) -> None:
    """Raise Stays for what must come to its end before a dossier may be moved."""
    if dossier.state in PAUSED:
        raise Stays("paused", f"Hồ sơ đang ở trạng thái “{dossier.get_state_display()}”: chờ tiếp tục giải quyết.")
    if dossier.state not in MOVABLE:
        raise Stays("not_open", f"Hồ sơ ở trạng thái “{dossier.get_state_display()}”, không còn chuyển được.")
    if not open_steps(dossier):
        raise Stays("no_step", "Hồ sơ giải quyết ngay tại quầy, không có bước nào đang làm.")
    for row in open_steps(dossier):
        rule = dossier.content.route.find(row.key)
        if row.take_by is not None and row.taken_at is None:
            raise Stays("not_taken_over", f"Bước “{row.name}” chưa được xác nhận nhận bàn giao.")
        if rule is not None and (rule.kind == routes.SIGNING or SIGN in rule.actions):
            raise Stays("waits_for_signature", f"Hồ sơ đang chờ ký ở bước “{row.name}”.")
    waiting = next((each for each in opinions_of(dossier) if each.is_waiting), None)
    if waiting is not None:
        raise Stays("open_opinion", f"Đang chờ ý kiến của {waiting.agency.short_name}.")


def _may_have(post: Post | None, *, on: datetime) -> bool:
    return post is not None and post.is_held(local(on).date()) and post.person.is_active


def _lineage(row: Step, legs: Mapping[int, Leg]) -> list[Leg]:
    """Return the running legs in which a step lies, the outermost first."""

    def outward(key: int | None) -> Iterator[Leg]:
        while key is not None and key in legs:
            yield legs[key]
            key = legs[key].within_id

    return [*outward(row.branch_id)][::-1]


def _stack(row: Step, legs: Mapping[int, Leg]) -> Stack:
    return tuple(((leg.split.key, leg.way), leg.number) for leg in _lineage(row, legs))
