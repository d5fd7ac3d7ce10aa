"""Coming in on the portal and going out: by electronic identity, and again before what matters is changed."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from motcua.agencies.access import Request, safe_next
from motcua.citizens.access import account_of, let_in, let_out
from motcua.citizens.actions import enter_by_identity
from motcua.citizens.choices import Way
from motcua.citizens.openid import trips
from motcua.portal.doors import own_page, told
from motcua.portal.languages import language_of, spoken

TRIP = "identity_trip"


@never_cache
@require_safe
@spoken
def log_in(request: Request) -> HttpResponse:
    """Đăng nhập: the ways that this installation has."""
    if account_of(request) is not None:
        return redirect(safe_next(request) or "portal:mine")
    return render(request, "portal/log_in.html", {"provider": settings.OIDC, "next": safe_next(request)})


@never_cache
@require_GET
@spoken
@told
def by_identity(request: Request) -> HttpResponse:
    """Lead to the provider of identities; a link, because a form may not lead away from this site."""
    if not settings.OIDC.is_set:
        raise Http404
    back = request.build_absolute_uri(reverse("portal:identity_answer"))
    present = account_of(request) is not None
    trip, door = trips.begin(settings.OIDC, back=back, next=safe_next(request), fresh=present)
    request.session[TRIP] = trip.kept()
    return redirect(door)


@never_cache
@require_GET
@spoken
@told
def identity_answer(request: Request) -> HttpResponse:
    """The provider sends back to here; what is written on this GET is guarded by a state that is good for once."""
    kept = request.session.pop(TRIP, None)
    trip, proven = trips.finish(settings.OIDC, kept, request.GET.dict())
    account = enter_by_identity(
        proven, issuer=settings.OIDC.issuer, present=account_of(request), language=language_of(request)
    )
    return let_in(request, redirect(trip.next or "portal:mine"), account, way=Way.IDENTITY)


@never_cache
@require_POST
def log_out(request: Request) -> HttpResponse:
    """Đăng xuất: end the account's session in this browser; an official's session is not touched."""
    return let_out(request, redirect("portal:home"))


@require_safe
@own_page
def prove_again(request: Request) -> HttpResponse:
    """Ask who is there once more before what matters is changed."""
    shown = {"provider": settings.OIDC, "account": account_of(request), "next": safe_next(request)}
    return render(request, "portal/prove_again.html", shown)
