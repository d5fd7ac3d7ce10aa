"""The life of a filing: filled in until it is sent, once, or given up."""

from motcua.core.lifecycle import Lifecycle, Step
from motcua.filing.choices import Action, State

LIFECYCLE = Lifecycle(
    initial=State.OPEN,
    births={Action.HELP: State.OPEN},
    steps={
        Action.RENEW: Step((State.OPEN,)),
        Action.TAKE_OVER: Step((State.OPEN,)),
        Action.SEND: Step((State.OPEN,), State.SENT),
        Action.ABANDON: Step((State.OPEN,), State.ABANDONED),
    },
)
