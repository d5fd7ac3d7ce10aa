"""Đồng ý: the words a holder agrees to when an account begins and when they have changed, and taking it back."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from motcua.agencies.access import Request, safe_next
from motcua.citizens import actions
from motcua.citizens.access import account_of
from motcua.citizens.consents import present_text
from motcua.citizens.models import Consent
from motcua.portal.doors import own_page
from motcua.portal.languages import language_of

open_page = partial(own_page, agreed=False)


@require_http_methods(["GET", "HEAD", "POST"])
@open_page
def agree(request: Request) -> HttpResponse:
    """Show the words of now and record that their reader agrees; who does not may close the account."""
    account: Any = account_of(request)
    text, language = present_text(), language_of(request)
    if request.method != "POST":
        shown = {"text": text, "words": text.words(language), "next": safe_next(request)}
        return render(request, "portal/agree.html", shown)
    given = request.POST.get("version", "")
    number = int(given) if given.isdecimal() and len(given) < 5 else 0
    actions.agree(account, by=account.acting(), text=number, language=language)
    return redirect(safe_next(request) or "portal:mine")


@require_POST
@open_page
def withdraw(request: Request, consent: int) -> HttpResponse:
    """Rút đồng ý: one's own, which still holds; somebody else's is not there."""
    account: Any = account_of(request)
    by = account.acting()
    actions.withdraw_consent(get_object_or_404(Consent.objects.visible_to(by), pk=consent), by=by)
    messages.success(request, gettext("Đã rút đồng ý."))
    return redirect("portal:my_data")
