"""Keeping what was typed when a session ended in the middle of a form. No event: nothing has been done yet."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db.models.functions import Now

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, HeldForm, Post
from motcua.agencies.models.held import HELD_FOR
from motcua.core.erasures import tell
from motcua.core.errors import NotPermitted

LONGEST = 200_000  # characters of all values; the longest page of the house has a twentieth of it
MOST = 10  # pages kept for one person
NEVER = ("password", "csrfmiddlewaretoken", "code")  # what proves somebody is typed anew


def hold(person: int, *, path: str, fields: Iterable[tuple[str, list[str]]], files: list[str]) -> UUID | None:
    """Keep a page's fields for a person; returns the key, None for what is not kept (too long, too many, empty)."""
    kept = [[name, values] for name, values in fields if not name.endswith(NEVER)]
    length = sum(len(value) for _, values in kept for value in values)
    if not kept or length > LONGEST or len(path) > 500:
        return None
    HeldForm.objects.filter(person=person, path=path).delete()
    if HeldForm.objects.filter(person=person).count() >= MOST:
        return None
    made = HeldForm(person_id=person, path=path, fields=kept, names=files)
    made.save(force_insert=True)
    return made.pk


def let_go(key: UUID, *, by: Post) -> None:
    """Give up what was kept; somebody else's stays."""
    HeldForm.objects.visible_to(by).filter(pk=key).delete()


def sweep_held() -> None:
    """Remove what nobody came back for."""
    HeldForm.objects.filter(held_at__lte=Now() - HELD_FOR).delete()


def forget_held(is_theirs: Callable[[str], bool], *, office: Agency, by: Post) -> int:
    """Remove pages kept for an office's people in which something of somebody stands (`is_theirs(value)`).

    For a decided request only: the machine does it. Raises NotPermitted.
    """
    if by.role != Role.SYSTEM:
        raise NotPermitted()
    rows = HeldForm.objects.filter(person__posts__agency__path__startswith=office.path).distinct()
    found = [row.pk for row in rows if any(is_theirs(value) for _, values in row.fields for value in values)]
    tell("agencies.held", found)
    return remove_held(found)


def remove_held(keys: Iterable[Any]) -> int:
    """Remove pages by their keys; returns how many there were."""
    return HeldForm.objects.filter(pk__in=list(keys)).delete()[0]
