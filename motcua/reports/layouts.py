"""What a statutory report counts, as data: columns made of measures at the two ends of a period.

A column is one of `in_period` (how much measures grew), `at_start`, `at_end` (how they stand; weights add and take
away), each over some `channels` or all; or `sum` … `less` of other columns; or a `rate`: columns `of` in a hundred of
columns `per`. An identity says which columns make up another. A layout is versioned data (`models.py`): a report takes
the version in force on the last day of its period.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from motcua.core.clock import today
from motcua.indicators.standing import END, START, Ends
from motcua.reports.models import BEGINNING, LayoutVersion
from motcua.reports.vocabulary import COUNT

CALENDAR, REGULATED = "calendar", "regulated"
GROUPS = {"field": "Lĩnh vực", "procedure": "Thủ tục", "agency": "Đơn vị"}
ANY = "*"  # whichever column
HUNDREDTH = Decimal("0.01")
Cell = int | Decimal | None  # None: a rate of nothing
WAYS = {"at_start": ((START, 1),), "at_end": ((END, 1),), "in_period": ((END, 1), (START, -1))}


@dataclass(frozen=True)
class Column:
    """One column; `weights`: measure → factor, read in the `way` of WAYS, "" for a sum or a rate of columns."""

    key: str
    name: str
    above: str = ""
    way: str = ""
    weights: Mapping[str, int] = field(default_factory=dict)
    channels: Sequence[str] = ()
    plus: Sequence[str] = ()
    less: Sequence[str] = ()
    of: Sequence[str] = ()
    per: Sequence[str] = ()
    unit: str = COUNT

    @property
    def title(self) -> str:
        """Its name under the heading above."""
        return f"{self.above}: {self.name}" if self.above else self.name

    @property
    def is_rate(self) -> bool:
        return bool(self.per)


@dataclass(frozen=True)
class Identity:
    """Which columns have to make up another."""

    whole: str
    parts: Sequence[str]

    @property
    def columns(self) -> list[str]:
        return [self.whole, *self.parts]

    @property
    def text(self) -> str:
        """As people write it: (3) = (7) + (11)."""
        return f"({self.whole}) = {' + '.join(f'({key})' for key in self.parts)}"

    def gap(self, cells: Mapping[str, Any]) -> int:
        """Return by how much the whole is more than its parts."""
        return int(cells[self.whole] - sum(cells[key] for key in self.parts))

    def below_zero(self, cells: Mapping[str, Any]) -> list[str]:
        """Return the parts with a number that cannot be."""
        return [key for key in self.parts if cells[key] < 0]


@dataclass(frozen=True)
class Signature:
    """What stands above the two signatures, line by line; nothing: as the form of a statutory report has it."""

    left: Sequence[str] = ()
    right: Sequence[str] = ()


@dataclass(frozen=True)
class Layout:
    """One report: grouped by a dimension; a row stands in it when the column `counted_when`, or ANY, is not zero.

    `cut_off`: whose periods it is usually asked for. `number`, `valid_from`: which published version it is; 0: none.
    """

    code: str
    name: str
    form: str
    group: str
    counted_when: str
    columns: Sequence[Column]
    identities: Sequence[Identity]
    cut_off: str = CALENDAR
    signature: Signature = Signature()
    notes: Sequence[str] = ()
    number: int = 0
    valid_from: date = BEGINNING

    @property
    def measures(self) -> list[str]:
        return sorted({measure for column in self.columns for measure in column.weights})

    @property
    def counted(self) -> list[Column]:
        """The columns that add up: all but the rates."""
        return [column for column in self.columns if not column.is_rate]

    @property
    def group_name(self) -> str:
        return GROUPS[self.group]

    @property
    def version(self) -> str:
        """Which version it is, in words; what holds from the beginning has no day."""
        if not self.number:
            return "bản nháp"
        since = f", áp dụng từ {self.valid_from:%d/%m/%Y}" if self.valid_from > BEGINNING else ""
        return f"bản {self.number}{since}"

    def stands(self, cells: Mapping[str, Any]) -> bool:
        """Tell whether a row is part of the report."""
        keys = [column.key for column in self.counted] if self.counted_when == ANY else [self.counted_when]
        return any(cells[key] for key in keys)

    def cells(self, ends: Ends) -> dict[str, Any]:
        """Return column → number of one row, a Cell; that of a column that is no rate is a whole number."""
        return self.completed({column.key: _counted(column, ends) for column in self.columns if column.way})

    def completed(self, counted: Mapping[str, int]) -> dict[str, Any]:
        """Return all columns in order, from those that are not made of others."""
        found: dict[str, Any] = dict(counted)
        waiting = [column for column in self.columns if column.key not in found]
        while waiting:
            ready = [each for each in waiting if {*each.plus, *each.less, *each.of, *each.per} <= found.keys()]
            if not ready:
                raise ValueError(f"{self.code}: columns {[each.key for each in waiting]} rest on one another")
            for each in ready:
                found[each.key] = _made_of(each, found)
            waiting = [each for each in waiting if each.key not in found]
        return {column.key: found[column.key] for column in self.columns}

    def total(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Return what rows add up to; a rate is that of the sums."""
        return self.completed({column.key: sum(row[column.key] for row in rows) for column in self.counted})

    def violated(self, cells: Mapping[str, Any]) -> list[Identity]:
        """Return the identities that do not hold in a row, and those with a number that cannot be: below zero."""
        return [each for each in self.identities if each.gap(cells) or each.below_zero(cells)]


def rate(part: int, whole: int) -> Decimal | None:
    """Return how many in a hundred, two decimals, halves up; None where there is nothing to be measured."""
    return (Decimal(100 * part) / Decimal(whole)).quantize(HUNDREDTH, ROUND_HALF_UP) if whole else None


def _made_of(column: Column, found: Mapping[str, Any]) -> Cell:
    if column.is_rate:
        return rate(sum(found[key] for key in column.of), sum(found[key] for key in column.per))
    return int(sum(found[key] for key in column.plus) - sum(found[key] for key in column.less))


def _counted(column: Column, ends: Ends) -> int:
    return sum(
        sign * weight * ends.at(when, measure, column.channels)
        for when, sign in WAYS[column.way]
        for measure, weight in column.weights.items()
    )


def layout_from(data: Mapping[str, Any]) -> Layout:
    """Read a layout; raises KeyError, ValueError for what is none (`checking.py` says what is wrong, in words)."""
    signature = data.get("signature", {})
    return Layout(
        **{name: data[name] for name in ("code", "name", "form", "group", "counted_when")},
        columns=[_column(each) for each in data["columns"]],
        identities=[Identity(each["whole"], each["parts"]) for each in data["identities"]],
        cut_off=data.get("cut_off", CALENDAR),
        signature=Signature(signature.get("left", ()), signature.get("right", ())),
        notes=data.get("notes", ()),
    )


def _column(data: Mapping[str, Any]) -> Column:
    ways = [way for way in WAYS if way in data]
    if len(ways) + ("sum" in data) + ("rate" in data) != 1:
        raise ValueError(f"column {data['key']} has to be one of {sorted(WAYS)}, a sum or a rate")
    way, share = ways[0] if ways else "", data.get("rate", {})
    return Column(
        key=data["key"], name=data["name"], above=data.get("above", ""), way=way, weights=data[way] if way else {},
        channels=data.get("channels", ()), plus=data.get("sum", ()), less=data.get("less", ()),
        of=share.get("of", ()), per=share.get("per", ()), unit=data.get("unit", COUNT),
    )  # fmt: skip


def known(on: date | None = None) -> list[str]:
    """Return the codes of all reports with a version in force on a day, today."""
    return [layout.code for layout in layouts_on(on or today())]


def layouts_on(day: date) -> list[Layout]:
    """Return the layouts in force on a day, in order of their codes; one query."""
    return [published(version) for version in LayoutVersion.objects.in_force(day)]


def layout_of(code: str, *, on: date | None = None, number: int | None = None) -> Layout:
    """Return the layout of a report as it is in force on a day (today), or the version of a number, however old.

    Raises KeyError for none.
    """
    versions = LayoutVersion.objects.of(code)
    found = versions.in_force(on or today()) if number is None else versions.filter(number=number)
    for version in found:
        return published(version)
    raise KeyError(code)


def published(version: LayoutVersion) -> Layout:
    """Return the layout of a published version."""
    return replace(layout_from(version.content), number=version.number, valid_from=version.valid_from)
