"""The evaluation of offices on screen: a period and units chosen in the address, every number opens its dossiers."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse

from motcua.agencies.models import Agency, Post
from motcua.core.clock import local
from motcua.dossiers.models import Dossier, Step
from motcua.dossiers.models.sight import overseen
from motcua.figures.reports import ALL, AskedPeriod, root_of
from motcua.reports.evaluation import Evaluated, behind, evaluated
from motcua.reports.evaluation_sheets import csv_of, pdf_of, xlsx_of
from motcua.reports.evaluation_terms import Evaluation, Scores, evaluation_on, shown
from motcua.reports.periods import usual
from motcua.ui import formats

EVERYBODY = "Tất cả"
TONES = ("ontime", "ontime", "new", "soon", "late")  # of the bands, from the best


class Asked(AskedPeriod):
    """An evaluation as it is asked for; once the form is sound the version."""

    @property
    def evaluation(self) -> Evaluation:
        return evaluation_on(self.period[1])

    def counted(self) -> tuple[list[Evaluated], Scores]:
        """Return the offices that have anything to evaluate, and all together."""
        first, last = self.period
        return evaluated(self.evaluation, self.units, first=first, last=last)


def periods_of(asked: Asked) -> list[dict[str, Any]]:
    """Return the usual periods, each with the address that shows it for the same units."""
    here = asked.form.cleaned_data.get("period")
    pairs = [(each.name, (each.first, each.last)) for each in usual(local(asked.by.present).date())]
    return [{"name": name, "current": days == here, "query": asked.query(days)} for name, days in pairs]


def shown_of(asked: Asked) -> dict[str, Any]:
    """Return what the page shows: a line for each office, all together, how each criterion is scored."""
    if not asked.is_sound:
        return {"lines": [], "usual": periods_of(asked)}
    rows, total = asked.counted()
    lines = [_line(asked, row.office.short_name, row.scores, office=str(row.office.pk)) for row in rows]
    told = {"period": asked.period, "usual": periods_of(asked), "query": asked.query()}
    return told | {"evaluation": asked.evaluation, "lines": lines, "total": _line(asked, EVERYBODY, total, office=ALL)}


def _line(asked: Asked, name: str, scores: Scores, *, office: str) -> dict[str, Any]:
    names = [band.name for band in scores.evaluation.bands]
    tone = TONES[min(names.index(scores.band), len(TONES) - 1)] if scores.band else ""
    return {
        "name": name, "cells": list(_cells(asked, scores, name=name, office=office)), "of": scores.of,
        "total": shown(scores.total), "whole": shown(scores.whole), "most": scores.evaluation.most,
        "is_part": 0 < scores.of < scores.evaluation.most, "band": scores.band, "tone": tone,
    }  # fmt: skip


def _cells(asked: Asked, scores: Scores, *, name: str, office: str) -> Iterator[dict[str, Any]]:
    query = asked.query(office=office)
    for criterion in scores.evaluation.criteria:
        cell = scores.cells[criterion.key]
        url = f"{reverse('figures:evaluation_rows', args=[criterion.key])}?{query}" if cell.number else ""
        said = f"{name}, {criterion.name.lower()}: {shown(cell.average)} điểm, {cell.number} hồ sơ"
        yield {"average": shown(cell.average), "number": cell.number, "url": url, "said": said}


class Opened:
    """The dossiers behind a number: which criterion, of which office, with the points of each. Raises Http404."""

    def __init__(self, asked: Asked, key: str, office: str) -> None:
        if not asked.is_sound or not (office == ALL or (office.isdecimal() and len(office) < 10)):
            raise Http404
        try:
            self.criterion = asked.evaluation.criterion(key)
        except KeyError as error:
            raise Http404 from error
        first, last = asked.period
        wanted = None if office == ALL else int(office)
        self.points = behind(self.criterion, asked.units, first=first, last=last, office=wanted)
        self.rows = listable(asked.by).filter(pk__in=self.points)
        self.title = f"({key}) {self.criterion.name}"
        self.lead = f"Đánh giá {formats.span(first, last)}. {self.criterion.how}"

    def scored(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the rows of a page with their points."""
        return [row | {"points": self.points[row["dossier"].pk]} for row in rows]


def listable(by: Post) -> "QuerySet[Dossier]":
    """Return the masked list of whoever oversees: what their units settle, received, or had a step of."""
    units = list(Agency.objects.as_now(overseen(by)).order_by().values_list("pk", flat=True))
    worked: Any = Exists(Step.objects.filter(dossier=OuterRef("pk"), agency__in=units))
    return Dossier.objects.filter(Q(agency__in=units) | Q(desk__in=units) | worked)


def file_of(asked: Asked, kind: str, counted: tuple[list[Evaluated], Scores]) -> list[bytes]:
    """Return the evaluation as xlsx, pdf or csv."""
    rows, total = counted
    if kind == "csv":
        return list(csv_of(asked.evaluation, rows, total))
    make, agency = pdf_of if kind == "pdf" else xlsx_of, asked.unit or root_of(asked.by)
    return [make(asked.evaluation, rows, total, agency=agency, period=asked.period, at=asked.by.present)]
