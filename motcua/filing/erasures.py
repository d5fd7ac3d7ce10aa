"""Filings that were given up are emptied again after a restore."""

from typing import Any

from motcua.core.erasures import again
from motcua.filing.actions.filling import empty_again
from motcua.filing.models import Filing


@again("filing.filing")
def empty_filings(keys: list[str], *, cause: str, **more: Any) -> str:
    """Remove answers and files; one that was sent in the meantime of the copy has none."""
    for filing in Filing.objects.filter(pk__in=keys, dossier=None):
        empty_again(filing)
    return ""
