"""Every measure counted plainly over dossiers and events: held against the facts, and what is behind a cell.

A layout is made of measures at the ends of a period. So two things are proven here for all layouts at once: that each
measure is the same in the facts and in the plain count, and which dossiers a column of any layout counts.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from motcua.agencies.models import Agency
from motcua.core.clock import midnight
from motcua.indicators.models import Fact, Kind, Line, Measure
from motcua.indicators.standing import END, START, Ends, Scope, ends_of
from motcua.reports.contributions import Part, leaves_out_what_was_over, parts_of, sides, tells_when_paid
from motcua.reports.layouts import Layout

PLAIN = Path(__file__).parent / "plain"
DIMENSIONS = ("agency", "procedure", "field")
LASTS = ("open.", "waiting.", "late.open.")  # states: plain SQL tells them at the end only

Place = tuple[Any, ...]  # unit, procedure, field (as far as asked), channel, measure, start or end
Counts = Mapping[Place, int]


@dataclass(frozen=True)
class Apart:
    """A measure of a unit at an end of the period that the two ways count differently; `of`: procedure/field."""

    agency: int
    of: str
    measure: str
    channel: str
    end: str
    facts: int
    plain: int

    @property
    def about(self) -> str:
        when = "đầu kỳ" if self.end == START else "cuối kỳ"
        return ", ".join(filter(None, [self.of, self.measure, self.channel, when]))


def lasts(measure: str) -> bool:
    """Tell whether a measure is a state that lasts, not something that happened."""
    return measure.startswith(LASTS)


def verify_measures(*, first: date, last: date, only: Sequence[str] | None = None) -> list[Apart]:
    """Return where a measure (of `only` some) differs from the plain count at an end of a period; [] when none does.

    Of every unit by procedure, field and channel; of every unit in all, and of each with those below it, which are
    added up beforehand.
    """
    plain = {place: n for place, n in measured(first, last).items() if only is None or place[-2] in only}
    written = Fact.objects.values_list("measure", flat=True).distinct()
    there = {*Measure.objects.values_list("code", flat=True), *written, *(place[-2] for place in plain)}
    measures = sorted(there if only is None else only)
    found = _apart(_facts(Scope(), DIMENSIONS, measures, first, last), plain)
    found += _apart(_facts(Scope(), ["agency"], measures, first, last), _added(plain))
    for unit, units in _below():
        scope = Scope(agencies=[], trees=[unit])
        facts = {(unit, *place): n for place, n in _facts(scope, DIMENSIONS[1:], measures, first, last).items()}
        found += _apart(facts, _merged({place: n for place, n in plain.items() if place[0] in units}, unit))
    return found


def _facts(scope: Scope, by: Sequence[str], measures: Sequence[str], first: date, last: date) -> Counts:
    found = ends_of(scope, first=first, last=last, by=by, measures=measures)
    return {
        (*key, channel, measure, end): number
        for key, ends in found.items()
        for (measure, channel), end, number in _both(ends)
        if number and not (end == START and lasts(measure))
    }


def _both(ends: Ends) -> Iterator[tuple[tuple[str, str], str, int]]:
    yield from ((place, START, number) for place, number in ends.start.items())
    yield from ((place, END, number) for place, number in ends.end.items())


def asked_of(
    first: date, last: date, *, agencies: Sequence[int] | None = None, fields: Sequence[str] | None = None,
    procedures: Sequence[str] | None = None, parts: Sequence[Mapping[Part, int]] = (),
) -> dict[str, Any]:  # fmt: skip
    """Return the values of the plain SQL, of everything or of some units, fields and procedures.

    `parts`: what a dossier has to count in, to be found; then it may take the short way, which what proves facts may
    not.
    """
    since = midnight(first) if parts and all(map(leaves_out_what_was_over, parts)) else None
    return {
        "first": first, "over": midnight(last + timedelta(days=1)), "since": since, "quickly": bool(parts),
        "agencies": None if agencies is None else list(agencies), "fields": fields, "procedures": procedures,
        "pays": not parts or any(map(tells_when_paid, parts)),
    }  # fmt: skip


def counted(tail: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Return what plain SQL tells of every measure, put together as the file of that name says."""
    sql = "\n".join((PLAIN / f"{name}.sql").read_text("utf-8") for name in ("measures", tail))
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()


def measured(
    first: date, last: date, *, agencies: Sequence[int] | None = None, fields: Sequence[str] | None = None,
    procedures: Sequence[str] | None = None,
) -> Counts:  # fmt: skip
    """Return every measure of every unit, procedure, field and channel (or of some) at both ends, by plain SQL."""
    given = asked_of(first, last, agencies=agencies, fields=fields, procedures=procedures)
    rows = counted("measures.cells", given)
    both = {(*row[:5], end): row[5 + place] or 0 for row in rows for place, end in enumerate((START, END))}
    return {place: number for place, number in both.items() if number}


def behind(
    layout: Layout, column: str, *, first: date, last: date, agencies: Sequence[int],
    fields: Sequence[str] | None = None, procedures: Sequence[str] | None = None,
) -> list[int]:  # fmt: skip
    """Return the keys of the dossiers that a column of a layout counts, as they stood at the end of the period.

    Of all fields and procedures, or of those named by code. Raises KeyError for a column that counts no dossiers.
    """
    parts = parts_of(layout, column)
    given = asked_of(first, last, agencies=agencies, fields=fields, procedures=procedures, parts=[parts])
    return [key for key, _ in counted("measures.rows", given | sides(parts))]


def _below() -> Iterator[tuple[int, set[int]]]:
    """Yield each unit of which there are lines for those below it, with these and itself."""
    for top in Agency.objects.filter(pk__in=Line.objects.filter(kind=Kind.TREE).values("agency")).order_by("path"):
        yield top.pk, set(Agency.objects.below(top).order_by().values_list("pk", flat=True))


def _added(counts: Counts) -> Counts:
    """Add up the procedures and fields of each unit."""
    found: Counter[Place] = Counter()
    for (unit, _, _, *rest), number in counts.items():
        found[unit, *rest] += number
    return found


def _merged(counts: Counts, unit: int) -> Counts:
    """Add up units to the one above them."""
    found: Counter[Place] = Counter()
    for (_, *rest), number in counts.items():
        found[unit, *rest] += number
    return found


def _apart(facts: Counts, plain: Counts) -> list[Apart]:
    both = {place: (facts.get(place, 0), plain.get(place, 0)) for place in sorted({*facts, *plain})}
    return [
        Apart(unit, "/".join(of), measure, channel, end, *numbers)
        for (unit, *of, channel, measure, end), numbers in both.items()
        if numbers[0] != numbers[1]
    ]
