"""Keyset pagination: any page of any list costs the same, and a row that moves never repeats or hides another."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Field, Q, QuerySet

PAGE_SIZE = 25
MAX_CURSOR = 2_000
MOST_COUNTED = 300  # rows to which a place in a list is counted


class BadCursor(ValueError):
    """The cursor in the address was not made by this list."""


@dataclass(frozen=True)
class Page:
    """One page: its rows, the cursors of its neighbours ("" where there is none), and the place of its first row."""

    items: list[Any]
    next: str
    previous: str
    first: int

    @property
    def last(self) -> int:
        return self.first + len(self.items) - 1


@dataclass(frozen=True)
class Place:
    """Where a row stands in a list: `previous` and `next` are tuples of the values asked for, or None.

    `number` is None for a row that is not (any more) in the list, or beyond the first MOST_COUNTED.
    """

    previous: tuple[Any, ...] | None
    next: tuple[Any, ...] | None
    number: int | None = None
    total: int | None = None
    more: bool = False

    @property
    def words(self) -> str:
        """ "7 / 38"; "7 / hơn 300" where it was not counted to the end; "" without a number."""
        if self.number is None:
            return ""
        return f"{self.number} / {'hơn ' if self.more else ''}{self.total}"


@dataclass(frozen=True)
class _Key:
    name: str
    descending: bool
    field: Field
    nullable: bool

    def value(self, item: Any) -> Any:
        for part in self.name.split("__"):
            item = getattr(item, part) if item is not None else None
        return item

    def beyond(self, value: Any, *, back: bool) -> Q:
        """Rows after `value` (before it, when `back`); PostgreSQL puts NULL last when ascending, first otherwise."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if back != self.descending else Q(pk__in=[])
        found = Q(**{f"{self.name}__{'lt' if back != self.descending else 'gt'}": value})
        return found | Q(**{f"{self.name}__isnull": True}) if self.nullable and back == self.descending else found

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def bound(self, value: Any, *, back: bool) -> Q:
        """A plain limit beside the exact condition, which lets an index begin at the right row."""
        if value is None or (self.nullable and back == self.descending):
            return Q()
        return Q(**{f"{self.name}__{'lte' if back != self.descending else 'gte'}": value})


def keyset_page(rows: QuerySet, *, order: Sequence[str], cursor: str = "", size: int = PAGE_SIZE) -> Page:
    """Return one page of `rows` in `order` (field names, "-" for descending; the primary key is added as the last).

    Follows relations written with "__" (select them with select_related) and annotations. The cursor carries the
    boundary row's values in clear: do not order by anything personal. Raises BadCursor.
    """
    keys = _keys(rows, order)
    back, first, values = _decode(cursor, keys) if cursor else (False, 1, None)
    found = rows if values is None else _after(rows, keys, values, back=back)
    names = [f"{'-' if key.descending != back else ''}{key.name}" for key in keys]
    items = list(found.order_by(*names)[: size + 1])
    more = len(items) > size
    items = items[:size]
    if back:
        items.reverse()
        first = max(first - len(items), 1) if more else 1
    return _page(items, keys=keys, first=first, after=more or back, before=more if back else values is not None)


def neighbours(rows: QuerySet, *, order: Sequence[str], item: Any) -> tuple[Any | None, Any | None]:
    """Return the rows just before and just after `item` in the list; two queries. `item` need not be in the list."""
    keys = _keys(rows, order)
    values = [key.value(item) for key in keys]
    found = []
    for back in (True, False):
        names = [f"{'-' if key.descending != back else ''}{key.name}" for key in keys]
        found.append(_after(rows, keys, values, back=back).order_by(*names).first())
    return found[0], found[1]


def place_of(rows: QuerySet, *, order: Sequence[str], item: Any, take: Sequence[str]) -> Place:
    """Return where `item` stands among `rows`, with the values `take` of its neighbours; one query for most lists.

    The first MOST_COUNTED rows are counted; for what lies beyond, or has just left the list, only the neighbours are
    looked up (two queries more).
    """
    names = [f"{'-' if key.descending else ''}{key.name}" for key in _keys(rows, order)]
    first = list(rows.order_by(*names).values_list("pk", *take)[: MOST_COUNTED + 1])
    more, first = len(first) > MOST_COUNTED, first[:MOST_COUNTED]
    at = next((number for number, row in enumerate(first) if row[0] == item.pk), None)
    if at is None or (more and at == len(first) - 1):
        around = neighbours(rows, order=order, item=item)
        before, after = (tuple(getattr(row, name) for name in take) if row else None for row in around)
        return Place(before, after)
    return Place(
        previous=first[at - 1][1:] if at else None,
        next=first[at + 1][1:] if at + 1 < len(first) else None,
        number=at + 1,
        total=len(first),
        more=more,
    )


def _page(items: list[Any], *, keys: list[_Key], first: int, after: bool, before: bool) -> Page:
    def cursor(item: Any, *, back: bool, place: int) -> str:
        return _encode([key.value(item) for key in keys], back=back, place=place)

    return Page(
        items=items,
        next=cursor(items[-1], back=False, place=first + len(items)) if items and after else "",
        previous=cursor(items[0], back=True, place=first) if items and before else "",
        first=first,
    )


def _keys(rows: QuerySet, order: Sequence[str]) -> list[_Key]:
    names = [*order]
    if not {"pk", "-pk", "id", "-id"} & set(names):
        names.append("pk")
    return [_key(rows, name.lstrip("-"), descending=name.startswith("-")) for name in names]


def _key(rows: QuerySet, name: str, *, descending: bool) -> _Key:
    if name in rows.query.annotations:
        return _Key(name, descending, rows.query.annotations[name].output_field, nullable=True)
    model, nullable = rows.model, False
    for part in name.split("__"):
        field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        nullable = nullable or field.null
        model = field.related_model or model
    return _Key(name, descending, field, nullable)


def _after(rows: Any, keys: list[_Key], values: list[Any], *, back: bool) -> Any:
    if hasattr(rows, "beyond"):  # lists in ways of its own, each of which has to know where the page begins
        return rows.beyond(values, back=back)
    if len(keys) == 1 and not keys[0].nullable:  # by name, for what lists in ways of its own and has to know
        return rows.filter(**{f"{keys[0].name}__{'lt' if back != keys[0].descending else 'gt'}": values[0]})
    return rows.filter(_beyond(keys, values, back=back))


def _beyond(keys: list[_Key], values: list[Any], *, back: bool) -> Q:
    condition = Q()
    for key, value in zip(reversed(keys), reversed(values), strict=True):
        condition = key.beyond(value, back=back) | (key.same(value) & condition if condition else Q(pk__in=[]))
    return keys[0].bound(values[0], back=back) & condition


def _encode(values: list[Any], *, back: bool, place: int) -> str:
    packed = json.dumps([int(back), place, *map(_plain, values)], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value


def _decode(cursor: str, keys: list[_Key]) -> tuple[bool, int, list[Any]]:
    try:
        if len(cursor) > MAX_CURSOR:
            raise BadCursor(cursor[:40])
        packed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        back, place, *values = json.loads(packed)
        if (
            back not in (0, 1)
            or not isinstance(place, int)
            or isinstance(place, bool)
            or place < 1
            or len(values) != len(keys)
        ):
            raise BadCursor(cursor)
        return bool(back), place, [_restore(key, value) for key, value in zip(keys, values, strict=True)]
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError, ValidationError) as error:
        raise BadCursor(cursor[:40]) from error


def _restore(key: _Key, value: Any) -> Any:
    if value is None and key.nullable:
        return None
    if not isinstance(value, str | int | float) or (isinstance(value, str) and "\0" in value):
        raise BadCursor(key.name)
    restored = key.field.to_python(value)
    if restored is None or (isinstance(restored, datetime) and restored.tzinfo is None):
        raise BadCursor(key.name)
    return restored
