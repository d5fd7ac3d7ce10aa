"""Search terms of dossiers: those of an older version or form are filled in, those of an older blind key made again."""

from collections.abc import Iterator

from django.db import connection, transaction
from django.db.models import QuerySet

from motcua.core.rekeying import rekeyed
from motcua.dossiers.models import Dossier
from motcua.dossiers.search import OLDER, terms_of

BATCH, AT_ONCE = 500, 20_000
AGAIN = 100  # dossiers of a running office are held for a moment


def fill_terms(*, limit: int = AT_ONCE) -> int:
    """Give terms to dossiers that have none or older ones, some hundred in a transaction; returns how many."""
    filled = 0
    while filled < limit:
        with transaction.atomic():
            rows = _locked(Dossier.objects.filter(OLDER), skip_locked=True)
            found = list(rows[:BATCH])
            for dossier in found:
                dossier.terms = _terms(dossier)
            Dossier.objects.bulk_update(found, ["terms"])
        filled += len(found)
        if len(found) < BATCH:
            break
    return filled


@rekeyed("dossiers_dossier")
def make_terms_again(rows: "QuerySet[Dossier] | None" = None) -> Iterator[int]:
    """Make the terms of some dossiers (else all) anew: with the newest blind key, without who is held back.

    A batch is a transaction and waits for who is working on one of them; yields how many it wrote.
    """
    rows, after = Dossier.objects.all() if rows is None else rows, 0
    while True:
        with transaction.atomic():
            found = list(_locked(rows.filter(erased_at=None, pk__gt=after).exclude(terms=None))[:AGAIN])
            done = sum(_write(dossier) for dossier in found)
        if not found:
            return
        after = found[-1].pk
        yield done


def _locked(rows: "QuerySet[Dossier]", *, skip_locked: bool = False) -> "QuerySet[Dossier]":
    rows = rows.select_related("applicant", "submitter").order_by("pk")
    return rows.select_for_update(of=("self",), skip_locked=skip_locked, no_key=True)


def _terms(dossier: Dossier) -> str:
    return terms_of([dossier.applicant, dossier.submitter], closed=dossier.is_closed)


def _write(dossier: Dossier) -> int:
    terms = _terms(dossier)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE dossiers_dossier SET terms = %s::tsvector WHERE id = %s AND terms <> %s::tsvector",
            [terms, dossier.pk, terms],
        )
        return int(cursor.rowcount)
