"""A draft tried on real figures: the report of a period as it would be, beside the version in force."""

from collections.abc import Iterator, Mapping
from typing import Any

from motcua.agencies.models import Post
from motcua.figures.reports import Asked, versions_of
from motcua.reports.checking import faults
from motcua.reports.layouts import Layout, layout_from
from motcua.reports.models import ReportLayout
from motcua.reports.sheets import cell_text, heads_of
from motcua.reports.tables import Row, rows_of, total_of

NOWHERE: Mapping[str, Any] = {}
TOTAL = "Tổng cộng"


class Tried(Asked):
    """The period and units of a trial: asked for like any report, of a layout that may never have been published."""

    def __init__(self, layout: ReportLayout, given: Mapping[str, Any], *, by: Post) -> None:
        self.draft: dict[str, Any] = layout.draft or {}
        super().__init__(layout.code, given, by=by)

    def versions(self, code: str) -> list[Layout]:
        return versions_of(code) or [layout_from(self.draft)]


def trial(layout: ReportLayout, given: Mapping[str, Any], *, by: Post) -> dict[str, Any]:
    """Return what the page of a trial shows; of a draft that cannot be counted only what is wrong with it."""
    if faults(layout.draft):
        return {"form": None, "lines": [], "differing": 0, "heads": [], "compared": None}
    asked = Tried(layout, given, by=by)
    if not asked.is_sound:
        return {"form": asked.form, "lines": [], "differing": 0, "heads": [], "compared": None}
    draft, current = layout_from(asked.draft), asked.layout if asked.layout.number else None
    first, last = asked.period
    rows = rows_of(draft, asked.scope, first=first, last=last)
    before = rows_of(current, asked.scope, first=first, last=last) if current else []
    lines = list(_lines(draft, rows, current, before))
    return {
        "form": asked.form, "period": asked.period, "columns": draft.columns, "heads": heads_of(draft),
        "group": draft.group_name, "compared": current, "lines": lines, "notes": draft.notes,
        "left": draft.signature.left, "right": draft.signature.right,
        "differing": sum(cell["differs"] for line in lines for cell in line["cells"]),
        "gone": [row.name for row in before if row.key not in {each.key for each in rows}] if current else [],
        "wrong": [(row.name, each) for row in rows for each in row.violated],
    }  # fmt: skip


def _lines(draft: Layout, rows: list[Row], current: Layout | None, before: list[Row]) -> Iterator[dict[str, Any]]:
    same = current is not None and current.group == draft.group
    were = {row.key: row.cells for row in before} if same else {}
    for row in rows:
        yield _line(row.name, row.cells, were.get(row.key, NOWHERE), compared=same)
    if rows:
        old = total_of(current, before) if current else NOWHERE
        yield _line(TOTAL, total_of(draft, rows), old, compared=current is not None)


def _line(name: str, cells: Mapping[str, Any], were: Mapping[str, Any], *, compared: bool) -> dict[str, Any]:
    """A row of the draft, each cell with what it is in the version in force: "" where there is no such column."""
    return {
        "name": name,
        "total": name == TOTAL,
        "cells": [
            {
                "text": cell_text(cell), "was": cell_text(were[key]) if key in were else "",
                "differs": compared and (key not in were or were[key] != cell),
            }
            for key, cell in cells.items()
        ],
    }  # fmt: skip
