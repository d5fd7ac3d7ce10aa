"""The citizens' door: whose account is asking.

Its session is its own, beside the officials': one browser may hold both.
"""

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect

from motcua.agencies.access import Request
from motcua.citizens.actions.accounts import begin_session, end_session, mark_account_seen
from motcua.citizens.choices import AccountState, ConsentKind
from motcua.citizens.consents import present_text
from motcua.citizens.models import Account, AccountSession, Consent

View = Callable[..., HttpResponse]
SEEN_EVERY = timedelta(seconds=60)
TOKEN_LIMIT = 100  # characters
LOG_IN, AGREE = "portal:log_in", "portal:agree"


def account_of(request: HttpRequest) -> Account | None:
    """Return the account that asks, None for strangers; asked of the database once a request."""
    session = session_of(request)
    return session.account if session is not None else None


def session_of(request: HttpRequest) -> AccountSession | None:
    """Return the session that asks, with its account; None when there is none or it is over."""
    if not hasattr(request, "_account_session"):
        request._account_session = _read(request.COOKIES.get(settings.ACCOUNT_COOKIE_NAME, ""))  # type: ignore[attr-defined]
    found: AccountSession | None = request._account_session  # type: ignore[attr-defined]
    return found


def _read(text: str) -> AccountSession | None:
    if not text or len(text) > TOKEN_LIMIT:
        return None
    idle = Now() - timedelta(seconds=settings.ACCOUNT_IDLE_SECONDS)
    agreed = Consent.objects.given().filter(account=OuterRef("account"), kind=ConsentKind.ACCOUNT).values("text")
    rows = AccountSession.objects.select_related("account").annotate(real=Now(), agreed=Subquery(agreed[:1]))
    rows = rows.filter(expires_at__gt=Now(), last_seen__gt=idle, account__state=AccountState.OPEN)
    found = rows.filter(digest=AccountSession.digest_of(text)).first()
    if found is not None and found.real - found.last_seen > SEEN_EVERY:
        mark_account_seen(found)
    return found


def last_account(request: HttpRequest) -> Account | None:
    """Return whose session ran out in this browser, None for strangers and where it was ended; opens no door."""
    text = request.COOKIES.get(settings.ACCOUNT_COOKIE_NAME, "")[:TOKEN_LIMIT]
    rows = AccountSession.objects.select_related("account").filter(account__state=AccountState.OPEN)
    found = rows.filter(digest=AccountSession.digest_of(text)).first()
    return found.account if found is not None else None


def let_in(request: Request, response: HttpResponse, account: Account, *, way: str) -> HttpResponse:
    """Begin a session of the account in this browser; any other of its own there ends."""
    let_out(request, response)
    agent = request.headers.get("User-Agent", "")
    text = begin_session(account, way=way, address=request.address, user_agent=agent)
    rotate_token(request)
    response.set_cookie(
        settings.ACCOUNT_COOKIE_NAME, text, max_age=settings.SESSION_COOKIE_AGE, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def let_out(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """End the session in this browser."""
    text = request.COOKIES.get(settings.ACCOUNT_COOKIE_NAME, "")
    if text:
        end_session(text[:TOKEN_LIMIT])
        response.delete_cookie(settings.ACCOUNT_COOKIE_NAME, samesite="Lax")
    return response


def account_required(view: View, *, agreed: bool = True) -> View:
    """Let a view be used by whoever is logged in on the portal; it finds the account by `account_of`.

    Strangers go to the log-in page and come back; pages behind this door are never kept by browsers and proxies.
    Nobody goes further without having agreed to what is kept (`agreed` False: pages for deciding about just that).
    """

    @functools.wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if session_of(request) is None:
            response = to_log_in(request)
        elif agreed and not has_agreed(request):
            response = _led(request, AGREE)
        else:
            response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    guarded.for_accounts = True  # type: ignore[attr-defined]  # read by the permission matrix
    return guarded


def has_agreed(request: Request) -> bool:
    """Tell whether the holder agreed to the words of now; what is being sent goes through on older ones, unspoilt."""
    version = getattr(session_of(request), "agreed", None) or 0
    return version == present_text().version or (version > 0 and request.method not in ("GET", "HEAD"))


def to_log_in(request: HttpRequest) -> HttpResponse:
    """Send to the log-in page, which sends back to where a reader was; after a form to the page it stands on."""
    return _led(request, LOG_IN)


def _led(request: HttpRequest, name: str) -> HttpResponse:
    back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
    url = f"{reverse(name)}?{urlencode({'next': back})}"
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") else redirect(url)
