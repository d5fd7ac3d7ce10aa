"""What the list of adoptions is narrowed by, and what its rows show."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import QueryDict

from motcua.agencies.models import Agency, Post
from motcua.procedures.choices import Standing
from motcua.procedures.models import Adoption, AdoptionQuerySet, Edition
from motcua.procedures.models.adopted import STANDINGS
from motcua.procedures.permissions import seat
from motcua.ui.inputs import LineField
from motcua.ui.pages import Filters

TONES = {Standing.TO_REVIEW: "late", Standing.SCHEDULED: "soon", Standing.DRAFT: "wait"}


def adoptions_of(by: Post, on: date) -> AdoptionQuerySet:
    """The adoptions of the post's office and of those below it, with how they stand on a day."""
    rows = Adoption.objects.visible_to(by).filter(office__path__startswith=seat(by)).with_standing(on)
    editions = Edition.objects.filter(adoption=OuterRef("pk"))
    newest, coming = editions.in_force(on).order_by("-number"), editions.scheduled(on).order_by("number")
    return rows.annotate(
        now_number=Subquery(newest.values("number")[:1]),
        now_from=Subquery(newest.values("valid_from")[:1]),
        next_from=Subquery(coming.values("valid_from")[:1]),
    ).select_related("procedure", "division", "office")


def counts_of(rows: AdoptionQuerySet, on: date) -> dict[str, int]:
    """Return how many adoptions stand in each way; one query."""
    counted = {standing: Count("pk", filter=condition(on)) for standing, condition in STANDINGS.items()}
    found: dict[str, int] = rows.aggregate(all=Count("pk"), **counted)
    return found


def tabs_of(asked: QueryDict, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the tabs of the list, the other filters kept in their addresses."""
    chosen = asked.get("standing", "")
    tabs = []
    for value, label in [("", "Tất cả"), *((str(s), s.label) for s in Standing)]:
        query = asked.copy()
        query.pop("cursor", None)
        query["standing"] = value
        number = counts[value or "all"]
        tone = TONES.get(Standing(value), "") if value and number else ""
        tabs.append(
            {"label": label, "url": f"?{query.urlencode()}", "count": number, "tone": tone, "current": value == chosen}
        )
    return tabs


def _choices(rows: AdoptionQuerySet, value: str, label: str) -> list[tuple[str, str]]:
    return [(str(key), name or str(key)) for key, name in rows.order_by(label).values_list(value, label).distinct()]


class AdoptionFilters(Filters):
    """Words, field and office; the offices only where there are several."""

    q = LineField(label="Tìm thủ tục", required=False, max_length=120)
    field = forms.ChoiceField(label="Lĩnh vực", required=False)
    office = forms.ChoiceField(label="Đơn vị", required=False)

    def __init__(self, *args: Any, rows: AdoptionQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].widget.attrs |= {"type": "search", "placeholder": "Tên (có dấu hay không), mã thủ tục"}
        plain = rows.order_by()
        fields = _choices(plain, "procedure__field_code", "procedure__field_name")
        offices = _choices(plain, "office__code", "office__name")
        self.fields["field"].choices = [("", "Mọi lĩnh vực"), *fields]  # type: ignore[attr-defined]
        self.fields["office"].choices = [("", "Mọi đơn vị"), *offices]  # type: ignore[attr-defined]
        if len(offices) < 2:
            del self.fields["office"]

    def filter_q(self, rows: AdoptionQuerySet, words: str) -> AdoptionQuerySet:
        return rows.find(words)

    def filter_field(self, rows: AdoptionQuerySet, code: str) -> AdoptionQuerySet:
        return rows.filter(procedure__field_code=code)

    def filter_office(self, rows: AdoptionQuerySet, code: str) -> AdoptionQuerySet:
        return rows.filter(office__code=code)


def standing_asked(rows: AdoptionQuerySet, asked: QueryDict, on: date) -> AdoptionQuerySet:
    """Narrow to the standing of the chosen tab; an unknown one narrows nothing."""
    condition = STANDINGS.get(asked.get("standing", ""))
    return rows.filter(condition(on)) if condition else rows


def marks_of(adoption: Any) -> list[tuple[str, str]]:
    """Return (tone, words) of how an adoption stands, from the annotations of `with_standing`."""
    marks = []
    if adoption.ended_on:
        marks.append(("done", f"Thôi từ {adoption.ended_on:%d/%m/%Y}"))
    elif not adoption.published:
        marks.append(("wait", "Bản thảo"))
    elif adoption.is_in_force:
        marks.append(("ontime", "Đang áp dụng"))
    if adoption.is_scheduled:
        marks.append(("soon", "Sắp có hiệu lực"))
    if adoption.is_to_review:
        marks.append(("late", "Cần rà soát"))
    return marks


def unit_names(codes: Any) -> dict[str, str]:
    """Return the names of units by code; one query."""
    units: QuerySet[Agency] = Agency.objects.filter(code__in=set(codes))
    return dict(units.values_list("code", "name"))
