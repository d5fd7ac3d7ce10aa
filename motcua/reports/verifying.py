"""The facts against plain SQL over the dossiers and their events: equal cell by cell, or told where not."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from motcua.agencies.models import Agency
from motcua.core.clock import midnight
from motcua.indicators.models import Kind, Line
from motcua.indicators.standing import Scope, ends_of
from motcua.reports.layouts import Layout

PLAIN = Path(__file__).parent / "plain"


@dataclass(frozen=True)
class Difference:
    """A cell of a unit and a field ("": all) that the two ways count differently."""

    agency: int
    field: str
    column: str
    facts: int
    plain: int

    @property
    def about(self) -> str:
        return f"{self.field}, cột ({self.column})"


def has_plain(layout: Layout) -> bool:
    """Whether a plain count was written for the layout: for a version with which the house was shipped."""
    return layout.number <= 1 and (PLAIN / f"{layout.code}.sql").exists()


Cells = dict[tuple[int, str], dict[str, int]]  # by unit and field; the field is "" of all fields
ALL_FIELDS = ""


def verify(layout: Layout, *, first: date, last: date) -> list[Difference]:
    """Return every cell in which the facts differ from the plain count over a period; [] when they are equal.

    Of every unit by field, of every unit in all, and of every unit with those below it by field: what is added up
    beforehand is held against the plain count like what is not.
    """
    plain = counted_plainly(layout, first, last)
    keys = [column.key for column in layout.counted]
    found = _differences(keys, _by_field(layout, first, last), plain)
    found += _differences(keys, _whole(layout, first, last), _added(plain))
    for unit, units in _below().items():
        wanted = {place: cells for place, cells in plain.items() if place[0] in units}
        found += _differences(keys, _tree(layout, first, last, unit), _added(wanted, to=unit))
    return found


def _by_field(layout: Layout, first: date, last: date) -> Cells:
    found = ends_of(Scope(), first=first, last=last, by=["agency", "field"], measures=layout.measures)
    return {(unit, field): layout.cells(ends) for (unit, field), ends in found.items()}


def _whole(layout: Layout, first: date, last: date) -> Cells:
    found = ends_of(Scope(), first=first, last=last, by=["agency"], measures=layout.measures)
    return {(unit, ALL_FIELDS): layout.cells(ends) for (unit,), ends in found.items()}


def _tree(layout: Layout, first: date, last: date, unit: int) -> Cells:
    scope = Scope(agencies=[], trees=[unit])
    found = ends_of(scope, first=first, last=last, by=["field"], measures=layout.measures)
    return {(unit, field): layout.cells(ends) for (field,), ends in found.items()}


def _below() -> dict[int, set[int]]:
    """Return each unit of which there are lines for those below it, with these and itself."""
    tops = Agency.objects.filter(pk__in=Line.objects.filter(kind=Kind.TREE).values("agency")).order_by("path")
    return {top.pk: set(Agency.objects.below(top).order_by().values_list("pk", flat=True)) for top in tops}


def _added(cells: Cells, *, to: int | None = None) -> Cells:
    """Add up the fields of each unit, or the units of each field to one of them."""
    found: Cells = defaultdict(lambda: defaultdict(int))
    for (unit, field), numbers in cells.items():
        for key, number in numbers.items():
            found[(unit, ALL_FIELDS) if to is None else (to, field)][key] += number
    return found


def _differences(keys: Sequence[str], facts: Cells, plain: Cells) -> list[Difference]:
    nothing: dict[str, int] = {}
    return [
        Difference(place[0], place[1], key, counted, wanted)
        for place in sorted({*facts, *plain})
        for key in keys
        for counted, wanted in [(facts.get(place, nothing).get(key, 0), plain.get(place, nothing).get(key, 0))]
        if counted != wanted
    ]


def _sql(layout: Layout, what: str) -> str:
    return "".join((PLAIN / f"{layout.code}{part}.sql").read_text("utf-8") for part in ("", f".{what}"))


def _period(first: date, last: date) -> dict[str, Any]:
    return {"begin": midnight(first), "over": midnight(last + timedelta(days=1))}


def counted_plainly(layout: Layout, first: date, last: date) -> Cells:
    """Return the cells of every unit and field by plain SQL over dossiers and events."""
    with connection.cursor() as cursor:
        cursor.execute(_sql(layout, "cells"), _period(first, last) | {"field": None})
        names = [column.name for column in cursor.description][2:]
        return {row[:2]: dict(zip(names, row[2:], strict=True)) for row in cursor.fetchall()}
