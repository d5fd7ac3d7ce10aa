"""The pages of re-organisations: the form of a plan, and what the page of one shows in each of its states."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.urls import reverse

from motcua.agencies.choices import Action, ItemState, ReorganisationState
from motcua.agencies.models import Post, Reorganisation
from motcua.agencies.permissions import may_change_reorganisation
from motcua.agencies.plan_text import parse, write
from motcua.agencies.plans import plan_of
from motcua.agencies.previews import preview, progress_of
from motcua.core.clock import today
from motcua.core.errors import Refused
from motcua.dossiers.models import DossierQuerySet
from motcua.dossiers.unit_figures import CARRIED, FIGURES, FINISHED, NOW, OPEN, RECEIVED, SEEN, table
from motcua.ui.inputs import DayField, Form, LineField, ProseField

SHOWN = 500  # lines of a result on the page; refused ones come first
BEFORE = (ReorganisationState.DRAFT, ReorganisationState.CONFIRMED)

EXAMPLE = """H57.480.19996 -> H57.54
H57.480 -> H57.54 *; H57.56 [địa bàn: Hương Xuân, Hương Chữ]
@vanthu.huongtra -> H57.54.01 : Công chức văn thư"""


class PlanForm(Form):
    name = LineField(label="Tên đợt sắp xếp", max_length=200)
    on = DayField(label="Có hiệu lực từ ngày")
    decision = LineField(label="Văn bản quyết định (số, ngày)", max_length=120)
    lines = ProseField(
        label="Đơn vị cũ → đơn vị mới",
        help_text=(
            "Mỗi dòng một đơn vị cũ: “mã cũ -> mã mới”. Tách ra nhiều đơn vị: ngăn bằng dấu chấm phẩy, kèm điều kiện "
            "[địa bàn: … | thủ tục: … | lĩnh vực: … | hồ sơ: … | cán bộ: …]; dấu * là nơi giữ hồ sơ lưu. "
            "Cán bộ đi riêng: “@tên đăng nhập -> mã đơn vị : chức danh”, hoặc “-> thôi”."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].widget.attrs |= {"rows": 14, "spellcheck": "false", "placeholder": EXAMPLE}

    def clean_lines(self) -> dict[str, Any]:
        """Read the lines; the field then holds the plan."""
        try:
            return parse(self.cleaned_data["lines"])
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from wrong

    def inputs(self) -> dict[str, Any]:
        """What the actions take."""
        given = dict(self.cleaned_data)
        return {"plan": given.pop("lines"), **given}


class ConfirmForm(Form):
    on = DayField(label="Nhập lại ngày có hiệu lực")


LABELS = {
    CARRIED: "Tồn đầu kỳ",
    RECEIVED: "Tiếp nhận trong kỳ",
    FINISHED: "Có kết quả, kết thúc trong kỳ",
    OPEN: "Còn lại cuối kỳ",
}


class FiguresForm(Form):
    first = DayField(label="Từ ngày")
    last = DayField(label="Đến hết ngày")
    seen = forms.ChoiceField(label="Tính theo", choices=SEEN)

    def clean(self) -> dict[str, Any]:
        """The days must be in order."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("first") and given.get("last") and given["first"] > given["last"]:
            self.add_error("last", "Ngày cuối phải từ ngày đầu trở đi.")
        return given


def asked_of(form: FiguresForm | None) -> dict[str, Any]:
    """Return what was asked for: this year by today's units, where nothing sound was."""
    if form is not None and form.is_bound and form.is_valid():
        return dict(form.cleaned_data)
    day = today()
    return {"first": day.replace(month=1, day=1), "last": day, "seen": NOW}


def figure_of(name: str) -> str:
    """Return the figure that an address names, what was received where it names none."""
    return name if name in LABELS else RECEIVED


def figures_page(rows: DossierQuerySet, asked: dict[str, Any]) -> dict[str, Any]:
    """Return the table with the address behind each number."""
    days = {name: f"{asked[name]:%d/%m/%Y}" for name in ("first", "last")}
    query = urlencode(days | {"seen": asked["seen"]})
    lines = [
        {"unit": line["unit"], "cells": [_cell(line, figure, query) for figure in FIGURES]}
        for line in table(rows, **asked)
    ]
    return {"labels": [LABELS[figure] for figure in FIGURES], "lines": lines, "asked": asked}


def _cell(line: dict[str, Any], figure: str, query: str) -> dict[str, Any]:
    unit = line["unit"]
    url = f"{reverse('administration:unit_figure', args=[unit.pk])}?so={figure}&{query}" if unit else ""
    return {"number": line[figure], "url": url if line[figure] else "", "label": LABELS[figure]}


def initial_of(row: Reorganisation) -> dict[str, Any]:
    """Return what the form of a draft holds."""
    return {"name": row.name, "on": row.on, "decision": row.decision, "lines": write(row.plan)}


def page_of(row: Reorganisation, *, by: Post) -> dict[str, Any]:
    """Return what the page of a re-organisation shows: its preview before it runs, progress and results afterwards."""
    context: dict[str, Any] = {
        "row": row,
        "lines": write(row.plan).splitlines(),
        "may_change": may_change_reorganisation(by, row),
        "is_draft": row.state == ReorganisationState.DRAFT,
        "may_cancel": row.state in BEFORE,
        "may_confirm": row.state in (ReorganisationState.DRAFT, ReorganisationState.UNFINISHED),
        "due": row.on <= today(),
        "history": history_of(row),
    }
    return context | (_before(row) if row.state in BEFORE else results_of(row))


def history_of(row: Reorganisation) -> list[dict[str, Any]]:
    """Return what was done to it, by whom, in words."""
    events = row.events.select_related("by__person")
    return [
        {"at": event.happened_at, "text": f"{Action(event.action).label} ({event.by.person.name})"} for event in events
    ]


def _before(row: Reorganisation) -> dict[str, Any]:
    try:
        plan = plan_of(row)
    except Refused as refused:  # units changed since it was drawn up
        return {"problem": refused.message}
    return {"preview": preview(plan), "guessed": plan.guessed}


def results_of(row: Reorganisation) -> dict[str, Any]:
    """Return progress by part and the lines of the result, the refused ones first."""
    items = row.items.select_related("before", "after")
    counts = row.items.aggregate(
        done=Count("pk", filter=~Q(state=ItemState.REFUSED)), refused=Count("pk", filter=Q(state=ItemState.REFUSED))
    )
    refused = list(items.filter(state=ItemState.REFUSED)[:SHOWN])
    return {
        "row": row,
        "running": row.state == ReorganisationState.RUNNING,
        "progress": progress_of(row),
        "counts": counts,
        "items": refused + list(items.exclude(state=ItemState.REFUSED)[: SHOWN - len(refused)]),
        "shown": SHOWN,
    }
