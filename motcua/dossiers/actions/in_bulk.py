"""What may be done to many dossiers in one go: each by its own action, in its own transaction, with its own refusal."""

from collections.abc import Callable, Mapping
from typing import Any

from motcua.agencies.models import Post
from motcua.core.errors import BadInput, Refused
from motcua.dossiers.actions import closing, deciding, linking, moving, reassigning
from motcua.dossiers.choices import Action, Money, Outcome
from motcua.dossiers.models import Dossier

VERBS: dict[str, Callable[..., Any]] = {
    Action.HAND_OVER: moving.hand_over,
    Action.TAKE_OVER: linking.take_over,
    Action.ASSIGN: moving.assign,
    Action.REASSIGN: reassigning.reassign,
    Action.APPROVE: moving.approve,
    Action.SIGN: deciding.sign,
    Action.RETURN_RESULT: closing.return_result,
}


class NotSeen(Refused):
    """A dossier that the post does not read (any more)."""

    status = 404
    code = "not_found"
    message = "Vị trí của bạn không xem được hồ sơ này."


def verb_on_many(code: str) -> Callable[..., Any]:
    """Return `act(key, by=, version=, inputs=)` for one dossier of many. It raises what the action raises."""

    def act(key: int, *, by: Post, version: int, inputs: Mapping[str, Any]) -> Any:
        dossier = Dossier.objects.visible_to(by).select_related("applicant", "submitter").filter(pk=key).first()
        if dossier is None:
            raise NotSeen()
        return VERBS[code](dossier, by=by, version=version, **dict(inputs), **_own(code, dossier))

    return act


def _own(code: str, dossier: Dossier) -> dict[str, Any]:
    """What differs from one dossier to the next: the receiver of a result, the text of what is signed."""
    if code == Action.SIGN:
        return {"template": "result", "outcome": Outcome.POSITIVE}
    if code != Action.RETURN_RESULT:
        return {}
    if dossier.money == Money.DUE:
        raise BadInput("fee_due", "Chưa thu phí, lệ phí: hãy thu, hoặc trả riêng hồ sơ này.")
    return {"receiver": (dossier.submitter or dossier.applicant).name[:120]}
