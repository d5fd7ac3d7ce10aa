"""Differences of the national catalogue and what else waits for a person: compare a file, approve, settle names."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.administration.catalogue import queues as shown
from motcua.administration.catalogue.deciding_all import latest_of
from motcua.administration.sections import KEEPERS
from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.procedures.actions.settling import set_alias
from motcua.procedures.choices import AliasKind
from motcua.procedures.models import ImportRun
from motcua.procedures.permissions import may_import
from motcua.ui.pages import Column, form_page, list_page, refusals_shown

form = require_http_methods(["GET", "HEAD", "POST"])
FOLDER = "administration/catalogue"


@require_safe
@post_required(*KEEPERS)
def overview(request: Request) -> HttpResponse:
    """Everything of the national catalogue that waits for a person, with counts, and the latest imports."""
    context = {
        "queues": shown.queues(), "runs": shown.runs(), "may_import": may_import(request.post),
        "batches": latest_of(request.post),
    }  # fmt: skip
    return render(request, f"{FOLDER}/queues.html", context)


@form
@post_required(Role.ADMINISTRATOR)
@refusals_shown
def compare_file(request: Request) -> HttpResponse:
    """Send a file of national data; its differences wait for approval."""
    shown.decides_for_all(request.post)
    page = reverse("administration:national_changes")
    return form_page(
        request, shown.ImportForm, act=partial(shown.compare_file, by=request.post), title="So tệp danh mục mới",
        save="So sánh", done=page, said=shown.told, context={"cancel_url": reverse("administration:national_queues")},
    )  # fmt: skip


@require_safe
@post_required(*KEEPERS)
def changes(request: Request) -> HttpResponse:
    """The differences that wait, or those decided."""
    rows = shown.changes_of(request.post)
    may = may_import(request.post) and not request.GET.get("state")  # what is decided is only looked at
    return list_page(
        request, rows, title="Khác biệt của danh mục quốc gia", order=("code", "pk"),
        size=100, filters=shown.ChangeFilters, noun="khác biệt", template=f"{FOLDER}/changes.html",
        bulk=reverse("administration:national_decide") if may else "",
        total=shown.ChangeFilters(request.GET).narrow(rows).count(),
        context={"form": shown.DecideForm(), "query": shown.query_of(request.GET)},
    )  # fmt: skip


@require_safe
@post_required(*KEEPERS)
def change(request: Request, change: int) -> HttpResponse:
    """One difference, field by field."""
    found = get_object_or_404(shown.changes_of(request.post).select_related("procedure", "run"), pk=change)
    context = {"change": found, "version": found.version} | shown.change_page(found, request.post)
    return render(request, f"{FOLDER}/change.html", context)


@require_POST
@post_required(Role.ADMINISTRATOR)
@refusals_shown
def decide(request: Request) -> HttpResponse:
    """Approve the ticked differences, or leave them: a result for each."""
    shown.decides_for_all(request.post)
    asked = shown.DecideForm(request.POST)
    if not asked.is_valid():
        return render(request, f"{FOLDER}/decided.html", {"results": [], "form": asked}, status=422)
    results = shown.decide_each(request.POST.getlist("pick"), by=request.post, **asked.cleaned_data)
    return render(request, f"{FOLDER}/decided.html", {"results": results, "form": asked})


@require_safe
@post_required(*KEEPERS)
def run(request: Request, run: int) -> HttpResponse:
    """What became of the records of one file."""
    found = get_object_or_404(ImportRun, pk=run)
    columns = [
        Column("Chỗ trong tệp", "place"), Column("Mã", "code"), Column("Tên", "name", full=True),
        Column("Kết quả", lambda row: row.get_outcome_display()), Column("Lý do", lambda row: "; ".join(row.reasons)),
    ]  # fmt: skip
    return list_page(
        request, found.rows.all(), title=f"Lần nhập: {found.file_name}", order=("pk",), columns=columns, noun="bản ghi",
        lead=f"Đọc {found.read} bản ghi; bản ghi không đổi chỉ được đếm.",
    )  # fmt: skip


@form
@post_required(*KEEPERS)
def names(request: Request) -> HttpResponse:
    """Names of agencies and fields that nobody has settled, and what one of them means."""
    kind = shown.kind_asked(request.GET.get("loai", ""))
    waiting = shown.unsettled(kind)
    return form_page(
        request, shown.AliasForm, act=partial(set_alias, by=request.post),
        title=f"{AliasKind(kind).label}: cách viết lạ",
        initial={"kind": kind, "written": request.GET.get("ten", ""), "canonical": request.GET.get("la", "")},
        done=request.get_full_path().split("&")[0], said="Đã thống nhất cách viết.", template=f"{FOLDER}/names.html",
        context={"waiting": waiting[:200], "total": len(waiting), "kind": kind, "may": may_import(request.post)},
    )  # fmt: skip
