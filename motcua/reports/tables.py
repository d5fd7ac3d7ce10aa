"""A report of a period: its rows by field, procedure or unit, with what does not add up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from motcua.core.text import sort_key
from motcua.indicators.standing import Scope, ends_of
from motcua.procedures.models import Edition
from motcua.reports.layouts import Identity, Layout

UNSAID = "Chưa ghi lĩnh vực"


@dataclass(frozen=True)
class Row:
    """One row: the key of its group, the name by which it is shown, a number for each column, what does not hold."""

    key: Any
    name: str
    cells: Mapping[str, int]
    violated: list[Identity]


def rows_of(
    layout: Layout, scope: Scope, *, first: date, last: date, names: Mapping[Any, str] | None = None
) -> list[Row]:
    """Return the rows of a report, from the facts, in the order of their names."""
    if last < first:
        raise ValueError("the period ends before it begins")
    found = ends_of(scope, first=first, last=last, by=[layout.group], measures=layout.measures)
    names = names_of([key for (key,) in found]) if names is None else names
    counted = {key: layout.cells(ends) for (key,), ends in found.items()}
    rows = [
        Row(key, names.get(key) or str(key) or UNSAID, cells, layout.violated(cells)) for key, cells in counted.items()
    ]
    shown = [row for row in rows if row.cells[layout.counted_when] or row.violated]
    return sorted(shown, key=lambda row: (sort_key(row.name), row.name))


def total_of(layout: Layout, rows: list[Row]) -> dict[str, int]:
    """Return column → sum of all rows."""
    return {column.key: sum(row.cells[column.key] for row in rows) for column in layout.columns}


def names_of(keys: list[Any]) -> dict[Any, str]:
    """Return the name of each field, as the newest edition that has it calls it."""
    rows = Edition.objects.filter(field_code__in=keys).exclude(field_name="").order_by("field_code", "-pk")
    return dict(rows.distinct("field_code").values_list("field_code", "field_name"))
