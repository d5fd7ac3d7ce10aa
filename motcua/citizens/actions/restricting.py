"""Holding declarations back from every use but the dossiers that run. Decided above, never here."""

from typing import Any

from motcua.agencies.models import Agency, Post
from motcua.citizens.actions.erasing import only_the_machine
from motcua.citizens.models import Applicant


def restrict(keys: list[Any], *, office: Agency, by: Post) -> int:
    """Hold declarations back on behalf of an office; returns how many were not held back before."""
    only_the_machine(by)
    return Applicant.objects.filter(pk__in=keys, restricted_by=None, erased_at=None).update(restricted_by=office)


def release(keys: list[Any], *, office: Agency, by: Post) -> int:
    """Let declarations that an office held back be used again; returns how many."""
    only_the_machine(by)
    return Applicant.objects.filter(pk__in=keys, restricted_by=office).update(restricted_by=None)
