"""Units re-organised: drawn up, looked at beforehand, confirmed with the day, followed while it runs."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.administration.reorganising import (
    LABELS,
    ConfirmForm,
    FiguresForm,
    PlanForm,
    asked_of,
    figure_of,
    figures_page,
    initial_of,
    page_of,
    results_of,
)
from motcua.agencies.access import Request, post_required
from motcua.agencies.actions import reorganising
from motcua.agencies.choices import Role
from motcua.agencies.models import Reorganisation
from motcua.core.clock import local
from motcua.dossiers.unit_figures import countable_with_history, rows_of
from motcua.ui.pages import Column, form_page, list_page, one_click, run

OVERSEERS = (Role.REFORM_OFFICER, Role.INSPECTOR, Role.LEADER)
READERS = (Role.ADMINISTRATOR, Role.REFORM_OFFICER, Role.INSPECTOR, Role.LEADER)

COLUMNS = [
    Column("Mã hồ sơ", "code", full=True),
    Column("Thủ tục", "procedure_code"),
    Column("Nhận lúc", lambda row: f"{local(row.received_at):%d/%m/%Y %H:%M}"),
    Column("Đơn vị giữ hồ sơ", "agency.short_name"),
    Column("Trạng thái", lambda row: row.get_state_display()),
]


def _row(request: Request, key: int) -> Reorganisation:
    return get_object_or_404(Reorganisation.objects.visible_to(request.post).select_related("office"), pk=key)


def _crumbs() -> list[tuple[str, str]]:
    return [
        ("Quản trị", reverse("administration:home")),
        ("Sắp xếp đơn vị", reverse("administration:reorganisations")),
    ]


def _page(row: Reorganisation) -> str:
    return reverse("administration:reorganisation", args=[row.pk])


@require_safe
@post_required(*READERS)
def reorganisations(request: Request) -> HttpResponse:
    """Sắp xếp đơn vị: every re-organisation of the post's tree."""
    rows = Reorganisation.objects.visible_to(request.post)
    return list_page(
        request,
        rows,
        title="Sắp xếp đơn vị",
        order=("-on", "-pk"),
        template="administration/reorganisation/list.html",
        noun="đợt",
        context={"may_draft": request.post.role == Role.ADMINISTRATOR},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(Role.ADMINISTRATOR)
def new(request: Request) -> HttpResponse:
    """Draw one up."""
    act = partial(reorganising.draft_reorganisation, by=request.post, office=request.post.agency)
    return form_page(
        request, PlanForm, act=act, title="Lập phương án sắp xếp đơn vị", done=_page, save="Lưu và xem trước",
        said="Đã lưu phương án. Hãy xem trước những gì sẽ chuyển.",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(Role.ADMINISTRATOR)
def change(request: Request, key: int) -> HttpResponse:
    """Write a draft anew."""
    row = _row(request, key)
    act = partial(reorganising.change_reorganisation, row, by=request.post)
    return form_page(
        request, PlanForm, subject=row, act=act, title="Sửa phương án", done=_page, save="Lưu và xem trước",
        initial=initial_of(row), said="Đã sửa phương án.",
    )  # fmt: skip


@require_safe
@post_required(*READERS)
def reorganisation(request: Request, key: int) -> HttpResponse:
    """One of them: preview, progress or results."""
    row = _row(request, key)
    context = page_of(row, by=request.post) | {"confirm_form": ConfirmForm()}
    context["crumbs_items"] = [*_crumbs(), (row.name, "")]
    return render(request, "administration/reorganisation/page.html", context)


@require_safe
@post_required(*READERS)
def progress(request: Request, key: int) -> HttpResponse:
    """The part of the page that is asked for anew while it runs."""
    return render(request, "administration/reorganisation/results.html", results_of(_row(request, key)))


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(Role.ADMINISTRATOR)
def confirm(request: Request, key: int) -> HttpResponse:
    """Confirm by typing the day again; at once when the day has come, else on the day."""
    row = _row(request, key)
    act = partial(reorganising.confirm_reorganisation, row, by=request.post)
    return form_page(
        request, ConfirmForm, subject=row, act=act, title=f"Xác nhận: {row.name}", done=_page, save="Xác nhận",
        said="Đã xác nhận. Việc chuyển chạy khi đến ngày có hiệu lực.",
    )  # fmt: skip


@one_click
@post_required(Role.ADMINISTRATOR)
def cancel(request: Request, key: int) -> HttpResponse:
    """Give a plan up."""
    row = _row(request, key)
    act = partial(reorganising.cancel_reorganisation, row, by=request.post)
    return run(request, act, subject=row, done=_page(row), said="Đã hủy phương án.")


@require_safe
@post_required(*OVERSEERS)
def figures(request: Request) -> HttpResponse:
    """Số liệu theo đơn vị khi đó hoặc hiện nay; every number opens."""
    form = FiguresForm(request.GET or None, initial=asked_of(None))
    asked = asked_of(form)
    context = {"form": form, "crumbs_items": [*_crumbs(), ("Số liệu theo đơn vị", "")]}
    context |= figures_page(countable_with_history(request.post), asked)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "administration/reorganisation/figures.html", context, status=status)


@require_safe
@post_required(*OVERSEERS)
def figure(request: Request, unit: int) -> HttpResponse:
    """The dossiers that a number counts."""
    name = figure_of(request.GET.get("so", ""))
    asked = asked_of(FiguresForm(request.GET or None))
    rows = rows_of(countable_with_history(request.post), name, **asked).filter(unit=unit)
    return list_page(
        request,
        rows.select_related("agency", "desk"),
        title=LABELS[name],
        order=("-received_at", "-pk"),
        columns=COLUMNS,
        noun="hồ sơ",
    )
