"""The life of a file in the making."""

from motcua.core.lifecycle import Lifecycle, Step
from motcua.exports.choices import UNFINISHED, Action, State

EXPORT = Lifecycle(
    initial=State.WAITING,
    steps={
        Action.BEGIN: Step(UNFINISHED, State.RUNNING),  # from running, too: its worker was killed
        Action.FINISH: Step((State.RUNNING,), State.DONE),
        Action.FAIL: Step(UNFINISHED, State.FAILED),
        Action.CANCEL: Step(UNFINISHED, State.CANCELLED),
        Action.EXPIRE: Step((State.DONE,), State.EXPIRED),
    },
)
