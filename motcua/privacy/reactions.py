"""What follows from a decision: it is carried out, by a job, outside the page of whoever decided."""

from procrastinate.contrib.django import app

from motcua.agencies.models import Post
from motcua.core.reactions import reaction
from motcua.privacy.actions import carry_out
from motcua.privacy.choices import Action
from motcua.privacy.models import DestructionListEvent, RightsRequestEvent


@reaction(Action.GRANT)
def do_what_was_granted(event: RightsRequestEvent) -> None:
    """Put together, correct or erase."""
    carry_out(event.subject, by=Post.objects.system())


@reaction(Action.APPROVE)
def destroy_what_was_signed(event: DestructionListEvent) -> None:
    """Leave the work, which may be long, to a job of its own."""
    app.configure_task("privacy.destroy").defer(key=event.subject_id)
