"""What is due to be destroyed: closed dossiers whose time, by the rule in force today, is over. Reads only."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.agencies.models import Agency
from motcua.core.clock import LOCAL, local
from motcua.dossiers.choices import CLOSED
from motcua.dossiers.models import Dossier
from motcua.privacy.choices import ItemOutcome, Record
from motcua.privacy.models import DestructionItem, Hold, RetentionRule, nearest


def after(day: date, years: int) -> date:
    """Return the same day so many years later; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def rule_of(dossier: Dossier, rules: Iterable[RetentionRule], *, record: str = Record.DOSSIER) -> RetentionRule | None:
    """Return the rule for a dossier: of its procedure, else of its field, else of all."""
    return nearest(rules, record, dossier.procedure_code, dossier.field_code)


def due_on(dossier: Dossier, rule: RetentionRule | None) -> date | None:
    """Return the day on which a dossier's time is over; None while it is open, or kept for good."""
    if dossier.closed_at is None or rule is None or rule.years is None:
        return None
    return after(local(dossier.closed_at).date(), rule.years)


def held_by(office: Agency) -> Q:
    """The condition that a dossier is kept by an office: settled there, or by a unit whose records it took over."""
    own = Q(agency__path__startswith=office.path, agency__level=office.level)
    return own | Q(agency__heir__path__startswith=office.path, agency__heir__level=office.level)


def overdue(office: Agency, on: date) -> QuerySet[Dossier]:
    """The closed dossiers of an office whose time was over before a day, without those held back or listed already."""
    rules = [rule for rule in RetentionRule.objects.in_force(on) if rule.record == Record.DOSSIER]
    wanted = Q(pk__in=[])
    for rule in rules:
        if rule.years is not None:
            wanted |= _scope(rule, rules) & Q(closed_at__lt=_cutoff(on, rule.years))
    held = Hold.objects.standing().filter(dossier=OuterRef("pk"))
    listed = DestructionItem.objects.filter(dossier=OuterRef("pk"), outcome=ItemOutcome.WAITING)
    rows = Dossier.objects.filter(held_by(office), wanted, state__in=CLOSED, erased_at=None)
    return rows.exclude(Exists(held)).exclude(Exists(listed))


def _scope(rule: RetentionRule, rules: Iterable[RetentionRule]) -> Q:
    """What a rule speaks of: its procedure or field, but for what a nearer rule speaks of."""
    codes = [other.code for other in rules if other.code]
    if rule.code:
        return Q(procedure_code=rule.code) | (Q(field_code=rule.code) & ~Q(procedure_code__in=codes))
    return ~Q(procedure_code__in=codes) & ~Q(field_code__in=codes)


def _cutoff(on: date, years: int) -> datetime:
    """The first moment at which a dossier would have to be closed so as not to be due yet on the day."""
    first = after(on, -years)
    return datetime.combine(first, time.min, tzinfo=LOCAL)
