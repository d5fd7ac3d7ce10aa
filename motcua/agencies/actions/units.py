"""Writes on units: set up, changed, ended, taken over by others."""

import re
from datetime import date, timedelta
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q

from motcua.agencies import permissions
from motcua.agencies.choices import Action, Kind
from motcua.agencies.models import Agency, AgencySuccession, CodePattern, Post
from motcua.core.actions import action, creates
from motcua.core.clock import local
from motcua.core.errors import BadInput, StepRefused
from motcua.core.numbering import check_pattern
from motcua.core.text import clean

Row = TypeVar("Row", bound=Model)
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")
CHANGEABLE = ("name", "short_name", "address", "phone", "place", "notation")


def save_new(row: Row) -> Row:
    """Save a new row after its constraints were checked in words. Raises BadInput naming the field.

    Related rows are not looked up again: whoever passes them has them.
    """
    try:
        row.full_clean(exclude={field.name for field in row._meta.fields if field.is_relation})
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise BadInput("invalid", messages[0], field=None if field == "__all__" else field) from error
    row.save(force_insert=True)
    return row


@creates(Action.CREATE_AGENCY, permit=permissions.may_create_agency)
def create_agency(*, by: Post, parent: Agency | None, code: str, name: str, **fields: Any) -> Agency:
    """Set up a unit under `parent`, valid from a date. Raises BadInput for a code that cannot stand in a path."""
    code, name = clean(code), clean(name)
    if not CODE.fullmatch(code):
        raise BadInput("bad_code", "Mã đơn vị chỉ gồm chữ không dấu, số, dấu chấm và gạch nối.", field="code")
    fields.setdefault("short_name", name[:100])
    top = parent is None and fields.get("kind") != Kind.SYSTEM and fields.get("valid_to") is None
    first = top and Agency.objects.operator() is None
    return save_new(Agency(code=code, name=name, parent=parent, operates=first, **fields))


@action(Action.HAND_OVER_OPERATION, permit=permissions.may_operate)
def hand_over_operation(agency: Agency, *, by: Post) -> None:
    """Operate no longer; only as the first half of `operate`."""
    agency.operates = False


@action(Action.OPERATE, permit=permissions.may_operate)
def operate(agency: Agency, *, by: Post) -> dict[str, Any]:
    """Let a unit operate the installation in the place of the one that did; for that one too it is on record.

    Raises StepRefused for the unit that operates already, BadInput for one that has an end.
    """
    if agency.operates:
        raise StepRefused("Đơn vị này đang vận hành hệ thống.", code="operates_already")
    if agency.valid_to is not None:
        raise BadInput("unit_ended", "Đơn vị này đã có ngày kết thúc.", field="code")
    before = Agency.objects.operator()
    if before is not None:
        hand_over_operation(before, by=by)
    agency.operates = True
    return {"before": before.pk if before else None}


@action(Action.CHANGE_AGENCY, permit=permissions.may_change_agency)
def change_agency(agency: Agency, *, by: Post, **fields: str) -> dict[str, Any]:
    """Correct a unit's name, address, notation; code, kind and place in the tree stay what they were."""
    unknown = sorted(set(fields) - set(CHANGEABLE))
    if unknown:
        raise BadInput("not_changeable", "Không sửa được thông tin này của đơn vị.", field=unknown[0])
    for field, text in fields.items():
        setattr(agency, field, clean(text))
    if not agency.name or not agency.short_name:
        raise BadInput("name_needed", "Đơn vị phải có tên.", field="name")
    return {"fields": sorted(fields)}


@action(Action.END_AGENCY, permit=permissions.may_change_agency)
def end_agency(agency: Agency, *, by: Post, valid_to: date) -> None:
    """Let a unit exist until the end of a day; what it did stays with it.

    Raises StepRefused when it has ended already, BadInput while posts or units under it go on longer.
    """
    if agency.valid_to is not None:
        raise StepRefused("Đơn vị này đã có ngày kết thúc.", code="already_ended")
    if valid_to < agency.valid_from:
        raise BadInput("before_it_began", "Ngày kết thúc trước ngày thành lập.", field="valid_to")
    longer = Q(valid_to=None) | Q(valid_to__gt=valid_to)
    if agency.posts.filter(longer, ended_at=None).exists():
        raise BadInput("still_staffed", "Còn cán bộ giữ vị trí tại đơn vị sau ngày này.", field="valid_to")
    if agency.children.filter(longer).exists():
        raise BadInput("still_parent", "Còn đơn vị trực thuộc tồn tại sau ngày này.", field="valid_to")
    if agency.operates:
        raise BadInput("operates", "Đơn vị đang vận hành hệ thống: giao việc này cho đơn vị khác trước.")
    agency.valid_to = valid_to


@action(Action.SET_CODE_PATTERN, permit=permissions.may_change_agency)
def set_code_pattern(agency: Agency, *, by: Post, pattern: str, valid_from: date) -> dict[str, Any]:
    """Let the unit and those below it write codes by a pattern from a day on; the one before ends the day before.

    Raises BadInput for a pattern that does not give every dossier a code of its own, a day gone by, or a day on or
    before which a later pattern begins.
    """
    pattern = clean(pattern)
    try:
        check_pattern(pattern)
    except ValueError as error:
        raise BadInput("bad_pattern", f"{error}.", field="pattern") from error
    if valid_from < local(agency.moment).date():
        raise BadInput("in_the_past", "Mẫu mã không áp dụng ngược thời gian.", field="valid_from")
    if agency.code_patterns.filter(valid_from__gte=valid_from).exists():
        raise BadInput("pattern_already_set", "Đã có mẫu mã áp dụng từ ngày này hoặc sau đó.", field="valid_from")
    agency.code_patterns.filter(valid_to=None).update(valid_to=valid_from - timedelta(days=1))
    CodePattern.objects.create(agency=agency, pattern=pattern, valid_from=valid_from)
    return {"pattern": pattern, "valid_from": valid_from}


@action(Action.SUCCEED_AGENCY, permit=permissions.may_change_agency)
def succeed(
    agency: Agency, *, by: Post, after: Agency, on: date, decision: str, records: bool = False
) -> dict[str, Any]:
    """Record which unit took over from this one, from a day, by a decision. Recording it twice changes nothing.

    Of several successors one keeps the records: the first, or the one that `records` names.
    """
    decision = clean(decision)
    if not decision:
        raise BadInput("decision_needed", "Phải ghi số văn bản quyết định.", field="decision")
    if after.pk == agency.pk:
        raise BadInput("succeeds_itself", "Một đơn vị không thể kế thừa chính nó.", field="after")
    if on < after.valid_from:
        raise BadInput("not_yet_there", "Đơn vị kế thừa chưa tồn tại vào ngày này.", field="on")
    AgencySuccession.objects.get_or_create(before=agency, after=after, on=on, defaults={"decision": decision})
    if agency.heir_id is None or records:
        agency.heir = after.heir or after
        Agency.objects.filter(heir=agency).update(heir=agency.heir)
    return {"after": after.pk, "on": on, "decision": decision}
