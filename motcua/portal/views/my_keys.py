"""Khóa truy cập: coming in with one, adding one, taking one away."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from motcua.agencies import passkeys
from motcua.agencies.access import Request, safe_next
from motcua.citizens.access import account_of, let_in
from motcua.citizens.actions import AnotherPerson, add_account_key, enter_by_key, remove_account_key
from motcua.citizens.choices import Way
from motcua.core.errors import Refused
from motcua.portal.doors import lately_proved, worded
from motcua.portal.forms import KeyForm, NewKeyForm
from motcua.portal.languages import spoken

CHALLENGE = "account_challenge"
UNMADE = "Máy chưa tạo được khóa. Hãy thử lại."
page = require_http_methods(["GET", "HEAD", "POST"])


def _site(request: Request) -> passkeys.Site:
    return passkeys.site_of(scheme=str(request.scheme), host=request.get_host())


def _taken(request: Request) -> bytes:
    """Return the challenge that was asked, which is good for one answer."""
    return bytes.fromhex(request.session.pop(CHALLENGE, ""))


@never_cache
@page
@spoken
@sensitive_post_parameters("credential")
def by_key(request: Request) -> HttpResponse:
    """Come in with a key of this device, or show again who is there."""
    form = KeyForm(request.POST if request.method == "POST" else None, initial={"next": safe_next(request)})
    try:
        if form.is_valid():
            return _entered(request, form.cleaned_data["credential"])
    except Refused as error:
        form.add_error(None, worded(error))
    return _asked(request, form, template="portal/by_key.html")


def _entered(request: Request, answer: str) -> HttpResponse:
    found = enter_by_key(site=_site(request), answer=answer, challenge=_taken(request), address=request.address)
    present = account_of(request)
    if present is not None and present != found:
        raise AnotherPerson()
    return let_in(request, redirect(safe_next(request) or "portal:mine"), found, way=Way.PASSKEY)


def _asked(request: Request, form: KeyForm, *, template: str, account: Any = None) -> HttpResponse:
    """Show the page with the question to the browser; at an address by number there is none."""
    site, options = _site(request), ""
    if passkeys.works_at(site) and account is None:
        options, challenge = passkeys.asks_for_proof(site, known=[], alone=True)
        request.session[CHALLENGE] = challenge.hex()
    elif passkeys.works_at(site):
        name = account.name or account.email or account.phone
        known = [bytes(each.credential) for each in account.passkeys.all()]
        options, challenge = passkeys.asks_for_new(
            site, person=account.pk.bytes, username=name, name=name, known=known, alone=True
        )
        request.session[CHALLENGE] = challenge.hex()
    shown = {"form": form, "options": options}
    return render(request, template, shown, status=422 if form.is_bound else 200)


@page
@lately_proved
def add_key(request: Request) -> HttpResponse:
    """Thêm khóa truy cập: the browser makes a pair, its public half is kept under a name."""
    account: Any = account_of(request)
    form = NewKeyForm(request.POST if request.method == "POST" else None)
    try:
        if form.is_valid():
            key = passkeys.accept_new(
                _site(request), form.cleaned_data["credential"], challenge=_taken(request), alone=True
            )
            return _kept(request, account, form.cleaned_data["name"], key)
    except (Refused, passkeys.Unproven) as error:
        form.add_error(None, worded(error) if isinstance(error, Refused) else gettext(UNMADE))
    return _asked(request, form, template="portal/add_key.html", account=account)


def _kept(request: Request, account: Any, name: str, key: passkeys.NewKey) -> HttpResponse:
    add_account_key(account, by=account.acting(), name=name, key=key)
    messages.success(request, gettext("Đã thêm khóa truy cập."))
    return redirect("portal:my_devices")


@require_POST
@lately_proved
def remove_key(request: Request, key: uuid.UUID) -> HttpResponse:
    """Take one of one's own keys away; somebody else's is not there."""
    account: Any = account_of(request)
    remove_account_key(account, by=account.acting(), passkey=get_object_or_404(account.passkeys, pk=key))
    messages.success(request, gettext("Đã bỏ khóa truy cập."))
    return redirect("portal:my_devices")
