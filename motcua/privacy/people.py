"""One person over several declarations, within one office: found by the blind index of the identity number."""

from typing import Any

from django.db.models import Q, QuerySet

from motcua.agencies.models import Agency
from motcua.citizens.models import Account, Applicant
from motcua.core.fields import blinds
from motcua.dossiers.models import Dossier
from motcua.privacy.models import RightsRequest
from motcua.privacy.registry import Known


def known_of(request: RightsRequest) -> Known:
    """Return what is known of whoever asks; only the declarations that the office itself holds."""
    numbers, indexes = _numbers(request)
    rows = Applicant.objects.of_person(indexes).filter(erased_at=None)
    named = of_office(request.office)
    here = _in_tree("by__agency", request.office.path)
    here |= Q(pk__in=named.values("applicant")) | Q(pk__in=named.exclude(submitter=None).values("submitter"))
    found = tuple(rows.filter(here).order_by("recorded_at", "pk"))
    return Known(office=request.office, numbers=numbers, indexes=indexes, declarations=found)


def known_of_all(requests: list[RightsRequest]) -> list[Known]:
    """Return what is known of many who asked, each within the office that was asked: two queries for all of them."""
    asked = [(request, *_numbers(request)) for request in requests]
    every = {index for _, _, indexes in asked for index in indexes}
    rows = Applicant.objects.filter(identity_index__in=every, erased_at=None).select_related("by__agency__heir")
    found = list(rows.order_by("recorded_at", "pk"))
    paths = _paths(found)
    return [
        Known(
            office=request.office, numbers=numbers, indexes=indexes,
            declarations=tuple(
                each for each in found
                if bytes(each.identity_index or b"") in indexes
                and any(path.startswith(request.office.path) for path in paths[each.pk])
            ),
        )
        for request, numbers, indexes in asked
    ]  # fmt: skip


def _numbers(request: RightsRequest) -> tuple[tuple[str, ...], tuple[bytes, ...]]:
    """Return the numbers of whoever asks and all their blind indexes."""
    numbers = tuple(number for number in (request.identity_number, request.other_number) if number)
    kept = (bytes(index) for index in (request.identity_index, request.other_index) if index)
    return numbers, tuple({*kept, *(index for number in numbers for index in blinds("identity", number, ever=True))})


def _paths(people: list[Applicant]) -> dict[Any, set[str]]:
    """Return key of a declaration → the paths of the units that hold it: who wrote it down, whose dossiers name it."""
    found = {each.pk: {unit.path for unit in (each.by.agency, each.by.agency.heir) if unit} for each in people}
    named = Dossier.objects.filter(Q(applicant__in=found) | Q(submitter__in=found)).order_by()
    units = ("agency__path", "agency__heir__path", "desk__path", "desk__heir__path")
    for applicant, submitter, *paths in named.values_list("applicant", "submitter", *units):
        for key in {applicant, submitter} & found.keys():
            found[key].update(path for path in paths if path)
    return found


def desks_of(account: Account) -> list[Agency]:
    """Return the desks at which an account's people handed something in: there the office keeps something of them."""
    desks = Dossier.objects.visible_to(account.acting()).exclude(code=None).order_by().values("desk")
    found = {each.heir or each for each in Agency.objects.filter(pk__in=desks).select_related("heir")}
    return sorted(found, key=lambda each: (each.name, each.pk))


def of_office(office: Agency) -> QuerySet[Dossier]:
    """The dossiers that an office settles or received, also those of ended units whose records it keeps."""
    return Dossier.objects.filter(_in_tree("agency", office.path) | _in_tree("desk", office.path)).order_by()


def _in_tree(way: str, path: str) -> Q:
    return Q(**{f"{way}__path__startswith": path}) | Q(**{f"{way}__heir__path__startswith": path})


def own_dossiers(known: Known) -> QuerySet[Dossier]:
    """The dossiers that are about the person; what they handed in for somebody else says somebody else's things."""
    return dossiers_of(known).filter(applicant__in=known.keys)


def dossiers_of(known: Known) -> QuerySet[Dossier]:
    """The person's dossiers at the office, as applicant or as who came for somebody; erased ones are nobody's."""
    mine = Q(applicant__in=known.keys) | Q(submitter__in=known.keys)
    return of_office(known.office).filter(mine, erased_at=None).order_by("pk")
