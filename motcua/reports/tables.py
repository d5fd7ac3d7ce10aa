"""A report of a period: its rows by field, procedure or unit, with what does not add up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from motcua.agencies.models import Agency
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
    cells: Mapping[str, Any]  # a Cell
    violated: list[Identity]


def rows_of(
    layout: Layout, scope: Scope, *, first: date, last: date, names: Mapping[Any, str] | None = None,
    known: date | None = None,
) -> list[Row]:  # fmt: skip
    """Return the rows of a report, from the facts as known at its end (or on a later day), in order of their names."""
    if last < first:
        raise ValueError("the period ends before it begins")
    if layout.group == "agency":
        scope = unit_by_unit(scope)
    found = ends_of(scope, first=first, last=last, by=[layout.group], measures=layout.measures, known=known)
    names = names_of(layout.group, [key for (key,) in found]) if names is None else names
    counted = {key: layout.cells(ends) for (key,), ends in found.items()}
    rows = [
        Row(key, names.get(key) or str(key) or UNSAID, cells, layout.violated(cells)) for key, cells in counted.items()
    ]
    shown = [row for row in rows if layout.stands(row.cells) or row.violated]
    return sorted(shown, key=lambda row: (sort_key(row.name), row.name))


def unit_by_unit(scope: Scope) -> Scope:
    """Return the same units, each named: what was added up for those above no longer tells them apart."""
    tops = Agency.objects.filter(pk__in=scope.trees)
    below = {key for top in tops for key in Agency.objects.below(top).order_by().values_list("pk", flat=True)}
    return replace(scope, trees=(), agencies=sorted(below.union(scope.agencies or ()))) if scope.trees else scope


def total_of(layout: Layout, rows: list[Row]) -> dict[str, Any]:
    """Return column → sum of all rows, a rate that of the sums."""
    return layout.total([row.cells for row in rows])


def names_of(group: str, keys: list[Any]) -> dict[Any, str]:
    """Return the name of each field or procedure, as the newest edition that has it calls it, or of each unit."""
    if group == "agency":
        return dict(Agency.objects.filter(pk__in=keys).values_list("pk", "name"))
    code, name = ("code", "name") if group == "procedure" else ("field_code", "field_name")
    rows = Edition.objects.filter(**{f"{code}__in": keys}).exclude(**{name: ""}).order_by(code, "-pk")
    return dict(rows.distinct(code).values_list(code, name))
