"""What the pages of saved views, schedules and remarks show beside their rows."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Case, When
from django.urls import reverse

from motcua.agencies.access import Request
from motcua.agencies.models import Post
from motcua.bulletins import permissions
from motcua.bulletins.choices import Outcome
from motcua.bulletins.models import Remark, SavedView, Schedule, ScheduleRecipient, Sending
from motcua.bulletins.reading import said
from motcua.bulletins.rhythms import next_due
from motcua.core.clock import local
from motcua.ui import formats

NAMES = {
    "figures:saved_views": "Trang đã lưu", "figures:schedules": "Gửi định kỳ", "figures:remarks": "Ghi chú số liệu",
}  # fmt: skip


def crumbs(home: str, title: str) -> dict[str, Any]:
    """Return the way back of a form."""
    return {"cancel_url": reverse(home), "crumbs_items": [(NAMES[home], reverse(home)), (title, "")]}


def begun(request: Request) -> dict[str, Any]:
    """Return what a remark begins with, where one comes from a report of a period."""
    found: dict[str, Any] = {"agency": request.post.agency_id}
    for name in ("first", "last"):
        try:
            found[name] = formats.read_day(request.GET.get(name, ""))
        except ValueError:
            continue
    return found | {"agency": request.GET.get("unit") or request.post.agency_id}


def as_written(remark: Remark) -> dict[str, Any]:
    """Return a remark as its form shows it."""
    return {"first": remark.first, "last": remark.last, "report": remark.report, "note": said([remark])[0].text}


def as_set(schedule: Schedule) -> dict[str, Any]:
    """Return a schedule as its form shows it."""
    posts = list(ScheduleRecipient.objects.filter(schedule=schedule).values_list("post", flat=True))
    return {"rhythm": schedule.rhythm, "hour": schedule.hour, "form": schedule.form, "recipients": posts}


def views_with(rows: Sequence[SavedView], by: Post) -> list[dict[str, Any]]:
    """Return saved views with what the post may do to them."""
    day = local(by.present).date()
    return [
        {"view": row, "mine": mine, "may": mine or permissions.takes_over(by, row, on=day)}
        for row in rows
        for mine in [permissions.owns(by, row)]
    ]


def remarks_with(rows: Sequence[Remark], by: Post) -> list[dict[str, Any]]:
    """Return remarks with their texts and what the post may do to them; two queries."""
    return [{"said": each, "may": permissions.may_rewrite(by, each.remark)} for each in said(list(rows))]


def schedules_with(rows: Sequence[Schedule], by: Post) -> list[dict[str, Any]]:
    """Return schedules with their recipients, their next day and what came of the last one; two queries."""
    keys = [row.pk for row in rows]
    posts: dict[int, list[Post]] = {key: [] for key in keys}
    for each in ScheduleRecipient.objects.filter(schedule__in=keys).select_related("post__person"):
        posts[each.schedule_id].append(each.post)
    worst_first = Case(When(outcome=Outcome.FAILED, then=0), When(outcome=Outcome.UNREACHED, then=1), default=2)
    newest = Sending.objects.filter(schedule__in=keys).order_by("schedule_id", "-day", worst_first)
    last = {sending.schedule_id: sending for sending in newest.distinct("schedule_id")}
    return [
        {
            "schedule": row, "posts": posts[row.pk], "last": last.get(row.pk), "next": _next(row, by.present),
            "may": permissions.may_change_schedule(by, row),
        }
        for row in rows
    ]  # fmt: skip


def _next(row: Schedule, present: datetime) -> date:
    """The next day on which it goes out: today, too, until its hour has come."""
    moment = local(present)
    before = moment.date() - timedelta(days=moment.hour < row.hour)
    return next_due(row.rhythm, max(before, row.since - timedelta(days=1)))
