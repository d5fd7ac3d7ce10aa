"""Late dossiers told apart: those still open, and those whose result came too late; with their apology, and who had
each when it became late. What late means stands in `late_at` alone."""

from datetime import datetime
from typing import Any

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from motcua.dossiers.choices import OPEN
from motcua.dossiers.models import DossierQuerySet, Step
from motcua.dossiers.models.columns import FINISHED_LATE
from motcua.dossiers.models.dossier import late_at

OVERDUE, FINISHED = "open", "finished"


def overdue(now: datetime) -> Q:
    """Without a result, and late by now."""
    return Q(state__in=OPEN, decided_at=None, appointed_due__lt=now) & late_at(now)


def finished_late(first: datetime, last: datetime) -> Q:
    """With a result that came from `first` to before `last`, too late."""
    return FINISHED_LATE & Q(decided_at__gte=first, decided_at__lt=last) & late_at(last)


def with_story(rows: DossierQuerySet) -> Any:
    """Return late dossiers, each with `apologised`, `cause` (the coded reason, "" without) and who had it when it
    became late: `holder` (a post, None while it waited for anyone) and `holding` (the unit)."""
    # joined, not asked row by row: of a lateness there is one at most
    sorry = Q(apologies__missed=F("appointed_due"), apologies__at__isnull=False)
    had = Step.objects.filter(dossier=OuterRef("pk"), started_at__lte=OuterRef("appointed_due"))
    had = had.order_by("-started_at", "-order")
    return rows.annotate(sorry=FilteredRelation("apologies", condition=sorry)).annotate(
        apologised=Q(sorry__isnull=False),
        cause=Coalesce("sorry__cause", Value("")),
        holder=Subquery(had.values(post=Coalesce("owner", "finished_by"))[:1]),
        holding=Subquery(had.values("agency")[:1]),
    )
