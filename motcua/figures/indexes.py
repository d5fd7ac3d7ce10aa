"""The page of indexes from outside: what is asked, the trend of each, what one may write."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms

from motcua.agencies.models import Agency, Post
from motcua.reports.choices import Index
from motcua.reports.history.wording import number
from motcua.reports.models import ExternalIndex
from motcua.reports.models.past import watched
from motcua.reports.permissions import may_change_index
from motcua.ui.inputs import Form, LineField

FIRST_YEAR = 1990


class AgencyField(forms.ModelChoiceField):
    """A unit of the tree, or one of the past whose records it keeps."""

    def label_from_instance(self, unit: Any) -> str:
        return f"{unit.name} (đến {unit.valid_to:%d/%m/%Y})" if unit.valid_to else str(unit.name)


class ValuesForm(Form):
    """What an index says."""

    value = forms.DecimalField(
        label="Giá trị", required=False, min_value=0, max_digits=7, decimal_places=3, localize=True,
        help_text="điểm hoặc tỷ lệ như nơi công bố ghi, ví dụ 71,63",
    )  # fmt: skip
    rank = forms.IntegerField(label="Xếp hạng", required=False, min_value=1, max_value=20_000)
    ranked = forms.IntegerField(label="Trong số đơn vị", required=False, min_value=1, max_value=20_000)
    source = LineField(label="Nguồn", max_length=300, help_text="quyết định, báo cáo công bố, trang nào")


class RecordForm(ValuesForm):
    """An index of a year, of a unit."""

    agency = AgencyField(Agency.objects.none(), label="Đơn vị")
    index = forms.ChoiceField(label="Chỉ số", choices=Index.choices)
    year = forms.IntegerField(label="Năm", min_value=FIRST_YEAR, max_value=2100)

    def __init__(self, *args: Any, by: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = units_of(by)  # type: ignore[attr-defined]
        self.order_fields(["agency", "index", "year"])


class CorrectForm(ValuesForm):
    """What is to be put right, and why."""

    note = LineField(label="Lý do sửa", max_length=300)


class ReasonForm(Form):
    """Why."""

    note = LineField(label="Lý do rút", max_length=300)


def units_of(by: Post) -> Any:
    return Agency.objects.as_now(watched(by)).select_related("heir").order_by("path")


def listed(by: Post) -> Any:
    """Return the indexes that a post sees."""
    return ExternalIndex.objects.visible_to(by).standing().select_related("agency__heir")


def found(by: Post, key: int) -> ExternalIndex | None:
    return listed(by).filter(pk=key).first()


def begins_with(index: ExternalIndex) -> dict[str, Any]:
    return {"value": index.value, "rank": index.rank, "ranked": index.ranked, "source": index.source}


def trends(by: Post) -> list[dict[str, Any]]:
    """Return each index of each unit: its years with the change, and what the chart draws; one query."""
    rows = listed(by).order_by("agency__path", "index", "year")
    return [
        _trend(list(group), by=by, place=place)
        for place, (_, group) in enumerate(groupby(rows, key=lambda row: (row.agency_id, row.index)))
    ]


def _trend(rows: Sequence[ExternalIndex], *, by: Post, place: int) -> dict[str, Any]:
    lines = [_line(before, row, by=by) for before, row in zip([None, *rows], rows, strict=False)]
    return {
        "name": rows[0].get_index_display(), "unit": rows[0].agency.name, "lines": lines, "id": f"index-{place}",
        "chart": _chart(rows) if len(rows) > 1 else {},
    }  # fmt: skip


def _line(before: ExternalIndex | None, row: ExternalIndex, *, by: Post) -> dict[str, Any]:
    value = _grown(before.value if before else None, row.value)
    climbed = before.rank - row.rank if before and before.rank and row.rank else None
    return {
        "row": row, "value": "" if row.value is None else number(row.value), "change": value,
        "rank": f"{row.rank}/{row.ranked}" if row.rank and row.ranked else row.rank or "",
        "climbed": "" if climbed is None else _climb(climbed), "may": may_change_index(by, row),
    }  # fmt: skip


def _grown(before: Decimal | None, after: Decimal | None) -> str:
    if before is None or after is None:
        return ""
    return f"{'+' if after > before else ''}{number((after - before).normalize())}"


def _climb(places: int) -> str:
    if places == 0:
        return "giữ hạng"
    return f"{'tăng' if places > 0 else 'giảm'} {abs(places)} bậc"


def _chart(rows: Sequence[ExternalIndex]) -> Mapping[str, Any]:
    """A column for each year from the first to the last, none for a year of which nothing is recorded."""
    by_year = {row.year: row for row in rows}
    years = range(min(by_year), max(by_year) + 1)
    ranks = [row.ranked or row.rank or 1 for row in rows]
    each: list[Any] = [by_year.get(year) for year in years]
    return {
        "labels": [str(year) for year in years], "top": float(max(ranks)),
        "columns": ("Giá trị", [float(row.value) if row and row.value is not None else None for row in each]),
        "line": ("Xếp hạng", [float(row.rank) if row and row.rank else None for row in each]),
    }  # fmt: skip
