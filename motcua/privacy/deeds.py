"""What may be done to a request, one page each: the verb, its question, and who is offered it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from motcua.agencies.models import Post
from motcua.privacy import actions, permissions
from motcua.privacy.choices import HOLDING_BACK, Action, Outcome
from motcua.privacy.forms import AnswerForm, DecideForm, ExtendForm, LiftForm, WithdrawForm
from motcua.privacy.lifecycle import LIFECYCLE
from motcua.privacy.models import RightsRequest
from motcua.ui.inputs import Form


@dataclass(frozen=True)
class Deed:
    """`act(request, by=…, **inputs)`; offered where the lifecycle and the verb's own permission allow it."""

    code: Action
    act: Callable[..., Any]
    form: type[Form]
    said: str
    kind: str = ""


DEEDS = {
    "phan-hoi": Deed(Action.ACKNOWLEDGE, actions.acknowledge, AnswerForm, "Đã ghi phản hồi."),
    "dong-y": Deed(Action.GRANT, actions.grant, DecideForm, "Đã quyết định; hệ thống đang thực hiện.", "primary"),
    "khong-dong-y": Deed(Action.REFUSE, actions.refuse, DecideForm, "Đã quyết định."),
    "gia-han": Deed(Action.EXTEND, actions.extend, ExtendForm, "Đã gia hạn."),
    "thoi-han-che": Deed(Action.LIFT, actions.lift, LiftForm, "Đã thôi hạn chế."),
    "rut": Deed(Action.WITHDRAW, actions.withdraw, WithdrawForm, "Đã rút yêu cầu.", "quiet"),
}


def offered(deed: Deed, found: RightsRequest, *, by: Post) -> bool:
    """Tell whether the post may do it to the request now."""
    once = deed.code != Action.EXTEND or (not found.extended and found.term.extension > 0)
    allowed = deed.code in LIFECYCLE.allowed_from(found.state) and deed.act.permit(by, found)  # type: ignore[attr-defined]
    held = deed.code != Action.LIFT or (
        found.right in HOLDING_BACK and found.outcome == Outcome.GRANTED and found.lifted_at is None
    )
    return bool(once and held and allowed)


def buttons(found: RightsRequest, *, by: Post) -> list[dict[str, Any]]:
    """Return the deeds that are offered, as `detail_page` draws them."""
    shown = [
        {"label": deed.code.label, "url": reverse("privacy:deed", args=[found.code, slug]), "kind": deed.kind}
        for slug, deed in DEEDS.items()
        if offered(deed, found, by=by)
    ]
    if found.forgotten_at is None:
        shown.append({"label": "In giấy nhận", "url": reverse("privacy:receipt", args=[found.code]), "icon": "print"})
    if Action.HAND_OVER in LIFECYCLE.allowed_from(found.state) and permissions.may_hand_over(by, found):
        url = reverse("privacy:hand_over", args=[found.code])
        shown.insert(0, {"label": Action.HAND_OVER.label, "url": url, "kind": "primary"})
    return shown
