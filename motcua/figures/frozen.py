"""Frozen reports on screen: the numbers as they were handed in, and what became known since."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from motcua.agencies.models import Agency, Post
from motcua.core.clock import local
from motcua.dossiers.models.sight import overseen
from motcua.figures.later import ALL, TOTAL
from motcua.figures.reports import Asked, can_open, root_of
from motcua.figures.violated import wrong_in
from motcua.reports.actions import freeze
from motcua.reports.freezing import Changed, changed_since, layout_of_frozen, rows_frozen, rows_known
from motcua.reports.layouts import Column, Layout
from motcua.reports.models import FrozenReport
from motcua.reports.permissions import freezes
from motcua.reports.sheets import cell_text, heads_of, wrong_columns
from motcua.reports.tables import rows_of, total_of
from motcua.ui.inputs import Form, LineField

MOST_WORDS = 300


class FreezeForm(Form):
    """Whether there is anything to say of it; needed to freeze once more."""

    note = LineField(
        label="Lý do chốt lại", required=False, max_length=MOST_WORDS,
        help_text="Chỉ khi báo cáo này đã chốt một lần: ghi vì sao chốt thêm bản nữa.",
    )  # fmt: skip

    def inputs(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


def unit_of(asked: Asked) -> Agency:
    """Return the unit under whose name a report is frozen."""
    return asked.unit or root_of(asked.by)


def _path(asked: Asked) -> str:
    """The path of that unit, without asking for it."""
    return asked.unit.path if asked.unit else overseen(asked.by)


def may_freeze(asked: Asked) -> bool:
    """Whether a period is over and the post may; what is frozen is whole, never of a field or a procedure alone, and
    as known at its end."""
    over = asked.is_sound and asked.period[1] < local(asked.by.present).date()
    over = over and not (asked.narrowed or asked.known)
    return over and freezes(asked.by, _path(asked))


def put(asked: Asked, *, note: str = "") -> FrozenReport:
    """Freeze a report as it is asked for in the address."""
    first, last = asked.period
    return freeze(
        by=asked.by, agency=unit_of(asked), report=asked.layout.code, first=first, last=last, scope=asked.scope,
        own=asked.own, note=note,
    )  # fmt: skip


def frozen_of(asked: Asked) -> list[FrozenReport]:
    """Return what was frozen of the report that is asked for, the newest first."""
    first, last = asked.period
    same = {"agency__path": _path(asked), "own": asked.own, "first": first, "last": last}
    rows = FrozenReport.objects.visible_to(asked.by).filter(**same, layout__layout__code=asked.layout.code)
    return list(rows.select_related("frozen_by__person", "layout"))


def kept_of(asked: Asked) -> dict[str, Any]:
    """Return what the page of a report says of its being frozen."""
    over = asked.period[1] < local(asked.by.present).date()
    frozen = frozen_of(asked) if over and not asked.narrowed else []
    return {"over": over, "may_freeze": may_freeze(asked), "frozen": frozen}


def since_its_end(asked: Asked) -> list[dict[str, Any]]:
    """Return the cells of a report that read otherwise by what is known today than at the end of its period."""
    first, last = asked.period
    today: date = local(asked.by.present).date()
    then, now = (rows_of(asked.layout, asked.scope, first=first, last=last, known=known) for known in (None, today))
    return _shown(changed_since(asked.layout, then, now))


def page_of(frozen: FrozenReport, *, by: Post) -> dict[str, Any]:
    """Return what the page of a frozen report shows: its table, and what changed since."""
    layout, rows = layout_of_frozen(frozen), rows_frozen(frozen)
    query = f"first={frozen.first:%d/%m/%Y}&last={frozen.last:%d/%m/%Y}&unit={frozen.agency_id}"
    query += "&own=on" if frozen.own else ""
    table = [*((str(row.key), row.name, row.cells) for row in rows), (ALL, TOTAL, total_of(layout, rows))]
    *lines, total = (_line(layout, name, cells, _of_row(query, key)) for key, name, cells in table)
    now = rows_known(frozen, known=local(by.present).date())
    return {
        "frozen": frozen, "layout": layout, "heads": heads_of(layout), "columns": layout.columns, "query": query,
        "lines": lines, "total": total, "wrong": wrong_in(layout, table, partial(_of_row, query)),
        "changes": _shown(changed_since(layout, rows, now)),
    }  # fmt: skip


def _of_row(query: str, key: str) -> str:
    return f"{query}&{urlencode({'field': key})}"


def _line(layout: Layout, name: str, cells: Mapping[str, Any], query: str) -> dict[str, Any]:
    wrong = wrong_columns(layout, cells)
    found = [
        _cell(layout, each, name, cells[each.key], query) | {"wrong": each.key in wrong} for each in layout.columns
    ]
    return {"name": name, "cells": found}


def _cell(layout: Layout, column: Column, name: str, value: Any, query: str) -> dict[str, Any]:
    url = f"{reverse('figures:report_rows', args=[layout.code, column.key])}?{query}"
    said = ", ".join(each for each in (name, column.above.lower(), column.name.lower()) if each)
    opens = can_open(column) and value > 0
    return {"text": cell_text(value), "url": url if opens else "", "said": f"{said}: {cell_text(value)} hồ sơ"}


def _shown(changes: Iterable[Changed]) -> list[dict[str, Any]]:
    return [
        {"name": each.name, "column": each.column, "was": cell_text(each.was), "now": cell_text(each.now)}
        for each in changes
    ]
