"""Biểu báo cáo: the layouts of reports, their versions, the draft of the next one worked on and tried."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.core.errors import Refused
from motcua.dossiers.models.sight import OVERSEERS
from motcua.figures.layouts import page as pages
from motcua.figures.layouts.forms import ColumnForm, GeneralForm, Looked, NewForm, PublishForm
from motcua.figures.layouts.opening import Saving, begun_or_thrown, column_or_gone, looked_at, publishing
from motcua.figures.layouts.pressing import draft_url, pressed
from motcua.figures.layouts.trying import trial
from motcua.reports.actions.layouts import create_layout, publish_layout
from motcua.reports.models import LayoutVersion
from motcua.reports.permissions import KEEPERS
from motcua.ui.pages import SEE_OTHER, form_page, refusals_shown

form = require_http_methods(["GET", "HEAD", "POST"])
READERS = (*OVERSEERS, Role.ADMINISTRATOR)
FOLDER = "figures/layouts"


@require_safe
@post_required(*READERS)
def layouts(request: Request) -> HttpResponse:
    """Các biểu báo cáo, bản đang áp dụng và bản nháp."""
    return render(request, f"{FOLDER}/list.html", pages.list_page(request.post))


@form
@post_required(*READERS)
@refusals_shown
def layout(request: Request, report_code: str) -> HttpResponse:
    """Một biểu: các bản, bản nháp; its buttons begin a draft or throw it away."""
    if request.method != "POST":
        found = pages.layout_or_404(request.post, report_code)
        return render(request, f"{FOLDER}/layout.html", pages.layout_page(found, request.post))
    found = pages.kept_layout(request.post, report_code, drafted=False)
    said, to = begun_or_thrown(found, request.POST, by=request.post)
    messages.success(request, said)
    return HttpResponseRedirect(to, status=SEE_OTHER)


@require_safe
@post_required(*READERS)
def version(request: Request, report_code: str, number: int) -> HttpResponse:
    """Một bản đã ban hành và chỗ khác bản trước."""
    found = pages.layout_or_404(request.post, report_code)
    return render(request, f"{FOLDER}/version.html", pages.version_page(found, number))


@form
@post_required(*KEEPERS)
@refusals_shown
def new(request: Request) -> HttpResponse:
    """Lập biểu báo cáo mới."""
    pages.check_keeps(request.post)
    versions = LayoutVersion.objects.in_force(pages.day_of(request.post)).select_related("layout")
    return form_page(
        request, NewForm, act=partial(create_layout, by=request.post), title="Lập biểu báo cáo",
        options={"layouts": {each.layout.code: each for each in versions}}, save="Lập biểu",
        done=lambda made: draft_url(made.code), said="Đã lập biểu. Thêm cột, rồi xem thử và ban hành.",
        context={"crumbs_items": pages.crumbs(("Lập biểu", "")), "cancel_url": reverse("figures:layouts")},
    )  # fmt: skip


@form
@post_required(*KEEPERS)
@refusals_shown
def draft(request: Request, report_code: str) -> HttpResponse:
    """Bản nháp: every column a card; its buttons change it at once."""
    found = pages.kept_layout(request.post, report_code)
    if request.method != "POST":
        return render(request, f"{FOLDER}/draft.html", pages.draft_page(found) | {"stale": False})
    try:
        said, to = pressed(found, request.POST, by=request.post)
    except Refused as refused:
        return render(
            request, f"{FOLDER}/draft.html", pages.refused_page(found, request.POST, refused), status=refused.status
        )
    messages.success(request, said)
    return HttpResponseRedirect(to, status=SEE_OTHER)


@form
@post_required(*KEEPERS)
@refusals_shown
def column(request: Request, report_code: str, report_column: str) -> HttpResponse:
    """Một cột, mở ra để sửa; looked at before it is saved when it is to be counted in another way."""
    found = pages.kept_layout(request.post, report_code)
    if gone := column_or_gone(request, found, report_column):
        return gone
    options = {"draft": found.draft, "key": report_column}
    if request.method == "POST" and request.POST.get("do"):
        looked = Looked(request.POST, **options)
        return render(request, f"{FOLDER}/draft.html", looked_at(request, found, looked, report_column))
    return form_page(
        request, ColumnForm, act=Saving(found, by=request.post), subject=found, title=f"Cột ({report_column})",
        options=options, template=f"{FOLDER}/draft.html", context=pages.draft_page(found, opened=report_column),
        done=draft_url(found.code), said="Đã lưu cột.",
    )  # fmt: skip


@form
@post_required(*KEEPERS)
@refusals_shown
def general(request: Request, report_code: str) -> HttpResponse:
    """Thông tin chung, đẳng thức, khối ký của bản nháp."""
    found = pages.kept_layout(request.post, report_code)
    return form_page(
        request, GeneralForm, act=Saving(found, by=request.post), subject=found, title="Thông tin chung",
        options={"draft": found.draft}, template=f"{FOLDER}/draft.html",
        context=pages.draft_page(found, opened=pages.GENERAL), done=draft_url(found.code), said="Đã lưu.",
    )  # fmt: skip


@require_safe
@post_required(*KEEPERS)
@refusals_shown
def preview(request: Request, report_code: str) -> HttpResponse:
    """Xem thử bản nháp trên số liệu thật của một kỳ, bên bản đang áp dụng."""
    found = pages.kept_layout(request.post, report_code)
    shown = pages.draft_page(found) | {"title": f"Xem thử {found.code}"} | trial(found, request.GET, by=request.post)
    unsound = shown["form"] is not None and not shown["form"].is_valid()
    return render(request, f"{FOLDER}/preview.html", shown, status=422 if unsound else 200)


@form
@post_required(*KEEPERS)
@refusals_shown
def publish(request: Request, report_code: str) -> HttpResponse:
    """Ban hành bản nháp thành bản tiếp theo."""
    found = pages.kept_layout(request.post, report_code)
    return form_page(
        request, PublishForm, act=partial(publish_layout, found, by=request.post), subject=found,
        title=f"Ban hành {found.code}", template=f"{FOLDER}/publish.html", save="Ban hành",
        done=reverse("figures:layout", args=[found.code]), context=publishing(found, request.post),
        said=lambda made: f"Đã ban hành bản {made.made.number}.",
    )  # fmt: skip
