"""Who holds what of people: a registry that the apps fill in their own `holdings.py`.

A holding tells what is held of somebody, and erases what may go. It is asked only after a decision on a request, by the
machine, and answers for one office's tree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from motcua.agencies.models import Agency, Post
from motcua.citizens.models import Applicant
from motcua.privacy.choices import Fate

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Known:
    """One person as the house knows them: numbers in normal form, their blind indexes, and the declarations found."""

    office: Agency
    numbers: tuple[str, ...]
    indexes: tuple[bytes, ...]
    declarations: tuple[Applicant, ...]

    @property
    def keys(self) -> list[Any]:
        """The keys of the declarations."""
        return [each.pk for each in self.declarations]


@dataclass(frozen=True)
class Result:
    """What became of one kind of thing: erased, or kept by a rule. No names, no numbers of people."""

    what: str
    fate: Fate
    count: int
    rule: str = ""


@dataclass(frozen=True)
class Holding:
    """`tell(known)` → rows of label → plain value; `erase(known, by=…, cause=…)` → what became of it."""

    key: str
    title: str
    order: int
    tell: Callable[[Known], Rows] | None = None
    erase: Callable[..., list[Result]] | None = None
    files: Callable[[Known], list[Any]] | None = None


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> Holding:
    """Make a holding known. Raises ValueError when another has its key."""
    if _holdings.setdefault(holding.key, holding) != holding:
        raise ValueError(f"two holdings called {holding.key}")
    return holding


def all_holdings() -> list[Holding]:
    """Return every holding in the order in which it is told, and erased."""
    return sorted(_holdings.values(), key=lambda each: each.order)


def erase_all(known: Known, *, by: Post, cause: str) -> list[Result]:
    """Erase what may go, holding by holding; returns what became of everything that was there."""
    found = [result for each in all_holdings() if each.erase for result in each.erase(known, by=by, cause=cause)]
    return [result for result in found if result.count]
