"""Personal data in a re-organisation: open requests with their clocks, duties, lists not signed, holds.

Retention rules and terms are the whole installation's and do not pass; what is closed or signed stays with history.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from motcua.agencies.models import Agency, Post
from motcua.agencies.passing import Part, Passed, Plan, register
from motcua.core.clock import local, today
from motcua.core.errors import BadInput
from motcua.privacy.actions.passing import pass_hold_over, pass_list_over, pass_over
from motcua.privacy.actions.restricting import pass_restriction_over
from motcua.privacy.actions.ruling import end_duty
from motcua.privacy.choices import ListState
from motcua.privacy.models import DataDuty, DestructionList, Hold, RightsRequest


def _requests(plan: Plan) -> "QuerySet[RightsRequest]":
    rows = RightsRequest.objects.ended(False).filter(Q(office__in=plan.keys) | Q(desk__in=plan.keys))
    return rows.select_related("office", "desk", "answerer", "task")


def _pass_request(row: RightsRequest, plan: Plan, by: Post) -> Passed:
    before = row.office
    office = plan.place(row.office_id) or row.office
    desk = plan.place(row.desk_id, near=office) or row.desk
    passed = pass_over(row, by=by, office=office, desk=desk, note=plan.basis)
    said = f"Số và các hạn giữ nguyên: phải thực hiện xong {local(row.due_at):%H:%M %d/%m/%Y}."
    return Passed(before=before, after=office, message=said + ("" if passed.answerer else " Lãnh đạo trả lời."))


def _restrictions(plan: Plan) -> "QuerySet[RightsRequest]":
    """Restrictions that stand though their request is closed: somebody must be there to lift them."""
    here = Q(office__in=plan.keys) | Q(desk__in=plan.keys)
    rows = RightsRequest.objects.ended().holding_back().filter(here)
    found: QuerySet[RightsRequest] = rows.select_related("office", "desk", "answerer")
    return found


def _pass_restriction(row: RightsRequest, plan: Plan, by: Post) -> Passed:
    """The data is held by whoever keeps the records, also where an office was split."""
    before = row.office
    office = _keeper(before, plan) if before.pk in plan.keys else before
    desk = plan.place(row.desk_id, near=office) or row.desk
    pass_restriction_over(row, by=by, office=office, desk=desk, note=plan.basis)
    return Passed(
        before=before, after=office, message="Dữ liệu vẫn bị hạn chế; đơn vị mới thôi hạn chế khi được yêu cầu."
    )


def _keeper(unit: Agency, plan: Plan) -> Agency:
    """Return who keeps the ended unit's records. Raises BadInput while nobody does."""
    found = Agency.objects.get(pk=unit.pk).heir or plan.place(unit.pk)
    if found is None:
        raise BadInput("no_heir", f"Chưa có đơn vị giữ hồ sơ lưu của {unit}.")
    return found


def _duties(plan: Plan) -> "QuerySet[DataDuty]":
    open_now = Q(valid_to=None) | Q(valid_to__gte=max(plan.on, today()))
    return DataDuty.objects.filter(open_now, office__in=plan.keys).select_related("office", "post__person")


def _end_duty(duty: DataDuty, plan: Plan, by: Post) -> Passed:
    end_duty(duty, by=by, valid_to=max(plan.on - timedelta(days=1), duty.valid_from), note=plan.basis)
    return Passed(before=duty.office, after=_keeper(duty.office, plan), message="Đơn vị mới tự giao bằng văn bản mới.")


def _lists(plan: Plan) -> "QuerySet[DestructionList]":
    rows = DestructionList.objects.filter(office__in=plan.keys, state=ListState.PROPOSED)
    return rows.select_related("office", "task")


def _holds(plan: Plan) -> "QuerySet[Hold]":
    return Hold.objects.standing().filter(office__in=plan.keys).select_related("office", "dossier")


def _to_keeper(verb: Any) -> Any:
    """What lies with the archive goes to the one unit that keeps it, also where an office was split."""

    def passing(row: Any, plan: Plan, by: Post) -> Passed:
        before, keeper = row.office, _keeper(row.office, plan)
        verb(row, by=by, office=keeper, note=plan.basis)
        return Passed(before=before, after=keeper)

    return passing


def _office(row: Any) -> int:
    return int(row.office_id)


for part in (
    Part("privacy.requests", "Yêu cầu về dữ liệu cá nhân", 80, _requests, str, _office, _pass_request),
    Part(
        "privacy.restrictions", "Hạn chế xử lý dữ liệu còn hiệu lực", 84, _restrictions, str, _office, _pass_restriction
    ),
    Part("privacy.duties", "Giao việc bảo vệ dữ liệu (kết thúc)", 81, _duties, str, _office, _end_duty),
    Part("privacy.lists", "Danh mục hủy chờ ký", 82, _lists, str, _office, _to_keeper(pass_list_over)),
    Part("privacy.holds", "Hồ sơ đang giữ lại, chưa được hủy", 83, _holds, str, _office, _to_keeper(pass_hold_over)),
):
    register(part)
