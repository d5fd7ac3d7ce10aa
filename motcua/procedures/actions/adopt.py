"""Adopting a national procedure for an office, and working on the draft."""

from typing import Any

from django.db import IntegrityError, transaction

from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency, Post
from motcua.core.actions import action, creates
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.procedures import permissions
from motcua.procedures.choices import Action
from motcua.procedures.editions import content_from
from motcua.procedures.models import Adoption, NationalProcedure
from motcua.questions.reading import Unreadable, inspect, weigh


def check_serves(serves: list[str]) -> list[str]:
    """Return the kinds of unit below that are also served. Raises BadInput for an unknown kind."""
    strange = sorted(set(serves) - set(Kind.values))
    if strange:
        raise BadInput("unknown_kind", f"Loại đơn vị lạ: {', '.join(strange)}.", field="serves")
    return sorted(set(serves))


def check_draft(
    draft: dict[str, Any], *, procedure: NationalProcedure, office: Agency, division: Agency
) -> dict[str, Any]:
    """Return the draft with what the adoption already says. Raises BadInput when it does not have the shape.

    A form may still have problems while it is worked on, but it must be JSON that can be kept (`form_unreadable`).
    """
    whole = {
        "code": procedure.code, "name": procedure.name, "field_code": procedure.field_code,
        "field_name": procedure.field_name or procedure.field_code, **draft,
        "office": office.code, "division": division.code,
    }  # fmt: skip
    if whole.get("form") is None:
        whole.pop("form", None)
    try:
        content_from(whole)
        inspect(whole.get("form"))
        weigh(whole.get("form"))
    except Unreadable as wrong:
        raise BadInput("form_unreadable", wrong.message, field="form") from wrong
    except (KeyError, TypeError, ValueError, ArithmeticError) as wrong:
        raise BadInput("draft_shape", f"Bản thảo sai cấu trúc: {wrong}.", field="draft") from wrong
    return whole


@creates(Action.ADOPT, permit=permissions.may_adopt)
def adopt(
    *,
    by: Post,
    office: Agency,
    procedure: NationalProcedure,
    division: Agency,
    draft: dict[str, Any],
    decision: str = "",
    serves: list[str] | None = None,
) -> Adoption:
    """Begin to give a procedure at an office; nothing can be received before an edition is published.

    Raises BadInput: `division_outside`, `draft_shape`, `unknown_kind`, `already_adopted`.
    """
    if not division.is_within(office):
        raise BadInput("division_outside", "Bộ phận giải quyết không thuộc đơn vị áp dụng.", field="division")
    adoption = Adoption(
        office=office, procedure=procedure, division=division, decision=clean(decision)[:200],
        serves=check_serves(serves or []),
        draft=check_draft(draft, procedure=procedure, office=office, division=division),
    )  # fmt: skip
    try:
        with transaction.atomic():
            adoption.save(force_insert=True)
    except IntegrityError as error:
        raise BadInput("already_adopted", "Đơn vị đã áp dụng thủ tục này.", field="procedure") from error
    return adoption


@action(Action.CHANGE_DRAFT, permit=permissions.may_change_draft)
def change_draft(
    adoption: Adoption,
    *,
    by: Post,
    draft: dict[str, Any] | None = None,
    division: Agency | None = None,
    decision: str | None = None,
    serves: list[str] | None = None,
) -> None:
    """Change the draft; editions already published stay as they are. Raises BadInput as `adopt` does."""
    if adoption.ended_on is not None:
        raise BadInput("adoption_ended", "Đơn vị đã thôi áp dụng thủ tục này.")
    if division is not None:
        if not division.is_within(adoption.office):
            raise BadInput("division_outside", "Bộ phận giải quyết không thuộc đơn vị áp dụng.", field="division")
        adoption.division = division
    if decision is not None:
        adoption.decision = clean(decision)[:200]
    if serves is not None:
        adoption.serves = check_serves(serves)
    adoption.draft = check_draft(
        adoption.draft if draft is None else draft,
        procedure=adoption.procedure, office=adoption.office, division=adoption.division,
    )  # fmt: skip
