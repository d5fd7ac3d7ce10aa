"""Making the online form of a draft, step by step, and taking the last steps back."""

import hashlib
from typing import Any

from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.errors import BadInput
from motcua.procedures import permissions
from motcua.procedures.actions.adopt import check_draft
from motcua.procedures.choices import Action
from motcua.procedures.models import Adoption, FormStep
from motcua.questions.interchange import written

MOST_STEPS = 20  # that can be taken back


def digest(form: Any) -> bytes:
    """Return the SHA-256 of a form as it is written; None has one too."""
    return hashlib.sha256(written(form).encode()).digest()


def _put(adoption: Adoption, form: Any) -> None:
    if adoption.ended_on is not None:
        raise BadInput("adoption_ended", "Đơn vị đã thôi áp dụng thủ tục này.")
    adoption.draft = check_draft(
        adoption.draft | {"form": form},
        procedure=adoption.procedure, office=adoption.office, division=adoption.division,
    )  # fmt: skip


@action(Action.CHANGE_FORM, permit=permissions.may_change_draft)
def change_form(adoption: Adoption, *, by: Post, form: dict[str, Any], note: str = "") -> None:
    """Put a form in the draft, finished or not; `note` says in words what was done. The step can be taken back.

    Raises BadInput: `adoption_ended`, `form_unreadable`.
    """
    before = adoption.draft.get("form")
    _put(adoption, form)
    FormStep.objects.create(adoption=adoption, before=before, after=digest(form), said=note[:200], by=by)
    kept = list(adoption.form_steps.newest_first().values_list("pk", flat=True)[:MOST_STEPS])
    adoption.form_steps.exclude(pk__in=kept).delete()


@action(Action.UNDO_FORM, permit=permissions.may_change_draft)
def undo_form(adoption: Adoption, *, by: Post) -> None:
    """Take the last step back. Raises BadInput: `adoption_ended`, `nothing_to_undo`."""
    step = undoable(adoption)
    if step is None:
        raise BadInput("nothing_to_undo", "Không còn bước nào hoàn tác được.")
    _put(adoption, step.before)
    step.delete()


def undoable(adoption: Adoption) -> FormStep | None:
    """Return the step that can be taken back now: the newest, if the draft still holds the form that it left."""
    step: FormStep | None = adoption.form_steps.newest_first().first()
    return step if step is not None and bytes(step.after) == digest(adoption.draft.get("form")) else None
