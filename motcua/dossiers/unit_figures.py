"""Figures by unit over a re-organisation: by the unit of that time ("then") or by the one that stands today ("now").

For any days first…last: open at the start + received = finished + open at the end, and both ways of counting have the
same sum.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from motcua.agencies.models import Agency, Post
from motcua.core.clock import LOCAL
from motcua.dossiers.models import Dossier, DossierQuerySet, Passage
from motcua.dossiers.models.dossier import OVERSEERS, overseen

THEN, NOW = "then", "now"
CARRIED, RECEIVED, FINISHED, OPEN = FIGURES = ("carried", "received", "finished", "open")


def countable_with_history(by: Post) -> DossierQuerySet:
    """Return the dossiers of the units that an overseer counts, and of those whose records these keep today."""
    if by.role not in OVERSEERS:
        return Dossier.objects.none()
    units = Agency.objects.as_now(overseen(by)).order_by().values("pk")
    return Dossier.objects.filter(agency__in=units, received_at__isnull=False)


def rows_of(rows: DossierQuerySet, figure: str, *, seen: str, first: date, last: date) -> Any:
    """Return the dossiers that a figure counts, each with `unit`: the key of the unit it counts for."""
    start, end = (datetime.combine(day, time(0), tzinfo=LOCAL) for day in (first, last + timedelta(days=1)))
    rows = rows.alias(ended=Coalesce("decided_at", "closed_at"))
    chosen: dict[str, tuple[Q, Any]] = {
        CARRIED: (_open_at(start), start),
        RECEIVED: (Q(received_at__gte=start, received_at__lt=end), OuterRef("received_at")),
        FINISHED: (Q(ended__gte=start, ended__lt=end), Coalesce(OuterRef("decided_at"), OuterRef("closed_at"))),
        OPEN: (_open_at(end), end),
    }
    condition, moment = chosen[figure]
    unit = Coalesce("agency__heir", "agency") if seen == NOW else _unit_at(moment)
    return rows.filter(condition).annotate(unit=unit)


def _open_at(moment: datetime) -> Q:
    return Q(received_at__lt=moment) & (Q(ended=None) | Q(ended__gte=moment))


def _unit_at(moment: Any) -> Coalesce:
    """The unit that a dossier belonged to at a moment: what it had before its first passage after that."""
    later = Passage.objects.filter(dossier=OuterRef("pk"), at__gt=moment).order_by("at", "pk")
    return Coalesce(Subquery(later.values("agency_before")[:1]), F("agency"), output_field=models.BigIntegerField())


def table(rows: DossierQuerySet, *, seen: str, first: date, last: date) -> list[dict[str, Any]]:
    """Return a line per unit, by name, with its four figures, and a last one with the sums; five queries."""
    counted: dict[str, dict[int, int]] = {}
    for figure in FIGURES:
        found = rows_of(rows, figure, seen=seen, first=first, last=last).order_by().values_list("unit")
        counted[figure] = dict(found.annotate(Count("pk")))
    keys = {key for numbers in counted.values() for key in numbers}
    units = Agency.objects.filter(pk__in=keys).order_by("path")
    lines = [{"unit": unit} | {figure: counted[figure].get(unit.pk, 0) for figure in FIGURES} for unit in units]
    return [*lines, {"unit": None} | {figure: sum(counted[figure].values()) for figure in FIGURES}]
