"""Pages of ended sessions that were removed at a citizen's request are removed again after a restore."""

from typing import Any

from motcua.agencies.actions.holding import remove_held
from motcua.core.erasures import again


@again("agencies.held")
def remove_pages(keys: list[str], *, cause: str, **more: Any) -> str:
    """Remove the pages."""
    remove_held(keys)
    return ""
