"""The registry of kinds of task: upper apps register theirs in their own kinds.py."""

from dataclasses import dataclass
from datetime import date

from motcua.agencies import works
from motcua.agencies.models import Agency


@dataclass(frozen=True)
class Kind:
    """A kind of task: its label in the inbox, the icon beside it.

    `personal`: nobody does it in somebody's place.
    """

    key: str
    label: str
    icon: str
    personal: bool = False


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known. Raises ValueError when another kind has its key."""
    if _kinds.setdefault(kind.key, kind) != kind:
        raise ValueError(f"two kinds of task called {kind.key}")
    return kind


def kind_of(key: str) -> Kind:
    """Return a kind; raises KeyError for one that no app registered."""
    return _kinds[key]


def all_kinds() -> list[Kind]:
    """Return every kind, by key."""
    return [_kinds[key] for key in sorted(_kinds)]


def _works(unit: Agency, on: date) -> list[works.Work]:
    return [works.Work(kind.key, "", kind.label) for kind in all_kinds() if not kind.personal]


works.register("tasks", _works)
