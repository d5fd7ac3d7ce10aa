"""The same officer: who had a dossier goes on with it (docs/decisions/0052).

Sent back, resumed or come to a later step of the same role in the same unit, it is theirs by name, while they hold the
post and are there, or somebody stands in for them; else it waits for anyone of the role. At the desk nobody is named:
whoever sits there hands back.
"""

from datetime import date

from motcua.agencies.models import Absence, Agency, Post
from motcua.core.clock import local
from motcua.core.gathering import write
from motcua.dossiers.choices import STEP_WORK, StepState
from motcua.dossiers.models import Dossier, Step
from motcua.dossiers.models.dossier import marks_at
from motcua.procedures import routes

NOT_DONE = (StepState.CANCELLED, StepState.REDIRECTED, StepState.MOVED)


def who_had(dossier: Dossier, step: routes.Step) -> Post | None:
    """Return who did a step before, if they can go on with it."""
    return _last(dossier, step, key=step.key)


def who_goes_on(dossier: Dossier, step: routes.Step, agency: Agency) -> Post | None:
    """Return who did the last step of the same role in the unit, if they can go on with this one; None at the desk."""
    return None if step.at == routes.DESK else _last(dossier, step, role=step.role, agency=agency)


def _last(dossier: Dossier, step: routes.Step, **which: object) -> Post | None:
    write()
    done = dossier.steps.filter(**which).exclude(state__in=NOT_DONE)  # called off or passed on: by somebody else
    rows = done.exclude(finished_by=None).order_by("-order")
    row = rows.select_related("owner__person", "owner__agency", "finished_by__person", "finished_by__agency").first()
    found = (row.owner or row.finished_by) if row is not None else None  # not the substitute who did it meanwhile
    on = local(dossier.moment).date()
    return found if found is not None and can_go_on(found, dossier, step, on=on) else None


def can_go_on(post: Post, dossier: Dossier, step: routes.Step, *, on: date) -> bool:
    """Tell whether a post is held and somebody does its work today: itself, or whoever stands in for such work."""
    if not post.is_held(on) or not post.person.is_active:
        return False
    away = Absence.objects.in_force(on).filter(post=post).with_shares().first()
    return away is None or away.taker_of(STEP_WORK, marks_at(dossier, step)) is not None


def still_theirs(row: Step, dossier: Dossier, step: routes.Step) -> bool:
    """Tell of an open step whether its holder, if one was named, can go on with it."""
    return row.owner is None or can_go_on(row.owner, dossier, step, on=local(dossier.moment).date())
