"""How long a dossier took, in working days of the unit that settles it: the day of receipt is day 0."""

from datetime import datetime

from motcua.core.clock import local
from motcua.dossiers.models import Dossier
from motcua.worktime.deadlines import Rules, clock_of
from motcua.worktime.stored import calendar_of


def days_between(dossier: Dossier, start: datetime, end: datetime) -> int:
    """Return how many working days came after the day of one moment up to that of another."""
    calendar = calendar_of(dossier.agency, local(start).date())
    return clock_of(calendar, Rules()).working_days_between(local(start).toordinal(), local(end).toordinal())


def days_taken(dossier: Dossier) -> int | None:
    """Return the working days from the receipt to the result; None before there is one."""
    if dossier.received_at is None or dossier.decided_at is None:
        return None
    return days_between(dossier, dossier.received_at, dossier.decided_at)
