"""Coming in on the portal and going out: by code, by electronic identity, and again before what matters changes."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from motcua.agencies.access import Request, safe_next
from motcua.citizens.access import account_of, let_in, let_out, session_of
from motcua.citizens.actions import ask_code, enter_by_code, enter_by_identity, mark_proved
from motcua.citizens.choices import CodePurpose, Way
from motcua.citizens.models import OneTimeCode
from motcua.citizens.openid import trips
from motcua.notify.gateways import offered
from motcua.portal.code_pages import answer, ask, asked_address, contacts_of
from motcua.portal.doors import own_page, told
from motcua.portal.forms import ContactForm
from motcua.portal.languages import language_of, spoken

TRIP = "identity_trip"
open_page = partial(own_page, agreed=False)
page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@page
@spoken
@sensitive_post_parameters("contact")
def log_in(request: Request) -> HttpResponse:
    """Đăng nhập: the ways that this installation has; a phone or an address sent here is sent a code."""
    if account_of(request) is not None:
        return redirect(safe_next(request) or "portal:mine")
    form = ContactForm(request.POST if request.method == "POST" else None, initial={"next": safe_next(request)})
    shown = {"provider": settings.OIDC, "next": safe_next(request), "by_code": offered()}
    return ask(request, form, template="portal/log_in.html", shown=shown, then="portal:enter_code")


@never_cache
@page
@spoken
@sensitive_post_parameters("code")
def enter_code(request: Request) -> HttpResponse:
    """Nhập mã: the right one opens the account of that phone or address, or finds it."""

    def done(proven: OneTimeCode) -> HttpResponse:
        account = enter_by_code(proven, language=language_of(request))
        return let_in(request, redirect(safe_next(request) or "portal:mine"), account, way=Way.CODE)

    return answer(request, purpose=CodePurpose.LOG_IN, done=done, anew="portal:log_in")


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


@page
@open_page
@sensitive_post_parameters("code")
def prove_again(request: Request) -> HttpResponse:
    """Ask who is there once more before what matters is changed: by a code to a proven contact, or by identity."""
    account: Any = account_of(request)
    if request.method == "POST" and "send" in request.POST:
        return _send_to_own(request, account)
    if request.method == "POST" or "lan" in request.GET:
        return answer(request, purpose=CodePurpose.PROVE, done=partial(_proved, request), anew="portal:prove_again")
    shown = {"provider": settings.OIDC, "account": account, "next": safe_next(request), "proven": contacts_of(account)}
    shown["keys"] = account.passkeys.exists()
    return render(request, "portal/prove_again.html", shown)


def _send_to_own(request: Request, account: Any) -> HttpResponse:
    contact = contacts_of(account).get(request.POST["send"], "")
    sent = ask_code(
        contact=contact, purpose=CodePurpose.PROVE, account=account, address=request.address,
        language=language_of(request),
    )  # fmt: skip
    return redirect(asked_address("portal:prove_again", lan=str(sent.pk), next=safe_next(request)))


def _proved(request: Request, proven: OneTimeCode) -> HttpResponse:
    session: Any = session_of(request)
    mark_proved(session)
    return redirect(safe_next(request) or "portal:my_data")
