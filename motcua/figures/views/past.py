"""Số liệu cũ: figures of years before the system, brought in as a file, looked at, entered, withdrawn."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.access import Request, post_required
from motcua.figures import past
from motcua.reports.actions import bring, enter, give_up, withdraw
from motcua.reports.history.columns import template as blank
from motcua.reports.models import PastImport
from motcua.reports.permissions import KEEPERS, may_settle_import
from motcua.ui.pages import form_page, list_page, refusals_shown, run
from motcua.ui.sheets import MIME

keepers_only = post_required(*KEEPERS)
LEAD = "Số liệu tổng hợp của những năm chưa có hệ thống, chép đúng như báo cáo ghi, để xu hướng bắt đầu từ trước."


def _batch(request: Request, key: int) -> PastImport:
    found = past.found(request.post, key)
    if found is None:
        raise Http404
    return found


def _sheet(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MIME["xlsx"])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


@require_safe
@keepers_only
def past_imports(request: Request) -> HttpResponse:
    """The files that were brought in, the newest first."""
    actions = [
        {"label": "Tải mẫu (xlsx)", "url": reverse("figures:past_template"), "icon": "down-load"},
        {"label": "Gửi tệp", "url": reverse("figures:bring_past"), "kind": "primary", "icon": "plus"},
    ]
    return list_page(
        request, past.listed(request.post), title="Số liệu cũ", order=("-pk",), template="figures/past/list.html",
        noun="tệp", empty="Chưa có tệp số liệu cũ nào", actions=actions, lead=LEAD, context={"tones": past.TONES},
    )  # fmt: skip


@require_safe
@keepers_only
def past_template(request: Request) -> HttpResponse:
    """The spreadsheet to fill in."""
    return _sheet(blank(), "mau-so-lieu-cu")


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def bring_past(request: Request) -> HttpResponse:
    """Send a filled-in spreadsheet; it is looked at, nothing counts yet."""
    office = past.office_of(request.post)
    return form_page(
        request, past.UploadForm, act=partial(bring, by=request.post, office=office), title="Gửi tệp số liệu cũ",
        done=lambda batch: reverse("figures:past_import", args=[batch.pk]), save="Xem trước",
        template="figures/past/upload.html", context={"crumbs_items": [*past.crumbs(), ("Gửi tệp", "")],
                                                      "cancel_url": reverse("figures:past_imports"), "office": office},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
@refusals_shown
def past_import(request: Request, past_import: int) -> HttpResponse:
    """What was found in a file, line by line; sent (POST), it is entered whole or given up."""
    batch = _batch(request, past_import)
    if request.method != "POST":
        return render(request, "figures/past/import.html", past.shown(batch, by=request.post))
    here = reverse("figures:past_import", args=[batch.pk])
    if request.POST.get("deed") == "give_up":
        done = reverse("figures:past_imports")
        return run(request, partial(give_up, batch, by=request.post), subject=batch, done=done, said="Đã bỏ tệp.")
    said = "Đã nhập. Số liệu hiện ở trang Nhiều năm."
    return run(request, partial(enter, batch, by=request.post), subject=batch, done=here, said=said)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def withdraw_past(request: Request, past_import: int) -> HttpResponse:
    """Let a file's figures count no more."""
    batch, here = _batch(request, past_import), reverse("figures:past_import", args=[past_import])
    return form_page(
        request, past.WithdrawForm, act=partial(withdraw, batch, by=request.post), subject=batch, done=here,
        title=f"Rút số liệu của tệp {batch}", permit=may_settle_import(request.post, batch), save="Rút số liệu",
        said="Đã rút. Số cũ bị tệp này thay, nếu có, lại được tính.",
        context={"crumbs_items": [*past.crumbs(), (str(batch), here), ("Rút", "")], "cancel_url": here},
    )  # fmt: skip


@require_safe
@keepers_only
def past_to_mend(request: Request, past_import: int) -> HttpResponse:
    """The file's lines with what is wrong beside each."""
    return _sheet(past.to_mend(_batch(request, past_import)), "can-sua")
