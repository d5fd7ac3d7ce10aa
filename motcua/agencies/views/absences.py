"""One's own absences: written down, ended early; and in whose place one stands."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies import actions
from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.agencies.dues import said_of
from motcua.agencies.forms import AwayForm, BackForm
from motcua.agencies.models import Absence, AbsenceQuerySet, Delegation, Post
from motcua.agencies.permissions import heads_person
from motcua.agencies.works import called, works_in
from motcua.core.clock import today
from motcua.ui.pages import form_page

page = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 20
FORM = "agencies/record_absence.html"


@require_safe
@post_required()
def absences(request: Request) -> HttpResponse:
    """Vắng mặt, làm thay: one's own, those of others one stands in for, and the signatures delegated to one."""
    by, day = request.post, today()
    rows = Absence.objects.visible_to(by).with_names()
    going = rows.filter(cancelled_at=None, valid_to__gte=day)
    shown = {
        "own": [_shown(row, by) for row in rows.filter(post=by).with_shared_names()[:SHOWN]],
        "stands_in": [_shown(row, by) for row in going.falling_to([by.pk]).with_shared_names()[:SHOWN]],
        "headed": [
            _shown(row, by) for row in _headed(going, by).order_by("valid_from", "pk").with_shared_names()[:SHOWN]
        ],
        "delegations": Delegation.objects.visible_to(by).with_names().filter(taker=by, valid_to__gte=day)[:SHOWN],
        "today": day,
    }
    return render(request, "agencies/absences.html", shown)


def _headed(rows: AbsenceQuerySet, by: Post) -> AbsenceQuerySet:
    """Absences of the people whom the post heads."""
    if by.role == Role.HEAD_OF_DIVISION:
        return rows.filter(post__agency=by.agency_id).exclude(post=by)
    led = rows.filter(post__agency__path__startswith=by.agency.path, post__agency__level=by.agency.level)
    return led.exclude(post__role=Role.LEADER) if by.role == Role.LEADER else rows.none()


def _shown(row: Absence, by: Post) -> dict[str, Any]:
    """A row with the shares in words; of those that one takes oneself, only these."""
    known = {work.key: work.label for work in works_in(by.agency, today())} if row.shares.all() else {}
    said = [(share, called(share.kind, share.mark, known)) for share in row.shares.all()]
    mine = [words for share, words in said if share.substitute_id == by.pk]
    others = [f"{words}: {share.substitute.person.name}" for share, words in said]
    whole = row.substitute_id == by.pk
    return {"row": row, "shares": others, "mine": ["phần còn lại", *mine] if whole and said else mine}


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
        save="Ghi vắng mặt", done=reverse("agencies:absences"), said=said_of,
        options={"post": by}, initial={"valid_from": today(), "reason": "leave"}, template=FORM,
        context=_beside("Ghi vắng mặt"),
    )  # fmt: skip


@page
@post_required(Role.HEAD_OF_DIVISION, Role.LEADER)
def record_for(request: Request, absent: int) -> HttpResponse:
    """Ghi vắng mặt cho người của đơn vị: who fell ill writes nothing down."""
    by = request.post
    found = get_object_or_404(Post.objects.visible_to(by).held(today()).with_names(), pk=absent)
    if not heads_person(by, found):
        raise Http404
    return form_page(
        request, AwayForm, act=partial(actions.record_absence, by=by, post=found),
        title=f"Ghi vắng mặt: {found.person.name}", save="Ghi vắng mặt", done=reverse("agencies:absences"),
        said=said_of, options={"post": found}, initial={"valid_from": today(), "reason": "leave"}, template=FORM,
        context=_beside("Ghi vắng mặt"),
    )  # fmt: skip


@page
@post_required()
def back(request: Request, key: int) -> HttpResponse:
    """Đã đi làm lại: earlier than was written down, or never away."""
    rows = Absence.objects.visible_to(request.post).with_names()
    row = get_object_or_404(rows, pk=key)
    if row.post_id != request.post.pk and not heads_person(request.post, row.post):
        raise Http404
    return form_page(
        request, BackForm, act=partial(actions.end_absence, row, by=request.post), subject=row,
        title="Đi làm lại", save="Đi làm lại", done=reverse("agencies:absences"),
        said="Đã ghi. Việc làm thay kết thúc.", initial={"back_on": today()}, context=_beside("Đi làm lại"),
    )  # fmt: skip
