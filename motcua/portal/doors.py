"""The doors of the account's pages, and how a refusal is told on one of them."""

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from motcua.agencies.access import Request
from motcua.agencies.actions.attempts import TooMany
from motcua.agencies.models import Post
from motcua.citizens.access import account_of, account_required, session_of
from motcua.core.errors import Refused
from motcua.filing.pages import Side
from motcua.portal.languages import spoken

TOO_MANY = _("Đã thử quá nhiều lần. Hãy thử lại sau {minutes} phút.")
View = Callable[..., HttpResponse]
PROOF_LASTS = timedelta(minutes=15)

SIDE = Side("portal", "portal/base.html")  # whose pages of a filing these are


def acting(request: Request) -> Post:
    """Return the portal's post for the account that asks."""
    account = account_of(request)
    assert account is not None  # behind account_required
    return account.acting()


def worded(error: Refused) -> str:
    """Return why something was refused in the language of the page."""
    if isinstance(error, TooMany):
        return str(TOO_MANY.format(minutes=-(-error.retry_after // 60)))
    return gettext(error.message)


def told(view: View) -> View:
    """Say on a page of the portal why something was refused, in the language chosen."""

    @functools.wraps(view)
    def shown(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as error:
            shown = {"refusal": worded(error), "code": error.code}
            return render(request, "portal/refused.html", shown, status=error.status)

    return shown


def own_page(view: View, *, agreed: bool = True) -> View:
    """A page of the account's holder, in the language chosen; refusals are told in words.

    `agreed` False: open also to who has not agreed to what is kept.
    """
    return account_required(spoken(told(view)), agreed=agreed)


def lately_proved(view: View, *, agreed: bool = True) -> View:
    """Ask the holder to show again who they are, unless they did in the last minutes; `agreed` as for `own_page`."""

    @functools.wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        session = session_of(request)
        if session is not None and timezone.now() - session.proved_at > PROOF_LASTS:
            back = request.get_full_path() if request.method in ("GET", "HEAD") else request.path
            return redirect(f"{reverse('portal:prove_again')}?{urlencode({'next': back})}")
        return view(request, *args, **kwargs)

    return own_page(guarded, agreed=agreed)
