"""What the public may know of a dossier: where it stands, until when, what is asked. Never who, never what.

Unknown codes and wrong pairs get the same answer, and cost the same work.
"""

from dataclasses import dataclass
from datetime import datetime

from motcua.citizens.identity import tail_matches
from motcua.core.clock import now
from motcua.core.errors import Refused
from motcua.core.text import clean
from motcua.dossiers.choices import NATIONAL_CODES, NATIONAL_LABELS, State
from motcua.dossiers.models import Dossier
from motcua.procedures.models import content_of


class NotFoundForPublic(Refused):
    """The one answer to an unknown code, a wrong check and a malformed one."""

    status = 404
    code = "not_found"
    message = "Không tìm thấy hồ sơ với mã và bốn số cuối này. Hãy xem lại giấy tiếp nhận."


class TooManyAttempts(Refused):
    """One network asked too often."""

    status = 429
    code = "too_many_attempts"
    message = "Đã tra cứu quá nhiều lần. Hãy thử lại sau ít phút."


@dataclass(frozen=True)
class Tracking:
    """What is shown. `asked` holds names of papers the citizen must bring; moments are aware."""

    code: str
    procedure: str
    state: str
    label: str
    national_code: int
    national_label: str
    step: str
    received_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None
    returned_at: datetime | None
    is_late: bool
    asked: tuple[str, ...]
    office: str
    phone: str


def by_token(token: str) -> Tracking:
    """Return what the QR link shows; raises NotFoundForPublic."""
    return _shown(_rows().filter(tracking_token=token).first() if token else None)


def by_code(code: str, *, check: str) -> Tracking:
    """Return what the code shows with the last four digits of phone or identity number; raises NotFoundForPublic."""
    code, check = clean(code).upper()[:60], clean(check)
    dossier = _rows().filter(code=code).first()
    people = [dossier.applicant, dossier.submitter] if dossier else []
    matches = [tail_matches(person, check) for person in people if person is not None]  # all are compared
    known = any(matches)
    return _shown(dossier if known else None)


def _rows():  # type: ignore[no-untyped-def]
    return Dossier.objects.exclude(code=None).select_related("applicant", "submitter", "desk", "agency")


def _shown(dossier: Dossier | None) -> Tracking:
    if dossier is None:
        raise NotFoundForPublic()
    number = NATIONAL_CODES[State(dossier.state)]
    asked = (
        dossier.supplement_requests.filter(answered_at=None).first()
        if dossier.state == State.WAITING_SUPPLEMENT
        else None
    )
    return Tracking(
        code=dossier.code or "",
        procedure=content_of(dossier.edition_id).name,
        state=dossier.state,
        label=dossier.get_state_display(),
        national_code=number,
        national_label=NATIONAL_LABELS[number],
        step=_step(dossier),
        received_at=dossier.received_at,
        due_at=dossier.appointed_due,
        decided_at=dossier.decided_at,
        returned_at=dossier.returned_at,
        is_late=dossier.is_late(now()),
        asked=tuple(asked.papers) if asked else (),
        office=dossier.desk.name,
        phone=dossier.desk.phone or dossier.agency.phone,
    )


def _step(dossier: Dossier) -> str:
    route = content_of(dossier.edition_id).route
    return next((step.name for step in route.steps if step.key == dossier.step and dossier.closed_at is None), "")
