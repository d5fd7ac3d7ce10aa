"""Files that belong to nothing: no row of any app points to them, and no page that is still being typed names them.

Apps that name files otherwise than by a foreign key (in an encrypted page, say) tell so by `named_by`.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from motcua.files.models import AccessLog, FileEvent, StoredFile

Naming = Callable[[], Iterable[UUID]]
_namings: list[Naming] = []


def named_by(function: Naming) -> Naming:
    """Register a function that returns the keys of files which are needed though no foreign key says so."""
    if function not in _namings:
        _namings.append(function)
    return function


def named() -> set[UUID]:
    """Return the keys of files that some app still needs without pointing to them."""
    return {key for function in _namings for key in function()}


def belonging_to_nothing(before: datetime) -> QuerySet[StoredFile]:
    """Files stored before a moment to which nothing points; what `named` returns is not looked at here."""
    rows = StoredFile.objects.kept().filter(recorded_at__lt=before)
    for model, column in users():
        rows = rows.exclude(Exists(model._default_manager.filter(**{column: OuterRef("pk")})))
    return rows.order_by("recorded_at", "pk")


def users() -> list[tuple[Any, str]]:
    """Return (model, column) of everything that points to a file, but for its own events and the looks at it."""
    relations: Any = StoredFile._meta.get_fields(include_hidden=True)
    found = [
        (relation.related_model, relation.field.attname)
        for relation in relations
        if relation.auto_created and (relation.one_to_many or relation.one_to_one)
    ]
    return [(model, column) for model, column in found if model not in (AccessLog, FileEvent)]
