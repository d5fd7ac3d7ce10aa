"""What is said of each of nothing is always true: a test that looks at every row makes sure that there are some."""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def some(rows: Iterable[T], *, least: int = 1) -> list[T]:
    """Return the rows as a list; fails when there are fewer than `least`."""
    found = list(rows)
    assert len(found) >= least, f"{len(found)} rows to look at, at least {least} are needed"
    return found
