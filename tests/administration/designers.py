"""A draft whose online form is being designed, and its pages as a browser sends them back."""

from typing import Any

from django.forms import CheckboxInput, CheckboxSelectMultiple, Select
from django.test import Client
from django.urls import reverse

from motcua.agencies.models import Post
from motcua.procedures.actions.adopt import change_draft
from motcua.procedures.models import Adoption


def with_form(adoption: Adoption, form: Any, *, by: Post) -> Adoption:
    """Put a form in the draft."""
    found: Adoption = change_draft(adoption, by=by, draft=adoption.draft | {"form": form})
    return found


def address(adoption: Adoption, name: str = "designer", *more: str) -> str:
    return reverse(f"administration:form_{name}", args=[adoption.pk, *more])


def form_of(adoption: Adoption) -> Any:
    """The form as the draft has it now."""
    return Adoption.objects.get(pk=adoption.pk).draft.get("form")


def sent_back(page: Any) -> dict[str, Any]:
    """Return what a browser would send of the open card as it stands."""
    form = page.context["form"]
    data: dict[str, Any] = {"version": page.context["version"]}
    for part in [form, *getattr(form, "parts", [])]:
        for bound in part:
            data |= _value(bound)
    return data


def _value(bound: Any) -> dict[str, Any]:
    value, widget = bound.value(), bound.field.widget
    if isinstance(widget, CheckboxInput):
        return {bound.html_name: "on"} if value else {}
    if value is None and type(widget) is Select:
        value = next(iter(bound.field.choices))[0]
    if isinstance(widget, CheckboxSelectMultiple) and not value:
        return {}
    return {} if value is None else {bound.html_name: value}


def press(client: Client, found: Adoption, do: str, /, **more: Any) -> Any:
    """Press one of the page's buttons, as the page stands now."""
    version = client.get(address(found)).context["version"]
    return client.post(address(found), {"do": do, "version": version} | more)


def save(client: Client, found: Adoption, card: str, at: str, /, **changes: Any) -> Any:
    """Open a card, change some of its fields and send it back."""
    url = address(found, card, *([at] if at else []))
    return client.post(url, sent_back(client.get(url)) | changes)
