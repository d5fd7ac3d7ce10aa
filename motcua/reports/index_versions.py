"""The definition of the service index that holds on a day: a published version, or the one that was shipped."""

from datetime import date

from motcua.reports.index_definition import Definition, restated, shipped
from motcua.reports.models import IndexVersion


def definition_on(day: date) -> Definition:
    """Return what a period that ends on a day is judged by; one query."""
    row = IndexVersion.objects.in_force(day)
    return shipped() if row is None else definition_of(row)


def definition_of(row: IndexVersion) -> Definition:
    """Return what a version states."""
    return restated(shipped(), number=row.number, valid_from=row.valid_from, source=row.source, stated=row.stated)
