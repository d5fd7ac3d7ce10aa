"""A hall in a re-organisation: the room goes on with its devices, windows and numbers, for the desk that took over.

A desk has one hall. Where the desk that took over has one already, the old hall ends: its numbers of the day are over,
its devices are revoked, its windows used no more; its statistics stay with the desk that it served.
"""

from django.db.models import QuerySet

from motcua.agencies.actions.passing_units import done_in
from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency, Post
from motcua.agencies.passing import Part, Passed, Plan, register
from motcua.core.clock import today
from motcua.queue.actions.passing import end_hall, pass_hall_over
from motcua.queue.models import Hall

PART = "queue.halls"


def _halls(plan: Plan) -> "QuerySet[Hall]":
    rows = Hall.objects.filter(agency__in=plan.keys).exclude(pk__in=done_in(plan, PART))
    return rows.select_related("agency")


def _heir(hall: Hall, plan: Plan) -> Agency | None:
    """Return the desk that has the room from now on; None where it has a hall of its own, or none is a desk."""
    unit = plan.place(hall.agency_id)
    fit = unit is not None and unit.kind == Kind.ONE_STOP and not Hall.objects.filter(agency=unit).exists()
    return unit if fit else None


def _pass(hall: Hall, plan: Plan, by: Post) -> Passed:
    before, desk = hall.agency, _heir(hall, plan)
    if desk is None:
        ended = end_hall(hall, by=by, note=plan.basis)
        numbers = ended.last_event.data["numbers"]
        said = "Nơi nhận đã có sảnh lấy số của mình hoặc không phải bộ phận một cửa: sảnh cũ ngừng, thiết bị thu hồi."
        said += f" {numbers} số đang chờ đã hết hiệu lực, lấy số lại ở sảnh mới." if numbers else ""
        return Passed(before=before, after=plan.place(before.pk), message=said, kept=True)
    passed = pass_hall_over(hall, by=by, desk=desk, on=max(plan.on, today()), note=plan.basis)
    told = passed.last_event.data
    said = f"Máy lấy số, bảng gọi số, quầy và {told['waiting']} số đang chờ dùng tiếp."
    said += f" {told['dropped']} ca trực chưa có người giữ ở đơn vị mới, cần phân công lại." if told["dropped"] else ""
    return Passed(before=before, after=desk, message=said)


register(Part(PART, "Sảnh lấy số", 74, _halls, lambda row: f"Sảnh {row}", lambda row: row.agency_id, _pass))
