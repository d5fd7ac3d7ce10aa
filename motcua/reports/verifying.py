"""The facts against plain SQL over the dossiers and their events: equal cell by cell, or told where not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from motcua.core.clock import LOCAL
from motcua.indicators.standing import Scope, ends_of
from motcua.reports.layouts import Layout

PLAIN = Path(__file__).parent / "plain"


@dataclass(frozen=True)
class Difference:
    """A cell of a unit and a field that the two ways count differently."""

    agency: int
    field: str
    column: str
    facts: int
    plain: int


def verify(layout: Layout, *, first: date, last: date, agencies: Sequence[int] | None = None) -> list[Difference]:
    """Return every cell in which the facts differ from the plain count over a period; [] when they are equal."""
    plain = {key: cells for key, cells in _plain(layout, first, last).items() if agencies is None or key[0] in agencies}
    found = ends_of(Scope(agencies=agencies), first=first, last=last, by=["agency", "field"], measures=layout.measures)
    facts = {key: layout.cells(ends) for key, ends in found.items()}
    keys = [column.key for column in layout.columns]
    return [
        Difference(place[0], place[1], key, facts.get(place, {}).get(key, 0), plain.get(place, {}).get(key, 0))
        for place in sorted({*facts, *plain})
        for key in keys
        if facts.get(place, {}).get(key, 0) != plain.get(place, {}).get(key, 0)
    ]


def behind(
    layout: Layout, column: str, *, first: date, last: date, agencies: Sequence[int], field: str | None = None
) -> list[int]:
    """Return the keys of the dossiers that a cell counts, as they stood at the end of the period."""
    given = _period(first, last) | {"field": field, "column": column, "agencies": list(agencies)}
    with connection.cursor() as cursor:
        cursor.execute(_sql(layout, "rows"), given)
        return [key for (key,) in cursor.fetchall()]


def _sql(layout: Layout, what: str) -> str:
    return "".join((PLAIN / f"{layout.code}{part}.sql").read_text("utf-8") for part in ("", f".{what}"))


def _period(first: date, last: date) -> dict[str, Any]:
    return {"begin": _midnight(first), "over": _midnight(last + timedelta(days=1))}


def _plain(layout: Layout, first: date, last: date) -> dict[Any, dict[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_sql(layout, "cells"), _period(first, last) | {"field": None})
        names = [column.name for column in cursor.description][2:]
        return {row[:2]: dict(zip(names, row[2:], strict=True)) for row in cursor.fetchall()}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)
