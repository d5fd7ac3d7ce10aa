"""Yêu cầu về dữ liệu cá nhân: the register, receipt at the desk, answers, handing over; terms and duties."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.core.stories import story_of
from motcua.files.viewing import disposition
from motcua.privacy import actions, permissions
from motcua.privacy import forms as ask
from motcua.privacy.deeds import DEEDS, buttons, offered
from motcua.privacy.giving import given_once
from motcua.privacy.models import DataDuty, RightsRequest, RightsTerm
from motcua.privacy.receipt import receipt_of
from motcua.ui import formats
from motcua.ui.pages import Column, detail_page, form_page, list_page

page = require_http_methods(["GET", "HEAD", "POST"])
LIST, DUTIES, TERMS = "privacy:requests", "privacy:duties", "privacy:terms"
HELD = [
    Column("Người được giao", "post.person.name", full=True),
    Column("Vị trí", "post.title"),
    Column("Cơ quan", "office.short_name"),
    Column("Văn bản", "source"),
    Column("Từ ngày", lambda row: formats.day(row.valid_from)),
    Column("Đến hết ngày", lambda row: formats.day(row.valid_to) if row.valid_to else ""),
]
KEEPERS = (Role.LEADER, Role.INSPECTOR, Role.ADMINISTRATOR)


@require_safe
@post_required()
def requests(request: Request) -> HttpResponse:
    """The register of what was asked, for those who received, answer or lead; names are not in it."""
    ended = request.GET.get("tab") == "xong"
    rows = RightsRequest.objects.visible_to(request.post).ended(ended).select_related("desk", "answerer__person")
    tabs = [{"label": "Đang xử lý", "url": "?", "current": not ended},
            {"label": "Đã xong", "url": "?tab=xong", "current": ended}]  # fmt: skip
    new = {"label": "Nhận yêu cầu", "url": reverse("privacy:receive"), "kind": "primary", "icon": "plus"}
    return list_page(
        request, rows, title="Yêu cầu về dữ liệu cá nhân", order=("-received_at", "-pk"), noun="yêu cầu", tabs=tabs,
        template="privacy/requests.html", filters=ask.RequestFilters,
        actions=[new] if request.post.role in permissions.DESK else [],
    )  # fmt: skip


@sensitive_post_parameters()
@page
@post_required(*permissions.DESK)
def receive(request: Request) -> HttpResponse:
    """Nhận yêu cầu của một người đã đối chiếu giấy tờ."""
    return form_page(
        request, ask.ReceiveForm, act=partial(actions.receive, by=request.post),
        title="Nhận yêu cầu về dữ liệu cá nhân", done=_url_of, save="Nhận yêu cầu",
        said=lambda made: f"Đã nhận yêu cầu {made.code}.",
        template="privacy/receive.html", context={"cancel_url": reverse(LIST)},
    )  # fmt: skip


def _found(request: Request, rights: str) -> RightsRequest:
    rows = RightsRequest.objects.visible_to(request.post)
    related = rows.select_related(
        "term", "office", "desk__parent", "by__person", "answerer__person", "decided_by__person"
    )
    return get_object_or_404(related, code=rights)


def _url_of(found: Any) -> str:
    return reverse("privacy:request", args=[found.code])


@require_safe
@post_required()
def request(request: Request, rights: str) -> HttpResponse:
    """One request: who asks what, the two clocks, the decision and what became of it."""
    found = _found(request, rights)
    return detail_page(
        request, found, title=f"{found.get_right_display()}: {found.code}", template="privacy/request.html",
        crumbs=[("Yêu cầu về dữ liệu cá nhân", reverse(LIST))], actions=buttons(found, by=request.post),
        context={"story": story_of(found), "wishes": ask.FIELDS, "tones": {"erased": "done", "kept": "wait"}},
    )  # fmt: skip


@require_safe
@post_required()
def receipt(request: Request, rights: str) -> HttpResponse:
    """Giấy nhận yêu cầu, giao cho người yêu cầu; not of a request that has forgotten its person."""
    found = _found(request, rights)
    if found.forgotten_at is not None:
        raise Http404
    response = HttpResponse(receipt_of(found), content_type="application/pdf")
    response.headers["Content-Disposition"] = disposition(f"{found.code}.pdf", inline=True)
    return response


@page
@post_required()
def deed(request: Request, rights: str, rights_deed: str) -> HttpResponse:
    """Phản hồi, gia hạn, đồng ý, không đồng ý, rút."""
    found, wanted = _found(request, rights), DEEDS.get(rights_deed)
    if wanted is None or (request.method != "POST" and not offered(wanted, found, by=request.post)):
        raise Http404
    return form_page(
        request, wanted.form, act=partial(wanted.act, found, by=request.post), subject=found, said=wanted.said,
        title=str(wanted.code.label), save=str(wanted.code.label), done=_url_of(found),
        context={"lead": f"{found.get_right_display()}, {found.code}", "cancel_url": _url_of(found)},
    )  # fmt: skip


@page
@post_required(*permissions.DESK)
def hand_over(request: Request, rights: str) -> HttpResponse:
    """Giao kết quả, một lần: an export goes out as a file."""
    found = _found(request, rights)
    return form_page(
        request, ask.HandOverForm, act=partial(actions.hand_over, found, by=request.post), subject=found,
        title="Giao kết quả cho người yêu cầu", save="Giao", done=_url_of(found), said="Đã giao.",
        template="privacy/hand_over.html", context={"cancel_url": _url_of(found), "found": found, "download": False},
    ) if found.package is None else given_once(request, found)  # fmt: skip


@require_safe
@post_required(*KEEPERS)
def duties(request: Request) -> HttpResponse:
    """Người phụ trách bảo vệ dữ liệu cá nhân, by office."""
    rows = DataDuty.objects.visible_to(request.post).select_related("office", "post__person", "post__agency")
    new = {"label": "Giao việc", "url": reverse("privacy:name_duty"), "kind": "primary", "icon": "plus"}
    return list_page(
        request, rows, title="Người phụ trách dữ liệu cá nhân", order=("-valid_from", "-pk"), columns=HELD,
        noun="dòng", actions=[new] if request.post.role in permissions.NAMERS else [],
    )  # fmt: skip


@page
@post_required(*permissions.NAMERS)
def name_duty(request: Request) -> HttpResponse:
    """Giao việc bảo vệ dữ liệu cá nhân cho một vị trí của cơ quan."""
    act = partial(actions.name_duty, by=request.post, office=request.post.agency)
    return form_page(
        request, ask.DutyForm, act=act, title="Giao việc bảo vệ dữ liệu cá nhân", done=reverse(DUTIES),
        said="Đã giao.", options={"by": request.post}, context={"cancel_url": reverse(DUTIES)},
    )  # fmt: skip


@require_safe
@post_required(*KEEPERS)
def terms(request: Request) -> HttpResponse:
    """Thời hạn trả lời theo luật, with validity and source."""
    rows = RightsTerm.objects.visible_to(request.post)
    may = permissions.may_set_term(request.post, {})
    new = {"label": "Đặt thời hạn", "url": reverse("privacy:set_term"), "kind": "primary", "icon": "plus"}
    return list_page(
        request, rows, title="Thời hạn trả lời yêu cầu về dữ liệu", order=("right", "-valid_from", "pk"),
        template="privacy/terms.html", noun="thời hạn", actions=[new] if may else [],
    )  # fmt: skip


@page
@post_required(*permissions.TERM_SETTERS)
def set_term(request: Request) -> HttpResponse:
    """Đặt thời hạn từ một ngày."""
    return form_page(
        request, ask.TermForm, act=partial(actions.set_term, by=request.post), title="Đặt thời hạn trả lời",
        permit=permissions.may_set_term(request.post, {}),
        done=reverse(TERMS), said="Đã đặt.", context={"cancel_url": reverse(TERMS)},
    )  # fmt: skip
