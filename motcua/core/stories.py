"""What happened to a thing, told from its events, for the pages of every desk."""

from typing import Any

from motcua.core import actions as registry
from motcua.core.events import texts

SHOWN = 30


def label_of(code: str) -> str:
    """Return an action's Vietnamese label, the code itself for one that this version does not know any more."""
    verb = registry.registered.get(code)
    return str(getattr(verb.code, "label", code)) if verb is not None else code  # type: ignore[attr-defined]


def story_of(thing: Any) -> list[dict[str, Any]]:
    """Return the newest events of a thing as `{% timeline %}` draws them; two queries."""
    events = list(thing.events.select_related("by__person").order_by("-pk")[:SHOWN])
    notes = texts(events)
    return [
        {"at": event.happened_at, "text": f"{label_of(event.action)} · {event.by}", "quote": notes.get(event.pk, "")}
        for event in events
    ]
