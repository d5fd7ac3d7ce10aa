"""Thời hạn lưu giữ, danh mục hủy, hồ sơ giữ lại."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.access import Request, post_required
from motcua.core.clock import today
from motcua.core.stories import story_of
from motcua.files.viewing import disposition
from motcua.privacy import actions, permissions
from motcua.privacy import forms as ask
from motcua.privacy.actions.answering import office_of
from motcua.privacy.choices import Action, ListState
from motcua.privacy.lifecycle import DESTRUCTION
from motcua.privacy.listing import counts_of, sheet_of
from motcua.privacy.models import DestructionList, Hold, RetentionRule
from motcua.privacy.models.destruction import KEEPERS
from motcua.privacy.overdue import overdue
from motcua.privacy.views.rights import KEEPERS as RULE_READERS
from motcua.ui.pages import detail_page, form_page, list_page, one_click, run
from motcua.ui.sheets import MIME

page = require_http_methods(["GET", "HEAD", "POST"])
RULES, LISTS, HOLDS = "privacy:rules", "privacy:destructions", "privacy:holds"


@require_safe
@post_required(*{*RULE_READERS, *KEEPERS})
def rules(request: Request) -> HttpResponse:
    """Thời hạn lưu giữ theo loại, with validity and source."""
    rows = RetentionRule.objects.visible_to(request.post)
    new = {"label": "Đặt thời hạn", "url": reverse("privacy:set_rule"), "kind": "primary", "icon": "plus"}
    return list_page(
        request, rows, title="Thời hạn lưu giữ", order=("record", "code", "-valid_from", "pk"), noun="quy định",
        template="privacy/rules.html", actions=[new] if permissions.may_set_rule(request.post, {}) else [],
    )  # fmt: skip


@page
@post_required(*permissions.TERM_SETTERS)
def set_rule(request: Request) -> HttpResponse:
    """Đặt thời hạn lưu giữ từ một ngày."""
    return form_page(
        request, ask.RuleForm, act=partial(actions.set_rule, by=request.post), title="Đặt thời hạn lưu giữ",
        permit=permissions.may_set_rule(request.post, {}),
        done=reverse(RULES), said="Đã đặt.", context={"cancel_url": reverse(RULES)},
    )  # fmt: skip


@require_safe
@post_required(*KEEPERS)
def due(request: Request) -> HttpResponse:
    """Xem trước: what is due today, by which rule; names of people are not in it."""
    rows = overdue(office_of(request.post.agency), today()).select_related("edition")
    return list_page(
        request, rows, title="Hồ sơ hết thời hạn lưu giữ", order=("closed_at", "pk"), noun="hồ sơ", total=rows.count(),
        template="privacy/due.html", context={"may": request.post.role in permissions.PROPOSERS},
    )  # fmt: skip


@one_click
@post_required(*permissions.PROPOSERS)
def propose(request: Request) -> HttpResponse:
    """Lập danh mục từ những gì đang đến hạn."""
    act = partial(actions.propose, by=request.post, office=office_of(request.post.agency))
    return run(request, act, done=_url_of, said=lambda made: f"Đã lập danh mục {made.code}, chờ lãnh đạo ký.")


@require_safe
@post_required(*KEEPERS)
def destructions(request: Request) -> HttpResponse:
    """Danh mục hủy: proposed, signed, done; they stay for ever."""
    rows = DestructionList.objects.visible_to(request.post).select_related("office", "proposed_by__person", "document")
    look = {"label": "Hồ sơ đến hạn", "url": reverse("privacy:due"), "kind": "primary"}
    held = {"label": "Hồ sơ giữ lại", "url": reverse(HOLDS)}
    return list_page(
        request, rows, title="Danh mục hủy hồ sơ", order=("-proposed_at", "-pk"), noun="danh mục",
        template="privacy/destructions.html", actions=[held, look],
    )  # fmt: skip


def _list(request: Request, destruction: str) -> DestructionList:
    rows = DestructionList.objects.visible_to(request.post)
    return get_object_or_404(
        rows.select_related("office", "proposed_by__person", "decided_by__person", "document"), code=destruction
    )


def _url_of(found: Any) -> str:
    return reverse("privacy:destruction", args=[found.code])


@require_safe
@post_required(*KEEPERS)
def destruction(request: Request, destruction: str) -> HttpResponse:
    """Một danh mục: its lines, who proposed, who signed under which number, what became of it."""
    found = _list(request, destruction)
    signed = found.state in (ListState.APPROVED, ListState.DONE)
    shown = {"story": story_of(found), "counts": counts_of(found), "signed": signed}
    return detail_page(
        request, found, title=f"Danh mục hủy {found.code}", template="privacy/destruction.html", context=shown,
        crumbs=[("Danh mục hủy", reverse(LISTS))], actions=_buttons(request, found),
    )  # fmt: skip


def _buttons(request: Request, found: DestructionList) -> list[dict[str, Any]]:
    if Action.APPROVE not in DESTRUCTION.allowed_from(found.state) or not permissions.may_sign_list(
        request.post, found
    ):
        return []
    return [
        {"label": "Ký danh mục", "url": reverse("privacy:approve", args=[found.code]), "kind": "primary"},
        {"label": "Không ký", "url": reverse("privacy:reject", args=[found.code])},
    ]


@require_safe
@post_required(*KEEPERS)
def sheet(request: Request, destruction: str) -> HttpResponse:
    """Danh mục dạng bảng tính, every line with its rule and outcome."""
    found = _list(request, destruction)
    response = HttpResponse(sheet_of(found), content_type=MIME["xlsx"])
    response.headers["Content-Disposition"] = disposition(f"{found.code}.xlsx", inline=False)
    return response


@page
@post_required(*permissions.SIGNERS)
def approve(request: Request, destruction: str) -> HttpResponse:
    """Ký danh mục: takes the next number of the register, and cannot be undone."""
    found = _list(request, destruction)
    return form_page(
        request, ask.SignForm, subject=found, act=partial(actions.approve, found, by=request.post), save="Ký và hủy",
        title=f"Ký danh mục hủy {found.code}", done=_url_of(found), said="Đã ký; hệ thống đang hủy.",
        context={"lead": f"{found.items.count()} hồ sơ. Hủy rồi không lấy lại được.", "cancel_url": _url_of(found)},
    )  # fmt: skip


@page
@post_required(*permissions.SIGNERS)
def reject(request: Request, destruction: str) -> HttpResponse:
    """Không ký, with the reason."""
    found = _list(request, destruction)
    return form_page(
        request, ask.ReasonForm, subject=found, act=partial(actions.reject, found, by=request.post), save="Không ký",
        title=f"Không ký danh mục hủy {found.code}", done=_url_of(found), said="Đã ghi không ký.",
        context={"cancel_url": _url_of(found)},
    )  # fmt: skip


@require_safe
@post_required(*KEEPERS)
def holds(request: Request) -> HttpResponse:
    """Hồ sơ giữ lại vì khiếu nại, tố tụng, thanh tra."""
    rows = Hold.objects.visible_to(request.post).select_related("dossier", "by__person")
    new = {"label": "Giữ lại hồ sơ", "url": reverse("privacy:hold"), "kind": "primary", "icon": "plus"}
    return list_page(
        request, rows, title="Hồ sơ giữ lại, chưa được hủy", order=("-placed_at", "-pk"), noun="hồ sơ",
        template="privacy/holds.html", actions=[new], context={"may": request.post.role in permissions.SIGNERS},
    )  # fmt: skip


@page
@post_required(*permissions.HOLDERS)
def hold(request: Request) -> HttpResponse:
    """Giữ lại một hồ sơ."""
    act = partial(actions.hold, by=request.post, office=office_of(request.post.agency))
    return form_page(
        request, ask.HoldForm, act=act, title="Giữ lại hồ sơ", done=reverse(HOLDS), said="Đã ghi giữ lại.",
        context={"cancel_url": reverse(HOLDS)},
    )  # fmt: skip


@page
@post_required(*permissions.SIGNERS)
def release(request: Request, hold: int) -> HttpResponse:
    """Thôi giữ một hồ sơ."""
    found = get_object_or_404(Hold.objects.visible_to(request.post).select_related("dossier"), pk=hold)
    return form_page(
        request, ask.ReasonForm, subject=found, act=partial(actions.release, found, by=request.post), save="Thôi giữ",
        title=f"Thôi giữ hồ sơ {found}", done=reverse(HOLDS), said="Đã thôi giữ.",
        context={"cancel_url": reverse(HOLDS)},
    )  # fmt: skip
