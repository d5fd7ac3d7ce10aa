"""What of a report is kept when it is frozen, and what became known since about the days it tells of. Pure reading."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from motcua.reports.layouts import Column, Layout, published
from motcua.reports.models import FrozenReport
from motcua.reports.tables import Row, rows_of

NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Changed:
    """A cell that reads otherwise now: of which row, which column, what it was, what it is."""

    key: str
    name: str
    column: Column
    was: Any
    now: Any


def kept(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return rows as they are kept: rates as text, so that no digit is lost."""
    return [
        {"key": row.key, "name": row.name, "cells": {key: _plain(n) for key, n in row.cells.items()}} for row in rows
    ]


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)


def layout_of_frozen(frozen: FrozenReport) -> Layout:
    return published(frozen.layout)


def rows_frozen(frozen: FrozenReport) -> list[Row]:
    """Return the rows as they were frozen, as a report has them: columns in their order, rates as numbers."""
    layout = layout_of_frozen(frozen)
    return [_row(layout, each) for each in frozen.rows]


def _row(layout: Layout, row: Mapping[str, Any]) -> Row:
    cells = {column.key: _number(row["cells"].get(column.key)) for column in layout.columns}
    return Row(row["key"], row["name"], cells, layout.violated(cells))


def _number(value: Any) -> Any:
    return Decimal(value) if isinstance(value, str) else value


def rows_known(frozen: FrozenReport, *, known: date | None = None) -> list[Row]:
    """Return the rows of the same report as known at its end, or on a later day, from the facts."""
    layout = layout_of_frozen(frozen)
    return rows_of(layout, frozen.whose, first=frozen.first, last=frozen.last, known=known)


def changed_since(layout: Layout, was: Sequence[Row], now: Sequence[Row]) -> list[Changed]:
    """Return the cells that differ between rows as they were and as they are."""
    return list(_changed(layout, {row.key: row for row in was}, {row.key: row for row in now}))


def _changed(layout: Layout, was: Mapping[Any, Row], now: Mapping[Any, Row]) -> Iterator[Changed]:
    for key in [*was, *(key for key in now if key not in was)]:
        name = (was.get(key) or now[key]).name
        before, after = (rows[key].cells if key in rows else NOTHING for rows in (was, now))
        for column in layout.columns:
            pair = before.get(column.key, 0), after.get(column.key, 0)
            if pair[0] != pair[1]:
                yield Changed(str(key), name, column, *pair)
