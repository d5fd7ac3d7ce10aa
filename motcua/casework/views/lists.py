"""Lists: the inbox, the dossiers one may read, the whole unit in figures; and the way from a code to its dossier."""

from functools import partial
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_safe

from motcua.agencies.access import Request, post_required
from motcua.casework import inbox as desk
from motcua.casework import many
from motcua.casework import overview as unit
from motcua.casework.forms import DossierFilters, OverviewFilters
from motcua.casework.lines import grouped, lines_of
from motcua.casework.looks import Look
from motcua.casework.origins import ORDER, list_query
from motcua.casework.seeing import DOSSIERS, INBOX, seen_by
from motcua.casework.standing import around
from motcua.citizens.finding import looks_like_number
from motcua.core.text import clean
from motcua.dossiers.finding import searched
from motcua.dossiers.models import Dossier
from motcua.dossiers.models.sight import OVERSEERS
from motcua.ui.pages import list_page


@require_safe
@post_required()
def inbox(request: Request) -> HttpResponse:
    """Hộp việc: what to do first, from whatever app it comes."""
    by, now = request.post, request.post.present
    shown, seen = desk.inbox_of(by, request.GET.get("tab", ""), now=now), seen_by(by, INBOX, asked=request.GET)
    if seen.begins:
        return redirect(seen.begins)
    counts, known, steps = desk.counted_of(by, now=now, asked=request.GET)
    look = Look(partial(lines_of, by=by, now=now), partial(grouped, tab=shown.tab, counts=known, now=now))
    beside = many.beside_list(by, query=desk.query_of(request.GET), tab=shown.tab)
    return list_page(
        request, shown.rows, title="Hộp việc", order=shown.order, template="casework/inbox.html",
        filters=partial(desk.InboxFilters, by=by, titles=steps), tabs=desk.tabs_of(counts, shown.tab, request.GET),
        lead=desk.lead_of(counts, now=now), noun="việc", empty=desk.empty_of(shown.tab), bulk=beside["bulk_url"],
        context={"tab": shown.tab, "look": look, "now": now, "seeing": seen, **around(by, now=now), **beside},
    )  # fmt: skip


@require_safe
@post_required()
def dossiers(request: Request) -> HttpResponse:
    """Hồ sơ: everything whose content the post may read, newest first."""
    found = searched(request.post).select_related("applicant", "edition", "agency")
    now, query = request.post.present, list_query(request.GET)
    look, beside = Look(partial(unit.dated, now=now)), many.beside_list(request.post, query=query)
    seen = seen_by(request.post, DOSSIERS, asked=request.GET)
    if seen.begins:
        return redirect(seen.begins)
    return list_page(
        request, found.defer("edition__content"), title="Hồ sơ", order=ORDER, template="casework/dossiers.html",
        filters=DossierFilters, noun="hồ sơ", bulk=beside["bulk_url"],
        context={"may_oversee": request.post.role in OVERSEERS, "look": look, "now": now, "seeing": seen, **beside},
    )  # fmt: skip


@require_safe
@post_required(*OVERSEERS)
def overview(request: Request) -> HttpResponse:
    """Toàn đơn vị: figures of the unit's tree and a masked list; content only where one may read it."""
    now = request.post.present
    look = Look(partial(unit.masked, by=request.post, now=now))
    rows = unit.listed(request.post, asked=request.GET.get("seen", ""))
    return list_page(
        request, rows, title="Toàn đơn vị", order=("-pk",), template="casework/overview.html",
        filters=partial(OverviewFilters, by=request.post), noun="hồ sơ",
        context={"figures": unit.figures(request.post, now=now), "look": look, "now": now},
    )  # fmt: skip


@require_GET
@post_required()
def scan(request: Request) -> HttpResponse:
    """A scanned code, or the QR of a slip, opens its dossier; what is not a code becomes a search."""
    asked = clean(request.GET.get("q"))
    if looks_like_number(asked):
        return redirect("casework:search")
    found = Dossier.objects.visible_to(request.post, named=True).scanned(asked)
    if found is not None:
        return redirect("casework:dossier", found.code)
    return redirect(f"{reverse('casework:dossiers')}?{urlencode({'q': asked})}")
