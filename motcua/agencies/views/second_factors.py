"""The second proof beside the password: shown at the log-in, set up and taken away on one's own pages."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.agencies import actions, one_time, passkeys
from motcua.agencies.access import Request, address_of, lately_proved, own_account, safe_next
from motcua.agencies.choices import PROVEN_ROLES
from motcua.agencies.forms import ConfirmCodeForm, PasskeyForm, SecondStepForm
from motcua.agencies.models import Authenticator, Passkey, Person
from motcua.agencies.views.log_in import enter, home_of
from motcua.core.errors import Refused
from motcua.ui.codes import qr
from motcua.ui.pages import back_with_word

HERE = "agencies:second_factor"

page = require_http_methods(["GET", "HEAD", "POST"])
CHALLENGE = "challenge"


def site_of(request: Request) -> passkeys.Site:
    """Return where a key of this request is good; the host is one of ours, or the request would not have come here."""
    return passkeys.site_of(scheme=str(request.scheme), host=request.get_host())


def keys_work_here(request: Request) -> bool:
    """Tell whether browsers offer passkeys at this address."""
    return passkeys.works_at(site_of(request))


def _taken(request: Request) -> bytes:
    """Return the challenge that was asked, which is good for one answer."""
    return bytes.fromhex(request.session.pop(CHALLENGE, ""))


# ── coming in ────────────────────────────────────────────────────────────────────────────────────────────────────────


@never_cache
@page
@sensitive_post_parameters("code", "credential")
def second_step(request: Request) -> HttpResponse:
    """After the right password: the app's code, a recovery code, or a passkey."""
    person = _waiting(request)
    if person is None:
        return _nobody_waits(request)
    form = SecondStepForm(request.POST if request.method == "POST" else None, initial={"next": safe_next(request)})
    try:
        if form.is_valid():
            factor = _prove(request, person, form.cleaned_data)
            return enter(request, person, actions.posts_to_enter(person), factor=factor)
    except Refused as refused:
        form.add_error("code" if refused.field == "code" else None, refused.message)
        return _second_page(request, person, form, status=refused.status)
    return _second_page(request, person, form, status=422 if form.is_bound else 200)


def _nobody_waits(request: Request) -> HttpResponse:
    if request.post is not None:
        return redirect(home_of(request.post))
    return redirect(address_of("agencies:log_in", next=safe_next(request), reason="slow"))


def _waiting(request: Request) -> Person | None:
    """Return who gave the right password some minutes ago, when it is still theirs."""
    kept = request.session.get("waiting") or {}
    if kept.get("until", 0) < timezone.now().timestamp():
        return None
    person = Person.objects.filter(pk=kept["person"]).first()
    if person is None or not constant_time_compare(kept["stamp"], person.get_session_auth_hash()):
        return None
    return person


def _prove(request: Request, person: Person, given: dict[str, str]) -> str:
    if given["code"]:
        return actions.prove_code(person, code=given["code"])
    return actions.prove_passkey(person, site=site_of(request), answer=given["credential"], challenge=_taken(request))


def _second_page(request: Request, person: Person, form: SecondStepForm, *, status: int) -> HttpResponse:
    known = [bytes(each.credential) for each in person.passkeys.all()] if keys_work_here(request) else []
    options = ""
    if known:
        options, challenge = passkeys.asks_for_proof(site_of(request), known=known)
        request.session[CHALLENGE] = challenge.hex()
    sample = settings.MOTCUA_DEMO and person.is_sample
    shown = {"form": form, "options": options, "name": person.name}
    shown["sample"] = actions.sample_code(person, at=timezone.now()) if sample else ""
    return render(request, "agencies/second_step.html", shown, status=status)


# ── setting up ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _mine(request: Request) -> Any:
    return Authenticator.objects.filter(person=request.acting.person)


@require_safe
@own_account
def second_factor(request: Request) -> HttpResponse:
    """Choose what to show beside the password; whoever works in a post that asks for it comes here first."""
    person = request.acting.person
    shown = {
        "person": person,
        "needed": request.post is None,
        "required": person.posts.filter(role__in=PROVEN_ROLES, ended_at=None).exists(),
        "app": _mine(request).filter(confirmed_at__isnull=False).exists(),
        "passkeys": person.passkeys.all(),
        "codes_left": person.recovery_codes.filter(used_at=None).count(),
    }
    return render(request, "agencies/second_factor.html", shown)


@page
@lately_proved
@sensitive_post_parameters("code")
def authenticator(request: Request) -> HttpResponse:
    """The secret as QR code and letters, and the field for its first code; sent empty-handed it makes the secret."""
    if request.method == "POST" and "begin" in request.POST:
        return _begin(request)
    kept = _mine(request).filter(confirmed_at=None).first()
    if kept is None:
        return redirect("agencies:second_factor")
    form = ConfirmCodeForm(request.POST if request.method == "POST" else None)
    try:
        if form.is_valid():
            return _confirm(request, form.cleaned_data["code"])
    except Refused as refused:
        form.add_error("code", refused.message)
    return _authenticator_page(request, kept, form)


def _begin(request: Request) -> HttpResponse:
    try:
        actions.add_authenticator(request.acting.person, by=request.acting)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("agencies:second_factor")
    return redirect("agencies:authenticator")


def _authenticator_page(request: Request, kept: Authenticator, form: ConfirmCodeForm) -> HttpResponse:
    username = request.acting.person.username
    shown = {
        "form": form,
        "secret": one_time.in_fours(kept.secret),
        "qr": qr(one_time.address(kept.secret, username=username, issuer="Một Cửa")),
    }
    return render(request, "agencies/authenticator.html", shown, status=422 if form.is_bound else 200)


def _confirm(request: Request, code: str) -> HttpResponse:
    kept = request.session.session_key
    person = actions.confirm_authenticator(request.acting.person, by=request.acting, code=code, keep_session=kept)
    request.session["factor"] = request.session.get("factor") or "totp"
    messages.success(request, "Đã gắn ứng dụng mã. Các phiên làm việc khác của bạn đã kết thúc.")
    return _codes_or_back(request, person)


def _codes_or_back(request: Request, person: Person) -> HttpResponse:
    """Show recovery codes that were made with the proof: once, on a page that is kept nowhere."""
    if not person.issued_codes:
        return redirect("agencies:second_factor")
    return render(request, "agencies/recovery_codes.html", {"codes": person.issued_codes, "person": person})


@page
@lately_proved
def add_passkey(request: Request) -> HttpResponse:
    """Let the browser make a key pair, and keep its public half under a name."""
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    try:
        if form.is_valid():
            return _keep_key(request, form.cleaned_data)
    except (Refused, passkeys.Unproven) as error:
        form.add_error(None, getattr(error, "message", "Khóa chưa được tạo. Hãy thử lại."))
    return _passkey_page(request, form)


def _keep_key(request: Request, given: dict[str, str]) -> HttpResponse:
    key = passkeys.accept_new(site_of(request), given["credential"], challenge=_taken(request))
    kept = request.session.session_key
    by = request.acting
    person = actions.add_passkey(by.person, by=by, name=given["name"], key=key, keep_session=kept)
    request.session["factor"] = request.session.get("factor") or "passkey"
    messages.success(request, "Đã thêm khóa truy cập. Các phiên làm việc khác của bạn đã kết thúc.")
    return _codes_or_back(request, person)


def _passkey_page(request: Request, form: PasskeyForm) -> HttpResponse:
    person, options = request.acting.person, ""
    if keys_work_here(request):
        known = [bytes(each.credential) for each in person.passkeys.all()]
        handle = person.pk.to_bytes(8, "big")
        options, challenge = passkeys.asks_for_new(
            site_of(request), person=handle, username=person.username, name=person.name, known=known
        )
        request.session[CHALLENGE] = challenge.hex()
    shown = {"form": form, "options": options}
    return render(request, "agencies/add_passkey.html", shown, status=422 if form.is_bound else 200)


# ── taking away ──────────────────────────────────────────────────────────────────────────────────────────────────────


@require_POST
@lately_proved
def remove_authenticator(request: Request) -> HttpResponse:
    """Take the app away."""
    by = request.acting
    return back_with_word(
        request, lambda: actions.remove_authenticator(by.person, by=by), said="Đã bỏ ứng dụng mã.", to=HERE
    )


@require_POST
@lately_proved
def remove_passkey(request: Request, key: uuid.UUID) -> HttpResponse:
    """Take one of one's own keys away."""
    by = request.acting
    passkey = get_object_or_404(Passkey, person=by.person, pk=key)
    return back_with_word(
        request, lambda: actions.remove_passkey(by.person, by=by, passkey=passkey), said="Đã bỏ khóa truy cập.", to=HERE
    )


@require_POST
@lately_proved
def renew_codes(request: Request) -> HttpResponse:
    """Make new recovery codes and show them once."""
    by = request.acting
    try:
        return _codes_or_back(request, actions.renew_recovery_codes(by.person, by=by))
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("agencies:second_factor")
