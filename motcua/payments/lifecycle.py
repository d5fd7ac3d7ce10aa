"""What may happen to a bill, from which state."""

from motcua.core.lifecycle import Lifecycle, Step
from motcua.payments.choices import Action, State


def _priced(bill: object) -> str:
    """A bill whose total turned out to be 0 asks for nothing; an unknown total is still due."""
    return State.NOTHING_DUE if getattr(bill, "total", None) == 0 else State.DUE


BILL = Lifecycle(
    initial=State.DUE,
    steps={
        Action.REVISE: Step((State.DUE, State.NOTHING_DUE), _priced, among=(State.DUE, State.NOTHING_DUE)),
        Action.COLLECT: Step((State.DUE,), State.PAID),
        Action.WAIVE: Step((State.DUE,), State.WAIVED),
        Action.REFUND: Step((State.PAID,), State.REFUNDED),
        Action.PASS_OVER: Step((State.DUE,)),
    },
)
