"""Yêu cầu của tôi về dữ liệu: asking an office to correct, erase or hold back what it keeps, and what it answers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.access import Request
from motcua.citizens.access import account_of
from motcua.core.errors import Refused
from motcua.files.viewing import disposition
from motcua.portal.doors import own_page, worded
from motcua.portal.my_rights import AskForm, line_of
from motcua.privacy import actions
from motcua.privacy.choices import WAITING, State
from motcua.privacy.models import RightsRequest
from motcua.privacy.people import desks_of
from motcua.privacy.receipt import receipt_of

page = require_http_methods(["GET", "HEAD", "POST"])
MOST = 50


@sensitive_post_parameters()
@page
@own_page
def my_requests(request: Request) -> HttpResponse:
    """What was asked, the newest first, and the form to ask; it needs a proven identity."""
    account: Any = account_of(request)
    desks = desks_of(account) if account.is_proven else []
    form = AskForm(request.POST if request.method == "POST" else None, desks=desks)
    try:
        if desks and form.is_valid():
            made = actions.ask(account, by=account.acting(), **form.inputs())
            messages.success(request, f"{gettext('Đã gửi yêu cầu.')} {made.code}")
            return redirect("portal:my_request", made.code)
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, worded(error))
    rows = RightsRequest.objects.visible_to(account.acting()).select_related("office")[:MOST]
    shown = {"form": form, "desks": desks, "account": account, "lines": [line_of(row) for row in rows], "here": "data"}
    return render(request, "portal/my_requests.html", shown, status=422 if form.errors else 200)


def _own(request: Request, rights: str) -> RightsRequest:
    account: Any = account_of(request)
    rows = RightsRequest.objects.visible_to(account.acting())
    related = rows.select_related("office", "desk__parent", "term", "answerer__person", "by__person")
    return get_object_or_404(related, code=rights)


@page
@own_page
def my_request(request: Request, rights: str) -> HttpResponse:
    """One request: its two days, what was answered; taken note of, or taken back."""
    found = _own(request, rights)
    if request.method == "POST":
        return _done(request, found)
    shown = line_of(found) | {"may_withdraw": found.state in WAITING, "ready": found.state == State.READY}
    return render(request, "portal/my_request.html", shown)


def _done(request: Request, found: RightsRequest) -> HttpResponse:
    account: Any = account_of(request)
    given = request.POST.get("version", "")
    version = int(given) if given.isdecimal() and len(given) < 10 else -1
    how: dict[str, Any] = {"by": account.acting(), "version": version}
    if request.POST.get("go") == "withdraw":
        found = actions.withdraw(found, note="Rút trên cổng", **how)
        messages.success(request, gettext("Đã rút yêu cầu."))
    elif request.POST.get("go") == "take":
        found = actions.hand_over(found, **how)
        messages.success(request, gettext("Yêu cầu đã xong."))
    return redirect("portal:my_requests") if found.forgotten_at else redirect("portal:my_request", found.code)


@require_safe
@own_page
def my_receipt(request: Request, rights: str) -> HttpResponse:
    """Giấy nhận yêu cầu: number, what was asked, the two days."""
    found = _own(request, rights)
    if found.forgotten_at is not None:
        raise Http404
    response = HttpResponse(receipt_of(found), content_type="application/pdf")
    response.headers["Content-Disposition"] = disposition(f"{found.code}.pdf", inline=True)
    return response
