"""What a changed calendar moves: the due moments of open dossiers and their open steps, later only, never earlier.

A printed promise stands even where the calendar has become kinder; an extension was appointed by a person and moves
only off a day that is no working day any more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.core.clock import local
from motcua.dossiers.choices import StepState
from motcua.dossiers.models import Dossier, DossierQuerySet, Step
from motcua.dossiers.promises import ended_pauses, of_dossier, step_due
from motcua.worktime.calendars import CalendarError
from motcua.worktime.counting import instant_of
from motcua.worktime.deadlines import Rules, clock_of
from motcua.worktime.stored import calendar_of


@dataclass(frozen=True)
class Move:
    """The due moments that a dossier would have; `steps` are its open steps that move, with their new moment."""

    dossier: Dossier
    limit_due: datetime | None
    appointed_due: datetime | None
    steps: tuple[tuple[Step, datetime], ...]

    @property
    def is_any(self) -> bool:
        """Whether something moves at all."""
        return self.moves_promise or bool(self.steps)

    @property
    def moves_promise(self) -> bool:
        """Whether the citizen's day moves."""
        return self.appointed_due != self.dossier.appointed_due


def concerned(agency_path: str, *, first: date, last: date | None) -> DossierQuerySet:
    """Return the open dossiers of a tree ("" for the nation's) whose time runs over the days from `first` to `last`.

    Nothing but their dates is for who looks: start from `visible_to` to show more.
    """
    rows = Dossier.objects.unfinished().exclude(received_at=None).exclude(appointed_due=None)
    if agency_path:
        rows = rows.filter(agency__path__startswith=agency_path)
    if last is not None:
        rows = rows.filter(received_at__date__lte=last)
    return rows.filter(appointed_due__date__gte=first).order_by("pk")


def moves(rows: DossierQuerySet) -> Iterator[Move]:
    """Yield what moves among these dossiers, by the calendars as they are now."""
    whole = rows.select_related("agency").prefetch_related("pauses", "steps__task")
    for dossier in whole.iterator(chunk_size=500):
        found = move_of(dossier)
        if found is not None and found.is_any:
            yield found


def move_of(dossier: Dossier) -> Move | None:
    """Return what moves of a dossier; None where its calendar says nothing."""
    content = dossier.content
    try:
        limit = of_dossier(dossier, content).due
        appointed = _appointed(dossier, limit)
        steps = tuple(_steps(dossier, content))
    except CalendarError:
        return None
    return Move(dossier, _later(dossier.limit_due, limit), _later(dossier.appointed_due, appointed), steps)


def _later(before: datetime | None, after: datetime | None) -> datetime | None:
    return before if before is None or after is None else max(before, after)


def _appointed(dossier: Dossier, limit: datetime | None) -> datetime | None:
    """Without an extension the promise is the limit's; an extended one goes on to a working day."""
    due = dossier.appointed_due
    if not dossier.extensions or due is None:
        return limit
    clock = clock_of(calendar_of(dossier.agency, local(due).date()), Rules())
    day = local(due).date()
    end = instant_of(clock.end_from(day.toordinal()))
    return _later(limit, end) if local(end).date() > day else limit


def _steps(dossier: Dossier, content: Any) -> Iterator[tuple[Step, datetime]]:
    halts = [(halt.start, halt.end) for halt in ended_pauses(dossier)]
    rules = {step.key: step for step in content.route.steps}
    for step in dossier.steps.all():
        rule = rules.get(step.key)
        if step.state != StepState.OPEN or rule is None or step.due_at is None:
            continue
        calendar = calendar_of(dossier.agency, local(step.started_at).date())
        due = step_due(calendar, start=step.started_at, amount=rule.amount, unit=rule.unit, pauses=halts)
        if due is not None and due > step.due_at:
            yield step, due
