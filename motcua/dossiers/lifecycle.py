"""The life of a dossier: step → (states it may start from, state it leads to)."""

from typing import Any

from motcua.core.lifecycle import Lifecycle, Step
from motcua.dossiers.choices import CLOSED, OPEN, PAUSED, Action, State

WORKING = (State.RECEIVED, State.IN_PROGRESS)
BEFORE_RESULT = (State.RECEIVED, State.IN_PROGRESS, *PAUSED)


def back_to_where_it_was(dossier: Any) -> str:
    """A pause ends where it began: before receipt, before the hand-over, or in the middle of the work."""
    return str(dossier.resume_to)


def where_the_next_step_is(dossier: Any) -> str:
    """The work goes on; a payment step of the route waits for the money (only there)."""
    return str(dossier.next_state)


def after_the_payment(dossier: Any) -> str:
    """Paying ends the wait of a payment step and changes nothing else."""
    return str(dossier.resume_to if dossier.state == State.WAITING_PAYMENT else dossier.state)


def when_erased(dossier: Any) -> str:
    """An erased draft is given up; what was closed stays what it was."""
    return str(State.WITHDRAWN if dossier.state == State.DRAFT else dossier.state)


def as_the_book_says(dossier: Any) -> str:
    """A paper register tells of a result that lies at the desk, or was handed back."""
    return str(State.DECIDED if dossier.returned_at is None else State.RETURNED)


PAYABLE = (*OPEN, State.DECIDED, State.RETURNED)  # who was served at once, or first, still owes


LIFECYCLE = Lifecycle(
    initial=State.DRAFT,
    births={Action.SUBMIT: State.SUBMITTED, Action.REGISTER: State.RECEIVED},
    steps={
        Action.EDIT_DRAFT: Step((State.DRAFT,)),
        Action.FILE: Step((State.DRAFT,), State.SUBMITTED),
        Action.RECEIVE: Step((State.DRAFT, State.SUBMITTED), State.RECEIVED),
        Action.ABANDON: Step((State.DRAFT,), State.WITHDRAWN),
        Action.REFUSE: Step((State.DRAFT, State.SUBMITTED, State.WAITING_SUPPLEMENT), State.REFUSED),
        Action.ASSIGN: Step(WORKING),
        Action.HAND_OVER: Step(
            (*WORKING, State.DECIDED),
            where_the_next_step_is,
            among=(State.IN_PROGRESS, State.WAITING_PAYMENT, State.DECIDED),
        ),
        Action.TAKE_OVER: Step((*BEFORE_RESULT, State.DECIDED)),
        Action.REDIRECT: Step(WORKING),
        Action.PASS_SILENTLY: Step(WORKING, where_the_next_step_is, among=(State.IN_PROGRESS, State.WAITING_PAYMENT)),
        Action.MOVE_ROUTE: Step(WORKING),
        Action.REQUEST_SUPPLEMENT: Step((State.SUBMITTED, *WORKING), State.WAITING_SUPPLEMENT),
        Action.SUSPEND: Step(WORKING, State.SUSPENDED),
        Action.RESUME: Step(PAUSED, back_to_where_it_was, among=(State.SUBMITTED, State.RECEIVED, State.IN_PROGRESS)),
        Action.CONSULT: Step(WORKING),
        Action.ANSWER: Step(BEFORE_RESULT),
        Action.FORWARD_OPINION: Step(BEFORE_RESULT),
        Action.DECLINE_OPINION: Step(BEFORE_RESULT),
        Action.REMIND_OPINION: Step(BEFORE_RESULT),
        Action.REVOKE_OPINION: Step(BEFORE_RESULT),
        Action.WAIVE_OPINION: Step(BEFORE_RESULT),
        Action.REASSIGN: Step((*OPEN, State.DECIDED)),
        Action.RELEASE: Step((*OPEN, State.DECIDED)),
        Action.AGREE_BY_SILENCE: Step(BEFORE_RESULT),
        Action.PROPOSE: Step(WORKING, where_the_next_step_is, among=(State.IN_PROGRESS, State.WAITING_PAYMENT)),
        Action.APPROVE: Step(WORKING, where_the_next_step_is, among=(State.IN_PROGRESS, State.WAITING_PAYMENT)),
        Action.SIGN: Step(WORKING, State.DECIDED),
        Action.EXTEND: Step(WORKING),
        Action.DRAFT_APOLOGY: Step(BEFORE_RESULT),
        Action.APOLOGISE: Step((*BEFORE_RESULT, State.DECIDED, State.RETURNED)),  # owed also once the result is out
        Action.RETURN_RESULT: Step((State.DECIDED,), State.RETURNED),
        Action.SETTLE_AT_ONCE: Step((State.RECEIVED,), State.RETURNED),
        Action.WITHDRAW: Step((State.SUBMITTED, *BEFORE_RESULT), State.WITHDRAWN),
        Action.STOP: Step(BEFORE_RESULT, State.STOPPED),
        Action.CORRECT_RESULT: Step((State.DECIDED, State.RETURNED)),
        Action.DELIVER_CORRECTION: Step((State.RETURNED,)),
        Action.COLLECT_FEE: Step(PAYABLE, after_the_payment, among=PAYABLE),
        Action.WAIVE_FEE: Step(PAYABLE, after_the_payment, among=PAYABLE),
        Action.ATTACH: Step((State.DRAFT, *OPEN, State.DECIDED)),
        Action.MOVE_DUE: Step(BEFORE_RESULT),
        Action.PASS_OVER: Step((State.DRAFT, *OPEN, State.DECIDED)),
        Action.CORRECT_APPLICANT: Step((State.DRAFT, *OPEN, State.DECIDED)),
        Action.ENTER_RESULT: Step((State.RECEIVED,), as_the_book_says, among=(State.DECIDED, State.RETURNED)),
        Action.MERGE_APPLICANT: Step((State.DRAFT, *OPEN, State.DECIDED, *CLOSED)),
        Action.RATE: Step((State.DECIDED, State.RETURNED, State.WITHDRAWN, State.STOPPED)),
        Action.ERASE: Step((State.DRAFT, *CLOSED), when_erased, among=CLOSED),
    },
)
