"""What a statutory report counts, as data: columns made of measures at the two ends of a period. Pure.

A column is one of `in_period` (how much measures grew), `at_start`, `at_end` (how they stand; weights add and take
away), each over some `channels` or all, or `sum` … `less` of other columns. An identity says which make up another.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from motcua.indicators.standing import END, START, Ends

FACTS = Path(__file__).parent / "facts"
WAYS = {"at_start": ((START, 1),), "at_end": ((END, 1),), "in_period": ((END, 1), (START, -1))}


@dataclass(frozen=True)
class Column:
    """One column; `weights`: measure → factor, read in the `way` of WAYS, "" for a sum of columns."""

    key: str
    name: str
    above: str = ""
    way: str = ""
    weights: Mapping[str, int] = field(default_factory=dict)
    channels: Sequence[str] = ()
    plus: Sequence[str] = ()
    less: Sequence[str] = ()


@dataclass(frozen=True)
class Identity:
    whole: str
    parts: Sequence[str]


@dataclass(frozen=True)
class Layout:
    """One report: grouped by a dimension; a row stands in it when `counted_when` is not zero."""

    code: str
    name: str
    form: str
    group: str
    counted_when: str
    columns: Sequence[Column]
    identities: Sequence[Identity]

    @property
    def measures(self) -> list[str]:
        return sorted({measure for column in self.columns for measure in column.weights})

    def cells(self, ends: Ends) -> dict[str, int]:
        """Return column → number of one row."""
        found = {column.key: _counted(column, ends) for column in self.columns if column.way}
        waiting = [column for column in self.columns if not column.way]
        while waiting:
            ready = [each for each in waiting if {*each.plus, *each.less} <= found.keys()]
            if not ready:
                raise ValueError(f"{self.code}: columns {[each.key for each in waiting]} rest on one another")
            for each in ready:
                found[each.key] = sum(found[key] for key in each.plus) - sum(found[key] for key in each.less)
            waiting = [each for each in waiting if each.key not in found]
        return {column.key: found[column.key] for column in self.columns}

    def violated(self, cells: Mapping[str, int]) -> list[Identity]:
        """Return the identities that do not hold in a row, and those with a number that cannot be: below zero."""
        return [
            each
            for each in self.identities
            if cells[each.whole] != sum(cells[key] for key in each.parts) or min(cells[key] for key in each.parts) < 0
        ]


def _counted(column: Column, ends: Ends) -> int:
    return sum(
        sign * weight * ends.at(when, measure, column.channels)
        for when, sign in WAYS[column.way]
        for measure, weight in column.weights.items()
    )


def layout_from(data: Mapping[str, Any]) -> Layout:
    """Read a layout; raises KeyError, ValueError for what is none."""
    return Layout(
        **{name: data[name] for name in ("code", "name", "form", "group", "counted_when")},
        columns=[_column(each) for each in data["columns"]],
        identities=[Identity(each["whole"], each["parts"]) for each in data["identities"]],
    )


def _column(data: Mapping[str, Any]) -> Column:
    ways = [way for way in WAYS if way in data]
    if len(ways) + ("sum" in data) != 1:
        raise ValueError(f"column {data['key']} has to be one of {sorted(WAYS)} or a sum")
    way = ways[0] if ways else ""
    return Column(
        key=data["key"], name=data["name"], above=data.get("above", ""), way=way, weights=data[way] if way else {},
        channels=data.get("channels", ()), plus=data.get("sum", ()), less=data.get("less", ()),
    )  # fmt: skip


def known() -> list[str]:
    """Return the codes of all reports."""
    return sorted(each.stem for each in FACTS.glob("*.json"))


@cache
def layout_of(code: str) -> Layout:
    """Return the layout of a report by its code; raises KeyError for none."""
    if code not in known():
        raise KeyError(code)
    return layout_from(json.loads((FACTS / f"{code}.json").read_text("utf-8")))
