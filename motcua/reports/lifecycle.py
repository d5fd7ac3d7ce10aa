"""The lives of a file of past figures (looked at, then entered whole or given up) and of an outside index."""

from motcua.core.lifecycle import Lifecycle, Step
from motcua.reports.choices import IndexAction, IndexState, PastAction, PastState

PAST_IMPORTS = Lifecycle(
    PastState.DRAFT,
    {
        PastAction.ENTER: Step((PastState.DRAFT,), PastState.ENTERED),
        PastAction.GIVE_UP: Step((PastState.DRAFT,), PastState.GIVEN_UP),
        PastAction.WITHDRAW: Step((PastState.ENTERED,), PastState.WITHDRAWN),
    },
)

INDEXES = Lifecycle(
    IndexState.STANDING,
    {
        IndexAction.CORRECT: Step((IndexState.STANDING,)),
        IndexAction.WITHDRAW: Step((IndexState.STANDING,), IndexState.WITHDRAWN),
    },
)
