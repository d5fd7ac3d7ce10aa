"""Late dossiers, those still open told apart from those finished late, with and without an apology; counted by field,
unit, officer and reason: every count opens its rows."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from motcua.agencies.models import Agency, Post
from motcua.casework.overview import masked
from motcua.core.clock import LOCAL, local
from motcua.core.text import clean
from motcua.dossiers.inputs import UnitField
from motcua.dossiers.late_reasons import known, label_of
from motcua.dossiers.lateness import FINISHED, OVERDUE, finished_late, overdue, with_story
from motcua.dossiers.models import Apology, Dossier
from motcua.dossiers.models.sight import OVERSEERS, overseen
from motcua.dossiers.unit_figures import units_of_lists
from motcua.escalation.models import WeeklyList
from motcua.procedures.models import Edition
from motcua.ui import formats
from motcua.ui.inputs import DayField, LineField
from motcua.ui.pages import Filters
from motcua.ui.sheets import Column, write_csv, write_sheet

ORDER = ("-appointed_due", "-pk")
DAYS = 90  # so far back one begins to look at what was finished late
MOST_GROUPS, MOST_ROWS = 200, 20_000
PINNED = ("week", "officer")
NOBODY, UNSAID = "none", "none"  # in an address: it waited for anyone; no reason in code
WITH, WITHOUT = "with", "without"
WAYS = {"field": "Theo lĩnh vực", "unit": "Theo đơn vị", "officer": "Theo người giữ khi quá hạn", "cause": "Theo lý do"}
KEYS = {"field": "field_code", "unit": "agency", "officer": "holder", "cause": "cause"}
COLUMNS = [
    Column("Mã hồ sơ", 28), Column("Thủ tục", 44), Column("Lĩnh vực", 14), Column("Đơn vị giải quyết", 26),
    Column("Hẹn trả", 17), Column("Có kết quả", 17), Column("Quá (ngày làm việc)", 10), Column("Tiến độ", 18),
    Column("Người giữ khi quá hạn", 26), Column("Xin lỗi ngày", 17), Column("Số văn bản", 20), Column("Lý do", 30),
]  # fmt: skip


class LateFilters(Filters):
    """Of a masked list: nobody is looked for by name."""

    q = LineField(label="Tìm theo mã hồ sơ, mã thủ tục", required=False, max_length=60)
    state = forms.ChoiceField(
        label="Tiến độ", required=False,
        choices=[("", "Mọi hồ sơ trễ"), (OVERDUE, "Đang quá hạn"), (FINISHED, "Đã xong, trễ")],
    )  # fmt: skip
    apology = forms.ChoiceField(
        label="Xin lỗi", required=False, choices=[("", "Có hay chưa"), (WITH, "Đã xin lỗi"), (WITHOUT, "Chưa xin lỗi")]
    )
    cause = forms.ChoiceField(label="Lý do", required=False)
    unit = UnitField()
    field = LineField(label="Mã lĩnh vực", required=False, max_length=40)
    first = DayField(label="Xong trễ từ ngày", required=False)
    last = DayField(label="Đến hết ngày", required=False)

    def __init__(self, *args: Any, by: Post, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.moment = by, now
        reasons = [("", "Mọi lý do"), (UNSAID, label_of("")), *((each.code, each.label) for each in known())]
        self.fields["cause"].choices = reasons  # type: ignore[attr-defined]
        self.fields["unit"].queryset = units_of_lists(by)  # type: ignore[attr-defined]
        first = local(now).date() - timedelta(days=DAYS)
        self.fields["first"].widget.attrs["placeholder"] = formats.day(first)

    def narrow(self, rows: Any) -> QuerySet:
        """What is late by now and open, and what was finished late in the days asked for; then what else was asked."""
        self.is_valid()
        first, last = self.days()
        begins, ends = (datetime.combine(day, time(0), tzinfo=LOCAL) for day in (first, last + timedelta(days=1)))
        late = overdue(self.moment) | finished_late(begins, ends)
        week, officer = (self.data.get(name, "") for name in PINNED)  # kept in the address, changed by links only
        if week:  # as they stood when the list was made
            late = Q(pk__in=self._of_week(week))
        narrowed: QuerySet = super().narrow(with_story(rows.filter(late)))
        return narrowed.filter(holder=int(officer) if officer.isdecimal() else None) if officer else narrowed

    def days(self) -> tuple[date, date]:
        """Return the days whose finished ones are shown."""
        today = local(self.moment).date()
        given = self.cleaned_data
        return given.get("first") or today - timedelta(days=DAYS), given.get("last") or today

    def _of_week(self, week: str) -> list[int]:
        rows = WeeklyList.objects.visible_to(self.by).filter(pk=week) if week.isdecimal() and len(week) < 10 else ()
        return [key for row in rows for key in row.dossiers]

    def filter_q(self, rows: Any, words: str) -> Any:
        code = clean(words).upper()
        return rows.filter(Q(code__contains=code) | Q(procedure_code=code))

    def filter_state(self, rows: Any, state: str) -> Any:
        return rows.filter(decided_at__isnull=state == OVERDUE)

    def filter_apology(self, rows: Any, which: str) -> Any:
        return rows.filter(apologised=which == WITH)

    def filter_cause(self, rows: Any, cause: str) -> Any:
        return rows.filter(cause="" if cause == UNSAID else cause)

    def filter_unit(self, rows: Any, unit: Agency) -> Any:
        return rows.filter(agency=unit)

    def filter_field(self, rows: Any, code: str) -> Any:
        return rows.filter(field_code=code)

    def filter_first(self, rows: Any, day: date) -> Any:
        return rows

    def filter_last(self, rows: Any, day: date) -> Any:
        return rows


def begun(by: Post) -> Any:
    """Return what a post may look through: its unit's tree where it watches over one, else what it may read."""
    if by.role in OVERSEERS:
        units = list(Agency.objects.as_now(overseen(by)).order_by().values_list("pk", flat=True))
        return Dossier.objects.filter(agency__in=units)
    return Dossier.objects.visible_to(by)


def grouped(rows: Any, way: str, *, asked: QueryDict) -> list[dict[str, Any]]:
    """Return a line for each group with its four counts, each with the address of its rows; the most open first."""
    if way not in KEYS:
        return []
    still, told = Q(decided_at=None), Q(apologised=True)
    found = rows.order_by().values_list(KEYS[way]).annotate(
        a=Count("pk", filter=still & told), b=Count("pk", filter=still & ~told),
        c=Count("pk", filter=~still & told), d=Count("pk", filter=~still & ~told),
    ).order_by("-b", "-a", KEYS[way])[:MOST_GROUPS]  # fmt: skip
    lines = list(found)
    names = _names(way, [key for key, *_ in lines])
    return [_line(way, key, names, counts, asked) for key, *counts in lines]


def counted(rows: Any, asked: QueryDict) -> dict[str, Any]:
    """Return how the address asks to count, in words, and the groups; nothing where it asks for rows alone."""
    way = asked.get("by", "")
    return {"way": WAYS.get(way, ""), "groups": grouped(rows, way, asked=asked)}


CELLS = ((OVERDUE, WITH), (OVERDUE, WITHOUT), (FINISHED, WITH), (FINISHED, WITHOUT))


def _line(way: str, key: Any, names: Mapping[Any, str], counts: list[int], asked: QueryDict) -> dict[str, Any]:
    value = {"officer": NOBODY, "cause": UNSAID}.get(way, "") if key in (None, "") else str(key)
    cells = [
        {"count": count, "url": _url(asked, **{way: value, "state": state, "apology": apology})}
        for count, (state, apology) in zip(counts, CELLS, strict=True)
    ]
    return {"name": names.get(key) or str(key or "Chưa rõ"), "cells": cells, "total": sum(counts),
            "url": _url(asked, **{way: value})}  # fmt: skip


def _url(asked: QueryDict, **changed: str) -> str:
    kept = {name: value for name, value in asked.items() if name not in ("cursor", "by")} | changed
    return f"?{urlencode({name: value for name, value in kept.items() if value})}"


def _names(way: str, keys: list[Any]) -> dict[Any, str]:
    if way == "field":
        rows = Edition.objects.filter(field_code__in=keys).exclude(field_name="").order_by("pk")
        return dict(rows.values_list("field_code", "field_name"))
    if way == "unit":
        return dict(Agency.objects.filter(pk__in=keys).values_list("pk", "short_name"))
    if way == "officer":
        posts = Post.objects.filter(pk__in=[key for key in keys if key]).with_names()
        return {None: "Chưa giao ai"} | {post.pk: f"{post.person.name}, {post.title}" for post in posts}
    return {key: label_of(key) for key in keys}


def pinned(asked: QueryDict) -> list[tuple[str, str]]:
    """Return what the address holds fast beside the filters, with the address without it."""
    words = {"week": "Chỉ hồ sơ của danh sách tuần", "officer": "Chỉ hồ sơ của một người giữ khi quá hạn"}
    return [(words[name], _url(asked, **{name: ""})) for name in PINNED if asked.get(name)]


def tabs_of(way: str, asked: QueryDict) -> list[dict[str, Any]]:
    """Return the ways of counting as tabs, the filters kept."""
    shown = [("", "Từng hồ sơ"), *WAYS.items()]
    return [{"label": label, "url": f"{_url(asked)}&by={key}" if key else _url(asked), "current": way == key}
            for key, label in shown]  # fmt: skip


def shown(dossiers: Sequence[Dossier], *, by: Post, now: datetime) -> list[dict[str, Any]]:
    """Return the rows of a page with masked names, who had each, the apology and its reason: two queries more."""
    stories = _stories(dossiers)
    return [row | stories[row["dossier"].pk] for row in masked(dossiers, by=by, now=now)]


def _stories(dossiers: Sequence[Any]) -> dict[int, dict[str, Any]]:
    posts = Post.objects.filter(pk__in={row.holder for row in dossiers if row.holder}).with_names().in_bulk()
    found = Apology.objects.filter(dossier__in=dossiers).exclude(at=None).select_related("document")
    apologies = {(row.dossier_id, row.missed): row for row in found}
    return {
        row.pk: {
            "holder": posts.get(row.holder),
            "apology": apologies.get((row.pk, row.appointed_due)),
            "reason": label_of(row.cause) if row.apologised else "",
        }
        for row in dossiers
    }


def lines_of(rows: Any, *, now: datetime) -> Iterator[list[Any]]:
    """Yield the lines of the file: no person but the officers."""
    found = rows.select_related("edition", "agency").defer("edition__content").order_by(*ORDER)[:MOST_ROWS]
    dossiers = list(found)
    stories = _stories(dossiers)
    for row in dossiers:
        story = stories[row.pk]
        holder, apology = story["holder"], story["apology"]
        days = row.days_left_at(now)
        yield [
            row.code, row.edition.name, row.field_code, row.agency.name, row.appointed_due, row.decided_at,
            -days if days is not None else None, "Đã xong, trễ" if row.decided_at else "Đang quá hạn",
            holder.person.name if holder else "", apology.at if apology else None,
            apology.document.notation if apology and apology.document else "", story["reason"],
        ]  # fmt: skip


def file_of(rows: Any, *, by: Post, kind: str, now: datetime) -> Any:
    """Return the list as xlsx or csv."""
    lines = lines_of(rows, now=now)
    if kind == "csv":
        return write_csv(COLUMNS, lines)
    lead = [by.agency.name, f"Đến {formats.moment(now)}, {by}"]
    return [write_sheet("Hồ sơ trễ hạn", COLUMNS, lines, lead=lead)]
