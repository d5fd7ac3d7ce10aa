"""The life of a message out: the machine's steps and those of people, in one table."""

from motcua.core.lifecycle import Lifecycle, Step
from motcua.notify.choices import Action, State
from motcua.notify.choices import Step as Move

OUTGOING = Lifecycle(
    initial=State.WAITING,
    steps={
        Move.BEGIN: Step((State.WAITING, State.FAILED), State.SENDING),
        # From `unclear` too: a worker that everybody thought dead may still tell how it went.
        Move.TAKEN: Step((State.SENDING, State.UNCLEAR), State.SENT),
        Move.ARRIVED: Step((State.SENT,), State.DELIVERED),
        Move.MISS: Step((State.SENDING,), State.FAILED),
        Move.GIVE_UP: Step((State.SENDING, State.SENT, State.WAITING, State.FAILED), State.GIVEN_UP),
        Move.LOSE_SIGHT: Step((State.SENDING,), State.UNCLEAR),
        Move.DROP: Step((State.WAITING, State.FAILED), State.CANCELLED),
        Action.SEND_AGAIN: Step((State.GIVEN_UP, State.UNCLEAR), State.WAITING),
        Action.CANCEL: Step((State.WAITING, State.FAILED), State.CANCELLED),
    },
)
