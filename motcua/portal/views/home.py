"""The front page, and the choice of the language."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request, safe_next
from motcua.portal.catalogue import Asked
from motcua.portal.desks import desks
from motcua.portal.forms import TrackForm
from motcua.portal.languages import keep, languages, spoken
from motcua.portal.life_events import life_events


@require_safe
@spoken
def home(request: Request) -> HttpResponse:
    """Trang đầu: find a procedure, follow a dossier, find the desk."""
    shown = {"form": TrackForm(), "desks": desks(), "events": life_events().values(), "asked": Asked()}
    return render(request, "portal/home.html", shown)


@require_safe
def language(request: Request, language: str) -> HttpResponse:
    """Ngôn ngữ: remember the language chosen and go back to the page one came from."""
    if language not in languages():
        raise Http404
    return keep(redirect(safe_next(request) or "portal:home"), language)
