"""What a list's template does to the rows of its page before drawing them."""

from collections.abc import Callable, Sequence
from typing import Any


class Look:
    """Functions run one after the other over the rows of one page, so that they may ask the database once a page."""

    do_not_call_in_templates = True  # a template hands it to the filter `beside`

    def __init__(self, *steps: Callable[[Any], Any]) -> None:
        self.steps = steps

    def __call__(self, rows: Sequence[Any]) -> Any:
        found: Any = rows
        for step in self.steps:
            found = step(found)
        return found
