"""Calendars in a re-organisation: the new unit works as the old one did, unless it has its own from that day on.

What was promised under the old calendar is computed as before: the old week and exceptions are given to the new unit
for the time before its day too, when nothing of its own stands there.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from motcua.agencies.models import Agency, Post
from motcua.agencies.passing import Part, Passed, Plan, register
from motcua.worktime.actions import end_week, set_exception, set_week, withdraw_exception, withdraw_week
from motcua.worktime.choices import ExceptionKind
from motcua.worktime.models import ExceptionalDay, WorkWeek


def _weeks(plan: Plan) -> "QuerySet[WorkWeek]":
    rows = WorkWeek.objects.filter(agency__in=plan.keys, withdrawn_at=None).select_related("agency")
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=plan.on))


def _pass_week(week: WorkWeek, plan: Plan, by: Post) -> Passed:
    eve = plan.on - timedelta(days=1)
    for unit in plan.all_of(week.agency_id):
        _give_week(week, unit, plan, by=by)
    if week.valid_from > eve:
        withdraw_week(week, by=by, note=plan.basis)
    else:
        end_week(week, by=by, valid_to=eve, note=plan.basis)
    return Passed(before=week.agency, after=plan.place(week.agency_id), message="Lịch trước ngày sắp xếp giữ nguyên.")


def _give_week(week: WorkWeek, unit: Agency, plan: Plan, *, by: Post) -> None:
    """Give the week to the unit: for good when it has none, else for the time before its own begins."""
    own = WorkWeek.objects.filter(agency=unit, withdrawn_at=None).order_by("valid_from").first()
    if own is not None and own.valid_from <= max(week.valid_from, plan.on) and own.valid_from <= week.valid_from:
        return
    last = week.valid_to if own is None else own.valid_from - timedelta(days=1)
    set_week(
        by=by,
        agency=unit,
        weekly=week.weekly,
        valid_from=week.valid_from,
        valid_to=last,
        decision=plan.decision,
        note=plan.basis,
    )


def _exceptions(plan: Plan) -> "QuerySet[ExceptionalDay]":
    rows = ExceptionalDay.objects.filter(agency__in=plan.keys, withdrawn_at=None, date__gte=plan.on)
    return rows.select_related("agency")


def _pass_exception(day: ExceptionalDay, plan: Plan, by: Post) -> Passed:
    for unit in plan.all_of(day.agency_id):
        if not ExceptionalDay.objects.filter(agency=unit, date=day.date, withdrawn_at=None).exists():
            given: dict[str, Any] = {"reason": day.reason, "source": day.source, "provisional": day.provisional}
            set_exception(by=by, agency=unit, date=day.date, note=plan.basis, **given, **_kind(day))
    withdraw_exception(day, by=by, note=plan.basis)
    return Passed(before=day.agency, after=plan.place(day.agency_id))


def _kind(day: ExceptionalDay) -> dict[str, Any]:
    value = {ExceptionKind.OFF: True, ExceptionKind.WORKS_AS: day.works_as, ExceptionKind.SESSIONS: day.sessions}
    return {day.kind: value[ExceptionKind(day.kind)]}


register(Part("worktime.weeks", "Tuần làm việc", 30, _weeks, str, lambda row: row.agency_id, _pass_week))
register(Part("worktime.days", "Ngày ngoại lệ", 31, _exceptions, str, lambda row: row.agency_id, _pass_exception))
