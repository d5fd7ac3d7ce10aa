"""What follows from a decision: it is carried out, by a job, outside the page of whoever decided."""

from motcua.agencies.models import Post
from motcua.core.reactions import reaction
from motcua.privacy.actions import carry_out
from motcua.privacy.choices import Action
from motcua.privacy.models import RightsRequestEvent


@reaction(Action.GRANT)
def do_what_was_granted(event: RightsRequestEvent) -> None:
    """Put together, correct or erase."""
    carry_out(event.subject, by=Post.objects.system())
