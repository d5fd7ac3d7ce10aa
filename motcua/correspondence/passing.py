"""Registers in a re-organisation: the old book is closed with its last number, the new unit's begins at 1."""

from django.db.models import QuerySet

from motcua.agencies.models import Agency, Post
from motcua.agencies.passing import Part, Passed, Plan, register
from motcua.core.clock import today
from motcua.correspondence.actions import close_register, open_register
from motcua.correspondence.models import Register


def _open(plan: Plan) -> "QuerySet[Register]":
    return Register.objects.filter(agency__in=plan.keys, closed_on=None).select_related("agency")


def _pass(row: Register, plan: Plan, by: Post) -> Passed:
    closed = close_register(row, by=by, note=plan.basis)
    last = closed.last_event.data["last_number"]
    said = f"Sổ cũ khóa ở số {last}." if last else "Sổ cũ khóa, chưa cấp số nào."
    begun = [_begin(row, unit, by=by, note=plan.basis) for unit in plan.all_of(row.agency_id)]
    said += " Sổ của đơn vị mới bắt đầu từ số 1." if any(begun) else " Đơn vị mới đã có sổ của mình."
    return Passed(before=row.agency, after=plan.place(row.agency_id), message=said)


def _begin(row: Register, unit: Agency, *, by: Post, note: str) -> bool:
    """Open the new unit's book of this year; False when it has one, or the old book was of another year."""
    if row.year != today().year or unit.registers.filter(year=row.year, kind=row.kind).exists():
        return False
    open_register(by=by, agency=unit, year=row.year, kind=row.kind, note=note)
    return True


register(
    Part(
        "correspondence.registers",
        "Sổ đăng ký văn bản",
        50,
        _open,
        lambda row: f"{row}, {row.agency}",
        lambda row: row.agency_id,
        _pass,
    )
)
