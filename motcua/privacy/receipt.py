"""The paper handed to whoever asked: what was asked, by when it is answered. Prints; writes nothing."""

from typing import Any

from motcua.core.clock import local
from motcua.core.identity import mask
from motcua.privacy.corrections import FIELDS
from motcua.privacy.models import RightsRequest
from motcua.ui.printing import print_paper


def receipt_of(request: RightsRequest) -> bytes:
    """Return the receipt as PDF, as things stand now (a day put off is the new day); the number stays masked."""
    return print_paper("rights-receipt", values_of(request))


def values_of(request: RightsRequest) -> dict[str, Any]:
    """Return what the paper says; of people only what they said themselves at the desk."""
    held, desk = request.answerer, request.desk
    return {
        "agency": {"parent": desk.parent.name if desk.parent else "", "name": desk.name},
        "date": local(request.received_at).date(), "desk": desk.name, "code": request.code,
        "applicant": {"name": request.name, "id": mask(request.identity_number)},
        "right": str(request.get_right_display()), "asked": request.asked, "contact": request.contact,
        "proof": str(request.get_proof_display()),
        "wishes": [{"name": f"{FIELDS[name]} đúng", "value": text} for name, text in (request.wanted or {}).items()],
        "answering": request.office.name,
        "answerer": f"{held.person.name}, {held.title}" if held else f"Lãnh đạo {request.office.short_name}",
        "received": request.received_at, "answer_due": request.answer_due_at, "due": request.due_at,
        "source": request.term.source, "clerk": {"name": request.by.person.name},
    }  # fmt: skip
