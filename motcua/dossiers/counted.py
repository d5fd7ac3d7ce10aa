"""What of a dossier is counted, on which day: the facts from which every figure is made. Pure.

A dossier stands, at any moment, in a few respects that figures look at (`Standing`). Some count once, on the day they
came about: received, ended before, on or after the promised day, handed back. Others are a state that lasts (`open.…`):
one more on the day it begins, one less on the day it ends, so that the running total of a day is how many were so at
its end. A dossier becomes overdue by nobody's doing: what is promised for a day is one more overdue from that day on,
written when it is promised, and taken back when it ends or is promised anew. Only what was received is counted.

The mapping of II.06a that every report starts from: overdue and open means not ended, not waiting for the applicant,
the due moment before the end of the day; while the clock stands otherwise it is as late as it was when it stopped.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.core.clock import local
from motcua.dossiers.choices import LegEnd, Money, State, Trait

RECEIVED, REFUSED, RETURNED = "received", "refused", "returned"
EARLY, ON_DAY, LATE = "ended.early", "ended.on_day", "ended.late"
FINISHED, WITHDRAWN, STOPPED = "finished", "withdrawn", "stopped"
FINISHED_BY = {EARLY: "finished.early", ON_DAY: "finished.on_day", LATE: "finished.late"}
OVERDUE, SUPPLEMENT, PAYMENT, SUSPENDED = "open.overdue", "open.supplement", "open.payment", "open.suspended"
ENDS: dict[str, str] = {State.WITHDRAWN: WITHDRAWN, State.STOPPED: STOPPED}
WAITS: dict[str, str] = {
    State.WAITING_SUPPLEMENT: SUPPLEMENT,
    State.WAITING_PAYMENT: PAYMENT,
    State.SUSPENDED: SUSPENDED,
}
FOR_THE_APPLICANT = (SUPPLEMENT, PAYMENT)
SUSPENDED_OVERDUE = "open.suspended.overdue"
ASKED, ASKED_OVERDUE = "waiting.answer", "waiting.answer.overdue"  # filed online, not yet answered
APOLOGISED = "late.apologised"
CHARGED, PAID, PAID_ONLINE = "charged", "paid", "paid.online"
CHARGED_PAID, CHARGED_ONLINE = "charged.paid", "charged.online"  # of those that were received with something to pay
AMOUNT, AMOUNT_ONLINE = "paid.amount", "paid.online.amount"  # đồng
DIGITISED, REUSED, RESULT, DIGITISED_WHOLE = "digitised", "reused", "result.filed", "digitised.whole"
AT_RECEIPT = {Trait.FULL: "received.full", Trait.PART: "received.part", Trait.CROSSING: "received.crossing"}
OF_WHAT_CAME = {Trait.FILES: DIGITISED, Trait.REUSED: REUSED}
LATE_CAUSE, OPEN_CAUSE, CAUSE = "late.ended.{}", "late.open.{}", "late:"  # by the reason that was given; its trait
NET, GROSS, LONGEST = "took.net.{}", "took.gross.{}", 61  # working days; the last one and more
RATED, RATED_LOW = "rated", "rated.low"
LEG_RECEIVED, LEG_ON_TIME, LEG_LATE = "legs.received", "legs.on_time", "legs.late"  # of the agency of a leg

Change = tuple[str, date]  # a measure, and the day from which it is one more


@dataclass(frozen=True)
class Standing:
    """How a dossier stands; instants aware, None where there is none yet. `waits`: a measure of WAITS, or ""."""

    received: datetime | None = None
    refused: datetime | None = None
    ended: datetime | None = None
    how: str = ""  # FINISHED, WITHDRAWN or STOPPED
    returned: datetime | None = None
    due: datetime | None = None
    waits: str = ""
    stopped_at: datetime | None = None  # the clock stands since then
    answer_due: datetime | None = None  # filed online, to be answered by then
    traits: frozenset[str] = frozenset()  # of Trait
    money: str = ""
    amount: int = 0  # paid, in đồng
    took: int | None = None  # working days from receipt to result
    paused: int = 0  # of them waiting for the applicant
    rated: datetime | None = None
    rated_low: bool = False

    @property
    def is_open(self) -> bool:
        return self.received is not None and self.ended is None


def standing_of(known: Mapping[str, Any]) -> Standing:
    """Return how a dossier stands by its tracked fields as events keep them."""
    state, decided, closed = known.get("state", ""), _instant(known, "decided_at"), _instant(known, "closed_at")
    received = _instant(known, "received_at")
    how = FINISHED if decided else ENDS.get(state, "")
    return Standing(
        received=received,
        refused=closed if state == State.REFUSED else None,
        ended=decided or (closed if how else None),
        how=how if received else "",
        returned=_instant(known, "returned_at"),
        due=_instant(known, "appointed_due"),
        waits=WAITS.get(state, ""),
        stopped_at=_instant(known, "clock_stopped_at"),
        answer_due=_instant(known, "answer_due_at") if state == State.SUBMITTED else None,
        traits=frozenset(known.get("traits") or ()),
        money=known.get("money", ""),
        amount=known.get("paid_amount") or 0,
        took=known.get("took_days"),
        paused=known.get("paused_days") or 0,
        rated=_instant(known, "rated_at"),
        rated_low=bool(known.get("rated_low")),
    )


def _instant(known: Mapping[str, Any], name: str) -> datetime | None:
    value = known.get(name)
    return datetime.fromisoformat(value) if value else None


def changes(before: Standing, after: Standing, *, at: datetime) -> Counter[Change]:
    """Return by how much each measure changes from which day on, when a dossier that stood so now stands so."""
    found: Counter[Change] = Counter()
    found.subtract(_once(before))
    found.update(_once(after))
    turned = local(_when(before, after, at)).date()
    found.subtract((measure, max(day, turned)) for measure, day in _lasting(before))
    found.update((measure, max(day, turned)) for measure, day in _lasting(after))
    for measure, amount in _amounts(after).items():
        found[measure, turned] += amount - _amounts(before).get(measure, 0)
    return Counter({change: amount for change, amount in found.items() if amount})


def all_changes(steps: Iterable[tuple[datetime, Mapping[str, Any]]]) -> Counter[Change]:
    """Return what a whole history adds up to: (when it happened, the tracked fields that changed), in order."""
    known: dict[str, Any] = {}
    found: Counter[Change] = Counter()
    for at, changed in steps:
        before, known = standing_of(known), {**known, **changed}
        found.update(changes(before, standing_of(known), at=at))
    return Counter({change: amount for change, amount in found.items() if amount})


def _when(before: Standing, after: Standing, at: datetime) -> datetime:
    """Since when it stands anew: what is told of later began when it was received, and was over when it ended."""
    if after.received and not before.received:
        return after.received
    if after.ended and not before.ended:
        return after.ended
    return at


def _once(standing: Standing) -> Iterator[Change]:
    if standing.refused and not standing.received:
        yield REFUSED, local(standing.refused).date()
    if not standing.received:
        return
    first = local(standing.received).date()
    yield RECEIVED, first
    yield from ((measure, first) for measure in _received(standing))
    if standing.ended:
        yield from _ended(standing, standing.ended)
    if standing.returned:
        yield RETURNED, local(standing.returned).date()
    if standing.rated:
        day = local(standing.rated).date()
        yield from ((measure, day) for measure in ([RATED, RATED_LOW] if standing.rated_low else [RATED]))


def _received(standing: Standing) -> Iterator[str]:
    """What is so of what was received, also what came about later: by then it is known."""
    yield from (measure for trait, measure in (AT_RECEIPT | OF_WHAT_CAME).items() if trait in standing.traits)
    if standing.money in (Money.DUE, Money.PAID):
        yield CHARGED
    if standing.money == Money.PAID:
        yield CHARGED_PAID
        if Trait.PAID_ONLINE in standing.traits:
            yield CHARGED_ONLINE


def _ended(standing: Standing, at: datetime) -> Iterator[Change]:
    day, against = local(at).date(), ended_against(at, standing.due)
    yield against, day
    yield standing.how, day
    if standing.how == FINISHED:
        yield FINISHED_BY[against], day
        yield from ((measure, day) for measure in (*_took(standing), *_result(standing, is_late=against == LATE)))


def ended_against(ended: datetime, due: datetime | None) -> str:
    """Early is on an earlier day than was promised; on the promised day, not after its moment, is on time."""
    if due is None:
        return ON_DAY
    if local(ended).date() < local(due).date():
        return EARLY
    return LATE if ended > due else ON_DAY


def _took(standing: Standing) -> Iterator[str]:
    if standing.took is not None:
        yield GROSS.format(min(standing.took, LONGEST))
        yield NET.format(min(max(standing.took - standing.paused, 0), LONGEST))


def _result(standing: Standing, *, is_late: bool) -> Iterator[str]:
    """What is so of what was finished."""
    if Trait.RESULT in standing.traits:
        yield RESULT
        if Trait.FILES in standing.traits:
            yield DIGITISED_WHOLE
    if is_late and Trait.APOLOGISED in standing.traits:
        yield APOLOGISED
    if is_late:
        yield from (LATE_CAUSE.format(code) for code in _causes(standing))


def _causes(standing: Standing) -> list[str]:
    return [trait.removeprefix(CAUSE) for trait in sorted(standing.traits) if trait.startswith(CAUSE)]


def _lasting(standing: Standing) -> Iterator[Change]:
    """What is so from some moment on, each with the first day on which it can count."""
    if standing.received is None:
        yield from _unanswered(standing)
        return
    first = local(standing.received).date()
    if standing.money == Money.PAID:
        yield PAID, first
        if Trait.PAID_ONLINE in standing.traits:
            yield PAID_ONLINE, first
    if standing.is_open:
        yield from _open(standing, first)


def _unanswered(standing: Standing) -> Iterator[Change]:
    if standing.answer_due is not None and standing.refused is None:
        yield ASKED, date.min
        yield ASKED_OVERDUE, local(standing.answer_due).date()


def _open(standing: Standing, first: date) -> Iterator[Change]:
    """The states it is in."""
    if standing.waits:
        yield standing.waits, first
    if standing.due is None or standing.waits in FOR_THE_APPLICANT:
        return
    if standing.stopped_at is None or standing.due < standing.stopped_at:
        measures = [OVERDUE, *(OPEN_CAUSE.format(code) for code in _causes(standing))]
        more = [SUSPENDED_OVERDUE] if standing.waits == SUSPENDED else []
        yield from ((measure, local(standing.due).date()) for measure in (*measures, *more))


def _amounts(standing: Standing) -> dict[str, int]:
    """The money that was received, in đồng."""
    if standing.received is None or standing.money != Money.PAID:
        return {}
    online = {AMOUNT_ONLINE: standing.amount} if Trait.PAID_ONLINE in standing.traits else {}
    return {AMOUNT: standing.amount, **online}


def leg_changes(leg: Any) -> Iterator[Change]:
    """Yield what is counted of a leg: that it came to its agency, and whether it came to its join in time.

    One that was called off is neither; one without a due moment is in time.
    """
    yield LEG_RECEIVED, local(leg.started_at).date()
    if leg.end == LegEnd.JOINED:
        yield (LEG_LATE if leg.is_late(leg.ended_at) else LEG_ON_TIME), local(leg.ended_at).date()
