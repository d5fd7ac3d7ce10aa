"""Opinions whose deadline comes near or is over: who is asked is reminded once, silence counts where the route says so.

A reminder does not touch the dossier, so that nobody's open page grows stale; its lock makes "not yet answered" exact.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from motcua.agencies.models import Post
from motcua.core.clock import local, now
from motcua.core.errors import Refused
from motcua.dossiers.actions.opinions import REMINDED, agree_by_silence
from motcua.dossiers.choices import Silence
from motcua.dossiers.models import Consultation, Dossier
from motcua.tasks.actions import retitle_task
from motcua.tasks.choices import State
from motcua.worktime.standing import add_working_hours
from motcua.worktime.stored import calendar_of

log = logging.getLogger(__name__)

REMINDED_BEFORE = 8  # working hours before the deadline, a day's work of most offices
LOOKED_AHEAD = timedelta(days=12)  # so far ahead the longest holidays may put the deadline


def remind_of_opinions() -> int:
    """Remind whoever owes an opinion whose deadline comes near; each once, however often it runs. Returns how many."""
    at = now()
    rows = Consultation.objects.waiting().filter(chased_at=None, due_at__gt=at, due_at__lte=at + LOOKED_AHEAD)
    return sum(_remind(key, dossier, at=at) for key, dossier in rows.order_by("pk").values_list("pk", "dossier"))


def _remind(key: UUID, dossier: int, *, at: datetime) -> int:
    with transaction.atomic():
        held = Dossier.objects.select_for_update(of=("self",), no_key=True).select_related("agency").get(pk=dossier)
        row = Consultation.objects.waiting().select_related("task").filter(pk=key, chased_at=None).first()
        if row is None or row.due_at is None or row.task.state != State.OPEN:
            return 0
        if add_working_hours(calendar_of(held.agency, local(at).date()), at, REMINDED_BEFORE) < row.due_at:
            return 0
        row.chased_at = at
        row.save(update_fields=["chased_at"])
        retitle_task(row.task, REMINDED)
    return 1


def count_silence() -> int:
    """Count as agreed what was not answered by its deadline where the route says so; returns how many.

    Each in a transaction of its own; what cannot be done, such as on a dossier that was just closed, stays as it is.
    """
    rows = Consultation.objects.waiting().filter(silence=Silence.AGREE, due_at__lt=now(), dossier__closed_at=None)
    rows = rows.filter(dossier__decided_at=None)
    done, by = 0, Post.objects.system()
    for row in rows.order_by("pk").select_related("dossier"):
        try:
            agree_by_silence(row.dossier, by=by, opinion=str(row.pk))
            done += 1
        except Refused as refused:
            log.warning("opinion %s on dossier %s: %s", row.pk, row.dossier_id, refused.code)
    return done
