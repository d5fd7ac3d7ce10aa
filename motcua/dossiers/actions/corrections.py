"""A result corrected after the hand-back: the desk is reminded, and writes down who was given the new one."""

from decimal import Decimal
from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.clock import local
from motcua.core.errors import BadInput, StepRefused
from motcua.core.text import clean
from motcua.dossiers import permissions
from motcua.dossiers.actions import steps
from motcua.dossiers.actions.closing import MEANS
from motcua.dossiers.choices import CORRECTION_WORK, Action
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier, Result
from motcua.dossiers.promises import step_due
from motcua.tasks.actions import close_task, open_task
from motcua.tasks.choices import State as TaskState
from motcua.worktime.deadlines import Unit
from motcua.worktime.stored import calendar_of

KIND = CORRECTION_WORK
TITLE = "Giao kết quả đã sửa"


def remind(dossier: Dossier, result: Result, *, by: Post) -> None:
    """Put the new result before the desk, to be given within a working day; one not given yet is needed no more."""
    for other in waiting(dossier):
        if other.task is not None:
            close_task(other.task, by=by, at=dossier.moment, done=False)
    calendar = calendar_of(dossier.desk, local(dossier.moment).date())
    result.task = open_task(
        kind=KIND,
        title=TITLE,
        about=steps.about(dossier),
        agency=dossier.desk,
        role=Role.RECEPTIONIST,
        owner=None,
        url=steps.url(dossier),
        at=dossier.moment,
        due=step_due(calendar, start=dossier.moment, amount=Decimal(1), unit=Unit.WORKING_DAY),
    )


def waiting(dossier: Dossier) -> list[Result]:
    """Return the corrected results that lie at the desk to be given: one at most."""
    rows = dossier.results.filter(task__state=TaskState.OPEN).select_related("task", "document")
    return list(rows.order_by("pk"))


@action(Action.DELIVER_CORRECTION, permit=permissions.may_deliver_correction, lifecycle=LIFECYCLE)
def deliver_correction(dossier: Dossier, *, by: Post, receiver: str, means: str = "at_desk") -> dict[str, Any]:
    """Write down to whom the corrected result was given, and how; when the first one was given stays as it was.

    Raises StepRefused when none waits, BadInput `receiver_needed`, `unknown_means`.
    """
    found = waiting(dossier)
    if not found:
        raise StepRefused("Không có kết quả đã sửa nào chờ giao.", code="nothing_to_deliver")
    result, receiver = found[-1], clean(receiver)
    if not 0 < len(receiver) <= 120:
        raise BadInput("receiver_needed", "Hãy ghi tên người nhận kết quả (tối đa 120 ký tự).", field="receiver")
    if means not in MEANS:
        raise BadInput("unknown_means", "Cách trả kết quả không hợp lệ.", field="means")
    result.delivered_at, result.delivered_to = dossier.moment, receiver
    result.save(update_fields=["delivered_at", "delivered_to"])
    if result.task is not None:
        close_task(result.task, by=by, at=dossier.moment)
    return {"result": result.pk, "means": means}
