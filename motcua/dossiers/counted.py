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
from motcua.dossiers.choices import State

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
    yield RECEIVED, local(standing.received).date()
    if standing.ended:
        day, against = local(standing.ended).date(), ended_against(standing.ended, standing.due)
        yield against, day
        yield standing.how, day
        if standing.how == FINISHED:
            yield FINISHED_BY[against], day
    if standing.returned:
        yield RETURNED, local(standing.returned).date()


def ended_against(ended: datetime, due: datetime | None) -> str:
    """Early is on an earlier day than was promised; on the promised day, not after its moment, is on time."""
    if due is None:
        return ON_DAY
    if local(ended).date() < local(due).date():
        return EARLY
    return LATE if ended > due else ON_DAY


def _lasting(standing: Standing) -> Iterator[Change]:
    """The states it is in, each with the first day on which it can count."""
    if not standing.is_open or standing.received is None:
        return
    first = local(standing.received).date()
    if standing.waits:
        yield standing.waits, first
    if standing.due is None or standing.waits in FOR_THE_APPLICANT:
        return
    if standing.stopped_at is None or standing.due < standing.stopped_at:
        yield OVERDUE, local(standing.due).date()
