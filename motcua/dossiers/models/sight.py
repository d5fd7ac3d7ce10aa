"""Whose a dossier is to read: conditions on the dossier itself, on its steps, on the opinions asked for it.

Each is a way of its own with an index of its own. `units` are those of a leader or desk, already read; without them
they are asked for by path and heir.
"""

from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q

from motcua.agencies.choices import Kind, Role
from motcua.agencies.models import Agency, Post
from motcua.dossiers.choices import OpinionEnd, State, StepState
from motcua.dossiers.models.opinions import WAITING, Consultation
from motcua.tasks.models import Task

DESK_ROLES = (Role.RECEPTIONIST, Role.CASHIER, Role.HEAD_OF_DIVISION, Role.LEADER)


OVERSEERS = (Role.LEADER, Role.INSPECTOR, Role.REFORM_OFFICER)


class Units(NamedTuple):
    """Keys of units already read, so that an index serves where a question by path would not."""

    led: list[int]
    kept: list[int]


def overseen(by: Post) -> str:
    """Return the path whose figures an overseer reads: who watches over the office from one of its divisions, or from
    its desk, reads the whole office; a leader reads the unit that he or she leads."""
    path = by.agency.path
    inside = by.role != Role.LEADER and by.agency.kind in (Kind.DIVISION, Kind.ONE_STOP)
    return f"{path.rstrip('/').rpartition('/')[0]}/" if inside and path.count("/") > 1 else path


def worked_on(by: Post, units: Units | None = None) -> list[Q]:
    """Which steps the post holds or held, or heads: conditions of which each has an index that names the dossier."""
    pool = Q(agency=by.agency_id, role=by.role, owner=None, state=StepState.OPEN)  # waits for anyone of the role
    return [Q(owner=by.pk), Q(finished_by=by.pk), pool, *_headed(by, units), *_instead(by)]


def asked_of(by: Post, units: Units | None = None) -> "models.QuerySet[Consultation]":
    """The opinions asked of the post or given by it, or of its unit that it heads; none that was taken back."""
    pool = Q(agency=by.agency_id, role=by.role, asked_of=None) & WAITING
    mine = reduce(or_, [Q(asked_of=by.pk), Q(answered_by=by.pk), pool, *_headed(by, units), *_instead(by)])
    return Consultation.objects.filter(mine & ~Q(ending=OpinionEnd.REVOKED)).order_by()


def of_office(by: Post, units: Units | None = None) -> list[Q]:
    """What is the post's by the dossier alone: received at its desk, or settled by the office it leads; also theirs for
    whom it stands in. [] for a post to which nothing falls so."""
    return [*_of_one_office(by, units), *(way for post in _absent(by) for way in _of_one_office(post, None))]


def _of_one_office(by: Post, units: Units | None) -> list[Q]:
    """The same of one post, and what was closed in a unit that ended and whose records this one keeps."""
    kept: Any = _kept(by).values("pk") if units is None else units.kept
    if by.role == Role.LEADER:  # of a draft nobody but the desk knows
        own = [Q(desk=by.agency_id), _of_own_level(by, units) & ~Q(state=State.DRAFT)]
        return own if kept == [] else [*own, Q(agency__in=kept, closed_at__isnull=False)]
    if by.role not in DESK_ROLES:
        return []
    own = [Q(desk=by.agency_id)]
    return own if kept == [] else [*own, Q(desk__in=kept, closed_at__isnull=False)]


def _absent(by: Post) -> list[Post]:
    """For whom the post stands in; a delegation to sign opens no more than what waits for the signature, and a share of
    somebody's work no more than that work."""
    return [place.post for place in by.places if place.absence is not None and not place.parts]


def _instead(by: Post) -> list[Q]:
    """What waits for the post in somebody's place: open work only, not all that the other one ever had in hand; for an
    absent head or leader also what is done in their units."""
    waits = [Q(task__in=Task.objects.instead_of_others(by).order_by().values("pk"))] if by.places else []
    return [*waits, *(way for post in _absent(by) for way in _headed(post, None))]


def _kept(by: Post) -> "models.QuerySet[Agency]":
    """The units that ended, whose records the post's desk keeps, or the office it leads."""
    if by.role == Role.LEADER:
        return Agency.objects.filter(heir__path__startswith=by.agency.path, heir__level=by.agency.level).order_by()
    return Agency.objects.filter(heir=by.agency_id).order_by()


def units_of(by: Post) -> "Units":
    """Read the units that a leader leads (not those of offices below), and those whose records a post's unit keeps."""
    led = Agency.objects.filter(path__startswith=by.agency.path, level=by.agency.level).order_by("pk")
    return Units(
        list(led.values_list("pk", flat=True)) if by.role == Role.LEADER else [],
        list(_kept(by).values_list("pk", flat=True)) if by.role in DESK_ROLES else [],
    )


def _headed(by: Post, units: Units | None) -> list[Q]:
    """What is done in the units that the post heads; a leader's are those of their own office: of offices below they
    read figures."""
    if by.role == Role.HEAD_OF_DIVISION:
        return [Q(agency=by.agency_id)]
    return [_of_own_level(by, units)] if by.role == Role.LEADER else []


def _of_own_level(by: Post, units: Units | None) -> Q:
    if units is not None:
        return Q(agency__in=units.led)
    return Q(agency__path__startswith=by.agency.path, agency__level=by.agency.level)
