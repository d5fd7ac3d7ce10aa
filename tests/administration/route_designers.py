"""The route designer's pages as a browser sends them back."""

from typing import Any

from django.forms import CheckboxInput, CheckboxSelectMultiple, Select
from django.test import Client
from django.urls import reverse

from motcua.procedures.actions.routing import change_route
from motcua.procedures.models import Adoption
from motcua.procedures.route_files import read_route
from motcua.procedures.routes import Route, route_from
from tests.factories import system
from tests.procedures.routes_for_tests import twelve


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


def put(found: Adoption, route: Route) -> Adoption:
    """Draw a route in the draft."""
    return change_route(Adoption.objects.get(pk=found.pk), by=system(), route=route)


def drawn(**changes: Any) -> Route:
    """The route of twelve steps, its agencies those of nobody."""
    return read_route(twelve() | changes).route


def text_of(page: Any) -> str:
    return page.content.decode()


def faulty(number: int) -> dict[str, Any]:
    """Twelve steps with one thing wrong."""
    data = twelve()
    steps = data["steps"]
    if number == 0:
        steps[3]["actions"] = []
    elif number == 1:
        steps[8]["actions"] = [{"do": "forward", "to": "b99"}]
    elif number == 2:
        steps[7].pop("join")
    elif number == 3:
        steps[1]["post"] = ""
    elif number == 4:
        steps[8]["actions"] = [{"do": "forward", "to": "b8"}]
    else:
        steps[4]["limit"] = "400 ngày làm việc"
    return data


def walked(client: Client, found: Adoption, *deeds: str) -> Any:
    """The page of a trial after some deeds."""
    return client.get(address(found, "route_try"), {"luc": "02/03/2026 08:00", "viec": list(deeds)})
