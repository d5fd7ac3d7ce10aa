"""What the page shows on which the route of a draft is edited."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse

from motcua.administration.catalogue.rearranging import rearranged
from motcua.administration.catalogue.route_form import RouteForm
from motcua.core.events import texts
from motcua.procedures.choices import Action
from motcua.procedures.models import Adoption
from motcua.ui import formats

TITLE = "Sửa bản thảo: Quy trình"
MOST_TOLD = 5
LABELS = dict(Action.choices)


def on_the_way(data: QueryDict, adoption: Adoption) -> dict[str, Any]:
    """Return what the page shows of a route that is being worked on: nothing is saved, the version stays as it came."""
    moved = rearranged(data)
    form = RouteForm(moved.data, adoption=adoption)
    if moved.place is not None:
        among, place = moved.place
        getattr(form, among).forms[place].fields["name"].widget.attrs["autofocus"] = True
    return {
        "form": form, "title": TITLE, "lead": adoption.procedure.name, "version": data.get("version", ""),
        "moved": moved.said, "subject": adoption, "stale": False, "crumbs_items": (),
        "cancel_url": reverse("administration:catalogue_adoption", args=[adoption.pk]),
    }  # fmt: skip


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
