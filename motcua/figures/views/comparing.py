"""So sánh: a statutory report of two periods side by side."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request, post_required
from motcua.dossiers.models.sight import OVERSEERS
from motcua.figures import comparing
from motcua.figures.exported import COMPARISON, FILES
from motcua.figures.remarked import remarks_in
from motcua.figures.tabs import tabs
from motcua.figures.views.files import ask_for
from motcua.ui.pages import one_click

UNPROCESSABLE = 422


@require_safe
@post_required(*OVERSEERS)
def compare(request: Request, report_code: str) -> HttpResponse:
    """Two periods of a report, with the change."""
    asked = comparing.Compared(report_code, request.GET, by=request.post)
    page = {"layout": asked.layout, "form": asked.form, "pages": tabs("figures:reports"), "files": FILES}
    page |= {"query": asked.query()} | comparing.shown(asked)
    if asked.is_sound:
        periods = [each.period for each in asked.pair]
        page["remarks"] = remarks_in(request.post, asked.pair[0].unit, periods, report=report_code)
    return render(request, "figures/compare.html", page, status=200 if asked.is_sound else UNPROCESSABLE)


@one_click
@post_required(*OVERSEERS)
def compare_file(request: Request, report_code: str, kind: str) -> HttpResponse:
    """The same as pdf, xlsx or csv, made in the background."""
    return ask_for(COMPARISON, comparing.Compared(report_code, request.GET, by=request.post), kind, request=request)
