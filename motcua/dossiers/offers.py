"""Which actions a post is offered on a dossier: what the lifecycle allows from its state and the permission grants.

The buttons of the screens and the `actions` of the API come from here: the same functions stop the action itself.
"""

from collections.abc import Callable
from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.core.clock import now
from motcua.dossiers.actions import (
    billing,
    closing,
    corrections,
    deciding,
    extending,
    intake,
    linking,
    moving,
    opinions,
    pausing,
)
from motcua.dossiers.actions.steps import ANSWER
from motcua.dossiers.choices import Action, Money, State
from motcua.dossiers.forms import FORMS, ActionForm
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier, Step
from motcua.payments.choices import State as BillState
from motcua.tasks.choices import State as TaskState

VERBS: dict[str, Callable[..., Any]] = {
    verb.code: verb  # type: ignore[attr-defined]
    for verb in (
        intake.receive,
        intake.refuse,
        moving.assign,
        moving.hand_over,
        linking.take_over,
        linking.redirect,
        moving.propose,
        moving.approve,
        deciding.sign,
        deciding.settle_at_once,
        closing.return_result,
        pausing.request_supplement,
        pausing.resume,
        pausing.suspend,
        opinions.consult,
        opinions.answer,
        opinions.forward_opinion,
        opinions.decline_opinion,
        opinions.remind_opinion,
        opinions.revoke_opinion,
        opinions.waive_opinion,
        extending.extend,
        extending.draft_apology,
        extending.apologise,
        billing.collect_fee,
        billing.waive_fee,
        closing.withdraw,
        closing.stop,
        deciding.correct_result,
        corrections.deliver_correction,
    )
}
FINISHING = (  # what ends the step in hand, the weightiest first
    Action.RECEIVE,
    Action.SETTLE_AT_ONCE,
    Action.ANSWER,
    Action.SIGN,
    Action.APPROVE,
    Action.PROPOSE,
    Action.RETURN_RESULT,
    Action.DELIVER_CORRECTION,
    Action.HAND_OVER,
    Action.RESUME,
    Action.COLLECT_FEE,
)


def _weight(code: str) -> int:
    return FINISHING.index(Action(code)) if code in FINISHING else len(FINISHING)


def offered(dossier: Dossier, *, by: Post) -> list[Action]:
    """Return the actions that `by` may do now, those that finish the step first."""
    allowed = set(LIFECYCLE.allowed_from(dossier.state))
    codes = [code for code, verb in VERBS.items() if code in allowed and _granted(verb, by, dossier)]
    return [Action(code) for code in sorted(codes, key=_weight)]


def finishing(dossier: Dossier, step: Step) -> Action | None:
    """Return what finishes a step for whoever holds it: no question to the database, for lists."""
    content = dossier.content
    route = {row.key: row.actions for row in content.route.steps}
    verbs = {"receive"} if step.key == ANSWER else {*route.get(step.key, ())}
    if content.immediate and step.role == Role.RECEPTIONIST:
        verbs.add("settle_at_once")
    allowed = LIFECYCLE.allowed_from(dossier.state)
    return next((code for code in FINISHING if code in allowed and code.removeprefix("dossier.") in verbs), None)


def _granted(verb: Any, by: Post, dossier: Dossier) -> bool:
    return by.may(verb.code, verb.permit, dossier) and not _pointless(verb.code, dossier)


def _pointless(code: str, dossier: Dossier) -> bool:
    """No button for what would be refused whatever is given; a payment that is owed is ended by its receipt only."""
    if code == Action.RESUME and dossier.state == State.WAITING_PAYMENT:
        return dossier.bill is None or dossier.bill.state != BillState.WAIVED
    if code in (Action.APOLOGISE, Action.DRAFT_APOLOGY):
        return not dossier.is_late(now()) or extending.is_apologised(dossier)
    if code == Action.DELIVER_CORRECTION:
        return not any(result.task and result.task.state == TaskState.OPEN for result in dossier.results.all())
    if code == Action.REFUSE:
        return dossier.received_at is not None
    return code in (Action.COLLECT_FEE, Action.WAIVE_FEE) and dossier.money != Money.DUE


def verb_of(name: str) -> Callable[..., Any] | None:
    """Return the verb called `name` in an address or the API (`hand_over`), None when there is none."""
    return VERBS.get(f"dossier.{name}")


def form_of(code: str) -> type[ActionForm]:
    """Return the form of an action."""
    return FORMS[code]
