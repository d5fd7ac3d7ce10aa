"""The route designer's pages as a browser sends them back."""

from typing import Any

from django.forms import CheckboxInput, CheckboxSelectMultiple, Select
from django.test import Client
from django.urls import reverse

from motcua.procedures.models import Adoption
from motcua.procedures.routes import Route, route_from


def address(found: Adoption, name: str = "catalogue_route", *more: str) -> str:
    return reverse(f"administration:{name}", args=[found.pk, *more])


def card(found: Adoption, key: str) -> str:
    return f"{address(found)}?buoc={key}"


def route_of(found: Adoption) -> Route:
    """The route as the draft has it now."""
    return route_from(Adoption.objects.get(pk=found.pk).draft["route"])


def sent_back(page: Any) -> dict[str, Any]:
    """Return what a browser would send of the open card as it stands."""
    data: dict[str, Any] = {"version": page.context["version"], "do": "save"}
    for bound in page.context["form"]:
        value, widget = bound.value(), bound.field.widget
        if isinstance(widget, CheckboxInput):
            data |= {bound.html_name: "on"} if value else {}
        elif isinstance(widget, CheckboxSelectMultiple):
            data |= {bound.html_name: value} if value else {}
        elif type(widget) is Select and value is None:
            data[bound.html_name] = next(iter(bound.field.choices))[0]
        elif value is not None:
            data[bound.html_name] = bound.field.prepare_value(value)
    return data


def press(client: Client, found: Adoption, do: str, /, **more: Any) -> Any:
    """Press one of the page's buttons, as the page stands now."""
    version = Adoption.objects.get(pk=found.pk).version
    return client.post(address(found), {"do": do, "version": version} | more)


def save(client: Client, found: Adoption, key: str, /, **changes: Any) -> Any:
    """Open a step's card, change some of its fields and send it back."""
    return client.post(card(found, key), sent_back(client.get(card(found, key))) | changes)
