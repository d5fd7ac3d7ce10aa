"""Holding declarations back from every use but the dossiers that run. Decided above, never here."""

from typing import Any

from motcua.agencies.models import Agency, Post
from motcua.citizens.actions.erasing import only_the_machine
from motcua.citizens.models import Applicant


def restrict(keys: list[Any], *, office: Agency, by: Post) -> int:
    """Hold declarations back on behalf of an office; returns how many were not held back before."""
    only_the_machine(by)
    return Applicant.objects.filter(pk__in=keys, restricted_by=None, erased_at=None).update(restricted_by=office)


def restrict_each(found: dict[Any, Agency], *, by: Post) -> int:
    """Hold declarations (key → office) back in one query; returns how many."""
    only_the_machine(by)
    rows = Applicant.objects.in_bulk(found)
    for key, row in rows.items():
        row.restricted_by = found[key]
    return Applicant.objects.bulk_update(rows.values(), ["restricted_by"]) if rows else 0


def pass_on(keys: list[Any], *, before: Agency, after: Agency, by: Post) -> int:
    """Let who keeps an ended office's records hold its declarations back from now on; returns how many."""
    only_the_machine(by)
    return Applicant.objects.filter(pk__in=keys, restricted_by=before).update(restricted_by=after)


def release(keys: list[Any], *, office: Agency, by: Post) -> int:
    """Let declarations that an office held back be used again; returns how many."""
    only_the_machine(by)
    return Applicant.objects.filter(pk__in=keys, restricted_by=office).update(restricted_by=None)
