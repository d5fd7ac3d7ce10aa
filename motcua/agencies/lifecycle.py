"""The life of a re-organisation: drawn up, confirmed, carried out; run again while something could not pass."""

from typing import Any

from motcua.agencies.choices import Action, ReorganisationState
from motcua.core.lifecycle import Lifecycle, Step

DRAFT, CONFIRMED, RUNNING, DONE, UNFINISHED, CANCELLED = ReorganisationState


def what_the_run_left(row: Any) -> str:
    """Done when nothing waits any more."""
    return str(row.next_state)


REORGANISATION = Lifecycle(
    initial=DRAFT,
    births={Action.DRAFT_REORGANISATION: DRAFT},
    steps={
        Action.CHANGE_REORGANISATION: Step((DRAFT,)),
        Action.CONFIRM_REORGANISATION: Step((DRAFT, UNFINISHED), CONFIRMED),
        Action.CANCEL_REORGANISATION: Step((DRAFT, CONFIRMED), CANCELLED),
        Action.BEGIN_REORGANISATION: Step((CONFIRMED,), RUNNING),
        Action.FINISH_REORGANISATION: Step((RUNNING,), lambda row: str(row.next_state), among=(DONE, UNFINISHED)),
    },
)
