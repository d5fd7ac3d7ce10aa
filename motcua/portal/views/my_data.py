"""Dữ liệu của tôi: what is kept, corrected, taken along, and the account closed; where one is logged in."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.agencies.access import Request
from motcua.citizens.access import account_of, has_agreed, let_out, session_of
from motcua.citizens.actions import change_contact, close_account, correct_account, end_sessions, live_sessions
from motcua.citizens.choices import CodePurpose
from motcua.citizens.models import OneTimeCode
from motcua.core.errors import Refused
from motcua.portal.code_pages import answer, ask
from motcua.portal.doors import lately_proved, own_page, worded
from motcua.portal.forms import ContactForm, CorrectForm
from motcua.portal.languages import keep, language_of
from motcua.portal.my_data import agreed_to, everything

page = require_http_methods(["GET", "HEAD", "POST"])
open_page, open_proved = partial(own_page, agreed=False), partial(lately_proved, agreed=False)  # to decide by


@require_safe
@open_page
def my_data(request: Request) -> HttpResponse:
    """What the account keeps of its holder."""
    account: Any = account_of(request)
    shown = {"account": account, "provider": settings.OIDC, "here": "data"}
    shown["consents"], shown["agreed"] = agreed_to(account, language_of(request)), has_agreed(request)
    return render(request, "portal/my_data.html", shown)


@page
@own_page
def correct(request: Request) -> HttpResponse:
    """Sửa thông tin: name, address and language, as the holder says them."""
    account: Any = account_of(request)
    said = {"name": account.name, "address": account.address, "language": account.language}
    form = CorrectForm(request.POST if request.method == "POST" else None, initial=said, proven=account.is_proven)
    try:
        if form.is_valid():
            return _corrected(request, account, form)
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, worded(error))
    return render(request, "portal/correct.html", {"form": form}, status=422 if form.errors else 200)


def _corrected(request: Request, account: Any, form: CorrectForm) -> HttpResponse:
    correct_account(account, by=account.acting(), **form.cleaned_data)
    messages.success(request, gettext("Đã lưu thông tin của bạn."))
    return keep(redirect("portal:my_data"), form.cleaned_data["language"])


@page
@lately_proved
@sensitive_post_parameters("contact")
def contact(request: Request) -> HttpResponse:
    """Đổi nơi liên hệ: a code goes to the new phone or address first."""
    form = ContactForm(request.POST if request.method == "POST" else None)
    return ask(
        request, form, template="portal/contact.html", shown={}, then="portal:contact_code", account=account_of(request)
    )


@page
@lately_proved
@sensitive_post_parameters("code")
def contact_code(request: Request) -> HttpResponse:
    """The code that came to the new phone or address makes it the account's."""
    account: Any = account_of(request)

    def done(proven: OneTimeCode) -> HttpResponse:
        change_contact(account, by=account.acting(), proven=proven)
        messages.success(request, gettext("Đã đổi nơi liên hệ."))
        return redirect("portal:my_data")

    return answer(request, purpose=CodePurpose.CONTACT, done=done, anew="portal:contact")


@require_safe
@open_page
def my_file(request: Request) -> HttpResponse:
    """Tải dữ liệu của tôi: everything as one JSON file."""
    answer = JsonResponse(everything(account_of(request)), json_dumps_params={"ensure_ascii": False, "indent": 1})  # type: ignore[arg-type]
    answer.headers["Content-Disposition"] = 'attachment; filename="du-lieu-cua-toi.json"'
    return answer


@page
@open_proved
def close(request: Request) -> HttpResponse:
    """Đóng tài khoản: what goes, what stays and why; then the button."""
    account: Any = account_of(request)
    if request.method != "POST":
        return render(request, "portal/close.html", {"account": account})
    close_account(account, by=account.acting())
    messages.success(request, gettext("Đã đóng tài khoản."))
    return let_out(request, redirect("portal:home"))


@require_safe
@own_page
def my_devices(request: Request) -> HttpResponse:
    """Đăng nhập và thiết bị: where one is logged in."""
    session: Any = session_of(request)
    shown = {
        "sessions": live_sessions(session.account),
        "current": session.pk,
        "keys": session.account.passkeys.all(),
        "here": "devices",
    }
    return render(request, "portal/my_devices.html", shown)


@require_POST
@own_page
def end_others(request: Request) -> HttpResponse:
    """End one other session by its name, or all but this one."""
    session: Any = session_of(request)
    end_sessions(session.account, keep=session, name=request.POST.get("session", "")[:40])
    messages.success(request, gettext("Đã đăng xuất ở thiết bị khác."))
    return redirect("portal:my_devices")
