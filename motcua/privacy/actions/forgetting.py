"""A request forgets whom it was from; its number, decision and blind index stay."""

from datetime import datetime
from typing import Any

from motcua.agencies.models import Post
from motcua.core.actions import action
from motcua.core.erasures import tell
from motcua.core.errors import StepRefused
from motcua.core.events import erase_note
from motcua.privacy import permissions
from motcua.privacy.choices import ENDED, Action
from motcua.privacy.models import RightsRequest
from motcua.privacy.registry import Known


def forget(request: RightsRequest, *, at: datetime) -> None:
    """Take everything that names the person out of a request, inside an action."""
    request.name = request.identity_number = request.other_number = request.contact = ""
    request.asked = request.answer = request.reason = ""
    request.wanted = request.account = None
    request.forgotten_at = at
    tell("privacy.request", [request.pk])
    for event in request.events.exclude(note_key=None):
        erase_note(event)


@action(Action.FORGET, permit=permissions.may_carry_out)
def forget_person(request: RightsRequest, *, by: Post, cause: str) -> dict[str, Any]:
    """Let an ended request forget its person, because they asked for erasure (`cause`). Raises StepRefused."""
    if request.state not in ENDED or request.forgotten_at is not None:
        raise StepRefused()
    forget(request, at=request.moment)
    return {"cause": cause}


def forget_earlier(known: Known, *, by: Post, cause: str) -> int:
    """Let the person's earlier requests to the office forget them; returns how many."""
    rows = RightsRequest.objects.ended().filter(
        office=known.office, identity_index__in=known.indexes, forgotten_at=None
    )
    found = list(rows.order_by("pk"))
    for request in found:
        forget_person(request, by=by, cause=cause)
    return len(found)
