"""The public catalogue: what offices offer on a day, found by words, field, life event or agency.

Every page asks a fixed number of questions, however many procedures and offices there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, Count, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Length

from motcua.agencies.models import Agency
from motcua.core.text import clean, sort_key
from motcua.portal import everyday
from motcua.portal.life_events import LifeEvent
from motcua.procedures.models import Edition, NationalProcedure
from motcua.procedures.models.national import NationalProcedureQuerySet

PAGE = 25
NEAREST = 10
LONGEST = 200  # characters of a question that are looked at


class Offer(NamedTuple):
    """A procedure with the offices that offer it, each as (short name, code)."""

    code: str
    name: str
    field: str
    offices: tuple[tuple[str, str], ...]


class Field(NamedTuple):
    """A field with how many procedures of it are offered."""

    key: str
    name: str
    offered: int


@dataclass(frozen=True)
class Asked:
    """What somebody looks for; "" for what they left open."""

    words: str = ""
    field: str = ""
    agency: str = ""
    page: int = 1


@dataclass(frozen=True)
class Found:
    """One page of what was found. `near`: no procedure has all the words, these have some of them."""

    offers: list[Offer]
    more: bool = False
    near: bool = False


def asked_from(given: Any) -> Asked:
    """Read a query: whatever it holds becomes a question that can be answered."""
    page = given.get("trang", "")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 4 else 1
    words, field, agency = (clean(given.get(name, "")[:LONGEST]) for name in ("q", "linhvuc", "coquan"))
    return Asked(words, field, agency, max(1, number))


def offering(on: date) -> list[Agency]:
    """Return the agencies with editions in force, by name."""
    own = Edition.objects.in_force(on).filter(office=OuterRef("pk"))
    return list(Agency.objects.valid(on).filter(Exists(own)).order_by("level", "name_key"))


def public_pages(on: date) -> Any:
    """Return (procedure, office, in force since) of every page of a procedure that is open to everybody."""
    rows = Edition.objects.in_force(on).filter(office__in=Agency.objects.valid(on))
    return rows.order_by("code", "office__code").values_list("code", "office__code", "valid_from")


def offered(on: date, agency: Agency | None = None) -> NationalProcedureQuerySet:
    """Return the procedures offered anywhere on a day, or received at one agency."""
    if agency is not None:
        return NationalProcedure.objects.filter(pk__in=Edition.objects.receivable_at(agency, on).values("procedure"))
    return NationalProcedure.objects.filter(Exists(Edition.objects.in_force(on).filter(procedure=OuterRef("pk"))))


def fields(on: date) -> list[Field]:
    """Return the fields of what is offered, in alphabetical order."""
    rows = offered(on).exclude(field_key="").values_list("field_key", "field_name").annotate(count=Count("pk"))
    named: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for key, name, count in rows.order_by("field_key", "field_name"):
        named[key].append((count, name or key))
    found = [Field(key, _capital(max(names)[1]), sum(count for count, _ in names)) for key, names in named.items()]
    return sorted(found, key=lambda field: sort_key(field.name))


def field_name(key: str) -> str:
    """Return the name of a field, "" for an unknown one."""
    names = NationalProcedure.objects.filter(field_key=key).exclude(field_name="").values_list("field_name", flat=True)
    return _capital(names.order_by("-pk").first() or "")


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def find(asked: Asked, *, agency: Agency | None, on: date) -> Found:
    """Return a page of what was asked for, the likeliest first."""
    rows = offered(on, agency)
    if asked.field:
        rows = rows.filter(field_key=asked.field)
    start = (asked.page - 1) * PAGE
    shown = list(_matching(rows, asked.words)[start : start + PAGE + 1])
    if not shown and asked.words and start == 0:
        nearest = rows.near_words(everyday.telling(asked.words))[:NEAREST]
        return Found(offers_of(nearest, agency=agency, on=on), near=True)
    return Found(offers_of(shown[:PAGE], agency=agency, on=on), more=len(shown) > PAGE)


def _matching(rows: Any, question: str) -> Any:
    """Those with every telling word in the name, those that everyday words mean, those whose code begins so."""
    if not question:
        return rows.order_by("folded", "pk")
    meant, told = everyday.codes_for(question), everyday.telling(question)
    places = [When(code=code, then=Value(place)) for place, code in enumerate(meant)]
    rank = [Case(*places, default=Value(len(places)))] if places else []
    whole, core = " ".join(everyday.words_of(question)), " ".join(told)
    phrase = Case(
        When(folded__contains=whole, then=Value(0)), When(folded__contains=core, then=Value(1)), default=Value(2)
    )
    found = rows.with_terms().filter(Q(code__in=meant) | Q(code__startswith=question) | rows.all_words(told))
    return found.order_by(*rank, phrase, Length("folded"), "folded", "pk")


def offers_of(rows: Iterable[NationalProcedure], *, agency: Agency | None, on: date) -> list[Offer]:
    """Return the procedures with their offices; the name and field are those of the edition in force."""
    wanted = list(rows)
    editions = Edition.objects.filter(procedure__in=[row.pk for row in wanted])
    editions = editions.receivable_at(agency, on) if agency else editions.in_force(on)
    held: dict[int, list[Edition]] = defaultdict(list)
    for edition in editions.select_related("office").without_content().order_by("office__name_key"):
        held[edition.procedure_id].append(edition)
    return [_offer(held[row.pk]) for row in wanted if held[row.pk]]


def _offer(editions: Sequence[Edition]) -> Offer:
    first = editions[0]
    offices = tuple((edition.office.short_name, edition.office.code) for edition in editions)
    return Offer(first.code, first.name, _capital(first.field_name), offices)


def of_event(event: LifeEvent, *, agency: Agency | None, on: date) -> list[tuple[Any, list[Offer]]]:
    """Return (group, offers) of a life event, groups of which nothing is offered left out."""
    rows = offered(on, agency).filter(code__in=event.codes)
    offers = {offer.code: offer for offer in offers_of(rows, agency=agency, on=on)}
    groups = [(group, [offers[code] for code in group.codes if code in offers]) for group in event.groups]
    return [(group, found) for group, found in groups if found]
