"""So sánh: a statutory report of two periods side by side."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request, post_required
from motcua.dossiers.models.sight import OVERSEERS
from motcua.figures import comparing
from motcua.figures.remarked import remarks_in
from motcua.figures.tabs import tabs
from motcua.ui.sheets import MIME, write_csv, write_sheet

UNPROCESSABLE = 422


@require_safe
@post_required(*OVERSEERS)
def compare(request: Request, report_code: str) -> HttpResponse:
    """Two periods of a report, with the change."""
    asked = comparing.Compared(report_code, request.GET, by=request.post)
    page = {"layout": asked.layout, "form": asked.form, "pages": tabs("figures:reports"), "files": MIME}
    page |= {"query": asked.query()} | comparing.shown(asked)
    if asked.is_sound:
        periods = [each.period for each in asked.pair]
        page["remarks"] = remarks_in(request.post, asked.pair[0].unit, periods, report=report_code)
    return render(request, "figures/compare.html", page, status=200 if asked.is_sound else UNPROCESSABLE)


@require_safe
@post_required(*OVERSEERS)
def compare_file(request: Request, report_code: str, kind: str) -> HttpResponse:
    """The same as xlsx or csv."""
    asked = comparing.Compared(report_code, request.GET, by=request.post)
    if kind not in MIME or not asked.is_sound:
        raise Http404
    columns, rows = comparing.table_of(asked)
    title = f"{asked.layout.code}, so sánh hai kỳ"
    content = write_sheet(title, columns, rows) if kind == "xlsx" else list(write_csv(columns, rows))
    response = HttpResponse(content, content_type=MIME[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{report_code}-so-sanh.{kind}"'
    return response
