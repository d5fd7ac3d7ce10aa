"""Pages that were never sent and were removed at a citizen's request are removed again after a restore."""

from typing import Any

from motcua.agencies.models import Post
from motcua.core.erasures import again
from motcua.counter.actions import forget_pages
from motcua.counter.models import Unsent


@again("counter.unsent")
def remove_unsent(keys: list[str], *, cause: str, **more: Any) -> str:
    """Remove the pages."""
    forget_pages(list(Unsent.objects.filter(pk__in=keys)), by=Post.objects.system())
    return ""
