"""Which actions a post is offered on a dossier: what the lifecycle allows from its state and the permission grants.

The buttons of the screens and the `actions` of the API come from here: the same functions stop the action itself.
"""

from collections.abc import Callable
from typing import Any

from motcua.agencies.models import Post
from motcua.dossiers.actions import billing, closing, deciding, extending, intake, moving, opinions, pausing
from motcua.dossiers.choices import Action
from motcua.dossiers.forms import FORMS, ActionForm
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier

VERBS: dict[str, Callable[..., Any]] = {
    verb.code: verb
    for verb in (
        intake.receive,
        intake.refuse,
        moving.assign,
        moving.hand_over,
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
        extending.extend,
        billing.collect_fee,
        closing.withdraw,
        closing.stop,
        deciding.correct_result,
    )
}
FINISHING = (
    Action.RECEIVE,
    Action.HAND_OVER,
    Action.PROPOSE,
    Action.APPROVE,
    Action.SIGN,
    Action.SETTLE_AT_ONCE,
    Action.RETURN_RESULT,
    Action.RESUME,
    Action.ANSWER,
)


def offered(dossier: Dossier, *, by: Post) -> list[Action]:
    """Return the actions that `by` may do now, those that finish the step first."""
    allowed = set(LIFECYCLE.allowed_from(dossier.state))
    codes = [code for code, verb in VERBS.items() if code in allowed and _granted(verb, by, dossier)]
    return [Action(code) for code in sorted(codes, key=lambda code: code not in FINISHING)]


def _granted(verb: Any, by: Post, dossier: Dossier) -> bool:
    return bool(verb.permit(by, dossier)) and not _pointless(verb.code, dossier)


def _pointless(code: str, dossier: Dossier) -> bool:
    """Nothing to collect: no button for it."""
    return code == Action.COLLECT_FEE and dossier.money != "due"


def verb_of(name: str) -> Callable[..., Any] | None:
    """Return the verb called `name` in an address or the API (`hand_over`), None when there is none."""
    return VERBS.get(f"dossier.{name}")


def form_of(code: str) -> type[ActionForm]:
    """Return the form of an action."""
    return FORMS[code]
