"""A described office is counted by the same facts and the same report as a real one; nothing of it stays."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from motcua.agencies.actions import create_agency
from motcua.agencies.choices import Kind, Level
from motcua.agencies.models import Post
from motcua.core.clock import local
from motcua.core.gathering import gathered, insert
from motcua.dossiers.counted import Standing, changes
from motcua.indicators.actions import Of, compact, facts
from motcua.indicators.standing import Scope
from motcua.reports.described import Described
from motcua.reports.layouts import Layout
from motcua.reports.tables import Row, rows_of

BEGINNING = date(1900, 1, 1)


def replay(
    units: Iterable[str], dossiers: Iterable[Described], layout: Layout, *, first: date, last: date
) -> list[Row]:
    """Return the rows of a report over a described office, its units and facts made and undone in one transaction.

    Half of the way the facts are folded into totals, as in a running office; what is counted may not depend on it.
    """
    with transaction.atomic():
        keys = {unit: _unit(unit) for unit in units}
        with gathered():
            for dossier in dossiers:
                _count(dossier, Of(keys[dossier.agency], dossier.procedure, dossier.field, dossier.channel))
        compact(until=first, agencies=list(keys.values()))
        scope = Scope(agencies=list(keys.values()))
        rows = rows_of(layout, scope, first=first, last=last, names={})
        transaction.set_rollback(True)
    return rows


def _unit(code: str) -> int:
    """A unit of its own, also for a code that exists: the figures of the real one are not meant."""
    made = create_agency(
        by=Post.objects.system(), parent=None, code=f"R-{uuid.uuid4().hex}", name=code, kind=Kind.PEOPLES_COMMITTEE,
        level=Level.COMMUNE, valid_from=BEGINNING,
    )  # fmt: skip
    return int(made.pk)


def _count(dossier: Described, of: Of) -> None:
    before = Standing()
    for at, after in dossier.standings():
        found = changes(before, after, at=at)
        insert(*facts(of, found, known_on=local(at).date()))
        before = after
