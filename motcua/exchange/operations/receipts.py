"""What providers of SMS and Zalo report of messages that they took: signed by them, not by a post's token."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Path, Router
from ninja.security.base import AuthBase

from motcua.exchange import answers
from motcua.exchange.problems import told
from motcua.exchange.schemas import PhoneChannel, ReceiptIn
from motcua.notify.actions import note_receipt
from motcua.notify.gateways import receipts
from motcua.notify.gateways.web import report_of

router = Router(tags=["notices"])


class Signature(AuthBase):
    """`X-Timestamp` and `X-Signature` by the provider's secret; when it was signed is then in `request.auth`."""

    openapi_type = "apiKey"
    openapi_in = "header"
    openapi_name = "X-Signature"

    def __call__(self, request: HttpRequest) -> datetime | None:
        match = request.resolver_match
        channel = match.kwargs.get("channel", "") if match else ""
        return receipts.told_at(channel, request.headers, request.body)


@router.post(
    "/notices/{channel}/receipts",
    auth=Signature(),
    response=answers.ReceiptNoted,
    operation_id="note_receipt",
    openapi_extra=told(400, 401, 422),
)
def receipt(request: HttpRequest, channel: Path[PhoneChannel], body: ReceiptIn) -> Any:
    """Take a provider's report that a message arrived, or never will; `noted` is false where it changes nothing.

    For the provider, not for posts. Safe to send again: a report counts once, and never against a later attempt.
    """
    signed_at: datetime = request.auth  # type: ignore[attr-defined]
    report = report_of(body.model_dump(), key=str(body.key))
    return {"noted": note_receipt(body.key, channel=channel, report=report, told_at=signed_at)}
