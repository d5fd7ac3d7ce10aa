"""The life of a number of the day: it waits, is called, served and done; or is absent, or the day ends before."""

from motcua.core.lifecycle import Lifecycle, Step
from motcua.queue.choices import AT_WINDOW, OPEN, Action, State


def _after_the_day(ticket: object) -> str:
    """Who sits at a window when the day ends was served; who was called and did not come was absent."""
    ends = {State.SERVING: State.DONE, State.CALLED: State.ABSENT}
    return ends.get(State(ticket.state), State.EXPIRED)  # type: ignore[attr-defined]


LIFECYCLE = Lifecycle(
    initial=State.WAITING,
    steps={
        Action.CALL: Step((State.WAITING, State.ABSENT), State.CALLED),
        Action.RECALL: Step((State.CALLED,)),
        Action.SKIP: Step((State.CALLED,), State.ABSENT),
        Action.BEGIN: Step((State.CALLED,), State.SERVING),
        Action.FINISH: Step((State.SERVING,), State.DONE),
        Action.TRANSFER: Step(AT_WINDOW, State.WAITING),
        Action.EXPIRE: Step(OPEN, _after_the_day, (State.DONE, State.ABSENT, State.EXPIRED)),
    },
)
