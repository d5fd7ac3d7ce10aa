"""Đánh giá: how offices come out of the one-stop evaluation, the dossiers behind a number, what citizens said."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request, post_required
from motcua.casework import overview
from motcua.casework.looks import Look
from motcua.core.text import clean
from motcua.dossiers.models.sight import OVERSEERS
from motcua.figures import evaluation as asking
from motcua.figures import ratings as lists
from motcua.figures.exported import EVALUATION, FILES
from motcua.figures.remarked import remarks_in
from motcua.figures.tabs import tabs
from motcua.figures.views.files import ask_for
from motcua.figures.views.reports import UNPROCESSABLE
from motcua.ui.pages import list_page, one_click


@require_safe
@post_required(*OVERSEERS)
def evaluation(request: Request) -> HttpResponse:
    """Đánh giá việc giải quyết thủ tục, theo cơ quan."""
    asked = asking.Asked(request.GET, by=request.post)
    page = {"form": asked.form, "files": FILES, "pages": tabs("figures:evaluation"), **asking.shown_of(asked)}
    if asked.is_sound:
        page["remarks"] = remarks_in(request.post, asked.unit, [asked.period])
    return render(request, "figures/evaluation.html", page, status=200 if asked.is_sound else UNPROCESSABLE)


@require_safe
@post_required(*OVERSEERS)
def evaluation_rows(request: Request, evaluation_criterion: str) -> HttpResponse:
    """Những hồ sơ của một tiêu chí, với điểm của từng hồ sơ."""
    asked, now = asking.Asked(request.GET, by=request.post), request.post.present
    opened = asking.Opened(asked, evaluation_criterion, clean(request.GET.get("office", asking.ALL)))
    rows = opened.rows.select_related("applicant", "edition", "agency").defer("edition__content")
    look = Look(partial(overview.masked, by=request.post, now=now), opened.scored)
    back = f"{reverse('figures:evaluation')}?{asked.query()}"
    return list_page(
        request, rows, title=opened.title, lead=opened.lead, order=("-pk",), noun="hồ sơ",
        template="figures/evaluation_rows.html", context={"back": back, "look": look, "now": now},
    )  # fmt: skip


@one_click
@post_required(*OVERSEERS)
def evaluation_file(request: Request, kind: str) -> HttpResponse:
    """The same evaluation as pdf, xlsx or csv, made in the background."""
    return ask_for(EVALUATION, asking.Asked(request.GET, by=request.post), kind, request=request)


@require_safe
@post_required(*OVERSEERS)
def ratings(request: Request) -> HttpResponse:
    """Ý kiến người dân: không hài lòng trước."""
    by, now = request.post, request.post.present
    look = Look(partial(lists.lines, by=by, now=now))
    return list_page(
        request, lists.listed(by), title="Ý kiến người dân", order=lists.ORDER, noun="đánh giá",
        filters=partial(lists.RatingFilters, by=by), template="figures/ratings.html",
        lead="Đánh giá của người nộp về hồ sơ đã giải quyết. Không ai sửa hay xóa được ở đây.",
        context={"look": look, "now": now, "figures": lists.figures(by), "pages": tabs("figures:ratings")},
    )  # fmt: skip
