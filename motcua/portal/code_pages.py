"""The two pages of every one-time code: where it is to be sent, and what came."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from motcua.agencies.access import Request, safe_next
from motcua.citizens.access import account_of
from motcua.citizens.actions import ask_code, sent_to, use_code
from motcua.citizens.choices import CodePurpose
from motcua.citizens.models import Account, OneTimeCode
from motcua.core.errors import Refused
from motcua.portal.doors import worded
from motcua.portal.forms import CodeForm, ContactForm
from motcua.portal.languages import language_of


def asked_address(name: str, **query: str) -> str:
    """Return the address of a page with what is given of the query."""
    return f"{reverse(name)}?{urlencode({key: value for key, value in query.items() if value})}"


def contacts_of(account: Account) -> dict[str, str]:
    """Return "phone" and "email" → what the account has proven of them."""
    found = {"phone": account.phone_proved_at and account.phone, "email": account.email_proved_at and account.email}
    return {of: value for of, value in found.items() if value}


def ask(
    request: Request,
    form: ContactForm,
    *,
    template: str,
    shown: Mapping[str, Any],
    then: str,
    account: Account | None = None,
) -> HttpResponse:
    """Show the form, and send a code to what was typed; `account` changes its contact, without one somebody comes in.

    The answer is the same whether anybody is known by that phone or address.
    """
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            sent = ask_code(
                contact=form.cleaned_data["contact"], address=request.address, language=language_of(request),
                account=account, purpose=CodePurpose.LOG_IN if account is None else CodePurpose.CONTACT,
            )  # fmt: skip
            return redirect(asked_address(then, lan=str(sent.pk), next=safe_next(request)))
        except Refused as error:
            form.add_error("contact", worded(error))
            status = error.status
    return render(request, template, {"form": form, **shown}, status=status)


def answer(request: Request, *, purpose: str, done: Callable[[OneTimeCode], HttpResponse], anew: str) -> HttpResponse:
    """Show the form for the code, and call `done` with the right one; `anew` is where another is asked for."""
    kept = {"lan": request.GET.get("lan", "")[:40], "next": safe_next(request)}
    form, status = CodeForm(request.POST if request.method == "POST" else None, initial=kept), 200
    account = None if purpose == CodePurpose.LOG_IN else account_of(request)
    try:
        if form.is_valid():
            key, code = form.cleaned_data["lan"], form.cleaned_data["code"]
            return done(use_code(key, code=code, purpose=purpose, address=request.address, account=account))
        status = 422 if form.errors else 200
    except Refused as error:
        form.add_error("code", worded(error))
        status = error.status
    shown = {"form": form, "to": sent_to(form["lan"].value() or ""), "anew": asked_address(anew, next=kept["next"])}
    return render(request, "portal/code.html", shown, status=status)
