"""Tệp đã lập: what one asked for, how far it is, the files to take."""

from functools import partial
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request, post_required
from motcua.core.errors import NotPermitted
from motcua.exports import actions, permissions
from motcua.exports.choices import State
from motcua.exports.models import Export
from motcua.files.viewing import respond
from motcua.ui.pages import list_page, one_click, refusals_shown, run

LEAD = "Tệp số liệu bạn đã yêu cầu. Hệ thống lập trong nền: đóng trang này tệp vẫn được lập tiếp."


@require_safe
@post_required()
def exports(request: Request) -> HttpResponse:
    """Tệp đã lập: one's own files, the newest first; the page renews itself while one is being made."""
    rows = Export.objects.visible_to(request.post)
    return list_page(
        request, rows.select_related("file").defer("file__name"), title="Tệp đã lập", lead=LEAD,
        order=("-asked_at", "-pk"), noun="tệp", template="exports/exports.html",
        empty="Bạn chưa lập tệp nào",
        context={"running": rows.unfinished().exists(), "days": settings.EXPORT_DAYS},
    )  # fmt: skip


@require_safe
@post_required()
def export(request: Request, export: UUID) -> HttpResponse:
    """One file: its progress, then the file."""
    found = get_object_or_404(Export.objects.visible_to(request.post).select_related("file"), pk=export)
    return render(request, "exports/export.html", {"export": found, "days": settings.EXPORT_DAYS})


@require_safe
@post_required()
@refusals_shown
def take(request: Request, export: UUID) -> HttpResponse:
    """Tải về: on record, and only while one may still see what is in it."""
    rows = Export.objects.visible_to(request.post).filter(state__in=(State.DONE, State.EXPIRED))
    found = get_object_or_404(rows.select_related("file"), pk=export)
    if not permissions.may_take(request.post, found):
        raise NotPermitted()
    return respond(request, found.file, by=request.post, why="Tải tệp số liệu đã lập", download=True)


@one_click
@post_required()
def cancel(request: Request, export: UUID) -> HttpResponse:
    """Thôi lập."""
    found = get_object_or_404(Export.objects.visible_to(request.post), pk=export)
    return run(
        request,
        partial(actions.cancel, found, by=request.post),
        done=reverse("exports:exports"),
        said="Đã thôi lập tệp.",
    )


@one_click
@post_required()
def again(request: Request, export: UUID) -> HttpResponse:
    """Lập lại: the same figures as they stand now, in a new file."""
    found = get_object_or_404(Export.objects.visible_to(request.post), pk=export)
    act = partial(actions.request, by=request.post, kind=found.kind, parameters=found.parameters)
    return run(request, act, done=lambda made: made.get_absolute_url())
