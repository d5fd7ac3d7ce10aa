"""The addresses of the administration desk."""

from typing import Any

from config.matrix.expectations import Posts
from motcua.administration.sections import KEEPERS

ROUTES: dict[str, dict[str, Any]] = {
    "/quan-tri/": {"GET": Posts(frozenset(KEEPERS))},
}
