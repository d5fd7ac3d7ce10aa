"""The kinds of work that may fall to somebody else when a person is away: the apps above tell theirs.

`tasks` tells the kinds of task, `procedures` the fields of an office; `agencies` knows neither.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from motcua.agencies.models import Agency


class Work(NamedTuple):
    """A kind of task, or a field or procedure (`mark`), as it is offered to choose from."""

    kind: str
    mark: str
    label: str

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.kind}|{self.mark}"


Source = Callable[[Agency, date], list[Work]]
_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Make a source of works known. Raises ValueError when another has its name."""
    if _sources.setdefault(name, source) is not source:
        raise ValueError(f"two sources of work called {name}")


def works_in(unit: Agency, on: date) -> list[Work]:
    """Return what may be shared out in a unit on a day, source by source."""
    return [work for name in sorted(_sources, reverse=True) for work in _sources[name](unit, on)]


def called(kind: str, mark: str, known: dict[str, str]) -> str:
    """Return a share in words, from key → label; the codes themselves where nobody knows them (any more)."""
    return known.get(f"{kind}|{mark}") or " ".join(filter(None, [kind, mark.partition(":")[2]]))
