"""The end of a dossier: handed back, withdrawn by the citizen, or stopped. Lateness never blocks handing back."""

from typing import Any

from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.dossiers import permissions
from motcua.dossiers.actions import pausing, printing, steps
from motcua.dossiers.choices import PAUSED, Action, Delivery, Form
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier

MEANS = {"at_desk": "Tại bộ phận một cửa", "by_post": "Qua bưu chính công ích", "online": "Bản điện tử"}


def hand_back(dossier: Dossier, *, receiver: str, means: str) -> None:
    """Write down who received the result, when and how.

    Raises BadInput `receiver_needed`, `unknown_means`, `before_the_result`.
    """
    receiver = clean(receiver)
    if dossier.decided_at is None or dossier.moment < dossier.decided_at:
        raise BadInput("before_the_result", "Lúc trả không thể trước lúc có kết quả.", field="happened_at")
    if not receiver or len(receiver) > 120:
        raise BadInput("receiver_needed", "Hãy ghi tên người nhận kết quả (tối đa 120 ký tự).", field="receiver")
    if means not in MEANS:
        raise BadInput("unknown_means", "Cách trả kết quả không hợp lệ.", field="means")
    dossier.returned_to, dossier.returned_by_means = receiver, means
    dossier.returned_at = dossier.closed_at = dossier.moment
    dossier.delivery = Delivery.DONE


@action(Action.RETURN_RESULT, permit=permissions.may_return, lifecycle=LIFECYCLE, backdate=permissions.may_backdate)
def return_result(dossier: Dossier, *, by: Post, receiver: str, means: str = "at_desk") -> dict[str, Any]:
    """Hand the result back; the dossier is closed."""
    hand_back(dossier, receiver=receiver, means=means)
    steps.finish_all(dossier, by=by, at=dossier.moment, done=True)
    return {"means": means}


def _end(dossier: Dossier, *, by: Post) -> None:
    """Close a dossier before its result: its running pause ends, nothing is left in an inbox."""
    if dossier.state in PAUSED:
        pausing.close_pause(dossier)
    steps.finish_all(dossier, by=by, at=dossier.moment, done=False)
    dossier.closed_at = dossier.moment


@action(Action.WITHDRAW, permit=permissions.may_withdraw, lifecycle=LIFECYCLE)
def withdraw(dossier: Dossier, *, by: Post, reason: str) -> dict[str, Any]:
    """The citizen takes the dossier back before a result exists; the papers go back, notice is given (form 05)."""
    reason = printing.needed(reason, field="reason")
    stage = dossier.get_state_display()
    _end(dossier, by=by)
    if dossier.received_at is None:
        return {}
    return {"printed": printing.freeze(dossier, Form.STOP, by=by, reason=reason, stage=stage, asked=True).pk}


@action(Action.STOP, permit=permissions.may_stop, lifecycle=LIFECYCLE)
def stop(dossier: Dossier, *, by: Post, reason: str) -> dict[str, Any]:
    """Stop the work before a result exists, with the reason and a notice (form 05, TT 03/2025/TT-VPCP)."""
    reason = printing.needed(reason, field="reason")
    if dossier.received_at is None:
        raise BadInput("not_received", "Hồ sơ chưa tiếp nhận: hãy từ chối hoặc cho rút.")
    stage = dossier.get_state_display()
    _end(dossier, by=by)
    return {"printed": printing.freeze(dossier, Form.STOP, by=by, reason=reason, stage=stage, asked=False).pk}
