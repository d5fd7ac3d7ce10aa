"""Absences and delegations of the tree: as of a day, recorded, ended early, their history."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.administration import standing
from motcua.administration.deeds import buttons, deed_page
from motcua.administration.forms import standing as ask
from motcua.administration.lines import Lines
from motcua.administration.sections import KEEPERS
from motcua.agencies import actions
from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.agencies.dues import said_of
from motcua.agencies.models import Absence, Delegation
from motcua.core.clock import today
from motcua.core.stories import story_of
from motcua.ui.pages import detail_page, form_page, list_page

page = require_http_methods(["GET", "POST"])
AWAY, SIGNING = "Vắng mặt, làm thay", "Ủy quyền ký"


def _asked(request: Request, rows: Any) -> Any:
    """The rows of today, unless a day or all are asked for."""
    return rows if request.GET.get("on") or request.GET.get("all") else rows.standing_on(today())


def _new(label: str, name: str, *, offered: bool) -> list[dict[str, Any]]:
    return [{"label": label, "url": reverse(name), "kind": "primary", "icon": "plus"}] if offered else []


def _crumbs(title: str, name: str) -> list[tuple[str, str]]:
    return [("Quản trị", reverse("administration:home")), (title, reverse(name))]


@require_safe
@post_required(*KEEPERS)
def absences(request: Request) -> HttpResponse:
    """Vắng mặt, làm thay: who is away today or was on a day, and who stands in."""
    rows = _asked(request, Absence.objects.visible_to(request.post).with_names())
    may = request.post.role == Role.ADMINISTRATOR
    return list_page(
        request, rows, title=AWAY, order=("-valid_from", "pk"), filters=ask.AbsenceFilters, noun="lần vắng",
        template="administration/standing/absences.html", empty="Không có ai được ghi vắng",
        actions=_new("Ghi vắng mặt", "administration:record_absence", offered=may),
        context={"drawn": Lines(standing.lines)},
    )  # fmt: skip


@page
@post_required(Role.ADMINISTRATOR)
def record(request: Request) -> HttpResponse:
    """Ghi vắng mặt for somebody of the tree."""
    act = partial(actions.record_absence, by=request.post)
    crumbs = [*_crumbs(AWAY, "administration:absences"), ("Ghi vắng mặt", "")]
    return form_page(
        request, ask.RecordAbsenceForm, act=act, title="Ghi vắng mặt", save="Ghi vắng mặt", done=standing.page_of,
        said=said_of, template="agencies/record_absence.html", options={"by": request.post},
        initial={"valid_from": today()},
        context={"crumbs_items": crumbs, "cancel_url": reverse("administration:absences")},
    )  # fmt: skip


def _absence(request: Request, key: int) -> Absence:
    return get_object_or_404(Absence.objects.visible_to(request.post).with_names(), pk=key)


@require_safe
@post_required(*KEEPERS)
def absence(request: Request, absence: int) -> HttpResponse:
    """Một lần vắng: facts and history."""
    found = _absence(request, absence)
    return detail_page(
        request, found, title=found.post.person.name, template="administration/thing.html",
        crumbs=_crumbs(AWAY, "administration:absences"),
        actions=buttons(standing.ABSENCE, found, by=request.post, route="administration:absence_deed"),
        context={"facts": standing.facts_of_absence(found), "story": story_of(found)},
    )  # fmt: skip


@page
@post_required(Role.ADMINISTRATOR)
def absence_deed(request: Request, absence: int, absence_deed: str) -> HttpResponse:
    """A deed on an absence: back at work."""
    found = _absence(request, absence)
    crumbs = [*_crumbs(AWAY, "administration:absences"), (found.post.person.name, standing.page_of(found))]
    return deed_page(request, standing.ABSENCE, absence_deed, found, done=standing.page_of(found), crumbs=crumbs)


@require_safe
@post_required(*KEEPERS)
def delegations(request: Request) -> HttpResponse:
    """Ủy quyền ký: what is in force today or was on a day."""
    rows = _asked(request, Delegation.objects.visible_to(request.post).with_names())
    may = request.post.role in (Role.ADMINISTRATOR, Role.LEADER)
    return list_page(
        request, rows, title=SIGNING, order=("-valid_from", "pk"), filters=ask.DelegationFilters, noun="văn bản",
        template="administration/standing/delegations.html", empty="Không có ủy quyền ký nào",
        actions=_new("Ghi văn bản ủy quyền", "administration:delegate", offered=may),
        context={"drawn": Lines(standing.lines)},
    )  # fmt: skip


@page
@post_required(Role.ADMINISTRATOR, Role.LEADER)
def delegate(request: Request) -> HttpResponse:
    """Ghi văn bản ủy quyền: the leader themself, or the administrator who has the document."""
    options = {"by": request.post}
    return form_page(
        request, ask.DelegateForm, act=partial(actions.delegate, by=request.post), title="Ghi văn bản ủy quyền ký",
        save="Ghi ủy quyền", done=standing.page_of, said="Đã ghi ủy quyền ký.", options=options,
        initial=ask.DelegateForm(**options).begins_with(),
        context={"crumbs_items": [*_crumbs(SIGNING, "administration:delegations"), ("Ghi văn bản", "")],
                 "cancel_url": reverse("administration:delegations")},
    )  # fmt: skip


def _delegation(request: Request, key: int) -> Delegation:
    return get_object_or_404(Delegation.objects.visible_to(request.post).with_names(), pk=key)


@require_safe
@post_required(*KEEPERS)
def delegation(request: Request, delegation: int) -> HttpResponse:
    """Một văn bản ủy quyền: facts and history."""
    found = _delegation(request, delegation)
    return detail_page(
        request, found, title=f"Ủy quyền số {found.number}", template="administration/thing.html",
        crumbs=_crumbs(SIGNING, "administration:delegations"),
        actions=buttons(standing.DELEGATION, found, by=request.post, route="administration:delegation_deed"),
        context={"facts": standing.facts_of_delegation(found), "story": story_of(found)},
    )  # fmt: skip


@page
@post_required(Role.ADMINISTRATOR, Role.LEADER)
def delegation_deed(request: Request, delegation: int, delegation_deed: str) -> HttpResponse:
    """A deed on a delegation: ended early, with the reason."""
    found = _delegation(request, delegation)
    crumbs = [*_crumbs(SIGNING, "administration:delegations"), (f"Số {found.number}", standing.page_of(found))]
    return deed_page(request, standing.DELEGATION, delegation_deed, found, done=standing.page_of(found), crumbs=crumbs)
