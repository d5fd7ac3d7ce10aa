"""What others did to an adoption while a page of it was open."""

from motcua.core.events import texts
from motcua.procedures.choices import Action
from motcua.procedures.models import Adoption
from motcua.ui import formats

MOST_TOLD = 5
LABELS = dict(Action.choices)


def changes_since(version: str | None, adoption: Adoption) -> list[str]:
    """Return in words what others did to the adoption since a page of that version was opened, the newest first."""
    if version is None or not version.isdecimal() or len(version) > 9:
        return []
    behind = min(adoption.version - int(version), MOST_TOLD)
    events = list(adoption.events.select_related("by__person").order_by("-pk")[:behind]) if behind > 0 else []
    notes = texts(events)
    return [
        f"{formats.moment(event.happened_at)}: {LABELS.get(event.action, event.action)} – {event.by}"
        + (f": {notes[event.pk]}" if notes.get(event.pk) else "")
        for event in events
    ]
