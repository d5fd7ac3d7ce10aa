"""One's own account: where one is logged in, from which devices, and the password asked once more."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.agencies import actions
from motcua.agencies.access import Request, own_account, post_required, safe_next
from motcua.agencies.forms import ProveAgainForm
from motcua.agencies.models import Device, Person
from motcua.agencies.sessions import live_sessions
from motcua.core.errors import Refused
from motcua.ui.pages import back_with_word

HERE = "agencies:account"

page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@post_required()
def account(request: Request) -> HttpResponse:
    """Tài khoản của tôi: sessions and devices, and the way to password and second proof."""
    person: Person = request.post.person
    shown = {
        "person": person,
        "sessions": live_sessions(person),
        "current": request.session.session_key,
        "devices": person.devices.all(),
        "second": actions.has_second_factor(person),
    }
    return render(request, "agencies/account.html", shown)


@require_POST
@post_required()
def end_sessions(request: Request) -> HttpResponse:
    """End one of one's own sessions by its name, or all but this one."""
    by, name = request.post, request.POST.get("session", "")
    given: dict[str, Any] = {"names": [name] if name else None, "keep_session": request.session.session_key}
    return back_with_word(
        request, lambda: actions.end_sessions(by.person, by=by, **given), said="Đã kết thúc phiên làm việc.", to=HERE
    )


@require_POST
@post_required()
def forget_device(request: Request, key: int) -> HttpResponse:
    """Strike one of one's own devices off the list; its sessions end."""
    by = request.post
    device = get_object_or_404(Device, person=by.person, pk=key)
    return back_with_word(
        request, lambda: actions.forget_device(by.person, by=by, device=device), said="Đã quên thiết bị.", to=HERE
    )


@page
@own_account
@sensitive_post_parameters("password")
def prove_again(request: Request) -> HttpResponse:
    """Ask for the password once more before the account's keys are changed, with the waiting times of the log-in."""
    form = ProveAgainForm(request.POST if request.method == "POST" else None, initial={"next": safe_next(request)})
    try:
        if form.is_valid():
            return _proved(request, form.cleaned_data["password"])
    except Refused as refused:
        form.add_error("password", refused.message)
        return render(request, "agencies/prove_again.html", {"form": form}, status=refused.status)
    return render(request, "agencies/prove_again.html", {"form": form}, status=422 if form.is_bound else 200)


def _proved(request: Request, password: str) -> HttpResponse:
    person = request.acting.person
    actions.prove(name=person.username, person=person, password=password, address=request.address)
    request.session["proved"] = int(timezone.now().timestamp())
    return redirect(safe_next(request) or "agencies:second_factor")
