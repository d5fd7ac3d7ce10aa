"""The registry of kinds of file: upper apps register how theirs are made, in their own exported.py."""

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from motcua.agencies.models import Post

Parameters = Mapping[str, Any]  # ids, days and codes only
Progress = tuple[int, int]  # how many of how many pieces of work


class Gone(Exception):
    """What was asked for is no longer there: another try would change nothing."""


@dataclass(frozen=True)
class Made:
    """A file that was made: the name under which it is offered, and its content in pieces."""

    name: str
    pieces: Iterable[bytes]


@dataclass(frozen=True)
class Exporter:
    """A kind of file.

    `title` says what the file is, `may` whether the post may have it now, `make` yields how far it is and returns
    Made; each is given the parameters and the post. They raise Gone for what is no longer there. `make` runs outside
    every transaction, and again from the beginning after a crash: it writes nothing.
    """

    kind: str
    title: Callable[[Parameters, Post], str]
    may: Callable[[Parameters, Post], bool]
    make: Callable[[Parameters, Post], Generator[Progress, None, Made]]


_exporters: dict[str, Exporter] = {}


def register(exporter: Exporter) -> Exporter:
    """Make a kind of file known. Raises ValueError for a second one of that name."""
    if _exporters.setdefault(exporter.kind, exporter) != exporter:
        raise ValueError(f"two kinds of file called {exporter.kind}")
    return exporter


def exporter_of(kind: str) -> Exporter:
    """Return a kind of file; raises KeyError for one that no app registered."""
    return _exporters[kind]
