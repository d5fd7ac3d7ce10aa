"""A warning leaves the inbox when its cause has gone: the step is done, the dossier waits, the due moment moved."""

from motcua.agencies.models import Post
from motcua.core.reactions import reaction
from motcua.dossiers.choices import Action
from motcua.dossiers.models import DossierEvent
from motcua.escalation.actions.telling import settle

ENDING = (
    Action.ASSIGN, Action.TAKE_OVER, Action.REDIRECT, Action.PASS_SILENTLY, Action.HAND_OVER, Action.PROPOSE,
    Action.APPROVE, Action.SIGN, Action.SETTLE_AT_ONCE, Action.REQUEST_SUPPLEMENT, Action.SUSPEND, Action.RESUME,
    Action.COLLECT_FEE, Action.WAIVE_FEE, Action.EXTEND, Action.MOVE_DUE, Action.MOVE_ROUTE, Action.PASS_OVER,
    Action.RETURN_RESULT, Action.WITHDRAW, Action.STOP,
)  # fmt: skip


@reaction(*ENDING)
def settle_alarms(event: DossierEvent) -> None:
    """Take the lines whose cause has gone out of the inboxes; give those of the step to whoever has it now."""
    settle(event.subject_id, by=Post.objects.system())
