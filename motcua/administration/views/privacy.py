"""Personal data: alerts, the limits, who looked at one person."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from motcua.administration.forms import privacy as ask
from motcua.administration.journals import LOOKS, looks_url
from motcua.administration.privacy import seen_by
from motcua.agencies.access import Request, post_required
from motcua.citizens import actions, permissions
from motcua.citizens.choices import AlertState
from motcua.citizens.models import LookAlert, LookLimit
from motcua.core.errors import Refused
from motcua.core.stories import story_of
from motcua.ui.pages import detail_page, form_page, list_page

page = require_http_methods(["GET", "POST"])
# where the three records lay before they became one page with tabs
OLD_RECORDS = {"tra-cuu": "tra-so", "xem-day-du": "dinh-danh", "tep": "tep"}


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [
        ("Quản trị", reverse("administration:home")),
        ("Dữ liệu cá nhân", reverse("administration:look_alerts")),
        *more,
    ]


@require_safe
@post_required(*permissions.WATCHERS)
def alerts(request: Request) -> HttpResponse:
    """Dữ liệu cá nhân: posts that looked more than the limits allow, the open ones first."""
    shown = AlertState.CLOSED if request.GET.get("tab") == "closed" else AlertState.OPEN
    rows = LookAlert.objects.visible_to(request.post).filter(state=shown).select_related("of__person", "of__agency")
    tabs = [{"label": state.label, "url": f"?tab={state}", "current": state == shown} for state in AlertState]
    return list_page(
        request, rows, title="Dữ liệu cá nhân: cảnh báo xem quá mức", order=("-hour", "-pk"), noun="cảnh báo",
        template="administration/privacy/alerts.html", tabs=tabs,
        context={"limits": LookLimit.objects.visible_to(request.post), "records": _records(),
                 "by_post": request.post, "may": permissions.may_change_limit(request.post, LookLimit())},
    )  # fmt: skip


def _records() -> list[tuple[str, str]]:
    return [(record.label, looks_url(kind)) for kind, record in LOOKS.items()]


def _alert(request: Request, code: str) -> LookAlert:
    rows = LookAlert.objects.visible_to(request.post).select_related("of__person", "of__agency")
    return get_object_or_404(rows, code=code)


@require_safe
@post_required(*permissions.WATCHERS)
def alert(request: Request, alert: str) -> HttpResponse:
    """Một cảnh báo: who, when, how much above the limit, what was found."""
    found = _alert(request, alert)
    close = {"label": "Kết luận", "url": reverse("administration:close_alert", args=[alert]), "kind": "primary"}
    open_still = found.state == AlertState.OPEN and permissions.may_close_alert(request.post, found)
    return detail_page(
        request, found, title=f"Cảnh báo {found.code}", template="administration/privacy/alert.html",
        crumbs=_crumbs(), actions=[close] if open_still else [], context={"story": story_of(found)},
    )  # fmt: skip


@page
@post_required(*permissions.WATCHERS)
def close_alert(request: Request, alert: str) -> HttpResponse:
    """Kết luận: were these looks part of the work?"""
    found, done = _alert(request, alert), reverse("administration:look_alert", args=[alert])
    return form_page(
        request, ask.CloseAlertForm, subject=found, act=partial(actions.close_alert, found, by=request.post),
        permit=permissions.may_close_alert(request.post, found), title=f"Kết luận cảnh báo {found.code}", done=done,
        said="Đã ghi kết luận.", save="Ghi kết luận",
        context={"crumbs_items": _crumbs((found.code, done))},
    )  # fmt: skip


@page
@post_required(*permissions.WATCHERS)
def limit(request: Request, look: str) -> HttpResponse:
    """Đổi mức: how many looks an hour are nobody's question."""
    found = get_object_or_404(LookLimit.objects.visible_to(request.post), kind=look)
    return form_page(
        request, ask.LimitForm, subject=found, act=partial(actions.change_limit, found, by=request.post),
        permit=permissions.may_change_limit(request.post, found), title=f"Mức: {found}",
        done=reverse("administration:look_alerts"), said="Đã đổi mức.",
        initial={"per_hour": found.per_hour, "source": found.source}, context={"crumbs_items": _crumbs()},
    )  # fmt: skip


@require_safe
@post_required(*permissions.WATCHERS)
def old_looks(request: Request, record: str) -> HttpResponse:
    """Where one of the three records lay: its tab of the one page of looks."""
    if record not in OLD_RECORDS:
        raise Http404
    return redirect(looks_url(OLD_RECORDS[record]), permanent=True)


@sensitive_post_parameters("number")
@page
@post_required(*permissions.WATCHERS)
def who_looked(request: Request) -> HttpResponse:
    """Ai đã xem dữ liệu của một người: asked by POST, so that the number stands in no address."""
    form = ask.WhoLookedForm(request.POST or None)
    shown: dict[str, Any] = {"form": form, "crumbs_items": _crumbs(("Ai đã xem", "")), "found": None}
    if request.method == "POST" and form.is_valid():
        try:
            shown["found"] = seen_by(request.post, **form.cleaned_data)
        except Refused as error:
            form.add_error("number" if error.field == "identity_number" else None, error.message)
    status = 422 if form.errors else 200
    return render(request, "administration/privacy/who_looked.html", shown, status=status)
