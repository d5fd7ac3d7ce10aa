"""The facts of a dossier, written beside its events."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from motcua.core.clock import local
from motcua.core.events import tracked
from motcua.dossiers.counted import all_changes, changes, leg_changes, standing_of
from motcua.indicators.actions import Of, facts
from motcua.indicators.models import Fact

WHOSE = ("agency", "channel")
LOOKED_AT = (
    "state", "received_at", "decided_at", "closed_at", "returned_at", "appointed_due", "clock_stopped_at",
    "answer_due_at", "traits", "money", "paid_amount", "took_days", "paused_days",
    "rated_at", "rated_low",
)  # fmt: skip


class Told(NamedTuple):
    """What an event told: when it happened, when it was recorded, the tracked fields that changed."""

    at: datetime
    recorded: datetime
    changed: Mapping[str, Any]


def counted(dossier: Any, known: Mapping[str, Any]) -> Iterator[Fact]:
    """Yield what the action in hand changes in the figures; most change nothing."""
    earlier = told(dossier.events)  # asked of the database only for one that moved
    on = local(dossier.recorded).date()
    present = tracked(dossier)
    yield from _changed(dossier, known, present, at=dossier.moment, on=on, earlier=earlier)
    for agency, measure, day, amount in dossier.__dict__.pop("told_beside", ()):
        yield from facts(_of(dossier, present, agency), {(measure, day): amount}, known_on=on)


def counted_again(dossier: Any, events: Iterable[Told]) -> Iterator[Fact]:
    """Yield the facts of a whole life, from its events, as they were written beside them."""
    known: dict[str, Any] = {}
    before: list[Told] = []
    for each in events:
        present = {**known, **each.changed}
        yield from _changed(dossier, known, present, at=each.at, on=local(each.recorded).date(), earlier=before)
        before.append(each)
        known = present


def told(events: Any) -> Iterator[Told]:
    """Yield what the events of one dossier told, in the order in which they were recorded."""
    for at, recorded, data in events.order_by("pk").values_list("happened_at", "recorded_at", "data"):
        yield Told(at, recorded, data.get("changed", {}))


def _changed(
    dossier: Any, known: Mapping[str, Any], present: Mapping[str, Any], *, at: datetime, on: date,
    earlier: Iterable[Told],
) -> Iterator[Fact]:  # fmt: skip
    moved = any(known.get(name) != present.get(name) for name in WHOSE)
    if moved and known.get("received_at"):  # what was reported before stays as it was known then
        found = all_changes((each.at, each.changed) for each in earlier)
        away = {change: -amount for change, amount in found.items()}
        yield from facts(_of(dossier, known), away, known_on=on)
        yield from facts(_of(dossier, present), found, known_on=on)
    if any(known.get(name) != present.get(name) for name in LOOKED_AT):
        found = changes(standing_of(known), standing_of(present), at=at)
        yield from facts(_of(dossier, present), found, known_on=on)


def legs_again(dossier: Any, legs: Iterable[Any]) -> Iterator[Fact]:
    """Yield the facts of the legs of a dossier, as they were written beside its events; known on their day."""
    for leg in legs:
        for measure, day in leg_changes(leg):
            yield from facts(
                _of(dossier, {"channel": dossier.channel}, leg.agency_id), {(measure, day): 1}, known_on=day
            )


def _of(dossier: Any, known: Mapping[str, Any], agency: int = 0) -> Of:
    return Of(agency or known["agency"], dossier.procedure_code, dossier.field_code, known["channel"])
