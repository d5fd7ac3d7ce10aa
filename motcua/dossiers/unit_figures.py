"""Figures and lists by unit over a re-organisation: by the unit of that time ("then") or the one of today ("now").

For any days first…last: open at the start + received = finished + open at the end, and both ways of counting have the
same sum.
"""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from motcua.agencies.models import Agency, Post
from motcua.core.clock import LOCAL
from motcua.dossiers.choices import HELD
from motcua.dossiers.choices import OPEN as UNFINISHED
from motcua.dossiers.models import Dossier, DossierQuerySet, Passage, Reply
from motcua.dossiers.models.dossier import late_at
from motcua.dossiers.models.sight import OVERSEERS, overseen

THEN, NOW = "then", "now"
SEEN = [(NOW, "đơn vị hiện nay (nơi kế thừa)"), (THEN, "đơn vị khi đó")]
CARRIED, RECEIVED, FINISHED, OPEN = FIGURES = ("carried", "received", "finished", "open")


class Held(NamedTuple):
    """How many dossiers of a state an office holds, and how many of them are late."""

    number: int = 0
    late: int = 0


def held_by(by: Post, *, now: datetime) -> dict[str, Held]:
    """Return state → what is held of the dossiers that a post counts, from the indexes of what is held; two queries."""
    late = Count("state", filter=late_at(now) & Q(state__in=UNFINISHED))  # the key is in none of these indexes
    first, *rest = (
        rows.filter(state__in=HELD).order_by().values_list("state").annotate(Count("state"), late_ones=late)
        for rows in countable(by)
    )
    found: dict[str, Held] = {}
    for state, number, late_ones in first.union(*rest, all=True) if rest else first:
        before = found.get(state, Held())
        found[state] = Held(before.number + number, before.late + late_ones)
    return found


def late_replies(by: Post, *, now: datetime) -> int:
    """Return to how many dossiers that a post counts an answer is owed that is late by now; one query.

    What is owed is little at any time, and has an index: each is asked whose dossier it is.
    """
    owed = Reply.objects.waiting().late(now).select_related(None).order_by()
    if by.role not in OVERSEERS:
        return owed.visible_to(by).count()
    path = overseen(by)
    return owed.filter(Q(dossier__agency__path__startswith=path) | Q(dossier__desk__path__startswith=path)).count()


def countable(by: Post) -> list[DossierQuerySet]:
    """Figures and masked lists: for overseers the whole of their unit's tree, for others what they may read.

    In parts that have no dossier in common: what the units settle, and what they only received, so that one index
    answers for each. The units are read and named: asked by path, PostgreSQL would hold every dossier that is open
    anywhere to it.
    """
    if by.role not in OVERSEERS:
        return [Dossier.objects.visible_to(by)]
    units = list(Agency.objects.filter(path__startswith=overseen(by)).order_by().values_list("pk", flat=True))
    settled = Q(agency__in=units)
    return [Dossier.objects.filter(settled), Dossier.objects.filter(~settled, desk__in=units)]


def countable_with_history(by: Post) -> DossierQuerySet:
    """Return the dossiers of the units that an overseer counts, and of those whose records these keep today."""
    if by.role not in OVERSEERS:
        return Dossier.objects.none()
    units = Agency.objects.as_now(overseen(by)).order_by().values("pk")
    return Dossier.objects.filter(agency__in=units, received_at__isnull=False)


def rows_of(rows: DossierQuerySet, figure: str, *, seen: str, first: date, last: date) -> Any:
    """Return the dossiers that a figure counts, each with `unit`: the key of the unit it counts for."""
    start, end = (datetime.combine(day, time(0), tzinfo=LOCAL) for day in (first, last + timedelta(days=1)))
    rows = rows.alias(ended=Coalesce("decided_at", "closed_at"))
    chosen: dict[str, tuple[Q, Any]] = {
        CARRIED: (_open_at(start), start),
        RECEIVED: (Q(received_at__gte=start, received_at__lt=end), OuterRef("received_at")),
        FINISHED: (Q(ended__gte=start, ended__lt=end), Coalesce(OuterRef("decided_at"), OuterRef("closed_at"))),
        OPEN: (_open_at(end), end),
    }
    condition, moment = chosen[figure]
    unit = Coalesce("agency__heir", "agency") if seen == NOW else _unit_at(moment)
    return rows.filter(condition).annotate(unit=unit)


def _open_at(moment: datetime) -> Q:
    return Q(received_at__lt=moment) & (Q(ended=None) | Q(ended__gte=moment))


def _unit_at(moment: Any, name: str = "agency") -> Coalesce:
    """The unit ("agency") or desk that a dossier had at a moment: what it had before its first passage after that."""
    before = _before(moment, f"{name}_before")
    return Coalesce(before, F(name), output_field=models.BigIntegerField())


def _before(moment: Any, value: str) -> Subquery:
    later = Passage.objects.filter(dossier=OuterRef("pk"), at__gt=moment).order_by("at", "pk")
    return Subquery(later.values(value)[:1])


def listable_with_history(by: Post) -> DossierQuerySet:
    """Return the masked list of whoever oversees, with what was closed in units whose records theirs keep today; for
    others what they may read, in which the same stands (decision 0026)."""
    if by.role not in OVERSEERS:
        return Dossier.objects.visible_to(by)
    units = list(Agency.objects.as_now(overseen(by)).order_by().values_list("pk", flat=True))
    return Dossier.objects.filter(Q(agency__in=units) | Q(desk__in=units))


def units_of_lists(by: Post) -> Any:
    """Return the units by which a post may choose: of its tree, or its own, and those of the past whose records they
    keep; only such as ever had a dossier."""
    tree = Agency.objects.as_now(overseen(by)) if by.role in OVERSEERS else _own_and_kept(by)
    settled, received = (Exists(Dossier.objects.filter(**{name: OuterRef("pk")})) for name in ("agency", "desk"))
    passed = Passage.objects.filter(Q(agency_before=OuterRef("pk")) | Q(desk_before=OuterRef("pk")))
    return tree.filter(settled | received | Exists(passed)).select_related("heir").order_by("path")


def _own_and_kept(by: Post) -> Any:
    return Agency.objects.filter(Q(pk=by.agency_id) | Q(heir=by.agency_id))


def standing_of(unit: Agency, seen: str) -> Agency:
    """Return the unit itself ("then"), or the one that keeps its records today ("now")."""
    return unit if seen == THEN else unit.heir or unit


def named_by_unit(rows: DossierQuerySet, *, seen: str) -> Any:
    """Return the dossiers, each with `unit_name` and `desk_name` of when it was received, or of today."""
    names: dict[str, Any] = {}
    for name, label in (("agency", "unit_name"), ("desk", "desk_name")):
        now = F(f"{name}__short_name")
        first = F(f"{name}__heir__short_name") if seen == NOW else _before(_came(), f"{name}_before__short_name")
        names[label] = Coalesce(first, now)
    return rows.annotate(**names)


def of_unit(rows: Any, unit: Agency, *, seen: str) -> Any:
    """Return the dossiers that a unit settles or received: what came in its own time ("then"), or all that it or its
    heir has today ("now")."""
    place = standing_of(unit, seen).pk
    if seen == NOW:
        return rows.filter(Q(agency=place) | Q(desk=place) | Q(agency__heir=place) | Q(desk__heir=place))
    passed = Passage.objects.filter(Q(agency_before=place) | Q(desk_before=place)).values("dossier")
    found = rows.filter(Q(agency=place) | Q(desk=place) | Q(pk__in=passed))
    then = {label: _unit_at(_came(), name) for label, name in (("unit", "agency"), ("place", "desk"))}
    return found.alias(**then).filter(Q(unit=place) | Q(place=place))


def _came() -> Coalesce:
    """When the dossier outside a subquery came in: received, or before that given its code."""
    return Coalesce(OuterRef("received_at"), OuterRef("registered_at"))


def table(rows: DossierQuerySet, *, seen: str, first: date, last: date) -> list[dict[str, Any]]:
    """Return a line per unit, by name, with its four figures, and a last one with the sums; five queries."""
    counted: dict[str, dict[int, int]] = {}
    for figure in FIGURES:
        found = rows_of(rows, figure, seen=seen, first=first, last=last).order_by().values_list("unit")
        counted[figure] = dict(found.annotate(Count("pk")))
    keys = {key for numbers in counted.values() for key in numbers}
    units = Agency.objects.filter(pk__in=keys).order_by("path")
    lines = [{"unit": unit} | {figure: counted[figure].get(unit.pk, 0) for figure in FIGURES} for unit in units]
    return [*lines, {"unit": None} | {figure: sum(counted[figure].values()) for figure in FIGURES}]
