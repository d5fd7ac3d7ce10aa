"""Báo cáo đã chốt: freezing a report, what was frozen, and what became known since."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.access import Request, post_required
from motcua.dossiers.models.sight import OVERSEERS
from motcua.figures import frozen as page
from motcua.figures.exported import FILES, FROZEN
from motcua.figures.frozen_files import AskedFrozen
from motcua.figures.reports import Asked
from motcua.figures.tabs import tabs
from motcua.figures.views.files import ask_for
from motcua.reports.models import FrozenReport
from motcua.ui import formats
from motcua.ui.pages import form_page, list_page, one_click


def _asked(request: Request, code: str) -> Asked:
    asked = Asked(code, request.GET, by=request.post)
    if not asked.is_sound:
        raise Http404
    return asked


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*OVERSEERS)
def freeze_report(request: Request, report_code: str) -> HttpResponse:
    """Chốt báo cáo của một kỳ đã hết: its numbers stand from then on."""
    asked = _asked(request, report_code)
    back = f"{reverse('figures:report', args=[report_code])}?{asked.query()}"
    return form_page(
        request, page.FreezeForm, act=partial(page.put, asked), title="Chốt báo cáo", save="Chốt số liệu",
        permit=page.may_freeze(asked), template="figures/freeze.html", said="Đã chốt báo cáo.",
        done=lambda made: reverse("figures:frozen_report", args=[made.pk]),
        context={"asked": asked, "layout": asked.layout, "unit": page.unit_of(asked), "cancel_url": back},
    )  # fmt: skip


@require_safe
@post_required(*OVERSEERS)
def known_since(request: Request, report_code: str) -> HttpResponse:
    """Những ô đọc khác đi theo những gì biết sau kỳ."""
    asked = _asked(request, report_code)
    back = f"{reverse('figures:report', args=[report_code])}?{asked.query(asked.period)}"
    shown = {"layout": asked.layout, "period": asked.period, "changes": page.since_its_end(asked), "back": back}
    shown |= {"whole": f"{back}&known={formats.day(request.post.present)}"}
    return render(request, "figures/known_since.html", shown)


@require_safe
@post_required(*OVERSEERS)
def frozen_reports(request: Request) -> HttpResponse:
    """Báo cáo đã chốt của các đơn vị."""
    rows = FrozenReport.objects.visible_to(request.post).select_related("agency", "layout", "frozen_by__person")
    return list_page(
        request, rows.defer("rows"), title="Báo cáo đã chốt", order=("-frozen_at", "-pk"), noun="báo cáo",
        template="figures/frozen_reports.html", empty="Chưa chốt báo cáo nào",
        lead="Số liệu giữ nguyên như lúc chốt; trang của từng báo cáo cho biết từ đó đến nay có gì thay đổi.",
        context={"pages": tabs("figures:frozen_reports")},
    )  # fmt: skip


@require_safe
@post_required(*OVERSEERS)
def frozen_report(request: Request, frozen: int) -> HttpResponse:
    """Một báo cáo đã chốt."""
    rows = FrozenReport.objects.visible_to(request.post).select_related("agency", "layout", "frozen_by__person")
    shown = page.page_of(get_object_or_404(rows, pk=frozen), by=request.post)
    return render(request, "figures/frozen.html", {**shown, "files": FILES})


@one_click
@post_required(*OVERSEERS)
def frozen_file(request: Request, frozen: int, kind: str) -> HttpResponse:
    """Báo cáo đã chốt thành tệp: the numbers that were frozen."""
    return ask_for(FROZEN, AskedFrozen.of(frozen, by=request.post), kind, request=request)
