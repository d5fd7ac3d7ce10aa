"""One person over several declarations, within one office: found by the blind index of the identity number."""

from django.db.models import Q, QuerySet

from motcua.agencies.models import Agency
from motcua.citizens.models import Applicant
from motcua.core.fields import blinds
from motcua.dossiers.models import Dossier
from motcua.privacy.models import RightsRequest
from motcua.privacy.registry import Known


def known_of(request: RightsRequest) -> Known:
    """Return what is known of whoever asks; only the declarations that the office itself holds."""
    numbers = tuple(number for number in (request.identity_number, request.other_number) if number)
    kept = (bytes(index) for index in (request.identity_index, request.other_index) if index)
    indexes = tuple({*kept, *(index for number in numbers for index in blinds("identity", number, ever=True))})
    rows = Applicant.objects.filter(identity_index__in=indexes, erased_at=None)
    named = of_office(request.office)
    here = _in_tree("by__agency", request.office.path)
    here |= Q(pk__in=named.values("applicant")) | Q(pk__in=named.exclude(submitter=None).values("submitter"))
    found = tuple(rows.filter(here).order_by("recorded_at", "pk"))
    return Known(office=request.office, numbers=numbers, indexes=indexes, declarations=found)


def of_office(office: Agency) -> QuerySet[Dossier]:
    """The dossiers that an office settles or received, also those of ended units whose records it keeps."""
    return Dossier.objects.filter(_in_tree("agency", office.path) | _in_tree("desk", office.path)).order_by()


def _in_tree(way: str, path: str) -> Q:
    return Q(**{f"{way}__path__startswith": path}) | Q(**{f"{way}__heir__path__startswith": path})


def dossiers_of(known: Known) -> QuerySet[Dossier]:
    """The person's dossiers at the office, as applicant or as who came for somebody; erased ones are nobody's."""
    mine = Q(applicant__in=known.keys) | Q(submitter__in=known.keys)
    return of_office(known.office).filter(mine, erased_at=None).order_by("pk")
