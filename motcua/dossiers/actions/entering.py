"""How a dossier of a paper register ended, entered afterwards: the result of then, and its hand-back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.dossiers import permissions
from motcua.dossiers.actions import steps
from motcua.dossiers.choices import Action, Delivery, Outcome
from motcua.dossiers.durations import days_taken
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier

RECEIVER_LIMIT = 120


@dataclass(frozen=True)
class Ending:
    """What a paper register says of the end: when the result was there, what it was, when it was given to whom."""

    decided_at: datetime
    outcome: str = Outcome.POSITIVE
    returned_at: datetime | None = None
    receiver: str = ""


def check(ending: Ending, *, received: datetime, at: datetime) -> None:
    """Raise BadInput for an end that cannot have been, seen from a moment."""
    if ending.outcome not in Outcome.values:
        raise BadInput("unknown_outcome", "Kết quả giải quyết không hợp lệ.", field="outcome")
    if ending.decided_at < received:
        raise BadInput("before_the_receipt", "Lúc có kết quả không thể trước lúc nhận.", field="decided_at")
    if max(ending.decided_at, ending.returned_at or ending.decided_at) > at:
        wrong = "decided_at" if ending.decided_at > at else "returned_at"
        raise BadInput("in_the_future", "Thời điểm ở tương lai.", field=wrong)
    if ending.returned_at is None:
        if clean(ending.receiver):
            raise BadInput("moment_needed", "Có người nhận thì ghi ngày giờ trả.", field="returned_at")
        return
    if ending.returned_at < ending.decided_at:
        raise BadInput("before_the_result", "Lúc trả không thể trước lúc có kết quả.", field="returned_at")
    if not 0 < len(clean(ending.receiver)) <= RECEIVER_LIMIT:
        words = f"Hãy ghi tên người nhận kết quả (tối đa {RECEIVER_LIMIT} ký tự)."
        raise BadInput("receiver_needed", words, field="receiver")


@action(Action.ENTER_RESULT, permit=permissions.may_enter_result, lifecycle=LIFECYCLE)
def enter_result(dossier: Dossier, *, by: Post, ending: Ending) -> dict[str, Any]:
    """Write down the result of a dossier of a paper register, and its hand-back where there was one.

    The event is of the moment of entry, like the dossier's number; the moments of then stand in the dossier, which is
    early, on time or late by them. The result itself is on paper. Raises BadInput.
    """
    received: Any = dossier.received_at
    check(ending, received=received, at=dossier.moment)
    dossier.decided_at, dossier.outcome = ending.decided_at, ending.outcome
    dossier.took_days = days_taken(dossier)
    steps.finish_all(dossier, by=by, at=ending.returned_at or ending.decided_at, done=True)
    if ending.returned_at is None:
        _lay_at_desk(dossier, at=ending.decided_at)
    else:
        dossier.returned_to, dossier.returned_by_means = clean(ending.receiver), "at_desk"
        dossier.returned_at = dossier.closed_at = ending.returned_at
        dossier.delivery = Delivery.DONE
    return {"entered": True}


def _lay_at_desk(dossier: Dossier, *, at: datetime) -> None:
    """Open the step of the route in which results are handed back. Raises BadInput `no_returning_step`."""
    content = dossier.content
    verb = Action.RETURN_RESULT.removeprefix("dossier.")
    found = next((step for step in reversed(content.route.steps) if verb in step.actions), None)
    if found is None:
        raise BadInput("no_returning_step", "Quy trình này không có bước trả kết quả.", field="returned_at")
    steps.open_step(dossier, found, at=at, content=content)
