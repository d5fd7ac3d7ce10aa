"""Everything made with the blind key is made again with the newest one, in small steps, beside the running product.

While it goes on there are two keys: whatever is written uses the newer, whatever is searched is searched under both
(`fields.blinds`). What is already under the newest key is passed over, so a step is begun again as often as it takes.
A record whose value is not kept (a look-up, a recovery code) stays as it is: those are searched by retired keys too.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models, transaction

from motcua.core.fields import BlindIndex, blind

BATCH = 500
Walk = Callable[[], Iterator[int]]
W = TypeVar("W", bound=Callable[..., Iterator[int]])
_others: dict[str, Walk] = {}


def rekeyed(name: str) -> Callable[[W], W]:
    """Register a walk of an app above: it makes one kind of thing again and yields how many each batch wrote."""

    def register(walk: W) -> W:
        if _others.setdefault(name, walk) is not walk:
            raise ValueError(f"two walks called {name}")
        return walk

    return register


def walks() -> list[tuple[str, Walk]]:
    """Return name → walk for every blind index of the house, and for what the apps above registered, by name."""
    found: dict[str, Walk] = dict(_others)
    for model in apps.get_models():
        indexes = [field for field in model._meta.local_concrete_fields if isinstance(field, BlindIndex)]
        if indexes:
            found[model._meta.db_table] = lambda model=model, indexes=indexes: make_again(model, indexes)  # type: ignore[misc]
    return sorted(found.items())


def make_again(model: type[models.Model], indexes: list[BlindIndex]) -> Iterator[int]:
    """Walk through a table by its key; yields how many indexes each batch wrote. Each batch is a transaction."""
    wanted = models.Q()
    for field in indexes:
        wanted |= models.Q(**{f"{field.name}__isnull": False, f"{field.of}__isnull": False})
    rows = model._base_manager.filter(wanted).order_by("pk")
    rows = rows.only("pk", *(field.name for field in indexes), *(field.of for field in indexes))
    after: Any = None
    while True:
        with transaction.atomic():
            _say_so()
            found = list((rows if after is None else rows.filter(pk__gt=after))[:BATCH])
            done = sum(_write(row, field) for row in found for field in indexes)
        if not found:
            return
        after = found[-1].pk
        yield done


def _say_so() -> None:
    """Tell the triggers that keep a declaration as it is, within this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL motcua.rekeying = 'on'")


def _write(row: Any, field: BlindIndex) -> int:
    """Write one index again, unless somebody changed or erased it since it was read; returns how many were written."""
    before, value = getattr(row, field.name), getattr(row, field.of)
    if before is None or not value:
        return 0
    index = blind(field.kind, value)
    if bytes(before) == index:
        return 0
    same = type(row)._base_manager.filter(pk=row.pk, **{field.name: bytes(before)})
    return int(same.update(**{field.name: index}))
