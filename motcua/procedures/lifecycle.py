"""The life of a difference: it waits until a person decides, or a newer one takes its place."""

from motcua.core.lifecycle import Lifecycle, Step
from motcua.procedures.choices import ChangeState, NationalAction

WAITING = (ChangeState.WAITING,)
CHANGES = Lifecycle(
    ChangeState.WAITING,
    {
        NationalAction.APPROVE: Step(WAITING, ChangeState.APPROVED),
        NationalAction.REJECT: Step(WAITING, ChangeState.REJECTED),
        NationalAction.SUPERSEDE: Step(WAITING, ChangeState.SUPERSEDED),
    },
)
