"""Two periods of a statutory report side by side: before and after a centre opened, this year and the one before."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from motcua.agencies.models import Agency, Post
from motcua.core.clock import local
from motcua.core.text import sort_key
from motcua.dossiers.inputs import UnitField
from motcua.dossiers.unit_figures import units_of_lists
from motcua.figures.narrowing import NarrowForm, narrowed_by
from motcua.figures.reports import ALL, Asked, can_open, layout_or_404
from motcua.reports.history.stored import first_counted
from motcua.reports.tables import Row, total_of
from motcua.ui import formats
from motcua.ui.inputs import DayField

Period = tuple[date, date]


class CompareForm(NarrowForm):
    """Two periods and a unit, of every field and procedure or of one; what is left out is this year so far, and the
    same days of the year before."""

    first = DayField(label="Kỳ này, từ ngày", required=False)
    last = DayField(label="đến hết ngày", required=False)
    other_first = DayField(label="Kỳ so sánh, từ ngày", required=False)
    other_last = DayField(label="Kỳ so sánh, đến hết ngày", required=False)
    unit = UnitField()
    own = forms.BooleanField(label="Chỉ chính đơn vị ấy, không kể bên dưới", required=False)
    column = forms.ChoiceField(label="Cột so sánh từng dòng", required=False)

    def __init__(self, *args: Any, by: Post, columns: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["unit"].queryset = units_of_lists(by)  # type: ignore[attr-defined]
        self.fields["column"].choices = columns  # type: ignore[attr-defined]
        today = local(by.present).date()
        meant = (today.replace(month=1, day=1), today)
        for name, day in zip(("first", "last"), meant, strict=True):
            self.fields[name].widget.attrs["placeholder"] = formats.day(day)
            self.fields[f"other_{name}"].widget.attrs["placeholder"] = formats.day(year_before(day))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        today = local(self.by.present).date()
        last = given.get("last") or max(today, given.get("first") or today)
        first = given.get("first") or last.replace(month=1, day=1)
        other = (given.get("other_first"), given.get("other_last"))
        if (other[0] is None) != (other[1] is None):
            raise forms.ValidationError("Ghi cả ngày đầu và ngày cuối của kỳ so sánh.")
        chosen = other if other[0] else (year_before(first), year_before(last))
        return given | {"period": (first, last), "other": chosen}


class Place(NamedTuple):
    """What a line counts: its name, the column of the report and the field."""

    name: str
    column: str
    field: str


def year_before(day: date) -> date:
    """Return the same day of the year before; of 29 February the 28th."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


class Compared:
    """A report of two periods as it is asked for: each one as the page of a single report would show it."""

    def __init__(self, code: str, given: Mapping[str, Any], *, by: Post) -> None:
        self.layout, self.by = layout_or_404(code, by=by), by
        columns = [(each.key, f"({each.key}) {each.title}") for each in self.layout.counted]
        self.form = CompareForm(given, by=by, columns=columns)
        self.is_sound = self.form.is_valid()
        if self.is_sound:
            self.pair = [self._asked(self.form.cleaned_data[name]) for name in ("period", "other")]
            self._take_over_errors()

    def _asked(self, period: Period) -> Asked:
        given = self.form.cleaned_data
        unit = {"unit": str(given["unit"].pk)} if given["unit"] else {}
        days = {"first": formats.day(period[0]), "last": formats.day(period[1])}
        asked = {**days, **unit, "own": given["own"], **narrowed_by(self.form).address}
        found = Asked(self.layout.code, by=self.by, given=asked)
        found.layout = self.layout  # both periods in one version, or their columns could not stand side by side
        return found

    def _take_over_errors(self) -> None:
        for asked, name in zip(self.pair, ("first", "other_first"), strict=True):
            for words in asked.form.non_field_errors():
                self.form.add_error(name, words)
        self.is_sound = self.form.is_valid() and all(asked.is_sound for asked in self.pair)

    @property
    def column(self) -> str:
        return str(self.form.cleaned_data["column"] or self.layout.counted[0].key)

    def counted_since(self) -> date | None:
        """The first day of which the chosen units have dossiers counted."""
        keys = self.pair[0].units
        return first_counted(*Agency.objects.filter(pk__in=keys).order_by().values_list("path", flat=True))

    def parameters(self) -> dict[str, str]:
        """What a file of it is asked for by: ids, days and codes; the days too that nobody typed."""
        first, last = self.pair[1].period
        other = {"other_first": formats.day(first), "other_last": formats.day(last)}
        return self.pair[0].parameters() | other | {"column": self.column}

    def query(self, **more: str) -> str:
        """The same comparison in an address."""
        kept = [(name, value) for name, value in self.form.data.items() if isinstance(value, str) and value]
        return urlencode([*((name, value) for name, value in kept if name not in more), *more.items()])


def shown(compared: Compared) -> dict[str, Any]:
    """Return what the page shows: each column of the report in both periods, and the chosen one by field."""
    if not compared.is_sound:
        return {}
    tables, untold = [asked.rows() for asked in compared.pair], untold_of(compared)
    return {
        "periods": [asked.period for asked in compared.pair], "total": list(total_lines(compared, tables, untold)),
        "fields": list(field_lines(compared, tables, untold)), "untold": untold, "since": compared.counted_since(),
        "chosen": next(each for each in compared.layout.columns if each.key == compared.column),
        "others": _others(compared), "group": compared.layout.group_name.lower(),
        "narrowed": compared.pair[0].narrowed, "whole": compared.query(of_field="", of_procedure=""),
    }  # fmt: skip


def untold_of(compared: Compared) -> list[bool]:
    """Return of which period nothing is told, as it lies before all dossiers: that is not 0."""
    since = compared.counted_since()
    return [since is None or asked.period[1] < since for asked in compared.pair]


def total_lines(compared: Compared, tables: Sequence[list[Row]], untold: Sequence[bool]) -> Iterator[dict[str, Any]]:
    """Yield a line for each column of the report: its sums in both periods."""
    totals = [total_of(compared.layout, rows) for rows in tables]
    for column in compared.layout.counted:
        numbers = [total[column.key] for total in totals]
        of = Place(f"({column.key}) {column.title}", column.key, ALL)
        yield _line(compared, of, numbers, untold)


def field_lines(compared: Compared, tables: Sequence[list[Row]], untold: Sequence[bool]) -> Iterator[dict[str, Any]]:
    """Yield a line for each row of the report: the chosen column of it in both periods."""
    by_key = [{row.key: row for row in rows} for rows in tables]
    names = {row.key: row.name for rows in reversed(tables) for row in rows}
    for key in sorted(names, key=lambda each: (sort_key(names[each]), names[each])):
        numbers = [rows[key].cells[compared.column] if key in rows else 0 for rows in by_key]
        yield _line(compared, Place(names[key], compared.column, str(key)), numbers, untold)


def _line(compared: Compared, of: Place, numbers: Sequence[int], untold: Sequence[bool]) -> dict[str, Any]:
    now, then = numbers
    known = not any(untold)
    return {
        "name": of.name,
        "cells": [None if untold[n] else _cell(compared.pair[n], of, count) for n, count in enumerate(numbers)],
        "numbers": [None if untold[n] else count for n, count in enumerate(numbers)],
        "change": now - then if known else None, "shown": _signed(now - then) if known else "–",
        "share": f"{_signed(round((now - then) * 100 / then, 1))} %" if known and then else "–",
    }  # fmt: skip


def _cell(asked: Asked, of: Place, count: int) -> dict[str, Any]:
    url = reverse("figures:report_rows", args=[asked.layout.code, of.column])
    said = f"{of.name}, {formats.span(*asked.period)}: {count} hồ sơ"
    opens = count > 0 and any(can_open(each) for each in asked.layout.columns if each.key == of.column)
    return {"number": count, "url": f"{url}?{asked.query(field=of.field)}" if opens else "", "said": said}


def _signed(value: float) -> str:
    shown = formats.number(int(value) if float(value).is_integer() else value)
    return f"+{shown}" if value > 0 else shown


def _others(compared: Compared) -> list[dict[str, str]]:
    """Return other periods to compare with, one press away."""
    first, last = compared.pair[0].period
    eve = first - timedelta(days=1)
    choices = {
        "cùng kỳ năm trước": (year_before(first), year_before(last)), "kỳ liền trước": (eve - (last - first), eve),
    }  # fmt: skip
    return [
        {"name": name, "query": compared.query(other_first=formats.day(begin), other_last=formats.day(end))}
        for name, (begin, end) in choices.items()
    ]
