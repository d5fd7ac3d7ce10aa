"""Figures of visits: how many, when, how long they waited and were served. Each comes with the address of its rows.

Waited: from taking the number to its first call. Served: from beginning to end. Medians and ninetieth percentiles are
computed by the database (percentile_cont), over the numbers that were called, served.
"""

from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Aggregate, Count, DurationField, F, Q
from django.db.models.functions import ExtractHour
from django.urls import reverse

from motcua.core.clock import LOCAL, today
from motcua.queue.choices import State
from motcua.queue.models import Hall, Line, Ticket, TicketQuerySet, Window
from motcua.ui.formats import clock, day, number
from motcua.ui.pages import Column

USUAL, LONGEST = 7, 366  # days
WAITED = F("first_called_at") - F("taken_at")
SERVED = F("ended_at") - F("began_at")
MEASURED = {"waited": Q(first_called_at__isnull=False), "served": Q(state=State.DONE)}


class Period(NamedTuple):
    """Days, both counted; `error` says what was asked and could not be."""

    first: date
    last: date
    error: str = ""

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


class Share(Aggregate):
    """The value below which a share of the rows lies, between two rows where it falls so."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def period_of(form: Any) -> Period:
    """Return the days asked for, at most a year; the last seven when nothing sound is asked."""
    given = form.cleaned_data if form.is_valid() else {}
    last = given.get("last") or today()
    first = given.get("first") or last - timedelta(days=USUAL - 1)
    if first > last or (last - first).days >= LONGEST:
        usual = Period(today() - timedelta(days=USUAL - 1), today())
        return usual._replace(error=f"Chọn từ ngày không sau đến ngày, và nhiều nhất {LONGEST} ngày.")
    return Period(first, last, "" if form.is_valid() else "Ngày chưa đúng; đang hiện bảy ngày gần đây.")


def page_of(hall: Hall, rows: TicketQuerySet, period: Period) -> dict[str, Any]:
    """Return the figures of a period: whole, by day, hour, line and window; eight queries, however many came."""
    rows = rows.filter(day__range=(period.first, period.last)).order_by()
    windows = dict(Window.objects.filter(hall=hall).values_list("pk", "number"))
    lines = {line.pk: str(line) for line in Line.objects.filter(hall=hall)}
    whole = _measured(rows)
    by_day = _grouped(rows, "day")
    at_hour = rows.annotate(hour=ExtractHour("taken_at", tzinfo=LOCAL))
    open_days = len(by_day)
    link = _linker(hall, period)
    return {
        "totals": _totals(whole, open_days, link),
        "by_day": [_row(day(one["day"]), one, link, day=f"{one['day']:%d/%m/%Y}") for one in by_day],
        "by_hour": [_row(f"{one['hour']:02d}:00", one, link, hour=one["hour"]) for one in _grouped(at_hour, "hour")],
        "by_line": [_row(lines[one["line"]], one, link, line=one["line"]) for one in _grouped(rows, "line")],
        "by_window": [
            _row(f"Quầy {windows[one['window']]}", one, link, window=one["window"])
            for one in _grouped(rows.exclude(window=None), "window")
        ],
    }  # fmt: skip


FIGURES: dict[str, Any] = {
    "visits": Count("pk"),
    "priority": Count("pk", filter=Q(is_priority=True)),
    "done": Count("pk", filter=Q(state=State.DONE)),
    "absent": Count("pk", filter=Q(state=State.ABSENT)),
    "expired": Count("pk", filter=Q(state=State.EXPIRED)),
    "called": Count("pk", filter=MEASURED["waited"]),
    "waited": Share(WAITED, share=0.5, filter=MEASURED["waited"]),
    "waited_90": Share(WAITED, share=0.9, filter=MEASURED["waited"]),
    "served": Share(SERVED, share=0.5, filter=MEASURED["served"]),
    "served_90": Share(SERVED, share=0.9, filter=MEASURED["served"]),
}


def _measured(rows: TicketQuerySet) -> dict[str, Any]:
    return rows.aggregate(**FIGURES)


def _grouped(rows: Any, name: str) -> list[dict[str, Any]]:
    return list(rows.values(name).annotate(**FIGURES).order_by(name))


def minutes(span: timedelta | None) -> str:
    """Return a time as the tables show it: 7,5 (minutes); a dash when there is none."""
    return "–" if span is None else number(round(span.total_seconds() / 60, 1))


def _linker(hall: Hall, period: Period) -> Any:
    base = reverse("queue:tickets", args=[hall.pk])
    days = {"first": f"{period.first:%d/%m/%Y}", "last": f"{period.last:%d/%m/%Y}"}
    return lambda **asked: f"{base}?{urlencode(days | asked)}"


def _row(label: str, one: dict[str, Any], link: Any, **asked: Any) -> dict[str, Any]:
    """A line of a table: each cell (text, address of its rows)."""
    cells = [
        (number(one["visits"]), link(**asked)),
        (number(one["priority"]), link(**asked, priority="1")),
        (number(one["absent"]), link(**asked, state=State.ABSENT)),
        (minutes(one["waited"]), link(**asked, measured="waited")),
        (minutes(one["waited_90"]), link(**asked, measured="waited")),
        (minutes(one["served"]), link(**asked, measured="served")),
        (minutes(one["served_90"]), link(**asked, measured="served")),
    ]
    return {"label": label, "cells": cells}


def _totals(whole: dict[str, Any], open_days: int, link: Any) -> list[dict[str, Any]]:
    average = number(round(whole["visits"] / open_days, 1)) if open_days else "–"
    return [
        {"label": "Lượt đến", "value": whole["visits"], "url": link(), "note": f"{average} lượt mỗi ngày mở cửa"},
        {"label": "Đã phục vụ", "value": whole["done"], "url": link(state=State.DONE)},
        {"label": "Gọi không có mặt", "value": whole["absent"], "url": link(state=State.ABSENT)},
        {"label": "Hết ngày chưa gọi", "value": whole["expired"], "url": link(state=State.EXPIRED)},
        {
            "label": "Chờ (trung vị)", "value": minutes(whole["waited"]), "unit": "phút",
            "url": link(measured="waited"), "note": f"90 % chờ không quá {minutes(whole['waited_90'])} phút",
        },
        {
            "label": "Phục vụ (trung vị)", "value": minutes(whole["served"]), "unit": "phút",
            "url": link(measured="served"), "note": f"90 % không quá {minutes(whole['served_90'])} phút",
        },
    ]  # fmt: skip


def narrowed(rows: TicketQuerySet, form: Any) -> TicketQuerySet:
    """Return exactly the numbers that a figure's address names; what cannot be read is left out and told."""
    form.is_valid()
    asked = form.cleaned_data
    period = period_of(form)
    rows = rows.filter(day__range=(period.first, period.last))
    for name in ("line", "window", "state", "day"):
        if asked.get(name):
            rows = rows.filter(**{name: asked[name]})
    if asked.get("hour") is not None:
        rows = rows.annotate(hour=ExtractHour("taken_at", tzinfo=LOCAL)).filter(hour=asked["hour"])
    if asked.get("measured"):
        rows = rows.filter(MEASURED[asked["measured"]])
    return rows.filter(is_priority=True) if asked.get("priority") else rows


def told(form: Any, hall: Hall) -> str:
    """Return in words what the list shows."""
    period, asked = period_of(form), form.cleaned_data
    parts = [f"Từ {day(period.first)} đến {day(period.last)}"]
    if asked.get("day"):
        parts = [f"Ngày {day(asked['day'])}"]
    if asked.get("hour") is not None:
        parts.append(f"lấy số từ {asked['hour']:02d}:00 đến trước {asked['hour'] + 1:02d}:00")
    if line := hall.lines.filter(pk=asked.get("line")).first():
        parts.append(f"nhóm việc {line}")
    if window := hall.windows.filter(pk=asked.get("window")).first():
        parts.append(str(window).lower())
    parts += [State(asked["state"]).label.lower()] if asked.get("state") else []
    parts += ["diện ưu tiên"] if asked.get("priority") else []
    return ", ".join(parts) + "."


def _minutes_of(name: str) -> Any:
    start, end = {"waited": ("taken_at", "first_called_at"), "served": ("began_at", "ended_at")}[name]

    def told(ticket: Ticket) -> str:
        first, last = getattr(ticket, start), getattr(ticket, end)
        return minutes(last - first) if first and last else "–"

    return told


COLUMNS = [
    Column("Ngày", lambda ticket: day(ticket.day)),
    Column("Số", "code"),
    Column("Nhóm việc", "line.name", full=True),
    Column("Lấy số", lambda ticket: clock(ticket.taken_at)),
    Column("Quầy", lambda ticket: str(ticket.window.number) if ticket.window else ""),
    Column("Trạng thái", lambda ticket: ticket.get_state_display()),
    Column("Ưu tiên", lambda ticket: "Có" if ticket.is_priority else ""),
    Column("Chờ (phút)", _minutes_of("waited"), num=True),
    Column("Phục vụ (phút)", _minutes_of("served"), num=True),
]
