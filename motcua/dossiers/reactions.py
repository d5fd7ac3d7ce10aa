"""What follows from a dossier's events: the printed paper is made and kept, outside the action's locks."""

from motcua.agencies.models import Post
from motcua.core.reactions import reaction
from motcua.dossiers.actions.printing import keep_pdf
from motcua.dossiers.choices import Action
from motcua.dossiers.models import DossierEvent, PrintedPaper, Result


@reaction(
    Action.REGISTER,
    Action.RECEIVE,
    Action.REFUSE,
    Action.REQUEST_SUPPLEMENT,
    Action.EXTEND,
    Action.APOLOGISE,
    Action.STOP,
    Action.WITHDRAW,
    Action.COLLECT_FEE,
)
def print_what_was_promised(event: DossierEvent) -> None:
    """Make the PDF of the paper that the event froze."""
    if "printed" in event.data:
        keep_pdf(PrintedPaper.objects.get(pk=event.data["printed"]), by=Post.objects.system())


@reaction(Action.SIGN, Action.SETTLE_AT_ONCE, Action.CORRECT_RESULT)
def print_the_result(event: DossierEvent) -> None:
    """Make the PDF of a result that is written from a template."""
    printed = Result.objects.get(pk=event.data["result"]).printed
    if printed is not None:
        keep_pdf(printed, by=Post.objects.system())
