"""A table of figures as XLSX, CSV and PDF: the heads of an official paper above it, below it who signs."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from motcua.agencies.models import Agency
from motcua.core.clock import local
from motcua.reports.sheets import BY_HAND, LEFT, NOTHING, RIGHT, letterhead, paper_head
from motcua.ui import formats
from motcua.ui.formulas import worth
from motcua.ui.printing import print_paper
from motcua.ui.sheets import Column, Statement, write_csv, write_statement

CENT = Decimal("0.01")


def as_told(value: Any) -> str:
    """Write a cell as people read it: a rate with two decimals, what nobody counted as a dash."""
    if value is None:
        return NOTHING
    if isinstance(value, Decimal):
        return formats.number(value, 2)
    return formats.number(value) if isinstance(value, int | float) else str(value)


def signed(value: Any) -> str:
    """Write a change: +3.217, −12,5."""
    more = isinstance(value, int | float | Decimal) and value > 0
    return f"+{as_told(value)}" if more else as_told(value)


def in_hundred(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """Return a share in percent as spreadsheet programs round it: two decimals, halves away from zero."""
    return (Decimal(part) * 100 / whole).quantize(CENT, ROUND_HALF_UP) if whole else None


@dataclass(frozen=True)
class Kept:
    """A column after the name: the heading above it, its own, its width in mm on paper, how its cells are written.

    `words`: it holds text, which begins at its left.
    """

    name: str
    width: int
    above: str = ""
    words: bool = False
    told: Callable[[Any], str] = as_told


@dataclass(frozen=True)
class Line:
    """A row: its number, its name, a cell for each column: a number, a formula of places, a text; None: not told."""

    seq: Any
    name: str
    cells: Sequence[Any]
    is_strong: bool = False  # a sum, or the heading of a part


@dataclass(frozen=True)
class Printed:
    """A table with what stands above and below it; `form` says in a line by what rule or of what it tells."""

    agency: Agency
    at: datetime
    title: str
    form: str
    period: str
    group: str
    columns: Sequence[Kept]
    lines: Sequence[Line]
    notes: Sequence[str] = ()

    def file(self, kind: str) -> list[bytes]:
        """Return it as xlsx, csv or pdf; print it outside every transaction."""
        if kind == "csv":
            return list(write_csv(self._columns(), self._rows()))
        return [self._pdf() if kind == "pdf" else self._xlsx()]

    def _columns(self) -> list[Column]:
        named = [Column(f"{each.above}: {each.name}" if each.above else each.name) for each in self.columns]
        return [Column("TT"), Column(self.group), *named]

    def _rows(self) -> list[list[Any]]:
        return [[each.seq, each.name, *each.cells] for each in self.lines]

    def _marks(self) -> list[str]:
        return [f"({number})" for number in range(1, len(self.columns) + 3)]

    def _heads(self) -> list[tuple[str, int]]:
        groups = itertools.groupby(self.columns, key=lambda each: each.above)
        return [(above, len(list(columns))) for above, columns in groups]

    @property
    def _note(self) -> str:
        told = f"Dấu {NOTHING} hay ô trống: không có số liệu hoặc không tính được tỷ lệ, khác với số 0."
        return f"{told} Lập lúc {local(self.at):%H:%M %d/%m/%Y}."

    def _xlsx(self) -> bytes:
        left, right = letterhead(self.agency, self.at)
        columns = [Column(each.name, max(each.width / 2, 10)) for each in self.columns]  # a sign is about 2 mm wide
        return write_statement(
            Statement(
                title=self.title, left=left, right=right,
                lead=[self.period, self.form], heads=[("", 2), *self._heads()],
                columns=[Column("TT", 6), Column(self.group, 40), *columns],
                marks=self._marks(), rows=self._rows(),
                strong=[place for place, each in enumerate(self.lines) if each.is_strong],
                notes=[*self.notes, self._note], signers=list(zip([*LEFT, *RIGHT], BY_HAND, strict=True)),
            )
        )  # fmt: skip

    def _pdf(self) -> bytes:
        marks = self._marks()
        return print_paper(
            "report",
            {
                **paper_head(self.agency, self.at),
                "form": self.form, "name": self.title, "period": self.period, "group": self.group,
                "heads": [{"name": name, "span": span} for name, span in self._heads()],
                "columns": [
                    {"key": mark, "name": each.name, "width": each.width, "words": each.words}
                    for mark, each in zip(marks[2:], self.columns, strict=True)
                ],
                "rows": [self._printed(each) for each in self.lines],
                "notes": list(self.notes), "note": self._note,
            },
        )  # fmt: skip

    def _printed(self, line: Line) -> dict[str, Any]:
        cells = [column.told(worth(cell)) for column, cell in zip(self.columns, line.cells, strict=True)]
        return {"seq": str(line.seq), "name": line.name, "strong": line.is_strong, "cells": cells}
