"""The figures that units show to everybody: the list of units, a unit's page, its data, its card."""

import functools
import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request
from motcua.openness import open_data
from motcua.openness.published import published
from motcua.portal import figure_words, open_figures
from motcua.portal.languages import CACHE_SECONDS, languages
from motcua.portal.languages import published as cached
from motcua.ui.sheets import MIME

View = Callable[..., HttpResponse]
CARD_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors *"
)


def tagged(view: View) -> View:
    """Give an answer a tag of what it holds, and none of it to who holds it already."""

    @functools.wraps(view)
    def shown(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != 200 or "no-store" in response.headers.get("Cache-Control", ""):
            return response
        response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        found = get_conditional_response(request, etag=response.headers["ETag"], response=response)
        return found or response

    return shown


def open_to_all(view: View) -> View:
    """Data for machines: other sites' pages may read it, caches may keep it, no cookie and no language changes it."""

    @functools.wraps(view)
    def shown(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        with translation.override(settings.LANGUAGE_CODE):
            response = view(request, *args, **kwargs)
        patch_cache_control(response, public=True, max_age=CACHE_SECONDS)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return require_safe(tagged(shown))


@require_safe
@tagged
@cached
def publications(request: Request) -> HttpResponse:
    """Số liệu công khai: the units that show their figures."""
    return render(request, "portal/figures/publications.html", {"publications": open_figures.publications()})


@require_safe
@tagged
@cached
def figures(request: Request, office: str) -> HttpResponse:
    """The figures of a unit: the last twelve months, or a year (`nam=2026`)."""
    page = open_figures.page_of(office, request.GET.get("nam", ""))
    if page is None:
        raise Http404
    return render(request, "portal/figures/page.html", {"page": page, "measures": figure_words.MEASURES})


@require_safe
@tagged
@cached
def documentation(request: Request) -> HttpResponse:
    """What the fields of the data mean."""
    shown = {"fields": figure_words.FIELDS, "measures": figure_words.MEASURES, "licence": open_data.LICENCE}
    return render(request, "portal/figures/documentation.html", shown | {"version": open_data.VERSION})


@open_to_all
def as_csv(request: Request, office: str) -> HttpResponse:
    """Everything a unit shows, as CSV."""
    found = published(_publication(office))
    response = HttpResponse(open_data.csv_of(found), content_type=MIME["csv"])
    response.headers["Content-Disposition"] = 'attachment; filename="so-lieu-cong-khai.csv"'
    return response


@open_to_all
def as_json(request: Request, office: str) -> HttpResponse:
    """The same as JSON."""
    publication = _publication(office)
    address = open_figures.addresses(publication)["json"]
    return _json(open_data.document_of(published(publication), address=address, schema=_whole("figures_schema"),
                                       documentation=_whole("figures_documentation")))  # fmt: skip


@open_to_all
def catalogue(request: Request) -> HttpResponse:
    """The data of all units, as a DCAT catalogue."""
    rows = list(open_figures.publications())
    at, schema = _whole("figures_catalogue"), _whole("figures_schema")
    return _json(open_data.catalogue_of(rows, open_figures.addresses, at=at, schema=schema))


@open_to_all
def schema(request: Request) -> HttpResponse:
    """The JSON Schema of the data."""
    return _json(open_data.schema() | {"$id": _whole("figures_schema")})


@require_safe
@tagged
@cached
def card(request: Request, office: str) -> HttpResponse:
    """A unit's figures of the last twelve months on a card, the only page that other sites may show in theirs.

    No script, no cookie; in English with `tieng=en`, for no cookie comes along into another site's page.
    """
    chosen = request.GET.get("tieng", "")
    with translation.override(chosen if chosen in languages() else translation.get_language()):
        page = open_figures.page_of(office, "")
        if page is None:
            raise Http404
        response = render(request, "portal/figures/card.html", {"page": page})
    response.headers["Content-Security-Policy"] = CARD_CSP
    response.headers["X-Frame-Options"] = ""  # it knows no “by everybody”: the policy says it
    return response


def _publication(office: str) -> Any:
    found = open_figures.publication_of(office)
    if found is None:
        raise Http404
    return found


def _json(document: dict[str, Any]) -> HttpResponse:
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


def _whole(name: str) -> str:
    return f"{settings.PUBLIC_ADDRESS}{reverse(f'portal:{name}')}"
