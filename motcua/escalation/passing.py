"""Warnings in a re-organisation: their lines pass to the unit that took over; ladders of ended units end with them."""

from django.db.models import QuerySet

from motcua.agencies.models import Post
from motcua.agencies.passing import Part, Passed, Plan, register
from motcua.core.clock import today
from motcua.core.errors import BadInput
from motcua.escalation.actions.telling import pass_line
from motcua.escalation.models import Alarm, WeeklyList
from motcua.tasks.choices import State


def _lines(plan: Plan) -> "QuerySet[Alarm]":
    rows = Alarm.objects.standing().filter(task__state=State.OPEN, task__agency__in=plan.keys)
    return rows.select_related("task", "agency", "rung", "dossier__agency")


def _lists(plan: Plan) -> "QuerySet[WeeklyList]":
    rows = WeeklyList.objects.filter(task__state=State.OPEN, task__agency__in=plan.keys)
    return rows.select_related("task", "agency")


def _pass(row: Alarm | WeeklyList, plan: Plan, by: Post) -> Passed:
    before = row.agency
    unit = plan.place(before.pk)
    if unit is None:
        raise BadInput("no_heir", f"Chưa có đơn vị nhận cảnh báo của {before}.")
    pass_line(row, to=unit, on=max(plan.on, today()))
    return Passed(before=before, after=unit)


register(Part("escalation.alarms", "Cảnh báo thời hạn", 76, _lines, str, lambda row: row.agency_id, _pass))
register(Part("escalation.lists", "Danh sách trễ hạn tuần", 77, _lists, str, lambda row: row.agency_id, _pass))
