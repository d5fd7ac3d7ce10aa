"""The demo's clock and its outbox; elsewhere the addresses do not exist."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from motcua.core import clock
from motcua.core.errors import BadInput
from motcua.exchange import answers, shown
from motcua.exchange.operations.asked import post_of
from motcua.exchange.problems import told
from motcua.exchange.schemas import ClockIn
from motcua.notify.demo import last_messages
from motcua.notify.models import Outgoing

router = Router(tags=["demo"])


@router.put(
    "/demo/clock",
    response=answers.Clock,
    operation_id="set_demo_clock",
    openapi_extra=told(400, 401, 404, 422),
)
def set_demo_clock(request: HttpRequest, body: ClockIn) -> Any:
    """Set the demo's clock, from where it keeps ticking; null returns to real time.

    Refused for a day on which the asking post is not held: nobody could then set it back.
    """
    if not clock.may_be_set():
        raise Http404
    if body.now is not None and not post_of(request).is_held(clock.local(body.now).date()):
        raise BadInput("post_not_held_then", "Vị trí của bạn chưa có hoặc không còn vào ngày đó.", field="now")
    clock.set_now(body.now)
    return {"now": shown.at(clock.now())}


@router.get(
    "/demo/outbox", auth=None, response=answers.Outbox, operation_id="demo_outbox", openapi_extra=told(404, 422)
)
def demo_outbox(request: HttpRequest, to: str = "") -> Any:
    """The last messages of the demo to an e-mail address or phone number (all of them without `to`), newest first.

    Nobody logs in for it: what citizens are sent for logging in is read here too.
    """
    try:
        return {"items": [_told(message) for message in last_messages(to)]}
    except LookupError as error:
        raise Http404 from error


def _told(message: Outgoing) -> dict[str, Any]:
    return {
        "id": str(message.pk), "to": message.recipient,
        **{name: getattr(message, name) for name in ("kind", "channel", "language", "subject", "body", "state")},
        **{name: shown.at(getattr(message, name)) for name in ("created_at", "sent_at", "delivered_at")},
    }  # fmt: skip
