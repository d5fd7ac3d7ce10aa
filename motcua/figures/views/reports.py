"""Báo cáo: a statutory report of a period, the dossiers behind a cell, the report as a file."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request, post_required
from motcua.casework import overview
from motcua.casework.looks import Look
from motcua.core.clock import local
from motcua.core.text import clean
from motcua.dossiers.models.sight import OVERSEERS
from motcua.figures import reports as lists
from motcua.figures.exported import FILES, REPORT
from motcua.figures.frozen import kept_of
from motcua.figures.tabs import tabs
from motcua.figures.views.files import ask_for
from motcua.reports.layouts import layouts_on
from motcua.ui.pages import list_page, one_click

UNPROCESSABLE = 422


@require_safe
@post_required(*OVERSEERS)
def reports(request: Request) -> HttpResponse:
    """Các biểu báo cáo."""
    layouts = layouts_on(local(request.post.present).date())
    return render(request, "figures/reports.html", {"layouts": layouts, "pages": tabs("figures:reports")})


@require_safe
@post_required(*OVERSEERS)
def report(request: Request, report_code: str) -> HttpResponse:
    """Báo cáo theo biểu: every number opens."""
    asked = lists.Asked(report_code, request.GET, by=request.post)
    page = {"layout": asked.layout, "form": asked.form, "files": FILES, "pages": tabs("figures:reports")}
    page |= lists.shown(asked)
    query = {"query": asked.query(), **kept_of(asked)} if asked.is_sound else {}
    return render(request, "figures/report.html", page | query, status=200 if asked.is_sound else UNPROCESSABLE)


@require_safe
@post_required(*OVERSEERS)
def report_rows(request: Request, report_code: str, report_column: str) -> HttpResponse:
    """Những hồ sơ một ô đếm, như khi hết kỳ."""
    asked = lists.Asked(report_code, request.GET, by=request.post)
    field, now = clean(request.GET.get("field", lists.ALL)), request.post.present
    rows = lists.counted_in(asked, report_column, field).select_related("applicant", "edition", "agency")
    title, lead = lists.title_of(asked, report_column, field)
    back = {"back": f"{reverse('figures:report', args=[report_code])}?{asked.query()}", "now": now}
    return list_page(
        request, rows.defer("edition__content"), title=title, lead=lead, order=("-pk",), noun="hồ sơ",
        template="figures/report_rows.html",
        context=back | {"look": Look(partial(overview.masked, by=request.post, now=now)), "layout": asked.layout},
    )  # fmt: skip


@one_click
@post_required(*OVERSEERS)
def report_file(request: Request, report_code: str, kind: str) -> HttpResponse:
    """The same report as pdf, xlsx or csv: made in the background, the page of the file tells how far it is."""
    asked = lists.Asked(report_code, request.GET, by=request.post)
    return ask_for(REPORT, asked, kind, request=request)
