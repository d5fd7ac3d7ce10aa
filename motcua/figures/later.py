"""A report as known on a later day beside what it was at the end of its period, cell by cell. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from motcua.core.text import sort_key
from motcua.reports.layouts import Layout
from motcua.reports.sheets import cell_text
from motcua.reports.tables import Row, total_of
from motcua.ui.formats import number

ALL, TOTAL = "all", "Tổng cộng"  # every field: in an address, as it is called


class Line(NamedTuple):
    """A row: its key in an address, its name, its cells as shown, and as they were at the end of the period."""

    key: str
    name: str
    cells: Mapping[str, Any]
    was: Mapping[str, Any]


def joined(layout: Layout, now: list[Row], then: list[Row]) -> list[Line]:
    """Return the rows of both, in order of their names, and last what they add up to."""
    nothing = layout.total([])
    cells, was = ({str(row.key): row.cells for row in rows} for rows in (now, then))
    names = {str(row.key): row.name for row in [*then, *now]}
    keys = sorted(names, key=lambda key: (sort_key(names[key]), names[key]))
    lines = [Line(key, names[key], cells.get(key, nothing), was.get(key, nothing)) for key in keys]
    return [*lines, Line(ALL, TOTAL, total_of(layout, now), total_of(layout, then))]


def since(now: Any, was: Any) -> str:
    """Say by how much a cell differs: +2; of a rate that it does, where one of both is of nothing; "" where alike."""
    if now == was:
        return ""
    if now is None or was is None:
        return "khác"
    return ("+" if now > was else "") + (number(now - was) if isinstance(now, int) else cell_text(now - was))


def all_of(lines: Sequence[Line]) -> list[tuple[str, str, Mapping[str, Any]]]:
    """Return them as (key, name, cells)."""
    return [(line.key, line.name, line.cells) for line in lines]
