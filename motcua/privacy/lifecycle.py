"""The life of a request: received, answered in words, decided, carried out, handed over."""

from motcua.core.lifecycle import Lifecycle, Step
from motcua.privacy.choices import WAITING, Action, State

LIFECYCLE = Lifecycle(
    initial=State.RECEIVED,
    steps={
        Action.ACKNOWLEDGE: Step((State.RECEIVED,), State.ACKNOWLEDGED),
        Action.EXTEND: Step(WAITING),
        Action.GRANT: Step(WAITING, State.WORKING),
        Action.REFUSE: Step(WAITING, State.READY),
        Action.CARRY_OUT: Step((State.WORKING,), State.READY),
        Action.HAND_OVER: Step((State.READY,), State.CLOSED),
        Action.WITHDRAW: Step(WAITING, State.WITHDRAWN),
    },
)
