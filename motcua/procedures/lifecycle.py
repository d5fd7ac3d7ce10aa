"""The lives of a difference (it waits until a person decides, or a newer one takes its place), of a posting, of a
proposal to shorten."""

from motcua.core.lifecycle import Lifecycle, Step
from motcua.procedures.choices import (
    ChangeState,
    NationalAction,
    PostingAction,
    PostingState,
    ProposalAction,
    ProposalState,
)

WAITING = (ChangeState.WAITING,)
CHANGES = Lifecycle(
    ChangeState.WAITING,
    {
        NationalAction.APPROVE: Step(WAITING, ChangeState.APPROVED),
        NationalAction.REJECT: Step(WAITING, ChangeState.REJECTED),
        NationalAction.SUPERSEDE: Step(WAITING, ChangeState.SUPERSEDED),
    },
)

POSTINGS = Lifecycle(
    PostingState.POSTED, {PostingAction.TAKE_DOWN: Step((PostingState.POSTED,), PostingState.TAKEN_DOWN)}
)

SUBMITTED = (ProposalState.SUBMITTED,)
PROPOSALS = Lifecycle(
    ProposalState.SUBMITTED,
    {
        ProposalAction.APPROVE: Step(SUBMITTED, ProposalState.APPROVED),
        ProposalAction.REJECT: Step(SUBMITTED, ProposalState.REJECTED),
        ProposalAction.WITHDRAW: Step(SUBMITTED, ProposalState.WITHDRAWN),
        ProposalAction.PASS_OVER: Step(SUBMITTED),
    },
)
