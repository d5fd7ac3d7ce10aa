"""A report as XLSX, CSV and PDF: the columns with their numbers and names, the rows, the sum of all."""

import itertools
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from motcua.agencies.models import Agency
from motcua.core.clock import local
from motcua.reports.layouts import Layout
from motcua.reports.tables import Row, total_of
from motcua.ui.formats import number
from motcua.ui.printing import print_paper
from motcua.ui.sheets import Column, write_csv, write_sheet


def xlsx_of(layout: Layout, rows: list[Row], *, agency: Agency, period: tuple[date, date], at: datetime) -> bytes:
    """Return a workbook of one sheet, ready for A4 landscape."""
    lead = [
        layout.form,
        f"Đơn vị báo cáo: {agency.name}",
        f"Kỳ báo cáo: từ {period[0]:%d/%m/%Y} đến hết {period[1]:%d/%m/%Y}",
        f"Số liệu như đã biết khi hết kỳ; lập lúc {local(at):%H:%M %d/%m/%Y}",
    ]
    return write_sheet(f"{layout.code}. {layout.name}", columns_of(layout), lines_of(layout, rows), lead=lead)


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


def pdf_of(layout: Layout, rows: list[Row], *, agency: Agency, period: tuple[date, date], at: datetime) -> bytes:
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
            "note": f"Số liệu như đã biết khi hết kỳ; lập lúc {local(at):%H:%M %d/%m/%Y}.",
        },
    )  # fmt: skip
