"""Nhiều năm: figures of the past and of the facts beside each other, on the page and as a file."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request, post_required
from motcua.dossiers.models.sight import OVERSEERS
from motcua.figures import years as asked_years
from motcua.figures.exported import FILES, YEARS
from motcua.figures.remarked import remarks_in
from motcua.figures.tabs import tabs
from motcua.figures.views.files import ask_for
from motcua.reports.permissions import KEEPERS
from motcua.ui.pages import one_click

UNPROCESSABLE = 422


@require_safe
@post_required(*OVERSEERS)
def years(request: Request) -> HttpResponse:
    """Several years or periods of a unit, with those below it."""
    asked = asked_years.AskedYears(request.GET, by=request.post)
    page = {"form": asked.form, "pages": tabs("figures:years"), "keeps": request.post.role in KEEPERS, "files": FILES}
    shown = asked_years.shown(asked)
    if asked.is_sound:
        periods, shown["query"] = asked.periods, asked.query()
        shown["remarks"] = remarks_in(request.post, asked.unit, [(min(periods)[0], max(periods)[1])] if periods else [])
    return render(request, "figures/years.html", page | shown, status=200 if asked.is_sound else UNPROCESSABLE)


@one_click
@post_required(*OVERSEERS)
def years_file(request: Request, kind: str) -> HttpResponse:
    """The same as pdf, xlsx or csv, made in the background."""
    return ask_for(YEARS, asked_years.AskedYears(request.GET, by=request.post), kind, request=request)
