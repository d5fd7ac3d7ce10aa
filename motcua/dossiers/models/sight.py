"""Whose a dossier is to read: conditions on the dossier itself, on its steps, on the opinions asked for it.

Each is a way of its own with an index of its own. `led` narrows a leader's ways to units already read; without it they
are asked for by path.
"""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db import models
from django.db.models import Q

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.dossiers.choices import State, StepState
from motcua.dossiers.models.children import Consultation
from motcua.tasks.models import Task

DESK_ROLES = (Role.RECEPTIONIST, Role.CASHIER, Role.HEAD_OF_DIVISION, Role.LEADER)
Led = Sequence[int] | None


def worked_on(by: Post, led: Led = None) -> list[Q]:
    """Which steps the post holds or held, or heads: conditions of which each has an index that names the dossier."""
    pool = Q(agency=by.agency_id, role=by.role, owner=None, state=StepState.OPEN)  # waits for anyone of the role
    return [Q(owner=by), Q(finished_by=by), pool, *_headed(by, led), *_instead(by)]


def asked_of(by: Post, led: Led = None) -> "models.QuerySet[Consultation]":
    """The opinions asked of the post or given by it, or of its unit that it heads."""
    pool = Q(agency=by.agency_id, role=by.role, asked_of=None, answered_at=None)
    mine = reduce(or_, [Q(asked_of=by), Q(answered_by=by), pool, *_headed(by, led), *_instead(by)])
    return Consultation.objects.filter(mine).order_by()


def of_office(by: Post, led: Led = None) -> Q | None:
    """What is the post's by the dossier alone: received at its desk, or settled by the office it leads; also theirs for
    whom it stands in."""
    ways = [_of_one_office(by, led), *(_of_one_office(post, None) for post in _absent(by))]
    found = [way for way in ways if way is not None]
    return reduce(or_, found) if found else None


def _of_one_office(by: Post, led: Led) -> Q | None:
    if by.role == Role.LEADER:  # of a draft nobody but the desk knows
        return Q(desk=by.agency_id) | (_of_own_level(by, led) & ~Q(state=State.DRAFT))
    return Q(desk=by.agency_id) if by.role in DESK_ROLES else None


def _absent(by: Post) -> list[Post]:
    """For whom the post stands in; a delegation to sign opens no more than what waits for the signature."""
    return [place.post for place in by.places if place.absence is not None]


def _instead(by: Post) -> list[Q]:
    """What waits for the post in somebody's place: open work only, not all that the other one ever had in hand; for an
    absent head or leader also what is done in their units."""
    waits = [Q(task__in=Task.objects.instead_of_others(by).order_by().values("pk"))] if by.places else []
    return [*waits, *(way for post in _absent(by) for way in _headed(post, None))]


def units_led(by: Post) -> list[int]:
    """Return the keys of the units that a leader leads: those of their own office, not those of offices below."""
    units = Agency.objects.filter(path__startswith=by.agency.path, level=by.agency.level)
    return list(units.order_by("pk").values_list("pk", flat=True))


def _headed(by: Post, led: Led) -> list[Q]:
    """What is done in the units that the post heads; a leader's are those of their own office: of offices below they
    read figures."""
    if by.role == Role.HEAD_OF_DIVISION:
        return [Q(agency=by.agency_id)]
    return [_of_own_level(by, led)] if by.role == Role.LEADER else []


def _of_own_level(by: Post, led: Led) -> Q:
    if led is not None:
        return Q(agency__in=led)
    return Q(agency__path__startswith=by.agency.path, agency__level=by.agency.level)
