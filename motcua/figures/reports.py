"""Statutory reports on screen: a period and units chosen in the address, every cell opens the dossiers it counts."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from motcua.agencies.models import Agency, Post
from motcua.bulletins.reading import Said
from motcua.core.clock import local
from motcua.dossiers.inputs import UnitField
from motcua.dossiers.models import Dossier
from motcua.dossiers.models.sight import overseen
from motcua.dossiers.unit_figures import listable_with_history, units_of_lists
from motcua.figures.later import ALL, Line, all_of, joined, since
from motcua.figures.narrowing import Narrowed, NarrowForm, narrowed_by
from motcua.figures.remarked import remarks_in
from motcua.figures.violated import wrong_in
from motcua.indicators.standing import Scope
from motcua.reports.layouts import GROUPS, REGULATED, Column, Layout, published
from motcua.reports.models import LayoutVersion
from motcua.reports.periods import usual
from motcua.reports.plainly import behind
from motcua.reports.sheets import cell_text, csv_of, heads_of, pdf_of, wrong_columns, xlsx_of
from motcua.reports.tables import UNSAID, Row, names_of, rows_of
from motcua.reports.vocabulary import COUNT
from motcua.ui import formats
from motcua.ui.inputs import DayField, Form

LONGEST = timedelta(days=366 * 20)


class PeriodForm(Form):
    """Which days and which units; what is left out is this month, or the period that regulation cuts for a report that
    is cut so, and every unit of the tree."""

    first = DayField(label="Từ ngày", required=False)
    last = DayField(label="Đến hết ngày", required=False)
    unit = UnitField()
    own = forms.BooleanField(label="Chỉ chính đơn vị ấy, không kể bên dưới", required=False)

    def __init__(self, *args: Any, by: Post, regulated: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["unit"].queryset = units_of_lists(by)  # type: ignore[attr-defined]
        today = local(by.present).date()
        current = usual(today, regulated_first=regulated)[0]
        self.meant = (current.first, current.last if regulated else today)  # where nothing is typed
        for name, day in zip(("first", "last"), self.meant, strict=True):
            self.fields[name].widget.attrs["placeholder"] = formats.day(day)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = self._period(given.get("first"), given.get("last"))
        if not timedelta(0) <= last - first <= LONGEST:
            raise forms.ValidationError("Ngày đầu phải trước ngày cuối, nhiều nhất 20 năm.")
        return given | {"period": (first, last)}

    def _period(self, first: date | None, last: date | None) -> tuple[date, date]:
        if first is None and last is None:
            return self.meant
        today = local(self.by.present).date()
        last = last or max(first or today, today)
        return first or last.replace(day=1), last


class ReportForm(NarrowForm, PeriodForm):
    """The same, of a field or a procedure alone; `known`: up to which day what was told counts, left out: its end."""

    known = DayField(
        label="Tính cả việc ghi nhận đến ngày", required=False,
        help_text="Để trống: như đã biết khi hết kỳ.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        last, today = given["period"][1], local(self.by.present).date()
        if given.get("known") and not last <= given["known"] <= today:
            until = f"đến hôm nay ({formats.day(today)})" if last <= today else "khi kỳ đã hết"
            self.add_error("known", f"Chọn một ngày từ ngày cuối kỳ ({formats.day(last)}) {until}.")
        return given


class AskedPeriod:
    """Figures of a period and units as they are asked for in an address: the form, and once that is sound both."""

    form_class: type[PeriodForm] = PeriodForm

    def __init__(self, given: Mapping[str, Any], *, by: Post, regulated: bool = False) -> None:
        self.form, self.by = self.form_class(given, by=by, regulated=regulated), by
        self.is_sound = self.form.is_valid()

    @property
    def period(self) -> tuple[date, date]:
        first, last = self.form.cleaned_data["period"]
        return first, last

    @property
    def unit(self) -> Agency | None:
        found: Agency | None = self.form.cleaned_data["unit"]
        return found

    @property
    def scope(self) -> Scope:
        """The chosen unit, alone or with those below; or the whole tree, with the units whose records it keeps."""
        of = self.narrowed.codes
        if self.unit:
            return Scope([self.unit.pk], **of) if self.own else Scope([], [self.unit.pk], **of)
        path = overseen(self.by)
        kept = Agency.objects.as_now(path).exclude(path__startswith=path).order_by().values_list("pk", flat=True)
        return Scope(list(kept), list(Agency.objects.filter(path=path).values_list("pk", flat=True)), **of)

    @property
    def units(self) -> list[int]:
        """The keys of all units in the scope."""
        if self.unit and self.own:
            return [self.unit.pk]
        rows = Agency.objects.below(self.unit) if self.unit else Agency.objects.as_now(overseen(self.by))
        return list(rows.order_by().values_list("pk", flat=True))

    @property
    def own(self) -> bool:
        return bool(self.form.cleaned_data.get("own"))

    @cached_property
    def narrowed(self) -> Narrowed:
        return narrowed_by(self.form)

    @property
    def known(self) -> date | None:
        """The later day up to which what was told of the period counts; None: its end."""
        day: date | None = self.form.cleaned_data.get("known")
        return day if day and day > self.period[1] else None

    def address(self, period: tuple[date, date] | None = None) -> dict[str, str]:
        """What is asked for, by the names of an address; or the same units, field and procedure of a period, as known
        at its end."""
        known = {"known": f"{self.known:%d/%m/%Y}"} if period is None and self.known else {}
        first, last = period or self.period
        unit, own = (self.form.cleaned_data.get(name) for name in ("unit", "own"))
        units = {"unit": str(unit.pk)} | ({"own": "on"} if own else {}) if unit else {}
        days = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
        return days | units | self.narrowed.address | known

    def query(self, period: tuple[date, date] | None = None, **more: str) -> str:
        """The same in the address."""
        return urlencode(self.address(period) | more)

    def parameters(self) -> dict[str, str]:
        """What a file of it is asked for by: ids, days and codes."""
        return self.address()


class Asked(AskedPeriod):
    """A report as it is asked for: the layout, the form, and once that is sound the period and the units."""

    form_class: type[PeriodForm] = ReportForm

    def __init__(self, code: str, given: Mapping[str, Any], *, by: Post) -> None:
        versions, today = self.versions(code), local(by.present).date()
        self.layout = in_force(versions, today) or versions[0]
        super().__init__(given, by=by, regulated=self.layout.cut_off == REGULATED)
        if self.is_sound:
            self._choose(versions)
        self.is_sound = self.form.is_valid()

    def versions(self, code: str) -> list[Layout]:
        """The published versions of the report, the first one first; raises Http404 for none."""
        found = versions_of(code)
        if not found:
            raise Http404
        return found

    def _choose(self, versions: list[Layout]) -> None:
        """Take the version in force on the last day of the period."""
        found = in_force(versions, self.period[1])
        if found is None:
            since = formats.day(versions[0].valid_from)
            self.form.add_error("last", f"Biểu này áp dụng từ {since}: kỳ báo cáo phải kết thúc từ ngày đó.")
        self.layout = found or versions[0]

    def rows(self) -> list[Row]:
        first, last = self.period
        return rows_of(self.layout, self.scope, first=first, last=last, known=self.known)

    def rows_at_end(self) -> list[Row]:
        """The same as known at the end of the period."""
        first, last = self.period
        return rows_of(self.layout, self.scope, first=first, last=last)

    def parameters(self) -> dict[str, str]:
        return super().parameters() | {"report": self.layout.code}


def versions_of(code: str) -> list[Layout]:
    """Return the published versions of a report, the first one first."""
    return [published(version) for version in LayoutVersion.objects.of(code).order_by("number")]


def layout_or_404(code: str, *, by: Post) -> Layout:
    """Return the version of a report that is in force today, the first one of a report that is still to begin."""
    versions = versions_of(code)
    if not versions:
        raise Http404
    return in_force(versions, local(by.present).date()) or versions[0]


def in_force(versions: list[Layout], day: date) -> Layout | None:
    """Return the version that holds on a day."""
    return next((each for each in reversed(versions) if each.valid_from <= day), None)


def periods_of(asked: Asked) -> list[dict[str, Any]]:
    """Return the usual periods, each with the address that shows it for the same units."""
    here = asked.form.cleaned_data.get("period")
    near = usual(local(asked.by.present).date(), regulated_first=asked.layout.cut_off == REGULATED)
    pairs = [(each.name, (each.first, each.last)) for each in near]
    return [{"name": name, "current": days == here, "query": asked.query(days)} for name, days in pairs]


def shown(asked: Asked) -> dict[str, Any]:
    """Return what the page shows: two rows of headings, the lines with cells that open, the sum, what is wrong."""
    if not asked.is_sound:
        return {"heads": [], "columns": [], "lines": [], "usual": periods_of(asked)}
    rows = asked.rows()
    lines = joined(asked.layout, rows, asked.rows_at_end() if asked.known else rows)
    *shown_lines, total = ({"name": line.name, "cells": list(_cells(asked, line))} for line in lines)
    wrong = wrong_in(asked.layout, all_of(lines), lambda key: "" if asked.known else asked.query(field=key))
    unfinished = asked.period[1] >= local(asked.by.present).date()
    told = {"period": asked.period, "unfinished": unfinished, "usual": periods_of(asked), "remarks": remarks_of(asked)}
    told |= {"narrowed": asked.narrowed, "whole": asked.query(of_field="", of_procedure="")}
    table = {"lines": shown_lines, "total": total, "wrong": wrong, "known": asked.known}
    told |= {"at_end": asked.query(asked.period)}
    return told | table | {"heads": heads_of(asked.layout), "columns": asked.layout.columns}


def _cells(asked: Asked, line: Line) -> Iterator[dict[str, Any]]:
    """A number as known later opens nothing, for the plain count tells of the end of the period; what it was does."""
    query, wrong = asked.query(asked.period, field=line.key), wrong_columns(asked.layout, line.cells)
    for column in asked.layout.columns:
        number, was, opens = line.cells[column.key], line.was[column.key], can_open(column)
        url = f"{reverse('figures:report_rows', args=[asked.layout.code, column.key])}?{query}"
        said = ", ".join(each for each in (line.name, column.above.lower(), column.name.lower()) if each)
        yield {
            "text": cell_text(number), "url": url if opens and number > 0 and not asked.known else "",
            "said": f"{said}: {cell_text(number)} hồ sơ", "wrong": column.key in wrong,
            "since": since(number, was), "was": cell_text(was), "was_url": url if opens and was > 0 else "",
            "was_said": f"{said}, khi hết kỳ: {cell_text(was)} hồ sơ",
        }  # fmt: skip


def can_open(column: Column) -> bool:
    """Whether a column counts dossiers, which can be shown: no rate, no money."""
    return column.unit == COUNT


def counted_in(asked: Asked, column: str, field: str) -> QuerySet[Dossier]:
    """Return the dossiers behind a cell, masked as any list of whoever oversees; raises Http404 for no such cell.

    Of a report as known on a later day no cell opens: what is counted plainly is what was known at the period's end.
    """
    if not asked.is_sound or asked.known or column not in {each.key for each in asked.layout.columns if can_open(each)}:
        raise Http404
    first, last = asked.period
    keys = behind(asked.layout, column, first=first, last=last, **_row_asked(asked, field))
    return listable_with_history(asked.by).filter(pk__in=keys)


def _row_asked(asked: Asked, key: str) -> dict[str, Any]:
    """What narrows the dossiers of a report to those of one row, or of all."""
    group, of = asked.layout.group, asked.narrowed
    if key == ALL:
        return {"agencies": asked.units, **of.codes}
    if group == "agency":
        return {"agencies": [unit for unit in asked.units if str(unit) == key], **of.codes}
    return {"agencies": asked.units, **of.row("procedures" if group == "procedure" else "fields", key)}


def file_of(asked: Asked, kind: str, rows: list[Row]) -> list[bytes]:
    """Return the report as xlsx, pdf or csv."""
    if kind == "csv":
        return list(csv_of(asked.layout, rows))
    make = pdf_of if kind == "pdf" else xlsx_of
    notes = [each for each in (asked.narrowed.words, *map(str, remarks_of(asked))) if each]
    unit = asked.unit or root_of(asked.by)
    return [
        make(asked.layout, rows, agency=unit, period=asked.period, known=asked.known, at=asked.by.present, notes=notes)
    ]


def remarks_of(asked: Asked) -> list[Said]:
    """Return what is remarked on the figures of the report's units in its period."""
    return remarks_in(asked.by, asked.unit, [asked.period], report=asked.layout.code)


def root_of(by: Post) -> Agency:
    """Return the unit whose figures a post looks through."""
    return Agency.objects.filter(path=overseen(by)).select_related("parent").get()


def title_of(asked: Asked, column: str, row: str) -> tuple[str, str]:
    """Return the title of the list behind a cell, and a line that tells which cell it is: row, column, units, days."""
    found = next(each for each in asked.layout.columns if each.key == column)
    told = [
        f"{asked.layout.code}, cột ({column})", _row_told(asked, row),
        f"{asked.unit.name}{' (chỉ chính đơn vị)' if asked.own else ''}" if asked.unit else "",
        formats.span(*asked.period), "như đã biết khi hết kỳ",
        asked.narrowed.words.rstrip(".").lower(),
    ]  # fmt: skip
    return found.title, ", ".join(each for each in told if each)


def _row_told(asked: Asked, key: str) -> str:
    group = asked.layout.group
    keys = [unit for unit in asked.units if str(unit) == key] if group == "agency" else [key]
    known = next(iter(names_of(group, keys).values()), key) if key != ALL else ""
    return f"{GROUPS[group].lower()} {known or UNSAID}" if key != ALL else ""
