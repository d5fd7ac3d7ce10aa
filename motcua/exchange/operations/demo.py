"""The demo's clock. Any post's token may set it; elsewhere the address does not exist."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from motcua.core import clock
from motcua.core.errors import BadInput
from motcua.exchange import answers, shown
from motcua.exchange.operations.asked import post_of
from motcua.exchange.problems import told
from motcua.exchange.schemas import ClockIn

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
