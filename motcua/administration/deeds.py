"""A deed: a verb of an app below, with its question, as a page of this desk offers it. Three small tables say which.

Offered is what the verb's own permission allows; the reason that was given stays as free text beside the event.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from motcua.administration.forms.deeds import DeedForm, ReasonForm
from motcua.agencies.access import Request
from motcua.agencies.models import Post
from motcua.ui.pages import form_page


@dataclass(frozen=True)
class Deed:
    """`act(thing, by=…, note=…, **inputs)`; `offered(by, thing)` draws the button, the verb itself decides again."""

    label: str
    act: Callable[..., Any]
    said: str
    offered: Callable[[Post, Any], bool]
    form: type[DeedForm] = ReasonForm
    grave: bool = False
    icon: str = ""


def buttons(deeds: Mapping[str, Deed], thing: Any, *, by: Post, route: str) -> list[dict[str, Any]]:
    """Return the deeds that the post may do to the thing now, as `detail_page` draws them."""
    return [
        {
            "label": deed.label,
            "url": reverse(route, args=[thing.pk, slug]),
            "kind": "danger" if deed.grave else "",
            "icon": deed.icon,
        }
        for slug, deed in deeds.items()
        if deed.offered(by, thing)
    ]


def deed_page(
    request: Request, deeds: Mapping[str, Deed], slug: str, thing: Any, *, done: Any, crumbs: Iterable[tuple[str, str]]
) -> HttpResponse:
    """Ask what a deed asks, do it, go to `done`; a deed that there is not is no page."""
    deed, by = deeds.get(slug), request.post
    if deed is None or (request.method == "GET" and not deed.offered(by, thing)):
        raise Http404
    options = {"by": by, "thing": thing}
    return form_page(
        request, deed.form, act=partial(deed.act, thing, by=by), subject=thing, title=deed.label, save=deed.label,
        done=done, said=deed.said, options=options, initial=deed.form(**options).begins_with(),
        context={"crumbs_items": [*crumbs, (deed.label, "")], "cancel_url": done if isinstance(done, str) else ""},
    )  # fmt: skip
