"""Writes on delegations to sign: given by a document, ended early with a reason."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from motcua.agencies import permissions
from motcua.agencies.choices import OWN_RIGHT, Action, Capacity, Role
from motcua.agencies.models import Delegation, Post
from motcua.agencies.standing_in import can_sign_for, one_office
from motcua.core.actions import action, creates
from motcua.core.clock import local, now
from motcua.core.errors import BadInput, StepRefused
from motcua.core.text import clean

MARK = re.compile(r"(procedure|field):[^\s,;]{1,40}")
MOST_MARKS = 300


@creates(Action.DELEGATE, permit=permissions.may_delegate)
def delegate(
    *,
    by: Post,
    giver: Post,
    taker: Post,
    number: str,
    date: date,
    valid_from: date,
    valid_to: date,
    scope: Iterable[str] = (),
) -> Delegation:
    """Record a written delegation to sign (NĐ 30/2020, điều 13 khoản 4): from whom, to whom, for what, until when.

    `scope` are marks ("procedure:CODE", "field:CODE"); none: all. Raises BadInput: who cannot give or be given it, a
    document without number, days that cannot be, the same thing delegated to the same person twice.
    """
    keys = sorted({giver.pk, taker.pk})
    rows = Post.objects.select_for_update(of=("self",), no_key=True).order_by("pk").filter(pk__in=keys)
    held = {row.pk: row for row in rows.select_related("person", "agency__parent")}
    giver, taker = held[giver.pk], held[taker.pk]
    _check_giver(giver)
    _check_taker(taker, giver)
    row = Delegation(giver=giver, taker=taker, scope=_scope(scope), valid_from=valid_from, valid_to=valid_to)
    row.number, row.date = clean(number), date
    _check_days(row)
    _check_document(row)
    _check_others(row)
    row.save(force_insert=True)
    return row


def _check_giver(giver: Post) -> None:
    """Who leads the office, by their own right: what was delegated is not delegated again."""
    if giver.role != Role.LEADER:
        raise BadInput("giver_not_leader", "Chỉ lãnh đạo cơ quan ủy quyền ký được.", field="giver")
    if giver.capacity not in OWN_RIGHT:
        text = f"{giver.person.name} ký với tư cách {giver.capacity}: chỉ người đứng đầu ủy quyền, không ủy quyền lại."
        raise BadInput("giver_not_head", text, field="giver")


def _check_taker(taker: Post, giver: Post) -> None:
    """A deputy of the leader, or who heads a unit of the office; not a deputy there."""
    name = taker.person.name
    if not one_office(taker.agency, giver.agency) or not can_sign_for(taker, giver):
        raise BadInput("taker_elsewhere", f"{name} không thuộc cơ quan của người ủy quyền.", field="taker")
    deputy = taker.role == Role.HEAD_OF_DIVISION and taker.capacity == Capacity.KT
    if taker.role not in (Role.LEADER, Role.HEAD_OF_DIVISION) or deputy:
        text = f"{name}: chỉ ủy quyền ký cho cấp phó của mình hoặc người đứng đầu đơn vị thuộc cơ quan."
        raise BadInput("taker_not_head", text, field="taker")


def _scope(marks: Iterable[str]) -> list[str]:
    found = sorted({clean(mark) for mark in marks} - {""})
    if len(found) > MOST_MARKS or any(not MARK.fullmatch(mark) for mark in found):
        raise BadInput("bad_scope", "Phạm vi ủy quyền gồm mã thủ tục hoặc lĩnh vực.", field="scope")
    return found


def _check_document(row: Delegation) -> None:
    if not 0 < len(row.number) <= 60:
        raise BadInput("number_needed", "Ghi số, ký hiệu của văn bản ủy quyền, không quá 60 ký tự.", field="number")
    if row.date > min(row.valid_from, local(now()).date()):
        text = "Ngày văn bản không ở tương lai và không sau ngày bắt đầu ủy quyền."
        raise BadInput("date_not_possible", text, field="date")


def _check_days(row: Delegation) -> None:
    if row.valid_to < row.valid_from:
        raise BadInput("ends_before", "Ngày cuối phải từ ngày đầu trở đi.", field="valid_to")
    if row.valid_from < local(now()).date():
        raise BadInput("in_the_past", "Ủy quyền ghi từ hôm nay trở đi: việc đã ký không đổi được.", field="valid_from")
    for post, field in ((row.giver, "giver"), (row.taker, "taker")):
        if not post.is_held(row.valid_from) or not post.person.is_active:
            text = f"{post.person.name} không giữ vị trí vào ngày bắt đầu."
            raise BadInput("post_not_held", text, field=field)


def _check_others(row: Delegation) -> None:
    """The same matter is not delegated twice to the same person on the same days."""
    others = Delegation.objects.filter(giver=row.giver, taker=row.taker).touching(row.valid_from, row.valid_to)
    for other in others:
        if not row.scope or not other.scope or not set(row.scope).isdisjoint(other.scope):
            text = f"{other} đã ủy quyền việc này đến hết ngày {other.valid_to:%d/%m/%Y}."
            raise BadInput("delegated_already", text, field="valid_from")


@action(Action.REVOKE_DELEGATION, permit=permissions.may_revoke_delegation)
def revoke_delegation(delegation: Delegation, *, by: Post, note: str = "") -> dict[str, Any]:
    """End a delegation at once, with the reason: what was signed by it stands, nothing more is signed.

    Raises StepRefused when it is over, BadInput without a reason.
    """
    today = local(delegation.moment).date()
    if delegation.cancelled_at is not None or delegation.valid_to < today:
        raise StepRefused("Ủy quyền này đã hết hiệu lực.", code="already_over")
    if not note:
        raise BadInput("reason_needed", "Hãy nêu lý do chấm dứt ủy quyền.", field="note")
    delegation.cancelled_at = delegation.moment
    if delegation.valid_from < today:
        delegation.valid_to = today  # it was in force until now: a list of an earlier day still shows it
    return {"on": today}
