"""The life of a request (received, answered, decided, carried out, handed over) and of a list (signed, done)."""

from motcua.core.lifecycle import Lifecycle, Step
from motcua.privacy.choices import WAITING, Action, ListState, State

LIFECYCLE = Lifecycle(
    initial=State.RECEIVED,
    steps={
        Action.ACKNOWLEDGE: Step((State.RECEIVED,), State.ACKNOWLEDGED),
        Action.EXTEND: Step(WAITING),
        Action.GRANT: Step(WAITING, State.WORKING),
        Action.REFUSE: Step(WAITING, State.READY),
        Action.CARRY_OUT: Step((State.WORKING,), State.READY),
        Action.HAND_OVER: Step((State.READY,), State.CLOSED),
        Action.LIFT: Step((State.READY, State.CLOSED)),
        Action.PASS_RESTRICTION: Step((State.CLOSED,)),
        Action.WITHDRAW: Step(WAITING, State.WITHDRAWN),
        Action.PASS_OVER: Step((*WAITING, State.WORKING, State.READY)),
    },
)

DESTRUCTION = Lifecycle(
    initial=ListState.PROPOSED,
    steps={
        Action.APPROVE: Step((ListState.PROPOSED,), ListState.APPROVED),
        Action.REJECT: Step((ListState.PROPOSED,), ListState.REJECTED),
        Action.FINISH: Step((ListState.APPROVED,), ListState.DONE),
        Action.PASS_LIST: Step((ListState.PROPOSED,)),
    },
)
