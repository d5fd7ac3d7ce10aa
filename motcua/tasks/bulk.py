"""The registry of what may be done to many things in one go: upper apps register theirs in their own kinds.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Act = Callable[..., Any]  # act(key, by=post, version=7, inputs={…}); raises Refused


@dataclass(frozen=True)
class BulkVerb:
    """What is done to each thing: `act` gets the thing's key and is one transaction of the thing's own action.

    `warn` may say something of a thing that was done, from what `act` returned.
    """

    code: str
    label: str
    act: Act
    warn: Callable[[Any], str] = lambda done: ""

    def __call__(self, key: int, *, by: Any, version: int, inputs: Mapping[str, Any]) -> Any:
        return self.act(key, by=by, version=version, inputs=dict(inputs))


_verbs: dict[str, BulkVerb] = {}


def register(verb: BulkVerb) -> BulkVerb:
    """Make a verb known. Raises ValueError when another verb has its code."""
    if _verbs.setdefault(verb.code, verb) != verb:
        raise ValueError(f"two bulk verbs called {verb.code}")
    return verb


def verb_of(code: str) -> BulkVerb:
    """Return a verb; raises KeyError for one that no app registered."""
    return _verbs[code]
