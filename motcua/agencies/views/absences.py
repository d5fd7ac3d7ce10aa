"""One's own absences: written down, ended early; and in whose place one stands."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies import actions
from motcua.agencies.access import Request, post_required
from motcua.agencies.forms import AwayForm, BackForm
from motcua.agencies.models import Absence, Delegation
from motcua.core.clock import today
from motcua.ui.pages import form_page

page = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 20


@require_safe
@post_required()
def absences(request: Request) -> HttpResponse:
    """Vắng mặt, làm thay: one's own, those of others one stands in for, and the signatures delegated to one."""
    by, day = request.post, today()
    rows = Absence.objects.visible_to(by).with_names()
    shown = {
        "own": rows.filter(post=by)[:SHOWN],
        "stands_in": rows.filter(substitute=by, cancelled_at=None, valid_to__gte=day)[:SHOWN],
        "delegations": Delegation.objects.visible_to(by).with_names().filter(taker=by, valid_to__gte=day)[:SHOWN],
        "today": day,
    }
    return render(request, "agencies/absences.html", shown)


def _beside(title: str) -> dict[str, object]:
    back = reverse("agencies:absences")
    return {"cancel_url": back, "crumbs_items": [("Vắng mặt, làm thay", back), (title, "")]}


@page
@post_required()
def record(request: Request) -> HttpResponse:
    """Ghi vắng mặt: from when to when, why, and who stands in."""
    by = request.post
    return form_page(
        request, AwayForm, act=partial(actions.record_absence, by=by, post=by), title="Ghi vắng mặt",
        save="Ghi vắng mặt", done=reverse("agencies:absences"), said="Đã ghi. Người làm thay thấy việc của bạn.",
        options={"post": by}, initial={"valid_from": today(), "reason": "leave"}, context=_beside("Ghi vắng mặt"),
    )  # fmt: skip


@page
@post_required()
def back(request: Request, key: int) -> HttpResponse:
    """Đã đi làm lại: earlier than was written down, or never away."""
    rows = Absence.objects.visible_to(request.post).with_names()
    row = get_object_or_404(rows, pk=key, post=request.post)
    return form_page(
        request, BackForm, act=partial(actions.end_absence, row, by=request.post), subject=row,
        title="Đi làm lại", save="Đi làm lại", done=reverse("agencies:absences"),
        said="Đã ghi. Việc làm thay kết thúc.", initial={"back_on": today()}, context=_beside("Đi làm lại"),
    )  # fmt: skip
