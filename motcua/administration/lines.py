"""What a list's template does to the rows of its page before drawing them."""

from collections.abc import Callable, Sequence
from typing import Any


class Lines:
    """A function over the rows of one page, with what it needs besides them."""

    do_not_call_in_templates = True  # a template hands it to the filter `drawn`

    def __init__(self, tell: Callable[..., list[dict[str, Any]]], **given: Any) -> None:
        self.tell, self.given = tell, given

    def __call__(self, rows: Sequence[Any]) -> list[dict[str, Any]]:
        return self.tell(list(rows), **self.given)
