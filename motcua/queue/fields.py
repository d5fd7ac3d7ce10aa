"""The fields of what a hall's desk receives, from which its lines are made."""

from datetime import date

from motcua.procedures.models import Edition
from motcua.queue.models import Hall


def fields_at(hall: Hall, on: date) -> list[tuple[str, str]]:
    """Return (code, name) of the fields of what is received at the hall's desk on a day, by name."""
    rows = Edition.objects.receivable_at(hall.agency, on).order_by().values_list("field_code", "field_name")
    return sorted({(code, name or code) for code, name in rows.distinct() if code}, key=lambda pair: pair[1])
