"""Restriction of processing, and objection to it: what is held serves the dossiers that run, and nothing else."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from motcua.agencies.models import Agency, Post
from motcua.citizens.actions import pass_on, release, restrict, restrict_each
from motcua.citizens.finding import words_of
from motcua.core.actions import action
from motcua.core.clock import local
from motcua.core.errors import BadInput, StepRefused
from motcua.dossiers.actions.indexing import make_terms_again
from motcua.dossiers.actions.passing import heir_of
from motcua.dossiers.choices import CLOSED
from motcua.dossiers.models import Dossier
from motcua.dossiers.search import terms_of
from motcua.privacy import permissions
from motcua.privacy.choices import HOLDING_BACK, Action, Outcome
from motcua.privacy.lifecycle import LIFECYCLE
from motcua.privacy.models import DataDuty, RightsRequest
from motcua.privacy.people import dossiers_of, known_of, known_of_all

NO_WORDS = terms_of([])  # only what tells their form


def hold_back(request: RightsRequest, *, by: Post) -> int:
    """Hold the person's declarations back and take closed dossiers out of searches; returns what was not so before."""
    known = known_of(request)
    done = restrict(known.keys, office=request.office, by=by)
    return done + sum(make_terms_again(dossiers_of(known)))


def keep_held_back(*, by: Post) -> int:
    """Do so again for every request that stands: people declare anew. As many queries for two requests as for all.

    What is closed is held back in the moment of closing; here only what an older version closed. Returns what it did.
    """
    known = known_of_all(list(RightsRequest.objects.holding_back().select_related("office").order_by("pk")))
    free = {row.pk: each.office for each in reversed(known) for row in each.declarations if not row.restricted_by_id}
    done = restrict_each(free, by=by) if free else 0
    stale = _still_named([key for each in known for key in each.keys])
    return done + (sum(make_terms_again(Dossier.objects.filter(pk__in=stale))) if stale else 0)


def _still_named(people: list[Any]) -> list[int]:
    """Return closed dossiers whose search terms are not yet those of people held back.

    What has no words any more says nothing of anybody and is not read; of the others, which have somebody beside the
    person held back, an address is opened only where the terms still have all the words of a name held back.
    """
    mine = Q(applicant__in=people) | Q(submitter__in=people)
    rows = Dossier.objects.filter(mine, state__in=CLOSED, erased_at=None).exclude(terms=None)
    rows = rows.exclude(terms="").exclude(terms=NO_WORDS)
    names = [f"{person}__{field}" for person in ("applicant", "submitter") for field in ("name", "restricted_by")]
    asked = rows.order_by("pk").values_list("pk", "terms", *names)
    doubtful = [key for key, terms, *two in asked.iterator(chunk_size=1_000) if _may_name(terms, two[:2], two[2:])]
    found = Dossier.objects.filter(pk__in=doubtful).select_related("applicant", "submitter") if doubtful else ()
    return [each.pk for each in found if each.terms != terms_of([each.applicant, each.submitter], closed=True)]


def _may_name(terms: str, *people: list[Any]) -> bool:
    """Tell whether search terms may be those of somebody held back: (name, by which office) of each."""
    words, held = set(terms.replace("'", "").split()), [name for name, office in people if office]
    alone = len(held) == sum(name is not None for name, _ in people)  # then there should be no words at all
    return alone or any(words.issuperset(words_of(name)) for name in held)


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


@action(Action.PASS_RESTRICTION, permit=permissions.may_pass_over, lifecycle=LIFECYCLE)
def pass_restriction_over(request: RightsRequest, *, by: Post, office: Agency, desk: Agency) -> dict[str, Any]:
    """Let who keeps an ended office's records hold the data back from now on, and be asked to lift it.

    Who answers is the new office's own person for it, else its leaders. Raises StepRefused for a request that holds
    nothing back.
    """
    if request.right not in HOLDING_BACK or request.outcome != Outcome.GRANTED or request.lifted_at is not None:
        raise StepRefused("Yêu cầu này không hạn chế gì.", code="nothing_held_back")
    before, was = request.office, {"office": request.office_id, "desk": request.desk_id}
    known, on = known_of(request), local(request.moment).date()
    duty = DataDuty.objects.held(office, on)
    request.answerer = duty.post if duty else heir_of(request.answerer, office, on=on)
    request.office, request.desk = office, desk
    pass_on(known.keys, before=before, after=office, by=by)
    return {"before": was, "office": office.pk, "desk": desk.pk, "answerer": request.answerer_id}
