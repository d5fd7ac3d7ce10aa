"""What search engines ask for: which pages they may read, and where all procedures stand."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request
from motcua.core.clock import today
from motcua.portal import catalogue
from motcua.portal.life_events import life_events

XML = "application/xml; charset=utf-8"
MOST = 20_000  # addresses in one file; the protocol allows 50,000


@require_safe
def robots(request: Request) -> HttpResponse:
    """robots.txt: the public catalogue is open, nothing else is for search engines."""
    shown = {"sitemap": f"{settings.PUBLIC_ADDRESS}{reverse('portal:sitemap')}"}
    return render(request, "portal/robots.txt", shown, content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: Request) -> HttpResponse:
    """sitemap.xml: the index of as many files as the catalogue needs."""
    pages = Paginator(catalogue.public_pages(today()), MOST)
    address = f"{settings.PUBLIC_ADDRESS}{reverse('portal:sitemap')}"
    files = [f"{address}?p={number}" for number in pages.page_range]
    if "p" not in request.GET:
        return render(request, "portal/sitemaps.xml", {"files": files}, content_type=XML)
    number = request.GET["p"]
    if not number.isdecimal() or not 0 < int(number) <= pages.num_pages:
        raise Http404
    places = [(reverse("portal:procedure", args=[code, office]), day) for code, office, day in pages.page(int(number))]
    events = ((reverse("portal:event", args=[slug]), None) for slug in life_events())
    first = [(reverse("portal:catalogue"), None), *events]
    shown = {"base": settings.PUBLIC_ADDRESS, "places": [*(first if number == "1" else []), *places]}
    return render(request, "portal/sitemap.xml", shown, content_type=XML)
