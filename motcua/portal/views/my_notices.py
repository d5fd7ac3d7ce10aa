"""Thông báo: by which channels somebody is told of what happens to their dossiers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from motcua.agencies.access import Request
from motcua.citizens.access import account_of
from motcua.citizens.actions import choose_all, reachable
from motcua.portal.doors import own_page
from motcua.portal.my_notices import NoticesForm


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def my_notices(request: Request) -> HttpResponse:
    """Thông báo của tôi: choose, for each kind, e-mail, SMS, Zalo, or nothing."""
    account: Any = account_of(request)
    form = NoticesForm(request.POST if request.method == "POST" else None, account=account)
    if form.is_valid():
        choose_all(account, by=account.acting(), chosen=form.chosen())
        messages.success(request, gettext("Đã lưu cách báo tin."))
        return redirect("portal:my_notices")
    shown = {"form": form, "reached": bool(reachable(account)), "here": "notices"}
    return render(request, "portal/my_notices.html", shown, status=422 if form.errors else 200)
