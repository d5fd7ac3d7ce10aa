"""The evaluation of offices as XLSX, CSV and PDF: by criterion the average and of how many dossiers, total and band."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from motcua.agencies.models import Agency
from motcua.core.clock import local
from motcua.reports.evaluation import Evaluated
from motcua.reports.evaluation_terms import NO_DATA, Evaluation, Scores, rounded, shown
from motcua.reports.sheets import BY_HAND, FIRST, LEFT, RIGHT, letterhead, paper_head
from motcua.ui.printing import print_paper
from motcua.ui.sheets import Column, Statement, write_csv, write_statement

ALL = "Tất cả"
NO_BAND = "chưa đủ số liệu"


def xlsx_of(
    evaluation: Evaluation, rows: Sequence[Evaluated], total: Scores, *, agency: Agency, period: tuple[date, date],
    at: datetime,
) -> bytes:  # fmt: skip
    """Return a workbook of one sheet, ready for A4 landscape, with room for the signatures."""
    whole = f"Quy đổi {evaluation.most} điểm"
    left, right = letterhead(agency, at)
    pairs = [each for _ in evaluation.criteria for each in (Column("Điểm", 8), Column("Số hồ sơ", 8))]
    columns = [Column("TT", 6), Column("Cơ quan", 36), *pairs, Column("Tổng điểm", 9), Column("Trên", 7),
               Column(whole, 9), Column("Xếp loại", 14)]  # fmt: skip
    return write_statement(
        Statement(
            title=evaluation.name, sheet="Đánh giá", left=left, right=right,
            lead=[_days(period).capitalize(), evaluation.form],
            heads=[("", FIRST), *((f"{each.key}. {each.name}", 2) for each in evaluation.criteria), ("Kết quả", 4)],
            columns=columns, marks=[f"({number})" for number in range(1, len(columns) + 1)],
            rows=lines_of(rows, total), strong=[len(rows)],
            notes=[_note(evaluation, at)], signers=list(zip([*LEFT, *RIGHT], BY_HAND, strict=True)),
        )
    )  # fmt: skip


def csv_of(evaluation: Evaluation, rows: Sequence[Evaluated], total: Scores) -> Iterator[bytes]:
    """Yield the same rows as CSV."""
    return write_csv(columns_of(evaluation), lines_of(rows, total))


def columns_of(evaluation: Evaluation) -> list[Column]:
    found = [Column("TT", 6), Column("Cơ quan", 40)]
    for each in evaluation.criteria:
        found += [Column(f"({each.key}) {each.name}: điểm", 11), Column(f"({each.key}) Số hồ sơ", 9)]
    whole = f"Quy đổi {evaluation.most} điểm"
    return [*found, Column("Tổng điểm", 9), Column("Trên", 7), Column(whole, 9), Column("Xếp loại", 14)]


def lines_of(rows: Sequence[Evaluated], total: Scores) -> list[list[Any]]:
    found = [[place, row.office.name, *_line(row.scores)] for place, row in enumerate(rows, 1)]
    return [*found, ["", ALL, *_line(total)]] if rows else []


def _line(scores: Scores) -> list[Any]:
    cells: list[Any] = []
    for cell in scores.cells.values():
        cells += [_number(cell.average), cell.number]
    return [*cells, _number(scores.total), scores.of, _number(scores.whole), scores.band or NO_BAND]


def _number(value: Fraction | None) -> Any:
    return NO_DATA if value is None else rounded(value)


def pdf_of(
    evaluation: Evaluation, rows: Sequence[Evaluated], total: Scores, *, agency: Agency, period: tuple[date, date],
    at: datetime,
) -> bytes:  # fmt: skip
    """Return the evaluation on A4 landscape, with room for the signatures; print it outside every transaction."""
    criteria = [f"{each.key}. {each.name}" for each in evaluation.criteria]
    columns = [*criteria, "Tổng điểm", "Xếp loại"]
    lines = [(str(place), row.office.name, row.scores) for place, row in enumerate(rows, 1)]
    return print_paper(
        "report",
        {
            **paper_head(agency, at),
            "form": evaluation.form, "name": evaluation.name, "period": _days(period).capitalize(), "group": "Cơ quan",
            "heads": [{"name": "Điểm bình quân theo tiêu chí", "span": len(criteria)}, {"name": "Kết quả", "span": 2}],
            "columns": [{"key": f"({place})", "name": name} for place, name in enumerate(columns, FIRST + 1)],
            "rows": [
                {"seq": seq, "name": name, "cells": _printed(scores), "strong": scores is total}
                for seq, name, scores in [*lines, *([("", ALL, total)] if rows else [])]
            ],
            "note": f"{_note(evaluation, at)} {NO_DATA.capitalize()}: ghi dấu –, không tính là 0 điểm.",
        },
    )  # fmt: skip


def _printed(scores: Scores) -> list[str]:
    cells = ["–" if cell.average is None else shown(cell.average) for cell in scores.cells.values()]
    total = "–" if scores.total is None else f"{shown(scores.total)}/{scores.of}"
    return [*cells, total, scores.band or NO_BAND]


def _days(period: tuple[date, date]) -> str:
    return f"từ ngày {period[0]:%d/%m/%Y} đến hết ngày {period[1]:%d/%m/%Y}"


def _note(evaluation: Evaluation, at: datetime) -> str:
    return (
        "Tổng điểm cộng các bình quân chưa làm tròn của những tiêu chí có số liệu; xếp loại theo tổng quy đổi ra"
        f" {evaluation.most} điểm khi ít nhất {evaluation.least} điểm có số liệu."
        f" Số liệu như đã biết lúc {local(at):%H:%M %d/%m/%Y}."
    )
