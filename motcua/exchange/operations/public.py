"""What the public may ask: where a dossier stands."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router

from motcua.dossiers.actions.tracking import count_attempt
from motcua.dossiers.tracking import by_code
from motcua.exchange import answers, shown
from motcua.exchange.problems import told

router = Router(tags=["tracking"])
MOMENTS = ("received_at", "due_at", "decided_at", "returned_at")


@router.get("/tracking/{code}", auth=None, response=answers.Tracked, operation_id="track", openapi_extra=told(404, 429))
def track(request: HttpRequest, code: str, check: str = "") -> Any:
    """Where a dossier stands, for whoever knows its code and the last four digits of phone or identity number.

    An unknown code and a wrong check get the same answer.
    """
    count_attempt(network=request.address)  # type: ignore[attr-defined]
    found = asdict(by_code(code, check=check))
    return found | {name: shown.at(found[name]) for name in MOMENTS} | {"late": found["is_late"]}
