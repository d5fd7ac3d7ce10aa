"""Restriction of processing, and objection to it: what is held serves the dossiers that run, and nothing else."""

from datetime import datetime

from motcua.agencies.models import Post
from motcua.citizens.actions import release, restrict
from motcua.core.actions import action
from motcua.core.errors import BadInput, StepRefused
from motcua.dossiers.actions.indexing import make_terms_again
from motcua.privacy import permissions
from motcua.privacy.choices import HOLDING_BACK, Action, Outcome
from motcua.privacy.lifecycle import LIFECYCLE
from motcua.privacy.models import RightsRequest
from motcua.privacy.people import dossiers_of, known_of


def hold_back(request: RightsRequest, *, by: Post) -> int:
    """Hold the person's declarations back and take closed dossiers out of searches; returns what was not so before."""
    known = known_of(request)
    done = restrict(known.keys, office=request.office, by=by)
    return done + sum(make_terms_again(dossiers_of(known)))


def keep_held_back(*, by: Post) -> int:
    """Do so again for every request that stands: people declare anew, and dossiers are closed meanwhile."""
    return sum(hold_back(request, by=by) for request in RightsRequest.objects.holding_back().order_by("pk"))


@action(Action.LIFT, permit=permissions.may_lift, lifecycle=LIFECYCLE)
def lift(request: RightsRequest, *, by: Post, note: str) -> None:
    """Let the data be used as before: the person asked for it, or the reason is over and they were told.

    Raises BadInput (`reason_needed`), StepRefused for a request that holds nothing back.
    """
    if request.right not in HOLDING_BACK or request.outcome != Outcome.GRANTED or request.lifted_at is not None:
        raise StepRefused("Yêu cầu này không hạn chế gì.", code="nothing_held_back")
    if not note:
        raise BadInput("reason_needed", "Ghi ai đề nghị, vì sao thôi hạn chế.", field="note")
    request.lifted_at = request.moment
    _let_go(request, at=request.moment)


def _let_go(request: RightsRequest, *, at: datetime) -> None:
    """Release what no other request of the person holds back."""
    known, system = known_of(request), Post.objects.system()
    others = RightsRequest.objects.holding_back().filter(office=request.office, identity_index__in=known.indexes)
    if not others.exclude(pk=request.pk).exists():
        release(known.keys, office=request.office, by=system)
        sum(make_terms_again(dossiers_of(known)))
