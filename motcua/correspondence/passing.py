"""Registers in a re-organisation: the old book is closed with its last number, the new unit's begins at 1.

The office's own parts of papers pass too, where the new unit has none: a paper printed before keeps those of the unit
that printed it (docs/decisions/0031). Where one was, how to reach it and when it is open is said by one unit only: that
passes where one unit takes over from one, elsewhere the new unit writes its own.
"""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.agencies.models import Agency, Post
from motcua.agencies.passing import Part, Passed, Plan, register
from motcua.core.clock import today
from motcua.core.text import fold
from motcua.correspondence.actions import close_register, drop_letterhead, open_register, publish_letterhead
from motcua.correspondence.models import Letterhead, Register


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

OF_ONE_PLACE = {"place": "địa danh", "contact": "liên hệ", "hours": "giờ làm việc"}


def _lasting(plan: Plan) -> Q:
    return Q(dropped_at=None) & (Q(valid_to=None) | Q(valid_to__gte=plan.on))


def _with_letterheads(plan: Plan) -> "QuerySet[Agency]":
    """The old units that still have parts of their own, from today or from a day to come."""
    own = Letterhead.objects.filter(_lasting(plan), agency=OuterRef("pk"))
    return Agency.objects.filter(Exists(own), pk__in=plan.keys)


def _pass_letterheads(unit: Agency, plan: Plan, by: Post) -> Passed:
    """Give them to each unit that takes over and has none; they are used no more by the old one. All in one go, so that
    a unit merged of several has those of one of them, never a mixture."""
    rows = list(unit.letterheads.filter(_lasting(plan)).order_by("valid_from", "pk"))
    heirs = plan.all_of(unit.pk)
    alike = [each for each in heirs if each.level == unit.level]  # a district's words are not its communes'
    given = [each for each in alike if not each.letterheads.filter(_lasting(plan)).exists()]
    said: list[str] = []
    for after in given:
        alone = len(heirs) == 1 and _takes_over_one(after, plan)
        said += [_give(row, after, plan, by=by, alone=alone) for row in rows]
    for row in rows:
        drop_letterhead(row, by=by, note=plan.basis)
    if not given:
        why = "Đơn vị mới đã có phần riêng của mình" if alike else "Đơn vị mới khác cấp: tự đặt phần riêng"
        return Passed(unit, plan.place(unit.pk), f"{why}; giấy đã in giữ nguyên.", kept=True)
    told = " ".join(dict.fromkeys(filter(None, said)))
    return Passed(unit, given[0], f"Giấy đã in giữ phần riêng của đơn vị cũ. {told}".strip())


def _takes_over_one(after: Agency, plan: Plan) -> bool:
    return sum(after in plan.all_of(key) for key in plan.keys) == 1


def _give(row: Letterhead, after: Agency, plan: Plan, *, by: Post, alone: bool) -> str:
    """Publish a row for the new unit from its first day that is not past; return what must be looked at."""
    names = ("signing", *OF_ONE_PLACE) if alone else ("signing",)
    parts: dict[str, Any] = {name: getattr(row, name) for name in names}
    if alone and row.place and fold(row.place) in fold(row.agency.name):
        parts["place"] = ""  # the old unit's own name: the new one's is printed
    parts |= {"lines": row.lines, "notes": row.notes, "kept_emblem": row}
    left = [word for name, word in OF_ONE_PLACE.items() if getattr(row, name) and not parts.get(name)]
    if not (row.emblem or any(value for name, value in parts.items() if name != "kept_emblem")):
        return _looked_at(left, after)
    first = max(today(), plan.on, row.valid_from)
    publish_letterhead(
        by=by, agency=after, valid_from=first, valid_to=_end(row, first), note=plan.basis, **parts
    )  # fmt: skip
    return _looked_at(left, after)


def _end(row: Letterhead, first: date) -> date | None:
    return max(row.valid_to, first) if row.valid_to else None


def _looked_at(left: list[str], after: Agency) -> str:
    return f"{after.short_name} hãy đặt lại {', '.join(left)}." if left else ""


register(
    Part(
        "correspondence.letterheads",
        "Phần riêng của đơn vị trên mẫu in",
        51,
        _with_letterheads,
        str,
        lambda unit: unit.pk,
        _pass_letterheads,
    )
)
