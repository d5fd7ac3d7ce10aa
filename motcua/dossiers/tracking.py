"""What the public may know of a dossier: where it stands, until when, what is asked. Never who, never what.

Unknown codes and wrong pairs get the same answer, and cost the same work.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from motcua.core.clock import now
from motcua.core.errors import Refused
from motcua.core.fields import open_bytes, seal_bytes
from motcua.core.identity import tail_matches
from motcua.core.text import clean
from motcua.dossiers.actions.steps import ANSWER
from motcua.dossiers.choices import NATIONAL_CODES, NATIONAL_LABELS, Money, State, StepState
from motcua.dossiers.models import Dossier, DossierQuerySet
from motcua.dossiers.promises import explained
from motcua.dossiers.ratings import may_be_rated, rating_of
from motcua.procedures.branches import to_come
from motcua.procedures.editions import Content

NOT_TOLD = (StepState.CANCELLED, StepState.MOVED)
TOLD = {ANSWER: "Bộ phận một cửa xem hồ sơ và trả lời"}  # steps that the house calls by a name of its own


class NotFoundForPublic(Refused):
    """The one answer to an unknown code, a wrong check and a malformed one."""

    status = 404
    code = "not_found"
    message = "Không tìm thấy hồ sơ với mã và bốn số cuối này. Hãy xem lại giấy tiếp nhận."


class TooManyAttempts(Refused):
    """One network asked too often; it may ask again in `retry_after` seconds."""

    status = 429
    code = "too_many_attempts"
    message = "Đã tra cứu quá nhiều lần. Hãy thử lại sau ít phút."

    def __init__(self, *, retry_after: int) -> None:
        super().__init__()
        self.retry_after = max(retry_after, 1)


@dataclass(frozen=True)
class TrackedStep:
    """A step of the route: its name, "done", "now" or "" (to come), where, and when it was done. Never by whom."""

    name: str
    state: str
    place: str = ""
    done_at: datetime | None = None


@dataclass(frozen=True)
class Tracking:
    """What is shown. `asked` holds names of papers the citizen must bring; moments are aware.

    `owes`: money is to be paid before the result is handed over; `delivery`: how the result is to come.
    `announced_due` is the day told with an apology, `why` how the promised day came about. `rating_key`: of the page
    on which it may be rated now, "" where it may not.
    """

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
    answer_due_at: datetime | None = None
    announced_due: datetime | None = None
    owes: bool = False
    delivery: str = ""
    why: tuple[str, ...] = ()
    steps: tuple[TrackedStep, ...] = ()
    rating_key: str = field(default="", repr=False)


class _Nobody:
    """Compared in the place of an unknown dossier's applicant: opening and comparing takes the same time, and fails."""

    def __init__(self) -> None:
        sealed = seal_bytes(b"no number", bound_to="tracking.nobody")
        self.phone = self.identity_number = open_bytes(sealed, bound_to="tracking.nobody").decode()


def by_token(token: str) -> Tracking:
    """Return what the QR link shows; raises NotFoundForPublic."""
    return _shown(dossier_of(token))


def dossier_of(token: str) -> Dossier:
    """Return the dossier to which a QR link leads; raises NotFoundForPublic."""
    dossier = _rows().filter(tracking_token=token).first() if token else None
    if dossier is None:
        raise NotFoundForPublic()
    return dossier


def by_code(code: str, *, check: str) -> Tracking:
    """Return what the code shows with the last four digits of phone or identity number; raises NotFoundForPublic."""
    code, check = clean(code)[:60], clean(check)
    dossier = _rows().filter(code__in=[code, code.upper()]).first()
    people = [dossier.applicant, dossier.submitter] if dossier else [_Nobody()]
    matches = [tail_matches(person, check) for person in people if person is not None]  # all are compared
    known = any(matches)
    return _shown(dossier if known else None)


def of_owner(dossier: Dossier) -> Tracking:
    """Return the same of a dossier that was found to be the asking account's."""
    return _shown(dossier)


def in_brief(dossier: Dossier, *, procedure: str, present: datetime) -> Tracking:
    """Return what a list shows of a dossier read with desk and agency: neither steps nor papers, and no query."""
    number = NATIONAL_CODES[State(dossier.state)]
    return Tracking(
        code=dossier.code or "", procedure=procedure, state=dossier.state, label=dossier.get_state_display(),
        national_code=number, national_label=NATIONAL_LABELS[number], step="", received_at=dossier.received_at,
        due_at=dossier.appointed_due, decided_at=dossier.decided_at, returned_at=dossier.returned_at,
        is_late=dossier.is_late(present), asked=(), office=dossier.desk.name,
        phone=dossier.desk.phone or dossier.agency.phone, answer_due_at=dossier.answer_due_at,
        announced_due=dossier.announced_due, owes=dossier.money == Money.DUE, delivery=dossier.delivery,
    )  # fmt: skip


def _rows() -> DossierQuerySet:
    return Dossier.objects.exclude(code=None).select_related("applicant", "submitter", "desk", "agency")


def _shown(dossier: Dossier | None) -> Tracking:
    if dossier is None:
        raise NotFoundForPublic()
    content = dossier.content
    asked = (
        dossier.supplement_requests.filter(answered_at=None).first()
        if dossier.state == State.WAITING_SUPPLEMENT
        else None
    )
    return replace(
        in_brief(dossier, procedure=content.name, present=now()),
        step=_step(dossier),
        asked=tuple(asked.papers) if asked else (),
        why=tuple(explained(dossier, content)),
        steps=_steps(dossier, content),
        rating_key=_rating_key(dossier),
    )


def _rating_key(dossier: Dossier) -> str:
    rating = rating_of(dossier) if dossier.rated_at is not None else None
    return dossier.tracking_token if may_be_rated(dossier, rating, now=now()) else ""


def _steps(dossier: Dossier, content: Content) -> tuple[TrackedStep, ...]:
    """The way so far and what is still to come; a step sent back is told once, as it last was."""
    done = (step for step in dossier.steps.select_related("agency") if step.state not in NOT_TOLD)
    last = {step.key: step for step in done}
    rows = [
        TrackedStep(
            TOLD.get(step.key, step.name),
            "now" if step.state == StepState.OPEN else "done",
            step.agency.short_name,
            step.finished_at,
        )
        for step in last.values()
    ]
    if dossier.closed_at is not None:
        return tuple(rows)
    in_legs = [step.key for step in last.values() if step.branch_id]
    return (*rows, *(TrackedStep(step.name, "") for step in to_come(content.route, dossier.step, in_legs)))


def _step(dossier: Dossier) -> str:
    route = dossier.content.route
    return next((step.name for step in route.steps if step.key == dossier.step and dossier.closed_at is None), "")
