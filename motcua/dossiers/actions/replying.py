"""The clock of the desk's answer to what was filed online. Called only inside a dossier's action, under its lock."""

from datetime import datetime

from motcua.agencies.models import Post
from motcua.dossiers.models import Dossier, Reply
from motcua.tasks.actions import close_task
from motcua.tasks.choices import State as TaskState


def owe_reply(dossier: Dossier, *, at: datetime) -> None:
    """Begin the clock: until `answer_due_at`. What did not come online is owed no answer by an hour."""
    if dossier.answer_due_at is not None:
        last = dossier.replies.order_by("-round").values_list("round", flat=True).first() or 0
        Reply.objects.create(
            dossier=dossier, round=last + 1, desk=dossier.desk, began_at=at, due_at=dossier.answer_due_at
        )


def reply_given(dossier: Dossier, *, by: Post, at: datetime, how: str) -> None:
    """End the clock, if it runs, and take the lines that told of a late answer out of their inboxes."""
    if dossier.answer_due_at is None or dossier.received_at is not None:
        return
    reply = dossier.replies.waiting().select_related("to_head", "to_leader").first()
    if reply is None:
        return
    reply.ended_at, reply.how = at, how
    reply.save(update_fields=["ended_at", "how"])
    for told in (reply.to_head, reply.to_leader):
        if told is not None and told.state == TaskState.OPEN:
            close_task(told, by=by, at=at, done=False)
