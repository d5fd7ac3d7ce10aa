"""Nhiều năm: figures of the past and of the facts beside each other, on the page and as a file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request, post_required
from motcua.dossiers.models.sight import OVERSEERS
from motcua.figures import years as asked_years
from motcua.figures.remarked import remarks_in
from motcua.figures.tabs import tabs
from motcua.reports.permissions import KEEPERS
from motcua.ui.sheets import MIME, write_csv, write_sheet

UNPROCESSABLE = 422


@require_safe
@post_required(*OVERSEERS)
def years(request: Request) -> HttpResponse:
    """Several years or periods of a unit, with those below it."""
    asked = asked_years.AskedYears(request.GET, by=request.post)
    page = {"form": asked.form, "pages": tabs("figures:years"), "keeps": request.post.role in KEEPERS, "files": MIME}
    shown = asked_years.shown(asked) | {"query": asked.query()}
    if asked.is_sound:
        periods = asked.periods
        shown["remarks"] = remarks_in(request.post, asked.unit, [(min(periods)[0], max(periods)[1])] if periods else [])
    return render(request, "figures/years.html", page | shown, status=200 if asked.is_sound else UNPROCESSABLE)


@require_safe
@post_required(*OVERSEERS)
def years_file(request: Request, kind: str) -> HttpResponse:
    """The same as xlsx or csv."""
    asked = asked_years.AskedYears(request.GET, by=request.post)
    if kind not in MIME or not asked.is_sound:
        raise Http404
    columns, rows = asked_years.table_of(asked)
    made = write_sheet("Số liệu nhiều năm", columns, rows, lead=[asked.unit.name]) if kind == "xlsx" else None
    response = HttpResponse(made or list(write_csv(columns, rows)), content_type=MIME[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="nhieu-nam.{kind}"'
    return response
