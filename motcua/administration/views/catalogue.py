"""Procedures of the office: the list of adoptions, one of them, its editions, two of them side by side."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.administration.catalogue import looking, showing
from motcua.administration.sections import KEEPERS
from motcua.agencies.access import Request, post_required
from motcua.core.clock import today
from motcua.procedures.models import content_of
from motcua.procedures.permissions import KEEPERS as EDITORS
from motcua.procedures.wording import FORM_PART
from motcua.ui.pages import detail_page, list_page


@require_safe
@post_required(*KEEPERS)
def adoptions(request: Request) -> HttpResponse:
    """Thủ tục của đơn vị: by words, code, field, and how they stand."""
    on = today()
    rows = looking.adoptions_of(request.post, on)
    shown = looking.standing_asked(rows, request.GET, on)
    add = {"label": "Áp dụng thủ tục khác", "url": reverse("administration:national"), "icon": "plus"}
    return list_page(
        request, shown, title="Thủ tục của đơn vị", order=("procedure__code", "pk"), noun="thủ tục",
        template="administration/catalogue/adoptions.html", filters=partial(looking.AdoptionFilters, rows=rows),
        tabs=looking.tabs_of(request.GET, looking.counts_of(rows, on)),
        actions=[add] if request.post.role in EDITORS else [],
    )  # fmt: skip


@require_safe
@post_required(*KEEPERS)
def adoption(request: Request, adoption: int) -> HttpResponse:
    """One procedure as the office gives it: draft, editions, what keeps it from being published, what to review."""
    on = today()
    found = showing.adoption_or_404(request.post, adoption, on)
    page = showing.page_of(found, request.post, on)
    return detail_page(
        request, found, title=found.procedure.name, template="administration/catalogue/adoption.html",
        crumbs=[("Thủ tục của đơn vị", reverse("administration:catalogue"))],
        actions=showing.buttons_of(found, page), context=page,
    )  # fmt: skip


@require_safe
@post_required(*KEEPERS)
def edition(request: Request, adoption: int, number: int) -> HttpResponse:
    """One published edition, as it is frozen."""
    on = today()
    found = showing.adoption_or_404(request.post, adoption, on)
    row = get_object_or_404(found.editions.select_related("published_by__person"), number=number)
    parts = showing.words_of(content_of(row.pk))[0]
    shown = {
        "adoption": found, "edition": row, "state": showing.state_of(row, on),
        "parts": list(showing.shortened(parts)), "form_part": FORM_PART,
    }  # fmt: skip
    return render(request, "administration/catalogue/edition.html", shown)


@require_safe
@post_required(*KEEPERS)
def compare(request: Request, adoption: int) -> HttpResponse:
    """Two editions, or an edition and the draft, field by field."""
    found = showing.adoption_or_404(request.post, adoption, today())
    left, right = showing.sides_asked(found, request.GET)
    whole = "ca" in request.GET
    shown = showing.comparison(found, left, right, only_changes=not whole)
    chosen = {"adoption": found, "sides": showing.sides_of(found), "left": left, "right": right, "whole": whole}
    return render(request, "administration/catalogue/compare.html", shown | chosen)
