"""A report as XLSX, CSV and PDF: the columns with their numbers and names, the rows, the sum of all."""

import itertools
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from motcua.agencies.models import Agency
from motcua.core.clock import local
from motcua.reports.layouts import Column as Counted
from motcua.reports.layouts import Layout
from motcua.reports.tables import Row, total_of
from motcua.ui.formats import number
from motcua.ui.printing import print_paper
from motcua.ui.sheets import Across, Column, Down, Statement, write_csv, write_statement

NATION = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
SIGNERS = (("Người lập biểu", "(Ký, ghi rõ họ tên)"), ("Thủ trưởng đơn vị", "(Ký, đóng dấu, ghi rõ họ tên)"))
FIRST = 2  # columns before the numbers


def xlsx_of(
    layout: Layout, rows: list[Row], *, agency: Agency, period: tuple[date, date], at: datetime,
    notes: Sequence[str] = (),
) -> bytes:  # fmt: skip
    """Return a workbook of one sheet, ready for A4 landscape; what other cells make up is a formula."""
    day = local(at)
    place = f"{agency.place or agency.short_name}, ngày {day:%d} tháng {day:%m} năm {day.year}"
    told = f"Số liệu như đã biết khi hết kỳ; lập lúc {day:%H:%M %d/%m/%Y}."
    return write_statement(
        Statement(
            title=layout.name,
            left=[*([agency.parent.name.upper()] if agency.parent else []), agency.name.upper()],
            right=[*NATION, place],
            lead=[f"Từ ngày {period[0]:%d/%m/%Y} đến hết ngày {period[1]:%d/%m/%Y}", layout.form],
            heads=[("", FIRST), *((head["name"], head["span"]) for head in heads_of(layout))],
            columns=[Column("TT", 6), Column("Lĩnh vực giải quyết", 40),
                     *(Column(each.name, 11) for each in layout.columns)],
            marks=["(1)", "(2)", *(f"({each.key})" for each in layout.columns)],
            rows=_counted(layout, rows), has_total=bool(rows), notes=[*notes, told], signers=SIGNERS,
        )
    )  # fmt: skip


def _counted(layout: Layout, rows: list[Row]) -> list[list[Any]]:
    """The rows with their sums as formulas: columns made of others, and the sum of all rows."""
    places = {each.key: place for place, each in enumerate(layout.columns, FIRST)}
    found: list[list[Any]] = [
        [seq, row.name, *(_cell(each, row.cells[each.key], places) for each in layout.columns)]
        for seq, row in enumerate(rows, 1)
    ]
    total = total_of(layout, rows)
    return [*found, ["", "Tổng cộng", *(Down(total[key], place) for key, place in places.items())]] if rows else []


def _cell(column: Counted, value: int, places: dict[str, int]) -> int | Across:
    if not column.plus:
        return value
    return Across(value, [places[key] for key in column.plus], [places[key] for key in column.less])


def csv_of(layout: Layout, rows: list[Row]) -> Iterator[bytes]:
    """Yield the same rows as CSV."""
    return write_csv(columns_of(layout), lines_of(layout, rows))


def columns_of(layout: Layout) -> list[Column]:
    first = [Column("(1) TT", 6), Column("(2) Lĩnh vực giải quyết", 40)]
    return first + [Column(f"({each.key}) {each.above}: {each.name}", 11) for each in layout.columns]


def lines_of(layout: Layout, rows: list[Row]) -> list[list[Any]]:
    total = total_of(layout, rows)
    found: list[list[Any]] = [[place, row.name, *row.cells.values()] for place, row in enumerate(rows, 1)]
    return [*found, ["", "Tổng cộng", *total.values()]] if rows else []


def heads_of(layout: Layout) -> list[dict[str, Any]]:
    """Return the groups of columns: {"name", "span"}."""
    return [
        {"name": name, "span": len(list(group))}
        for name, group in itertools.groupby(layout.columns, key=lambda column: column.above)
    ]


def pdf_of(
    layout: Layout, rows: list[Row], *, agency: Agency, period: tuple[date, date], at: datetime,
    notes: Sequence[str] = (),
) -> bytes:  # fmt: skip
    """Return the report on A4 landscape, with room for the signatures; print it outside every transaction."""
    total, above = total_of(layout, rows), agency.parent.name if agency.parent else ""
    return print_paper(
        "report",
        {
            "agency": {"name": agency.name, "parent": above, "name_text": agency.name},
            "place": agency.place or agency.short_name, "date": local(at).date().isoformat(),
            "form": layout.form, "name": layout.name,
            "period": f"Từ ngày {period[0]:%d/%m/%Y} đến hết ngày {period[1]:%d/%m/%Y}", "group": "Lĩnh vực",
            "heads": heads_of(layout),
            "columns": [{"key": f"({column.key})", "name": column.name} for column in layout.columns],
            "rows": [
                {"seq": str(place), "name": row.name, "cells": [number(each) for each in row.cells.values()]}
                for place, row in enumerate(rows, 1)
            ],
            "total": [number(each) for each in total.values()] if rows else [],
            "note": " ".join([*notes, f"Số liệu như đã biết khi hết kỳ; lập lúc {local(at):%H:%M %d/%m/%Y}."]),
        },
    )  # fmt: skip
