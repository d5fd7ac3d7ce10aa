"""Trang đã lưu, gửi định kỳ, ghi chú: what people keep of figures."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.access import Request, post_required
from motcua.bulletins import permissions
from motcua.bulletins.actions import keeping, remarking, scheduling
from motcua.bulletins.models import Remark, SavedView, Schedule
from motcua.casework.looks import Look
from motcua.dossiers.models.sight import OVERSEERS
from motcua.figures import forms, kept
from motcua.figures.tabs import tabs
from motcua.ui.pages import form_page, list_page, one_click, run

page = require_http_methods(["GET", "HEAD", "POST"])
VIEWS, SCHEDULES, REMARKS = "figures:saved_views", "figures:schedules", "figures:remarks"


@require_safe
@post_required(*OVERSEERS)
def saved_views(request: Request) -> HttpResponse:
    """Trang đã lưu: one's own, and those of the unit."""
    rows = SavedView.objects.visible_to(request.post).select_related("by__person", "unit")
    return list_page(
        request, rows, title="Trang đã lưu", order=("name", "pk"), noun="trang", template="figures/saved_views.html",
        lead="Trang số liệu lưu dưới một tên để mở lại, dùng chung hay gửi định kỳ.",
        empty="Chưa lưu trang nào",
        context={"pages": tabs(VIEWS), "look": Look(partial(kept.views_with, by=request.post))},
    )  # fmt: skip


@page
@post_required(*OVERSEERS)
def save_view(request: Request) -> HttpResponse:
    """Lưu trang: the address comes from the page one was looking at."""
    return form_page(
        request, forms.SaveForm, act=partial(keeping.save, by=request.post), title="Lưu trang số liệu",
        done=reverse(VIEWS), said="Đã lưu.", initial={"address": request.GET.get("trang", "")},
        context=kept.crumbs(VIEWS, "Lưu trang số liệu"),
    )  # fmt: skip


@page
@post_required(*OVERSEERS)
def rename_view(request: Request, saved: UUID) -> HttpResponse:
    """Đổi tên."""
    found = get_object_or_404(SavedView.objects.visible_to(request.post), pk=saved)
    return form_page(
        request, forms.NameForm, act=partial(keeping.rename, found, by=request.post), subject=found,
        title="Đổi tên trang đã lưu", permit=permissions.may_change_view(request.post, found), done=reverse(VIEWS),
        said="Đã đổi.", initial={"name": found.name, "shared": found.shared}, context=kept.crumbs(VIEWS, found.name),
    )  # fmt: skip


@one_click
@post_required(*OVERSEERS)
def remove_view(request: Request, saved: UUID) -> HttpResponse:
    """Bỏ."""
    found = get_object_or_404(SavedView.objects.visible_to(request.post), pk=saved)
    return run(request, partial(keeping.remove, found, by=request.post), done=reverse(VIEWS), said="Đã bỏ.")


@page
@post_required(*OVERSEERS)
def schedule_view(request: Request, saved: UUID) -> HttpResponse:
    """Gửi định kỳ một trang đã lưu."""
    found = get_object_or_404(SavedView.objects.visible_to(request.post), pk=saved)
    return form_page(
        request, forms.ScheduleForm, act=partial(scheduling.schedule, by=request.post, view=found),
        title=f"Gửi định kỳ: {found}", options={"by": request.post}, done=reverse(SCHEDULES), said="Đã đặt.",
        initial={"rhythm": "monthly", "hour": 7, "form": "pdf"}, context=kept.crumbs(SCHEDULES, found.name),
    )  # fmt: skip


@require_safe
@post_required(*OVERSEERS)
def schedules(request: Request) -> HttpResponse:
    """Gửi định kỳ: what goes out, when next, what came of the last mails."""
    rows = Schedule.objects.visible_to(request.post).select_related("view", "by__person").defer("view__address")
    return list_page(
        request, rows, title="Gửi định kỳ", order=("pk",), noun="báo cáo định kỳ", template="figures/schedules.html",
        lead="Trang đã lưu gửi bằng thư điện tử theo lịch. Thư ghi con số chính và địa chỉ.",
        empty="Chưa đặt báo cáo định kỳ nào",
        context={"pages": tabs(SCHEDULES), "look": Look(partial(kept.schedules_with, by=request.post))},
    )  # fmt: skip


@page
@post_required(*OVERSEERS)
def change_schedule(request: Request, schedule: int) -> HttpResponse:
    """Sửa."""
    found = get_object_or_404(Schedule.objects.visible_to(request.post).select_related("view"), pk=schedule)
    return form_page(
        request, forms.ScheduleForm, act=partial(scheduling.reschedule, found, by=request.post), subject=found,
        title=f"Sửa: {found.view}", options={"by": request.post}, done=reverse(SCHEDULES), said="Đã lưu.",
        permit=permissions.may_change_schedule(request.post, found), initial=kept.as_set(found),
        context=kept.crumbs(SCHEDULES, found.view.name),
    )  # fmt: skip


@one_click
@post_required(*OVERSEERS)
def end_schedule(request: Request, schedule: int) -> HttpResponse:
    """Thôi gửi."""
    found = get_object_or_404(Schedule.objects.visible_to(request.post), pk=schedule)
    return run(request, partial(scheduling.end, found, by=request.post), done=reverse(SCHEDULES), said="Đã thôi gửi.")


@require_safe
@post_required(*OVERSEERS)
def remarks(request: Request) -> HttpResponse:
    """Ghi chú: why figures are as they are."""
    return list_page(
        request, Remark.objects.visible_to(request.post).select_related("agency"), title="Ghi chú số liệu",
        order=("-first", "-pk"), noun="ghi chú", template="figures/remarks.html", empty="Chưa có ghi chú nào",
        lead="Vì sao số liệu của một thời gian khác thường. Hiện dưới báo cáo, biểu đồ có kỳ chạm những ngày ấy.",
        actions=[{"label": "Thêm ghi chú", "url": reverse("figures:write_remark"), "kind": "primary", "icon": "plus"}],
        context={"pages": tabs(REMARKS), "look": Look(partial(kept.remarks_with, by=request.post))},
    )  # fmt: skip


@page
@post_required(*OVERSEERS)
def write_remark(request: Request) -> HttpResponse:
    """Thêm ghi chú."""
    return form_page(
        request, forms.RemarkForm, act=partial(remarking.write, by=request.post), title="Thêm ghi chú số liệu",
        options={"by": request.post}, done=reverse(REMARKS), said="Đã ghi.", initial=kept.begun(request),
        context=kept.crumbs(REMARKS, "Thêm ghi chú số liệu"),
    )  # fmt: skip


@page
@post_required(*OVERSEERS)
def rewrite_remark(request: Request, remark: int) -> HttpResponse:
    """Sửa ghi chú."""
    found = get_object_or_404(Remark.objects.visible_to(request.post).select_related("agency"), pk=remark)
    return form_page(
        request, forms.RewriteForm, act=partial(remarking.rewrite, found, by=request.post), subject=found,
        title=f"Sửa ghi chú: {found.agency.short_name}", options={"by": request.post}, done=reverse(REMARKS),
        said="Đã sửa.", permit=permissions.may_rewrite(request.post, found), initial=kept.as_written(found),
        context=kept.crumbs(REMARKS, "Sửa ghi chú"),
    )  # fmt: skip


@one_click
@post_required(*OVERSEERS)
def erase_remark(request: Request, remark: int) -> HttpResponse:
    """Xóa ghi chú."""
    found = get_object_or_404(Remark.objects.visible_to(request.post).select_related("agency"), pk=remark)
    return run(request, partial(remarking.erase, found, by=request.post), done=reverse(REMARKS), said="Đã xóa.")
