"""The service index on screen: a unit and period chosen in the address; what is behind each number opens."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from motcua.agencies.models import Agency, Post
from motcua.core.clock import local
from motcua.dossiers.models import Dossier
from motcua.dossiers.models.sight import overseen
from motcua.dossiers.unit_figures import listable_with_history
from motcua.figures.reports import AskedPeriod, PeriodForm, root_of
from motcua.reports.index_behind import DENOMINATOR, DIFFERENCE, NUMERATOR, OPENING, PARTS, keys_of, where
from motcua.reports.index_definition import Definition
from motcua.reports.index_trend import Peer, Point, peers, trend
from motcua.reports.index_versions import definition_on
from motcua.reports.periods import usual
from motcua.reports.scoring import gain_of, needed_for, rate_of
from motcua.reports.service_index import (
    DAYS,
    NO_DATA,
    NOT_APPLICABLE,
    PROCEDURES,
    Basis,
    Index,
    Scored,
    bases_of,
    scored,
)
from motcua.ui import formats

MOST = 1_000_000
MORE = 10  # what is asked where nobody says how many more
STATES = {NO_DATA: "Chưa có số liệu", NOT_APPLICABLE: "Không phát sinh"}
COUNTED = {PROCEDURES: "thủ tục", DAYS: "ngày"}
STEPS = {"month": "12 tháng", "quarter": "8 quý"}
MOST_LINES = 300


class IndexForm(PeriodForm):
    """Which days, which unit with those below it, and for how many cases more the points are told."""

    more = forms.IntegerField(label="Nếu thêm được", required=False, min_value=1, max_value=MOST)
    step = forms.ChoiceField(required=False, choices=list(STEPS.items()), widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["own"]
        self.fields["unit"].empty_label = "Toàn bộ phạm vi của tôi"  # type: ignore[attr-defined]
        told = f"Nhập số hồ sơ hay thủ tục từ 1 đến {formats.number(MOST)}."
        self.fields["more"].error_messages |= {"min_value": told, "max_value": told, "invalid": told}
        self.fields["more"].widget.attrs["placeholder"] = str(MORE)


class Asked(AskedPeriod):
    """The index as it is asked for; once the form is sound its unit, period, definition and what was counted."""

    form_class = IndexForm

    @property
    def today(self) -> date:
        return local(self.by.present).date()

    @cached_property
    def agency(self) -> Agency:
        return self.unit or root_of(self.by)

    @cached_property
    def definition(self) -> Definition:
        return definition_on(self.period[1])

    @cached_property
    def basis(self) -> Basis:
        first, last = self.period
        found = bases_of([self.agency], self.definition, first=first, last=last, today=self.today)
        return found[self.agency.pk]

    @cached_property
    def index(self) -> Index:
        return scored(self.basis, self.definition)

    @property
    def more(self) -> int:
        return self.form.cleaned_data["more"] or MORE

    @property
    def step(self) -> str:
        return self.form.cleaned_data["step"] or "month"

    def query(self, period: tuple[date, date] | None = None, **more: str) -> str:
        """The same unit in the address, of this period or another; a file has no column for what more would bring."""
        number = self.form.cleaned_data.get("more")
        return super().query(period, **({"more": str(number)} if number else {}), **more)


def sound(given: Mapping[str, Any], *, by: Post) -> Asked:
    """Return what is asked for; raises Http404 for what cannot be."""
    asked = Asked(given, by=by)
    if not asked.is_sound:
        raise Http404
    return asked


def shown(asked: Asked) -> dict[str, Any]:
    """Return what the page shows: the groups with their indicators, the total, the usual periods."""
    if not asked.is_sound:
        return {"usual": periods_of(asked)}
    index = asked.index
    rows = {row.indicator.id: _line(asked, row) for row in index.rows}
    groups = [
        {"group": group, "lines": [rows[each.id] for each in group.indicators], "points": _points_of(index, group.key)}
        for group in asked.definition.groups
    ]
    unfinished = asked.period[1] >= asked.today
    told = {"agency": asked.agency, "period": asked.period, "more": asked.more, "usual": periods_of(asked)}
    return told | {"groups": groups, "index": index, "unfinished": unfinished, "query": asked.query()}


def _points_of(index: Index, key: str) -> Any:
    known = [row.points for row in index.rows if row.indicator.id.startswith(f"{key}.") and row.points is not None]
    return sum(known) if known else None


def _line(asked: Asked, row: Scored) -> dict[str, Any]:
    weight, met, whole = row.indicator.weight, row.counted.numerator, row.counted.denominator
    what_if: dict[str, Any] = {}
    if row.points is not None and met is not None and whole is not None:
        needed = needed_for(weight, met, whole, points=weight.points, times=row.times)
        what_if = {"gain": gain_of(weight, met, whole, more=asked.more, times=row.times), "needed": needed}
    return {
        "row": row, "state": STATES.get(row.state, ""), "of": COUNTED.get(row.counted.of, "hồ sơ"),
        "cells": list(_cells(asked, row)), "shown": mean_of(row) if row.counted.of == DAYS else "", **what_if,
    }  # fmt: skip


def mean_of(row: Scored) -> str:
    met, whole = row.counted.numerator, row.counted.denominator
    return f"{formats.number((met or 0) / whole, 1)} ngày/hồ sơ" if whole else ""


def _cells(asked: Asked, row: Scored) -> Iterator[dict[str, Any]]:
    """The numerator, the denominator and what is between them, each with the address of what it counts."""
    met, whole = row.counted.numerator, row.counted.denominator
    between = None if met is None or whole is None or row.counted.of == DAYS else whole - met
    opens = row.counted.of == PROCEDURES or row.indicator.formula in OPENING
    for part, number in ((NUMERATOR, met), (DENOMINATOR, whole), (DIFFERENCE, between)):
        url = reverse("figures:index766_rows", args=[row.indicator.id, part])
        yield {
            "number": number, "url": f"{url}?{asked.query()}" if opens and number else "",
            "said": f"{row.indicator.id} {row.indicator.name}, {PARTS[part].lower()}: {number}",
        }  # fmt: skip


def periods_of(asked: Asked) -> list[dict[str, Any]]:
    """Return the usual periods, each with the address that shows it for the same unit."""
    here = asked.form.cleaned_data.get("period")
    pairs = [(each.name, (each.first, each.last)) for each in usual(asked.today)]
    return [{"name": name, "current": days == here, "query": asked.query(days)} for name, days in pairs]


@dataclass(frozen=True)
class Opened:
    """What is behind a number: dossiers as a masked list, or procedures with what tells so."""

    title: str
    lead: str
    dossiers: QuerySet[Dossier] | None
    items: list[tuple[str, str, bool, str]]


def opened(asked: Asked, code: str, part: str, *, procedure: str = "") -> Opened:
    """Return what a part of an indicator counts, of every procedure or of one; raises Http404 for no such part or one
    that counts nothing."""
    row = asked.index.find(code)
    if row is None or part not in PARTS or (procedure and procedure not in row.counted.procedures):
        raise Http404
    first, last = asked.period
    title = f"{code} {row.indicator.name}: {PARTS[part].lower()}"
    only = f", thủ tục {procedure}" if procedure else ""
    lead = f"{asked.agency.name}{only}, {formats.span(first, last)}. {_about(row, part)}."
    if row.counted.of == PROCEDURES:
        wanted = {NUMERATOR: (True,), DENOMINATOR: (True, False), DIFFERENCE: (False,)}[part]
        return Opened(title, lead, None, [each for each in row.counted.items if each[2] in wanted])
    if row.indicator.formula not in OPENING:
        raise Http404
    place = where(asked.agency, asked.basis, first=first, last=last, procedure=procedure)
    keys = keys_of(row.indicator, part, place)
    return Opened(title, lead, listable_with_history(asked.by).filter(pk__in=keys), [])


def _about(row: Scored, part: str) -> str:
    texts = {NUMERATOR: row.indicator.numerator, DENOMINATOR: row.indicator.denominator}
    return texts.get(part, "Có trong mẫu số mà không có trong tử số")


def procedures(asked: Asked) -> dict[str, Any]:
    """Return the rates of each procedure with dossiers in the period, those with most dossiers first."""
    rows = [row for row in asked.index.rows if row.counted.procedures]
    codes = sorted(asked.basis.cells, key=lambda code: (-asked.basis.cells[code]["handled"], code))
    lines: list[dict[str, Any]] = [
        {
            "code": code, "name": asked.basis.offer(code).name, "handled": asked.basis.cells[code]["handled"],
            "cells": [_of_procedure(row, code, asked.query(procedure=code)) for row in rows],
        }
        for code in codes
    ]  # fmt: skip
    kept = [line for line in lines if line["handled"] or any(line["cells"])]
    return {"rows": rows, "lines": kept[:MOST_LINES], "left_out": max(len(kept) - MOST_LINES, 0)}


def _of_procedure(row: Scored, code: str, query: str) -> dict[str, Any]:
    """A rate or mean of a procedure, with the numbers it is made of; days add up to no dossiers, and open none."""
    met, whole = row.counted.procedures.get(code, (0, 0))
    if not whole:
        return {}
    of_days = row.counted.of == DAYS
    told = f"{formats.number(met / whole, 1)} ngày" if of_days else f"{formats.number(rate_of(met, whole) or 0, 2)} %"
    parts = {DENOMINATOR: whole} if of_days else {NUMERATOR: met, DENOMINATOR: whole}
    at = {part: reverse("figures:index766_rows", args=[row.indicator.id, part]) for part in parts}
    opens = row.indicator.formula in OPENING
    return {
        "told": told,
        "parts": [
            {"number": number, "url": f"{at[part]}?{query}" if opens and number else "",
             "said": f"{code}, {row.indicator.id} {row.indicator.name}, {PARTS[part].lower()}: {number} hồ sơ"}
            for part, number in parts.items()
        ],
    }  # fmt: skip


def over_time(asked: Asked) -> dict[str, Any]:
    """Return the points of the last months or quarters, as a chart of those with data and as a table of all."""
    points = trend(asked.agency, step=asked.step, last=asked.period[1], today=asked.today, definition_on=definition_on)
    drawn = [point for point in points if point.cases]
    known = [(point.name, point.index.total.scaled) for point in drawn if point.index.total.scaled is not None]
    steps = [
        {"label": label, "url": f"?{asked.query(step=step)}", "current": step == asked.step}
        for step, label in STEPS.items()
    ]
    return {
        "lines": [_point(asked, point) for point in points], "steps": steps,
        "labels": [name for name, _ in known],
        "series": [("Điểm quy về 100", [float(value) for _, value in known])] if len(known) > 1 else [],
    }  # fmt: skip


def _point(asked: Asked, point: Point) -> dict[str, Any]:
    url = f"{reverse('figures:index766')}?{asked.query((point.first, point.last))}"
    return {"name": point.name, "url": url, "index": point.index, "total": point.index.total, "cases": point.cases}


def ranked(asked: Asked) -> dict[str, Any]:
    """Return the place of the unit among its peers; of others only those that the post oversees are named."""
    first, last = asked.period
    found = peers(asked.agency, asked.definition, first=first, last=last, today=asked.today)
    path = overseen(asked.by)
    mine = next(peer for peer in found if peer.agency.pk == asked.agency.pk)
    named = [_peer(asked, peer) for peer in found if peer is mine or peer.agency.path.startswith(path)]
    return {
        "mine": mine, "lines": named, "hidden": len(found) - len(named),
        "among": sum(1 for peer in found if peer.rank is not None), "minimum": asked.definition.peers_minimum,
    }  # fmt: skip


def _peer(asked: Asked, peer: Peer) -> dict[str, Any]:
    return {"peer": peer, "total": peer.index.total, "current": peer.agency.pk == asked.agency.pk}
