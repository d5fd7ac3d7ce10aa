"""The pages of past figures that came in files: what is asked, what was found in a file, what may be done with it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from motcua.agencies.models import Agency, Post
from motcua.core.stories import story_of
from motcua.files.spreadsheets import FILE_LIMIT
from motcua.reports.choices import Measure, PastState
from motcua.reports.history import columns
from motcua.reports.history.columns import TITLES
from motcua.reports.history.stored import findings_of
from motcua.reports.history.wording import kept
from motcua.reports.models import PastImport
from motcua.reports.models.past import watched
from motcua.reports.permissions import may_settle_import
from motcua.ui.inputs import Form, LineField

SHOWN = 200  # lines of a file on its page, those with something wrong first
TONES = {PastState.DRAFT: "new", PastState.ENTERED: "ontime", PastState.GIVEN_UP: "wait", PastState.WITHDRAWN: "wait"}
OF_ROW = (columns.UNIT, columns.SPAN, columns.FIELD, columns.FIRST, columns.LAST)


class UploadForm(Form):
    """A filled-in spreadsheet."""

    file = forms.FileField(label="Bảng tính đã điền", help_text="xlsx, hoặc CSV mã UTF-8", allow_empty_file=True)

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > FILE_LIMIT:
            raise ValidationError(f"Tệp lớn quá {FILE_LIMIT // 1024 // 1024} MB.", code="file_too_large")
        return given

    def inputs(self) -> dict[str, Any]:
        """Return what `bring` takes."""
        given = self.cleaned_data["file"]
        return {"name": given.name, "content": given.read()}


class WithdrawForm(Form):
    """Why."""

    note = LineField(label="Lý do rút", max_length=300, help_text="ghi vào diễn biến của tệp")


def office_of(by: Post) -> Agency:
    """Return the unit for whose tree a post brings figures in."""
    return Agency.objects.get(path=watched(by))


def listed(by: Post) -> Any:
    """Return the files that a post may see."""
    return PastImport.objects.visible_to(by).select_related("office", "post__person").defer("lines")


def found(by: Post, key: int) -> PastImport | None:
    return PastImport.objects.visible_to(by).select_related("office", "post__person").filter(pk=key).first()


def shown(batch: PastImport, *, by: Post) -> dict[str, Any]:
    """Return what the page of a file shows."""
    lines = sorted(batch.lines, key=lambda line: (not line["problems"], line["line"]))
    measures = [measure for measure in Measure if any(measure in line["said"] for line in lines)]
    may = may_settle_import(by, batch)
    return {
        "batch": batch, "tone": TONES[PastState(batch.state)], "wrong": batch.wrong, "may": may,
        "ready": batch.state == PastState.DRAFT, "entered": batch.state == PastState.ENTERED,
        "measures": [measure.label for measure in measures], "lines": [_line(line, measures) for line in lines[:SHOWN]],
        "left_out": max(len(lines) - SHOWN, 0), "findings": [kept(each) for each in findings_of(batch)],
        "story": story_of(batch), "crumbs_items": [*crumbs(), (str(batch), "")],
    }  # fmt: skip


def crumbs() -> list[tuple[str, str]]:
    return [("Nhiều năm", reverse("figures:years")), ("Số liệu cũ", reverse("figures:past_imports"))]


def _line(line: dict[str, Any], measures: Iterable[str]) -> dict[str, Any]:
    said = line["said"]
    days = [said[key] for key in (columns.FIRST, columns.LAST) if said.get(key)]
    return {
        "number": line["line"], "unit": said.get(columns.UNIT, ""), "days": " – ".join(days),
        "more": ", ".join(said[key] for key in (columns.SPAN, columns.FIELD) if said.get(key)),
        "cells": [said.get(measure, "") for measure in measures], "source": said.get(columns.SOURCE, ""),
        "reason": said.get(columns.REPLACES, ""),
        "problems": [f"{TITLES[key]}: {words}" for key, words in line["problems"]],
    }  # fmt: skip


def to_mend(batch: PastImport) -> bytes:
    """Return the file's lines as a spreadsheet, with what is wrong beside each: all or none is entered."""
    rows = (
        [*(line["said"].get(key, "") for key in columns.KEYS),
         "; ".join(f"{TITLES[key]}: {words}" for key, words in line["problems"])]
        for line in batch.lines
    )  # fmt: skip
    return columns.template(rows, problems=True)
