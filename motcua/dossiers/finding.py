"""A list of what a post may read, or a search in it, in the ways that have an index each: the plain form's answer,
sooner.

`Dossier.objects.visible_to(by).search(text)` says in one condition what may be read; PostgreSQL then judges dossiers
one by one, or reads every step the post ever did (docs/decisions/0025). Here the post's own dossiers are found first,
by their own column; they tell how far the first page reaches, and only what is newer is held against the rest.
"""

from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet

from motcua.agencies.choices import Role
from motcua.agencies.models import Post
from motcua.dossiers.models import Dossier, DossierQuerySet, Step
from motcua.dossiers.models.sight import Units, asked_of, of_office, units_of, worked_on
from motcua.dossiers.search import ways_to

FEW = 500  # so many candidates are judged one by one
DENSE = 100_000  # where the newest FEW lie within so many dossiers, each way soon meets some of them
CHAINED = ("exclude", "select_related", "defer", "only")


@dataclass(frozen=True)
class Found:
    """Those of `rows` that a post may read, for keyset pages newest or oldest first; in another order the plain form.

    Narrowed like a queryset (CHAINED), ordered once, then cut: `found.order_by("-pk")[:26]` gives a list.
    """

    rows: DossierQuerySet
    by: Post
    order: tuple[str, ...] = ("-pk",)
    taken: tuple[str, ...] = ()
    ways: tuple[Q, ...] = ()  # any of which finds; each is asked by itself, in its own index's order
    edge: tuple[tuple[str, int], ...] = ()  # where a page begins: ("lt", key) or ("gt", key)
    picked: bool = False  # the rows themselves are few: those of a person's numbers

    def __getattr__(self, name: str) -> Any:
        if name not in CHAINED:
            raise AttributeError(name)
        verb = getattr(self.rows, name)
        return lambda *args, **kwargs: replace(self, rows=verb(*args, **kwargs))

    def filter(self, *conditions: Any, **named: Any) -> Self:
        """Narrow; where a page begins is told to the other tables too, which would not see it from a join."""
        edge = tuple((name.removeprefix("pk__"), named[name]) for name in named if name in ("pk__lt", "pk__gt"))
        return replace(self, rows=self.rows.filter(*conditions, **named), edge=(*self.edge, *edge))

    def search(self, text: str) -> Self:
        """Narrow by what was typed."""
        return replace(self, rows=self.rows.with_ends(), ways=(*ways_to(text),) or (Q(pk__in=[]),))

    def of_numbers(self, indexes: list[bytes]) -> Self:
        """Narrow to those of a person, by blind indexes of their numbers."""
        return replace(self, rows=self.rows.of_numbers(indexes), picked=True)

    def order_by(self, *names: str) -> Self:
        return replace(self, order=names)

    def values_list(self, *names: str) -> Self:
        """Give tuples instead of dossiers."""
        return replace(self, taken=names)

    @property
    def model(self) -> type[Model]:
        return self.rows.model

    @property
    def query(self) -> Any:
        return self.rows.query

    def first(self) -> Any:
        return next(iter(self[:1]), None)

    def __getitem__(self, part: slice) -> list[Any]:
        if part.start is not None or part.stop is None:
            raise TypeError("only the first rows are given")
        keyed = self.order in (("-pk",), ("pk",)) and self.by.role != Role.SYSTEM
        seen = self.rows.filter(pk__in=self._keys(part.stop)) if keyed else self._narrowed().visible_to(self.by)
        found = seen.order_by(*self.order)[: part.stop]
        return list(found.values_list(*self.taken) if self.taken else found)

    def _keys(self, count: int) -> list[int]:
        """Return the keys of the first rows: the first candidates are judged one by one; where these are too few of
        many, first the post's own, then beyond the last of them what it worked on."""
        if not self.ways and not self.picked:
            return self._listed(count)
        units, newest = units_of(self.by), self.order == ("-pk",)
        own, few = of_office(self.by, units), self._first_found(self.rows, FEW + 1)
        seen = self._judged(few, own, units=units, count=count)
        if len(few) <= FEW or len(seen) == count:
            return seen
        keys = self._first_found(self.rows.filter(reduce(or_, own)), count) if own else []
        if not keys and len(self.ways) == 1 and abs(few[0] - few[-1]) < DENSE:
            return replace(self, rows=self._narrowed(), ways=())._listed(count)
        edge = {f"{'gt' if newest else 'lt'}": keys[-1]} if len(keys) == count else {}
        worked = self._worked(edge, units=units).values_list("pk", flat=True)
        return sorted({*keys, *worked}, reverse=newest)[:count]  # asked for in order, it walks all dossiers

    def _listed(self, count: int) -> list[int]:
        """Without words, or with frequent ones: the first of the post's own, and beyond the last of them the first of
        every other way."""
        units, newest = units_of(self.by), self.order == ("-pk",)
        own = of_office(self.by, units)
        keys = self._first(self.rows.filter(reduce(or_, own)), count) if own else []
        edge = dict(self.edge) | ({f"{'gt' if newest else 'lt'}": keys[-1]} if len(keys) == count else {})
        beside = {f"dossier__{way}": key for way, key in edge.items()}
        narrowed = self.rows.select_related(None).order_by().values("pk")
        steps = [Step.objects.filter(way) for way in worked_on(self.by, units)]
        parts = [
            rows.filter(dossier__in=narrowed, **beside)
            .order_by("-dossier_id" if newest else "dossier_id")
            .values_list("dossier_id", flat=True)
            .distinct()[:count]
            for rows in (*steps, asked_of(self.by, units))
        ]
        return sorted({*keys, *parts[0].union(*parts[1:])}, reverse=newest)[:count]

    def _judged(self, keys: list[int], own: list[Q], *, units: Units, count: int) -> list[int]:
        """Judge each of some dossiers, the cheap way first."""
        if not keys:
            return []
        steps = Step.objects.filter(reduce(or_, worked_on(self.by, units)), dossier=OuterRef("pk")).order_by()
        asked = asked_of(self.by, units).filter(dossier=OuterRef("pk"))
        ways: list[Q | Exists] = [*own, Exists(steps), Exists(asked)]
        return self._first(Dossier.objects.filter(reduce(or_, ways), pk__in=keys), count)

    def _worked(self, edge: dict[str, int], *, units: Units) -> DossierQuerySet:
        """What the post worked on or was asked about, not beyond the edge of its own; in no order."""
        beside = {f"dossier__{way}": key for way, key in edge.items()}
        steps = [Step.objects.filter(way, **beside).order_by().values("dossier") for way in worked_on(self.by, units)]
        asked = asked_of(self.by, units).filter(**beside).values("dossier")
        rows = self._narrowed().filter(pk__in=asked.union(*steps), **{f"pk__{way}": key for way, key in edge.items()})
        return rows.select_related(None).order_by()

    def _narrowed(self) -> DossierQuerySet:
        return self.rows.filter(reduce(or_, self.ways)) if self.ways else self.rows

    def _first_found(self, rows: DossierQuerySet, count: int) -> list[int]:
        """The first rows of each way, put in one order: asked for together, no index would give them in order."""
        if not self.ways:
            return self._first(rows, count)
        newest = self.order == ("-pk",)
        parts = [rows.filter(way).order_by(*self._order_of(way)).values_list("pk", flat=True) for way in self.ways]
        return sorted(parts[0][:count].union(*(part[:count] for part in parts[1:])), reverse=newest)[:count]

    def _order_of(self, way: Q) -> Any:
        """Words beside a piece of a code are rare (house numbers): found first, then put in order. Else PostgreSQL,
        which takes words it has no figures of for frequent, walks all dossiers by key until there are enough."""
        told: Any = way.children
        if len(self.ways) == 1 or "terms__match" not in dict(told):
            return self.order
        key = F("pk") + 0
        return (key.desc(),) if self.order == ("-pk",) else (key,)

    def _first(self, rows: QuerySet[Any], count: int) -> list[int]:
        return list(rows.order_by(*self.order).values_list("pk", flat=True)[:count])


def searched(by: Post) -> Found:
    """Begin a search among the dossiers with a code that a post may read."""
    return Found(Dossier.objects.exclude(code=None), by=by)
