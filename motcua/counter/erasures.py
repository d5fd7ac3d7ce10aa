"""Pages never sent, and rows of paper registers never entered, that were removed at a citizen's request are removed
again after a restore."""

from typing import Any

from motcua.agencies.models import Post
from motcua.core.erasures import again
from motcua.counter.actions import forget_pages
from motcua.counter.actions.sheets import forget_rows
from motcua.counter.models import Unsent


@again("counter.unsent")
def remove_unsent(keys: list[str], *, cause: str, **more: Any) -> str:
    """Remove the pages."""
    forget_pages(list(Unsent.objects.filter(pk__in=keys)), by=Post.objects.system())
    return ""


@again("counter.sheet_row")
def remove_rows(keys: list[str], *, cause: str, **more: Any) -> str:
    """Remove the rows that wait; one that made its dossier in this copy says nothing itself."""
    forget_rows(list(keys), by=Post.objects.system())
    return ""
