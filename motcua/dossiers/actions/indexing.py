"""Search terms of dossiers that were written by a version which did not know them."""

from django.db import transaction

from motcua.dossiers.models import Dossier
from motcua.dossiers.search import terms_of

BATCH, AT_ONCE = 500, 20_000


def fill_terms(*, limit: int = AT_ONCE) -> int:
    """Give terms to dossiers that have none, some hundred in a transaction; returns how many."""
    filled = 0
    while filled < limit:
        with transaction.atomic():
            rows = Dossier.objects.filter(terms=None).select_related("applicant", "submitter").order_by("pk")
            found = list(rows.select_for_update(of=("self",), skip_locked=True, no_key=True)[:BATCH])
            for dossier in found:
                dossier.terms = terms_of([dossier.applicant, dossier.submitter])
            Dossier.objects.bulk_update(found, ["terms"])
        filled += len(found)
        if len(found) < BATCH:
            break
    return filled
