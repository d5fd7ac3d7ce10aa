"""The figures counted anew from the events: after an upgrade of an installation that had none, or when they differ."""

from collections.abc import Iterator
from itertools import groupby

from django.db import transaction

from motcua.dossiers.models import Dossier, DossierEvent, Leg
from motcua.dossiers.models.figures import Told, counted_again, legs_again
from motcua.indicators.actions import begin_anew
from motcua.indicators.models import Fact

AT_ONCE = 2_000  # facts written at a time


def count_again() -> int:
    """Throw all facts and totals of dossiers away and make them from the events; return how many there are.

    One transaction: nobody sees a figure in between; dossiers wait while it runs.
    """
    with transaction.atomic():
        begin_anew()
        waiting: list[Fact] = []
        number = 0
        for fact in _all_facts():
            waiting.append(fact)
            if len(waiting) == AT_ONCE:
                number += len(Fact.objects.bulk_create(waiting))
                waiting = []
        return number + len(Fact.objects.bulk_create(waiting))


def _of_legs() -> Iterator[Fact]:
    for leg in Leg.objects.select_related("dossier").order_by("pk").iterator(chunk_size=AT_ONCE):
        yield from legs_again(leg.dossier, [leg])


def _all_facts() -> Iterator[Fact]:
    yield from _of_legs()
    rows = DossierEvent.objects.order_by("subject_id", "pk").values_list(
        "subject_id", "subject__procedure_code", "subject__field_code", "happened_at", "recorded_at", "data"
    )
    for (_, procedure, field), life in groupby(rows.iterator(chunk_size=AT_ONCE), key=lambda row: row[:3]):
        dossier = Dossier(procedure_code=procedure, field_code=field)
        events = (Told(at, recorded, data.get("changed", {})) for *_, at, recorded, data in life)
        yield from counted_again(dossier, events)
