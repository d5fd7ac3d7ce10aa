"""Tổng quan: the leader's page, and the dossiers behind each of its numbers."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request, post_required
from motcua.casework import overview
from motcua.casework.looks import Look
from motcua.dossiers.models.sight import OVERSEERS
from motcua.figures import home as page
from motcua.figures.held import Rows
from motcua.figures.looking import Looked
from motcua.figures.tabs import tabs
from motcua.ui.pages import UNPROCESSABLE, list_page


@require_safe
@post_required(*OVERSEERS)
def home(request: Request) -> HttpResponse:
    """Tổng quan: how things stand, what came about in a period; every number opens."""
    looked = Looked(request.GET, by=request.post)
    shown = page.shown(looked, every="all" in request.GET)
    whole = {"form": looked.form, "pages": tabs("figures:home"), "now": request.post.present, **shown}
    return render(request, "figures/home.html", whole, status=200 if looked.is_sound else UNPROCESSABLE)


@require_safe
@post_required(*OVERSEERS)
def rows(request: Request) -> HttpResponse:
    """Những hồ sơ một con số đếm."""
    asked, now = Rows(request.GET, by=request.post), request.post.present
    found = asked.dossiers().select_related("applicant", "edition", "agency").defer("edition__content")
    back = {"back": f"{reverse('figures:home')}?{asked.here()}", "now": now}
    return list_page(
        request, found, title=asked.title, lead=asked.lead, order=("-pk",), noun="hồ sơ",
        template="figures/rows.html",
        context=back | {"look": Look(partial(overview.masked, by=request.post, now=now))},
    )  # fmt: skip
