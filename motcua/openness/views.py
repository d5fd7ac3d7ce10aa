"""Công khai số liệu: which units show their figures to everybody; opening, closing, opening again."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.access import Request, post_required
from motcua.core.addresses import address
from motcua.openness import actions
from motcua.openness.forms import OpenForm, units_of
from motcua.openness.models import Publication
from motcua.openness.permissions import DECIDERS, may_decide
from motcua.ui.pages import form_page, one_click, run

page = require_http_methods(["GET", "HEAD", "POST"])
TITLE, HOME, PAGE = "Công khai số liệu", "openness:publications", "portal:open_figures"


@require_safe
@post_required(*DECIDERS)
def publications(request: Request) -> HttpResponse:
    """Công khai số liệu: the units that decided on it, in the post's tree."""
    by = request.post
    rows = [
        {"it": each, "may": may_decide(by, each), "url": address(PAGE, each.agency.code)}
        for each in Publication.objects.visible_to(by).select_related("agency").order_by("agency__path")
    ]
    return render(request, "openness/publications.html", {"rows": rows, "may_open": units_of(by).exists()})


@page
@post_required(*DECIDERS)
def open_figures(request: Request) -> HttpResponse:
    """Công khai số liệu của một đơn vị, từ một tháng."""
    back, title = reverse(HOME), "Công khai một đơn vị"
    return form_page(
        request, OpenForm, act=partial(actions.open_figures, by=request.post), title=title,
        options={"by": request.post}, done=back, said="Đã công khai.", save="Công khai",
        template="openness/open.html", context={"cancel_url": back, "crumbs_items": [(TITLE, back), (title, "")]},
    )  # fmt: skip


@one_click
@post_required(*DECIDERS)
def close_figures(request: Request, publication: int) -> HttpResponse:
    """Ngừng công khai."""
    found = get_object_or_404(Publication.objects.visible_to(request.post), pk=publication)
    return run(
        request,
        partial(actions.close_figures, found, by=request.post),
        done=reverse(HOME),
        subject=found,
        said="Đã ngừng công khai.",
    )


@one_click
@post_required(*DECIDERS)
def reopen_figures(request: Request, publication: int) -> HttpResponse:
    """Công khai trở lại."""
    found = get_object_or_404(Publication.objects.visible_to(request.post), pk=publication)
    return run(
        request,
        partial(actions.reopen_figures, found, by=request.post),
        done=reverse(HOME),
        subject=found,
        said="Đã công khai trở lại.",
    )
