"""Hand-overs between offices that are not confirmed yet: what waits here, and what was handed over from here."""

from django.db.models import QuerySet

from motcua.agencies.models import Agency, Post
from motcua.dossiers.choices import StepState
from motcua.dossiers.models import Dossier, Step
from motcua.dossiers.permissions import heads, holds

HERE, AWAY = "here", "away"


def unconfirmed(by: Post, way: str) -> "QuerySet[Step]":
    """Return the steps that came to the post's office from another one (HERE), or left it (AWAY), and nobody there has
    confirmed, of dossiers whose content the post may read."""
    around = Agency.objects.same_level(by.agency)
    units = list(Agency.objects.filter(path__startswith=around[-1], level=by.agency.level).values_list("pk", flat=True))
    rows = Step.objects.filter(state=StepState.OPEN, taken_at=None, take_by__isnull=False)
    rows = rows.filter(dossier__in=Dossier.objects.visible_to(by).order_by().values("pk"))
    return rows.filter(handed_by__agency__in=units) if way == AWAY else rows.filter(agency__in=units)


def confirms(by: Post, step: Step) -> bool:
    """Tell whether the post, or somebody in whose place it stands, may confirm this one."""
    return any(holds(hat, step) or heads(hat, step.agency) for hat in by.hats)
