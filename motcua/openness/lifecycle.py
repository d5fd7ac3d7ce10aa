"""A unit opens its figures, may close the page, and may open it again."""

from motcua.core.lifecycle import Lifecycle, Step
from motcua.openness.choices import Action, State

LIFECYCLE = Lifecycle(
    initial=State.OPEN,
    steps={
        Action.CLOSE: Step((State.OPEN,), State.CLOSED),
        Action.REOPEN: Step((State.CLOSED,), State.OPEN),
    },
)
