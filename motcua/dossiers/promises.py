"""When a dossier is promised: the edition's limit on the agency's calendar, with the dossier's pauses.

*Late* is judged against `appointed_due` alone (DESIGN §4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.dossiers.choices import PauseKind
from motcua.dossiers.reply_terms import term_on
from motcua.procedures.editions import ASK, Content
from motcua.worktime.calendars import Calendar
from motcua.worktime.counting import instant_of, moment_of
from motcua.worktime.deadlines import DeadlineError, Limit, Policy, Promise, Rules, Unit, clock_of, follow_on, promise
from motcua.worktime.explain import explain
from motcua.worktime.limits import limit_from
from motcua.worktime.standing import add_working_hours
from motcua.worktime.stored import calendar_of
from motcua.worktime.tables import DAY


@dataclass(frozen=True)
class Halt:
    """A pause as the promise sees it."""

    kind: str
    start: datetime
    end: datetime


def limit_of(content: Content, *, case: str | None, channel: str, given: str = "") -> Limit:
    """Return the limit that holds at receipt: the edition's, or the one given where the edition asks the desk.

    Raises BadInput `limit_not_determined` when neither is a sure limit.
    """
    rule = content.limit_for(case=case or None, channel=channel)
    if rule is not None and rule.unit not in (ASK, Unit.UNKNOWN):
        return Limit(rule.amount, Unit(rule.unit))
    if not given:
        raise BadInput(
            "limit_not_determined",
            "Thủ tục này chưa có thời hạn xác định: hãy nhập thời hạn giải quyết.",
            field="limit",
        )
    try:
        limit = limit_from(given)
    except DeadlineError as error:
        raise BadInput("limit_not_understood", str(error), field="limit") from error
    if not limit.is_determined:
        raise BadInput(
            "limit_not_determined",
            f"Không hiểu chắc thời hạn “{given}”: {limit.doubt or 'chưa xác định'}.",
            field="limit",
        )
    return limit


def asks_for_limit(content: Content, *, case: str | None, channel: str) -> bool:
    """Tell whether the desk must give the limit at receipt."""
    rule = content.limit_for(case=case or None, channel=channel)
    return rule is None or rule.unit in (ASK, Unit.UNKNOWN)


def promise_for(
    calendar: Calendar, *, received: datetime, limit: Limit, content: Content, halts: Iterable[Halt] = ()
) -> Promise:
    """Return the promise with its reasoning; payment waits and suspensions pause whatever a supplement does.

    A supplement restarts, pauses or changes nothing, as the edition says; one that begins when the dossier is
    already late moves nothing.
    """
    policy = Policy(content.terms.supplement_policy)
    rules = Rules(cutoff=content.terms.cutoff, policy=Policy.PAUSE)
    halts = sorted(halts, key=lambda halt: halt.start)
    clock = clock_of(calendar, rules)
    others = [(h.start, h.end) for h in halts if h.kind != PauseKind.SUPPLEMENT]
    supplements = [h for h in halts if h.kind == PauseKind.SUPPLEMENT]
    if policy == Policy.RESTART and not others:  # one policy for all pauses: the clock itself tells the whole story
        stretches = [(h.start, h.end) for h in supplements]
        return promise(clock, received=received, limit=limit, rules=Rules(rules.cutoff, policy), pauses=stretches)
    if policy == Policy.PAUSE:
        others += [(h.start, h.end) for h in supplements]
    begin, made = received, promise(clock, received=received, limit=limit, rules=rules, pauses=others)
    if policy == Policy.RESTART:
        for halt in supplements:
            if made.due is None or halt.start < made.due:
                begin = halt.end
                later = [(start, end) for start, end in others if end > begin]
                made = promise(clock, received=begin, limit=limit, rules=rules, pauses=later)
    return made


def of_dossier(dossier: Any, content: Content, *, halts: Iterable[Halt] | None = None) -> Promise:
    """Return the promise of a received dossier as it stands, from its rows."""
    calendar = calendar_of(dossier.agency, local(dossier.received_at).date())
    return promise_for(
        calendar,
        received=dossier.received_at,
        limit=stored_limit(dossier),
        content=content,
        halts=ended_pauses(dossier) if halts is None else halts,
    )


def stored_limit(dossier: Any) -> Limit:
    """Return the limit under which the dossier was received."""
    amount = None if dossier.limit_amount is None else Decimal(dossier.limit_amount)
    return Limit(amount, Unit(dossier.limit_unit))


def ended_pauses(dossier: Any) -> list[Halt]:
    """Return the pauses that are over, oldest first; a dossier that never waited is not asked for them."""
    return (
        []
        if not dossier.resume_to
        else [Halt(p.kind, p.started_at, p.ended_at) for p in dossier.pauses.all() if p.ended_at is not None]
    )


def explained(dossier: Any, content: Content) -> list[str]:
    """Return in Vietnamese how the promised day came about, step by step; [] before receipt."""
    return explain(of_dossier(dossier, content)) if dossier.received_at is not None else []


def answer_due(calendar: Calendar, at: datetime) -> datetime:
    """Return until when an online dossier must be answered: so many working hours after it came in (`reply_terms`)."""
    return add_working_hours(calendar, at, term_on(local(at).date()).hours)


def step_due(
    calendar: Calendar,
    *,
    start: datetime,
    amount: Decimal | None,
    unit: str,
    pauses: Iterable[tuple[datetime, datetime]] = (),
) -> datetime | None:
    """Return until when a step should be done: its allotment from the moment it began, moved by later pauses."""
    return follow_on(calendar, started=start, limit=Limit(amount, Unit(unit)), pauses=pauses)


def later(told: datetime | None, due: datetime | None) -> datetime | None:
    """Return the later of the moment that people were told and another one: nobody has less time than they knew of."""
    return told or due if told is None or due is None else max(told, due)


def moved_by(calendar: Calendar, *, due: datetime, limit: Limit, halt: Halt, cutoff: time | None = None) -> datetime:
    """Return an appointed moment (after an extension) moved by a later pause, in the limit's own unit.

    Working minutes for hours; calendar days for days, months and years, working days for the others, both to the end of
    a working day.
    """
    if halt.start >= due:
        return due
    clock = clock_of(calendar, Rules(cutoff=cutoff))
    start, end = moment_of(halt.start), clock.effective(moment_of(halt.end))
    if limit.unit in (Unit.HOUR, Unit.MINUTE):
        seconds = clock.seconds_between(start, end)
        return instant_of(clock.after_seconds(moment_of(due), seconds)) if seconds else due
    gone, back = start // DAY, end // DAY
    day = moment_of(due) // DAY
    if limit.unit in (Unit.DAY, Unit.MONTH, Unit.YEAR):
        return max(due, instant_of(clock.end_from(day + back - gone)))
    number = clock.working_days_between(gone, back)
    return instant_of(clock.end_from(clock.working_day_after(day, number))) if number else due
