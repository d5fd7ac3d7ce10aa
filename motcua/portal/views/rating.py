"""Đánh giá việc giải quyết: from the account, or through the link of the slip and of notices."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.agencies.access import Request
from motcua.agencies.models import Post
from motcua.citizens.access import account_of
from motcua.core.errors import Refused
from motcua.dossiers.actions.tracking import count_attempt
from motcua.dossiers.ratings import ended_at
from motcua.dossiers.tracking import dossier_of
from motcua.portal.doors import own_page
from motcua.portal.forms import TrackForm
from motcua.portal.languages import spoken
from motcua.portal.my_dossiers import mine
from motcua.portal.ratings import Rated

WAYS = ["GET", "HEAD", "POST"]


@require_http_methods(WAYS)
@own_page
def rate(request: Request, code: str) -> HttpResponse:
    """Rate one's own dossier."""
    account: Any = account_of(request)
    dossier = get_object_or_404(mine(account), code=code)
    if ended_at(dossier) is None:
        return redirect("portal:my_dossier", dossier.code)
    rated = Rated(request, dossier, by=account.acting())
    if rated.is_sent():
        return redirect("portal:rate", dossier.code)
    return _shown(request, rated, own=True)


@never_cache
@require_http_methods(WAYS)
@spoken
def rate_by_link(request: Request, token: str) -> HttpResponse:
    """Rate the dossier whose link one holds; asking is counted like tracking."""
    try:
        count_attempt(network=request.address)
        dossier = dossier_of(token)
    except Refused as error:
        return render(request, "portal/track.html", {"form": TrackForm(), "refusal": error}, status=error.status)
    if ended_at(dossier) is None:
        return redirect("portal:by_link", token)
    rated = Rated(request, dossier, by=Post.objects.portal())
    if rated.is_sent(key=token):
        return redirect("portal:rate_by_link", token)
    return _shown(request, rated, own=False)


def _shown(request: Request, rated: Rated, *, own: bool) -> HttpResponse:
    sent_in_vain = request.method == "POST"
    response = render(request, "portal/rate.html", rated.shown() | {"own": own}, status=422 if sent_in_vain else 200)
    response.headers["Referrer-Policy"] = "same-origin"  # the address is a key; without any its form would be refused
    response.headers["X-Robots-Tag"] = "noindex"
    return response
