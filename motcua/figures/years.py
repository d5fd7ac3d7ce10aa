"""Years beside each other: what is asked in the address; figures, change and on-time rate, by level and unit."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency, Post
from motcua.core.clock import local
from motcua.core.text import clean
from motcua.dossiers.inputs import UnitField
from motcua.dossiers.models import Dossier
from motcua.dossiers.models.sight import overseen
from motcua.dossiers.unit_figures import units_of_lists
from motcua.figures import held
from motcua.figures.narrowing import field_choices
from motcua.reports.choices import Measure
from motcua.reports.history.checking import findings
from motcua.reports.history.rolling import RATES, Group, Period, Rolled, change
from motcua.reports.history.wording import days, names_of, number, told, whose
from motcua.reports.history.years import MOST_PERIODS, Series, Years, statements_behind, told_of, year_of
from motcua.reports.models import PastFigure
from motcua.ui import formats
from motcua.ui.inputs import Form

FIRST_YEAR, MOST_YEARS = 1990, 30
MOST_SHOWN = 100  # of what does not add up, and of sources
SHOWN = (Measure.SETTLED, Measure.ON_TIME, Measure.LATE, Measure.OPEN)
LISTS = {  # of dossiers, of what is counted from them
    Measure.RECEIVED: held.RECEIVED, Measure.SETTLED: held.ENDED, Measure.ON_TIME: held.ON_TIME,
    Measure.LATE: held.ENDED_LATE, Measure.OPEN: held.STANDING,
}  # fmt: skip
BY_UNIT = (Measure.RECEIVED, Measure.SETTLED, Measure.RATE)
NOTHING = "không có số liệu"
_YEAR, _YEARS = re.compile(r"^\d{4}$"), re.compile(r"^(\d{4})\s*[-–]\s*(\d{4})$")
_DAYS = re.compile(r"^(\d{1,2}/\d{1,2}/\d{4})\s*[-–]\s*(\d{1,2}/\d{1,2}/\d{4})$")


class YearsForm(Form):
    """Which units, years or periods; what is left out is the whole tree, all years of which something is told."""

    unit = UnitField()
    kept = forms.BooleanField(label="Cộng cả đơn vị cũ mà đơn vị này kế thừa", required=False)
    field = forms.ChoiceField(label="Lĩnh vực", required=False)
    begin = forms.IntegerField(label="Từ năm", required=False, min_value=FIRST_YEAR, max_value=2100)
    end = forms.IntegerField(label="Đến năm", required=False, min_value=FIRST_YEAR, max_value=2100)
    periods = forms.CharField(
        label="Hoặc các kỳ tự chọn", required=False, max_length=1_000,
        help_text="cách nhau bằng dấu ;  ví dụ: 2019; 2011-2020; 01/01/2019-30/06/2019",
    )  # fmt: skip
    measure = forms.ChoiceField(
        label="Bảng theo cấp, đơn vị", required=False, choices=[(each.value, each.label) for each in BY_UNIT]
    )

    def __init__(self, *args: Any, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["unit"].queryset = units_told_of(by)  # type: ignore[attr-defined]
        self.fields["field"].choices = field_choices()  # type: ignore[attr-defined]

    def clean_periods(self) -> list[Period]:
        texts = [text for text in re.split(r"[;\n]", clean(self.cleaned_data["periods"], lines=True)) if text.strip()]
        if len(texts) > MOST_PERIODS:
            raise ValidationError(f"Chọn nhiều nhất {MOST_PERIODS} kỳ.")
        return [read_period(clean(text)) for text in texts]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        begin, end = given.get("begin"), given.get("end")
        if begin and end and not 0 <= end - begin < MOST_YEARS:
            raise ValidationError(f"Năm đầu phải trước năm cuối, nhiều nhất {MOST_YEARS} năm.")
        return given


def read_period(text: str) -> Period:
    """Return the first and last day of a period as people write it; raises ValidationError."""
    if match := _YEARS.fullmatch(text):
        first, last = year_of(_year(match[1]))[0], year_of(_year(match[2]))[1]
    elif _YEAR.fullmatch(text):
        first, last = year_of(_year(text))
    else:
        first, last = _typed(text)
    if first > last or first.year < FIRST_YEAR:
        raise ValidationError(f"“{text}”: ngày đầu phải trước ngày cuối, từ năm {FIRST_YEAR}.")
    return first, last


def _year(text: str) -> int:
    if not FIRST_YEAR <= int(text) <= 2100:
        raise ValidationError(f"“{text}”: năm từ {FIRST_YEAR} đến 2100.")
    return int(text)


def _typed(text: str) -> Period:
    try:
        match = _DAYS.fullmatch(text)
        if match:
            return formats.read_day(match[1]), formats.read_day(match[2])
    except ValueError:
        pass
    raise ValidationError(f"Không đọc được kỳ “{text[:40]}”. Ghi như 2019, 2011-2020 hay 01/01/2019-30/06/2019.")


def units_told_of(by: Post) -> Any:
    """Return the units by which one may choose: committees, and whatever has dossiers or past figures of its own."""
    settled = Exists(Dossier.objects.filter(agency=OuterRef("pk")))
    past = Exists(PastFigure.objects.counting().filter(agency=OuterRef("pk")))
    tree = Agency.objects.as_now(overseen(by))
    return tree.filter(Q(kind=Kind.PEOPLES_COMMITTEE) | settled | past).select_related("heir").order_by("path")


class AskedYears:
    """Several years as they are asked for: the form, and once that is sound what is told of them."""

    def __init__(self, given: Mapping[str, Any], *, by: Post) -> None:
        self.form, self.by = YearsForm(given, by=by), by
        self.is_sound = self.form.is_valid()
        self.today: date = local(by.present).date()

    @property
    def given(self) -> dict[str, Any]:
        return self.form.cleaned_data

    @cached_property
    def unit(self) -> Agency:
        """The chosen unit, or the top of the tree that the post oversees."""
        return self.given["unit"] or Agency.objects.get(path=overseen(self.by))

    @cached_property
    def years(self) -> Years:
        unit = self.unit
        paths = [unit.path]
        if self.given["kept"] or not self.given["unit"]:
            kept = Agency.objects.as_now(unit.path).exclude(path__startswith=unit.path)
            paths += kept.order_by("path").values_list("path", flat=True)
        return Years(paths, fields=[self.given["field"]] if self.given["field"] else [])

    @cached_property
    def periods(self) -> list[Period]:
        """The chosen ones, in order; or the years, followed by what is told only of several together."""
        if self.given["periods"]:
            return sorted(set(self.given["periods"]))
        end = min(self.given["end"] or self.today.year, self.today.year)
        years = self.years.years(until=end, most=MOST_YEARS)
        if begin := self.given["begin"]:
            years = [year_of(year) for year in range(min(begin, end), end + 1)]
        return years[-MOST_YEARS:]

    @cached_property
    def longer(self) -> list[Period]:
        return self.years.longer(self.periods)[: MOST_PERIODS - len(self.periods)] if self.periods else []

    @cached_property
    def whole(self) -> Series:
        return self.years.series([self.years.whole(self.unit.name)], [*self.periods, *self.longer])[0]

    @cached_property
    def levels(self) -> list[Series]:
        return self.years.series(self.years.levels(), self.periods)

    @cached_property
    def units(self) -> list[Series]:
        """The units right below of which something is told."""
        return told_of(self.years.series(self.years.children(), self.periods))

    @cached_property
    def listed(self) -> frozenset[int]:
        """The units of which dossiers are listed."""
        return frozenset(units_of_lists(self.by).order_by().values_list("pk", flat=True))

    @property
    def own_list(self) -> dict[str, str] | None:
        """Where the dossiers of all the units are listed; None: a list has no room for the units that passed to one."""
        unit = self.given["unit"]
        if unit is None:
            return self.list_of(None)
        return None if self.given["kept"] or unit.pk not in self.listed else self.list_of(unit.pk)

    def list_of(self, unit: int | None) -> dict[str, str]:
        """The unit and the field in the address of a list."""
        named = {"unit": str(unit or ""), "field": self.given["field"]}
        return {name: value for name, value in named.items() if value}

    @property
    def field_name(self) -> str:
        """The chosen field, or that it is all of them."""
        return str(dict(self.form.fields["field"].choices)[self.given["field"]])  # type: ignore[attr-defined]

    @property
    def measure(self) -> Measure:
        return Measure(self.given["measure"] or Measure.RECEIVED)

    def parameters(self) -> dict[str, str]:
        """What a file of it is asked for by: ids, days and codes; of what was typed only what was understood."""
        given = self.given
        typed = {
            "unit": given["unit"] and str(given["unit"].pk), "kept": given["kept"] and "on", "field": given["field"],
            "begin": given["begin"] and str(given["begin"]), "end": given["end"] and str(given["end"]),
            "periods": ";".join(f"{first:%d/%m/%Y}-{last:%d/%m/%Y}" for first, last in given["periods"]),
        }  # fmt: skip
        return {name: value for name, value in typed.items() if value}

    def query(self) -> str:
        """The same in the address of a file of it."""
        return urlencode(self.parameters())


def shown(asked: AskedYears) -> dict[str, Any]:
    """Return what the page shows."""
    if not asked.is_sound:
        return {"lines": []}
    rolled = asked.whole.rolled
    count, lines = len(asked.periods), lines_of(asked, rolled)
    parts = [*asked.levels, *asked.units]
    return {
        "title": asked.unit.name, "lines": lines, "columns": [Measure(each).label for each in SHOWN],
        "chart": _chart(rolled[:count]), "parts": _parts(asked, parts), "part_measure": asked.measure.label,
        "heads": [period_name(each) for each in asked.periods], "told": any(each.is_told for each in rolled),
        **_first("findings", doubts_of(asked)), **_first("sources", sources_of([asked.whole, *parts])),
        "rates": [words for basis, words in RATES.items() if any(each.basis == basis for each in rolled)],
    }  # fmt: skip


def period_name(period: Period) -> str:
    """Return a period as a heading: 2019, 2011–2020, its days."""
    text = days(*period)
    return text.removeprefix("năm ")


def lines_of(asked: AskedYears, rolled: Sequence[Rolled]) -> list[dict[str, Any]]:
    """Return a line for each period; those beside each other with the change against the one before."""
    found, today = [], asked.today
    for place, each in enumerate(rolled):
        beside = 0 < place < len(asked.periods)
        grown, share = change(rolled[place - 1] if beside else None, each, Measure.RECEIVED)
        found.append({
            "name": period_name(each.period), "past": each.is_past, "counted": each.is_counted, "told": each.is_told,
            "received": _cell(each, Measure.RECEIVED, asked.own_list), "change": _signed(grown),
            "share": _signed(share, "%"), "cells": [_cell(each, measure, asked.own_list) for measure in SHOWN],
            "rate": rate_told(each), "basis": RATES.get(each.basis, ""), "notes": notes_of(each, today),
        })  # fmt: skip
    return found


def _cell(rolled: Rolled, measure: Measure, whose: Mapping[str, str] | None, name: str = "") -> dict[str, Any]:
    """A number; what is counted from dossiers alone opens them where they are listed."""
    number_, (first, last) = rolled.number(measure), rolled.period
    opens = whose is not None and measure in LISTS and not rolled.is_past and rolled.is_counted and number_
    given = {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}", "which": LISTS.get(measure, ""), **(whose or {})}
    text = rate_told(rolled) if measure == Measure.RATE else _number(number_)
    told = [name, period_name(rolled.period), measure.label.lower()]
    return {
        "text": text, "url": f"{reverse('figures:rows')}?{urlencode(given)}" if opens else "",
        "said": f"{', '.join(each for each in told if each)}: {text} hồ sơ",
    }  # fmt: skip


def _number(value: Decimal | None) -> str:
    return "" if value is None else number(value)


def rate_told(rolled: Rolled) -> str:
    """Return an on-time rate as it is read: 98,5 %, trên 90 %."""
    if rolled.rate is None:
        return ""
    shown = rolled.rate if rolled.mark else rolled.rate.quantize(Decimal("0.01"))
    return f"{number(shown, rolled.mark)} %"


def _signed(value: Decimal | None, unit: str = "") -> str:
    if value is None:
        return ""
    shown = number(value.quantize(Decimal("0.1"))) if unit else number(value)
    return f"{'+' if value > 0 else ''}{shown}{' ' + unit if unit else ''}"


def notes_of(rolled: Rolled, today: date) -> list[str]:
    """What one has to know to read the line."""
    notes = []
    if rolled.is_past and rolled.spans:
        notes.append(f"số cũ chỉ của: {', '.join(each.lower() for each in rolled.spans)}")
    if rolled.counted_from:
        notes.append(f"hệ thống có hồ sơ từ {rolled.counted_from:%d/%m/%Y}")
    if rolled.is_told and not rolled.is_whole:
        notes.append("chưa đủ cả kỳ")
    if rolled.is_counted and rolled.period[1] >= today:
        notes.append("kỳ chưa hết")
    if rolled.overlap:
        notes.append(f"{formats.number(rolled.overlap)} hồ sơ trong hệ thống trùng kỳ với số cũ, không cộng")
    if not rolled.is_told:
        together = sorted({period_name(each.period) for each in rolled.only_within})
        notes.append(f"chỉ có số cộng chung {', '.join(together)}" if together else NOTHING)
    return notes


def _chart(rolled: Sequence[Rolled]) -> dict[str, Any]:
    """Return what {% year_chart %} draws; {} where there are fewer than two numbers."""
    received = [_float(each.number(Measure.RECEIVED)) for each in rolled]
    if sum(number is not None for number in received) < 2:
        return {}
    return {
        "labels": [period_name(each.period) if len(period_name(each.period)) < 10 else "" for each in rolled],
        "columns": ("Tiếp nhận", received), "line": ("Tỷ lệ đúng hạn", [_float(each.rate) for each in rolled]),
        "marked": [each.is_past for each in rolled],
        "marked_name": "Số cũ, lấy từ báo cáo" if any(each.is_past for each in rolled) else "",
    }  # fmt: skip


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _parts(asked: AskedYears, series: Sequence[Series]) -> list[dict[str, Any]]:
    """Return a line for each level and unit: its figure of each period, and whether a report of the past states it."""
    return [
        {
            "name": each.group.name, "is_level": bool(each.group.level),
            "cells": [_part(asked, each.group, rolled) for rolled in each.rolled],
        }
        for each in series
    ]  # fmt: skip


def _part(asked: AskedYears, group: Group, rolled: Rolled) -> dict[str, Any]:
    cell = _cell(rolled, asked.measure, _list_of(asked, group), group.name)
    return cell | {"text": f"{cell['text']}*"} if rolled.is_past and cell["text"] else cell


def _list_of(asked: AskedYears, group: Group) -> dict[str, str] | None:
    return asked.list_of(group.unit) if group.unit in asked.listed else None


def _first(name: str, found: Sequence[Any]) -> dict[str, Any]:
    """Return what is shown of a long list, and how many more there are."""
    return {name: found[:MOST_SHOWN], f"{name}_left": max(len(found) - MOST_SHOWN, 0)}


def doubts_of(asked: AskedYears) -> list[dict[str, Any]]:
    """Return what does not add up in the periods shown: what nothing left unsaid could explain first, then the most."""
    periods = [*asked.periods, *asked.longer]
    near = [each for each in asked.years.statements if any(each.is_within(*period) for period in periods)]
    units = names_of(near)
    found = sorted(findings(near), key=lambda each: (not each.is_broken, -abs(each.difference)))
    return [told(each, units) for each in found]


def sources_of(series: Sequence[Series]) -> list[dict[str, str]]:
    """Return where each past figure that is shown is written."""
    found = statements_behind(series)
    units = names_of(found)
    return [
        {
            "of": whose(units[each.agency], each.span, each.field), "period": period_name(each.period),
            "source": each.source,
        }
        for each in sorted(found, key=lambda each: (each.first, each.path))
    ]  # fmt: skip
