"""What depends on who asks, composed once for each role and kind of unit (see `core.prepared`)."""

import functools
from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

from django.db import models

from motcua.agencies.models import Agency, Post
from motcua.core.prepared import Given, Prepared

M = TypeVar("M", bound=models.Model)


class Kind(NamedTuple):
    """What of a post decides how a question is written; all else about it is only told when it is asked."""

    role: str
    unit: str


def _somebody(kind: Kind) -> Post:
    """A post that stands in a queryset for any of its kind.

    It has no more than is here: a rule that looks at more of a post fails.
    """
    unit = {"id": "by_unit", "path": "by_path", "level": "by_level"}
    columns: dict[str, Any] = {name: Agency._meta.get_field(name) for name in unit}
    given = {name: Given(told, columns[name]) for name, told in unit.items()}
    agency = _row(Agency, **given, kind=kind.unit)
    own, person = (Given(told, models.BigIntegerField()) for told in ("by", "by_person"))
    post = _row(Post, id=own, person_id=person, agency_id=given["id"], role=kind.role)
    post.agency, post.standing = agency, False
    return post


def _row(model: Any, **values: Any) -> Any:
    """A row of which only this was read."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in values]
    return model.from_db("default", names, [values[name] for name in names])


def _told(by: Post) -> dict[str, Any]:
    unit = by.agency
    return {
        "by": by.pk, "by_person": by.person_id, "by_unit": unit.pk, "by_path": unit.path, "by_level": unit.level,
    }  # fmt: skip


class PreparedFor(Generic[M]):
    """A queryset made for a post, its SQL written once a kind: `PreparedFor(lambda by: M.objects.visible_to(by))`.

    The rule stays in `visible_to`. Where somebody stands in for others each ground adds to the question: then it is
    written anew.
    """

    def __init__(self, compose: "Callable[[Post], models.QuerySet[M]]") -> None:
        self._compose = compose
        self._of_kind = functools.cache(lambda kind: Prepared(lambda: compose(_somebody(kind))))

    def _of(self, by: Post) -> Prepared[M]:
        if by.places:
            return Prepared(lambda: self._compose(by))
        found: Prepared[M] = self._of_kind(Kind(by.role, by.agency.kind))
        return found

    def rows(self, by: Post, **values: Any) -> list[M]:
        return self._of(by).rows(**_told(by), **values)

    def first(self, by: Post, **values: Any) -> M | None:
        return self._of(by).first(**_told(by), **values)

    def count(self, by: Post, **values: Any) -> int:
        return self._of(by).count(**_told(by), **values)
