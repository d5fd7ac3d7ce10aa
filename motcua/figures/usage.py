"""How much the platform is used: acts by unit, module and month; who works with it; how dossiers came in."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.db.models import Count

from motcua.agencies.choices import MACHINES
from motcua.agencies.models import Post
from motcua.core.clock import local
from motcua.dossiers.choices import Channel
from motcua.dossiers.counted import RECEIVED
from motcua.figures import held
from motcua.figures.home import opened
from motcua.figures.looking import Looked
from motcua.figures.reports import PeriodForm
from motcua.indicators.standing import Scope, series_of
from motcua.reports.actions.usage import modules
from motcua.reports.models import Usage
from motcua.reports.models.usage import ALL
from motcua.reports.steps import MONTH, steps_of
from motcua.ui import formats

CHANNELS = {Channel.ONLINE: held.ONLINE, Channel.COUNTER: held.AT_COUNTER, Channel.POST: held.BY_POST}
LONGEST = timedelta(days=366 * 5 - 31)  # months in one picture
MONTHS_BACK = 2  # what is shown where nothing is asked for: this month and so many before


class UsageForm(PeriodForm):
    """Whole months; of one module or of all."""

    module = forms.ChoiceField(label="Phân hệ", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["module"].choices = [("", "Mọi phân hệ"), *modules().items()]  # type: ignore[attr-defined]
        today = local(self.by.present).date()
        self.fields["first"].widget.attrs["placeholder"] = formats.day(_months_back(today))
        self.fields["first"].label, self.fields["last"].label = "Từ tháng có ngày", "Đến hết tháng có ngày"

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        first, last = given["period"]
        if not given.get("first"):
            first = _months_back(first)
        end = (last.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        if end - first > LONGEST:
            raise forms.ValidationError("Xem nhiều nhất 5 năm một lần.")
        return given | {"period": (first.replace(day=1), end)}


def _months_back(day: date) -> date:
    """The first day of the month from which on is shown where nothing is asked for."""
    first = day.replace(day=1)
    for _ in range(MONTHS_BACK):
        first = (first - timedelta(days=1)).replace(day=1)
    return first


class Used(Looked):
    """The page as it is asked for."""

    form_class = UsageForm

    field = procedure = ""

    @property
    def module(self) -> str:
        return str(self.form.cleaned_data["module"])

    def here(self, **changed: str) -> str:
        given = {"module": self.module} | changed
        return self.query(None, **{name: value for name, value in given.items() if value})


def shown(used: Used) -> dict[str, Any]:
    """Return what the page shows; six queries, whatever there is."""
    if not used.is_sound:
        return {}
    first, last = used.period
    rows = list(Usage.objects.filter(agency__in=used.units, month__gte=first, month__lte=last).order_by("month"))
    acts = [row for row in rows if row.module != ALL and used.module in ("", row.module)]
    names = {name: label for name, label in modules().items() if any(row.module == name for row in acts)}
    units = _units(used, rows, acts, names)
    return {
        "period": used.period, "until": max((row.until for row in rows), default=None), "modules": names,
        "units": units, "months": _months(used, acts, names), "total": _line(acts, names),
        "groups": [(step.short, [[("", _sum(acts, month=step.first))]]) for step in steps_of(first, last, MONTH)[1]],
        "about": f"Tổng cộng {sum(row.acts for row in acts)} việc.", "narrowed": bool(used.unit or used.module),
        "whole_query": used.here(unit="", own="", module=""),
    }  # fmt: skip


def _sum(rows: Iterable[Usage], *, month: date) -> int:
    return sum(row.acts for row in rows if row.month == month)


def _line(rows: Iterable[Usage], names: Mapping[str, str]) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.module] += row.acts
    return {"numbers": [counts[name] for name in names], "sum": sum(counts.values())}


def _months(used: Used, acts: Sequence[Usage], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a line a month, the last one first."""
    steps = steps_of(*used.period, MONTH)[1]
    return [
        {"name": step.name, **_line([row for row in acts if row.month == step.first], names)}
        for step in reversed(steps)
    ]  # fmt: skip


def _units(used: Used, rows: Sequence[Usage], acts: Sequence[Usage], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return a line for each unit that did anything, received anything or has anybody appointed."""
    people, appointed, received = _people(rows), _appointed(used), _received(used)
    by_unit: dict[int, list[Usage]] = {}
    for row in acts:
        by_unit.setdefault(row.agency_id, []).append(row)
    found = []
    for key, unit in used.named.items():
        if not (key in by_unit or appointed.get(key) or received.get(key)):
            continue
        line, own = _line(by_unit.get(key, []), names), {"unit": str(key), "own": "on"}
        cells = [
            {"number": number, "url": f"?{used.here(module=name, **own)}" if number else "",
             "said": f"{unit.short_name}, {label}: {number} việc"}
            for (name, label), number in zip(names.items(), line["numbers"], strict=True)
        ]  # fmt: skip
        found.append({
            "name": unit.short_name, "url": f"?{used.here(**own)}", "cells": cells, "sum": line["sum"],
            "people": people.get(key, 0), "appointed": appointed.get(key, 0),
            "channels": _channels(used, received.get(key, {}), unit.short_name, own),
        })  # fmt: skip
    return found


def _channels(used: Used, numbers: Mapping[str, int], name: str, own: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"number": numbers.get(channel, 0), "said": f"{name}, {channel.label.lower()}: {numbers.get(channel, 0)} hồ sơ",
         "url": opened(used, which, used.period, **own) if numbers.get(channel) else ""}
        for channel, which in CHANNELS.items()
    ]  # fmt: skip


def _people(rows: Iterable[Usage]) -> dict[int, int]:
    """Return how many people worked with the platform in the last month that is known of each unit."""
    return {row.agency_id: row.people for row in rows if row.module == ALL}  # by month: the last one stays


def _appointed(used: Used) -> dict[int, int]:
    """Return how many people hold a post in each unit: at the end of the period, or today."""
    on = min(used.period[1], local(used.by.present).date())
    rows = Post.objects.held(on).filter(agency__in=used.units).exclude(role__in=MACHINES)
    return dict(rows.order_by().values_list("agency").annotate(Count("person", distinct=True)))


def _received(used: Used) -> dict[int, dict[str, int]]:
    """Return how many dossiers each unit was to settle, by how they came in."""
    scope = Scope(agencies=used.units)
    found = series_of(scope, periods=[used.period], by=["agency", "channel"], measures=[RECEIVED])
    counts: dict[int, dict[str, int]] = {}
    for (unit, channel), (numbers,) in found.items():
        counts.setdefault(unit, {})[channel] = numbers[RECEIVED]
    return {unit: numbers for unit, numbers in counts.items() if any(numbers.values())}
