"""A report as XLSX, CSV and PDF: the columns with their numbers and names, the rows, the sum of all."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from motcua.agencies.models import Agency
from motcua.core.clock import local
from motcua.reports.layouts import Cell, Identity, Layout
from motcua.reports.layouts import Column as Counted
from motcua.reports.tables import Row, total_of
from motcua.reports.vocabulary import COUNT, UNITS
from motcua.ui.formats import number
from motcua.ui.formulas import Across, Down, Share
from motcua.ui.printing import print_paper
from motcua.ui.sheets import Column, Statement, write_csv, write_statement

NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
LEFT, RIGHT = ("Người lập biểu",), ("Thủ trưởng đơn vị",)  # of a layout that says nothing of it
BY_HAND = ("(Ký, ghi rõ họ tên)", "(Ký, đóng dấu, ghi rõ họ tên)")
NOTHING = "–"
FIRST = 2  # columns before the numbers


def xlsx_of(
    layout: Layout, rows: list[Row], *, agency: Agency, period: tuple[date, date], at: datetime,
    notes: Sequence[str] = (), known: date | None = None, below: str = "",
) -> bytes:  # fmt: skip
    """Return a workbook of one sheet, ready for A4 landscape; what other cells make up is a formula.

    `known`: the later day on which it was known so, None for the end of the period. `below`: what is said of that
    under the table instead.
    """
    told = below or _told(layout, local(at), known)
    left, right = letterhead(agency, at)
    signers = [("\n".join(lines), how) for lines, how in zip(_signed(layout), BY_HAND, strict=True)]
    return write_statement(
        Statement(
            title=layout.name, sheet=layout.code, left=left, right=right,
            lead=[f"Từ ngày {period[0]:%d/%m/%Y} đến hết ngày {period[1]:%d/%m/%Y}", layout.form],
            heads=[("", FIRST), *((head["name"], head["span"]) for head in heads_of(layout))],
            columns=[Column("TT", 6), Column(layout.group_name, 40),
                     *(Column(_named(each), 11) for each in layout.columns)],
            marks=["(1)", "(2)", *(f"({each.key})" for each in layout.columns)],
            rows=_counted(layout, rows), has_total=bool(rows), wrong=_wrong(layout, rows),
            notes=[*layout.notes, *faults_of(layout, rows), *notes, told], signers=signers,
        )
    )  # fmt: skip


def letterhead(agency: Agency, at: datetime) -> tuple[list[str], list[str]]:
    """Return what stands above a paper: at the left who makes it and who is above them, at the right the nation's
    motto, place and day."""
    day, above = local(at), agency.parent
    place = f"{agency.place or agency.short_name}, ngày {day:%d} tháng {day:%m} năm {day.year}"
    return [*([above.name.upper()] if above else []), agency.name.upper()], [*NATION, place]


def paper_head(agency: Agency, at: datetime) -> dict[str, Any]:
    """Return the same as the paper `report` takes it."""
    above = agency.parent.name if agency.parent else ""
    return {
        "agency": {"name": agency.name, "parent": above, "name_text": agency.name},
        "place": agency.place or agency.short_name, "date": local(at).date().isoformat(),
    }  # fmt: skip


def _told(layout: Layout, at: datetime, known: date | None) -> str:
    """What stands below the table: as known on which day (None: the last of the period), made when, by which layout."""
    since = (
        f"Số liệu tính cả việc ghi nhận đến hết ngày {known:%d/%m/%Y}" if known else "Số liệu như đã biết khi hết kỳ"
    )
    return f"{since}; lập lúc {at:%H:%M %d/%m/%Y}; mẫu biểu {layout.version}."


def _counted(layout: Layout, rows: list[Row]) -> list[list[Any]]:
    """The rows with their sums as formulas: columns made of others, and the sum of all rows."""
    places = {each.key: place for place, each in enumerate(layout.columns, FIRST)}
    found: list[list[Any]] = [
        [seq, row.name, *(_cell(each, row.cells[each.key], places) for each in layout.columns)]
        for seq, row in enumerate(rows, 1)
    ]
    total = total_of(layout, rows)
    sums = [
        _cell(each, total[each.key], places) if each.is_rate else Down(total[each.key], places[each.key])
        for each in layout.columns
    ]
    return [*found, ["", "Tổng cộng", *sums]] if rows else []


def _wrong(layout: Layout, rows: list[Row]) -> set[tuple[int, int]]:
    """The cells (row, column of the sheet) that something which does not hold is about."""
    tables = [row.cells for row in rows] + ([total_of(layout, rows)] if rows else [])
    found = [wrong_columns(layout, cells) for cells in tables]
    return {
        (line, place) for line, wrong in enumerate(found)
        for place, each in enumerate(layout.columns, FIRST) if each.key in wrong
    }  # fmt: skip


def _signed(layout: Layout) -> tuple[Sequence[str], Sequence[str]]:
    return layout.signature.left or LEFT, layout.signature.right or RIGHT


def _cell(column: Counted, value: Any, places: dict[str, int]) -> int | Across | Share:
    if column.is_rate:
        return Share(_filled(value), [places[key] for key in column.of], [places[key] for key in column.per])
    if not column.plus:
        return value
    return Across(value, [places[key] for key in column.plus], [places[key] for key in column.less])


def csv_of(layout: Layout, rows: list[Row]) -> Iterator[bytes]:
    """Yield the same rows as CSV."""
    return write_csv(columns_of(layout), lines_of(layout, rows))


def columns_of(layout: Layout) -> list[Column]:
    first = [Column("(1) TT", 6), Column(f"(2) {layout.group_name}", 40)]
    return first + [Column(title_of(each), 11) for each in layout.columns]


def title_of(column: Counted) -> str:
    """Return a column's number, the heading above, its name and, where it does not count dossiers, its unit."""
    return f"({column.key}) {f'{column.above}: ' if column.above else ''}{_named(column)}"


def _named(column: Counted) -> str:
    return column.name if column.unit == COUNT else f"{column.name} ({UNITS[column.unit]})"


def lines_of(layout: Layout, rows: list[Row]) -> list[list[Any]]:
    total = total_of(layout, rows)
    found: list[list[Any]] = [[place, row.name, *map(_filled, row.cells.values())] for place, row in enumerate(rows, 1)]
    return [*found, ["", "Tổng cộng", *map(_filled, total.values())]] if rows else []


def _filled(cell: Cell) -> Any:
    return NOTHING if cell is None else cell


def cell_text(cell: Cell) -> str:
    """Return a cell as people read it: a rate with two decimals, that of nothing as a dash."""
    if cell is None:
        return NOTHING
    return number(cell, 2) if isinstance(cell, Decimal) else number(cell)


def fault_words(identity: Identity, cells: Mapping[str, Any]) -> str:
    """Say what of an identity does not hold in a row, or that it does."""
    below = [f"cột ({key}) là {number(cells[key])}, không thể nhỏ hơn 0" for key in identity.below_zero(cells)]
    whole, parts = number(cells[identity.whole]), number(sum(cells[key] for key in identity.parts))
    told = " + ".join(f"({key})" for key in identity.parts)
    if identity.gap(cells):
        return "; ".join([f"cột ({identity.whole}) là {whole}, khác {told} là {parts}", *below])
    return "; ".join(below) or f"cột ({identity.whole}) là {whole}, bằng {told}"


def wrong_columns(layout: Layout, cells: Mapping[str, Any]) -> set[str]:
    """Return the columns of a row that something which does not hold is about."""
    return {key for identity in layout.violated(cells) for key in identity.columns}


def faults_of(layout: Layout, rows: list[Row]) -> list[str]:
    """Return a note for each row in which something does not hold; paper has no colour."""
    told = {row.name: [fault_words(each, row.cells) for each in layout.violated(row.cells)] for row in rows}
    return [f"Số liệu không khớp ở dòng “{name}”: {'; '.join(faults)}." for name, faults in told.items() if faults]


def heads_of(layout: Layout) -> list[dict[str, Any]]:
    """Return the groups of columns: {"name", "span", "columns"}; of name "" those that have no heading above."""
    groups = itertools.groupby(layout.columns, key=lambda column: column.above)
    found = [(name, list(group)) for name, group in groups]
    return [{"name": name, "span": len(columns), "columns": columns} for name, columns in found]


def pdf_of(
    layout: Layout, rows: list[Row], *, agency: Agency, period: tuple[date, date], at: datetime,
    notes: Sequence[str] = (), known: date | None = None, below: str = "",
) -> bytes:  # fmt: skip
    """Return the report on A4 landscape, with room for the signatures, told as `xlsx_of`; print it outside every
    transaction."""
    total = total_of(layout, rows)
    return print_paper(
        "report",
        {
            **paper_head(agency, at),
            "form": layout.form, "name": layout.name,
            "period": f"Từ ngày {period[0]:%d/%m/%Y} đến hết ngày {period[1]:%d/%m/%Y}", "group": layout.group_name,
            "heads": [{"name": head["name"], "span": head["span"]} for head in heads_of(layout)],
            "columns": [{"key": f"({column.key})", "name": _named(column)} for column in layout.columns],
            "rows": [
                {"seq": str(place), "name": row.name, "cells": [cell_text(each) for each in row.cells.values()],
                 "wrong": _marks(layout, row.cells)}
                for place, row in enumerate(rows, 1)
            ],
            "total": [cell_text(each) for each in total.values()] if rows else [], "wrong": _marks(layout, total),
            "left": list(_signed(layout)[0]), "right": list(_signed(layout)[1]),
            "notes": [*layout.notes, *faults_of(layout, rows), *notes],
            "note": below or _told(layout, local(at), known),
        },
    )  # fmt: skip


def _marks(layout: Layout, cells: Mapping[str, Any]) -> list[str]:
    """The columns of a row that something which does not hold is about, as they stand in the heading."""
    return [f"({key})" for key in sorted(wrong_columns(layout, cells))]
