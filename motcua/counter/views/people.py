"""People declared twice: found, compared, merged, and taken apart again."""

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.core.errors import NotPermitted
from motcua.counter import people
from motcua.dossiers.actions.merging import merge, undo
from motcua.dossiers.models.merges import Merge, MergeQuerySet
from motcua.dossiers.permissions import may_merge, may_undo_merge
from motcua.ui.pages import UNPROCESSABLE, form_page, refusals_shown

mergers_only = post_required(Role.RECEPTIONIST, Role.ADMINISTRATOR)


def _merges(request: Request) -> MergeQuerySet:
    return Merge.objects.visible_to(request.post).select_related("kept", "gone", "by__person", "unit", "followed")


@require_http_methods(["GET", "HEAD", "POST"])
@mergers_only
@refusals_shown
def duplicates(request: Request) -> HttpResponse:
    """Người nộp khai trùng: who may be one person; or the applicants of two dossiers, named (POST)."""
    if not may_merge(request.post, {}):
        raise NotPermitted()
    form = people.PairForm(request.POST if request.method == "POST" else None)
    pair = people.pair_of(request.post, form) if form.is_valid() else None
    if pair is not None:
        return redirect("counter:compare_people", pair[0].pk, pair[1].pk)
    pairs = [pair for group in people.alike(request.post) for pair in people.pairs_of(group)]
    shown = {"form": form, "pairs": pairs, "merges": _merges(request)[:20]}
    return render(request, "counter/people.html", shown, status=UNPROCESSABLE if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@mergers_only
def compare(request: Request, kept: UUID, gone: UUID) -> HttpResponse:
    """Two declarations side by side; sent, they are taken for one person's."""
    known = people.known_here(request.post).select_related("account")
    sides = [get_object_or_404(known, pk=key) for key in (kept, gone)]
    return form_page(
        request, people.MergeForm, act=partial(merge, by=request.post, kept=sides[0], gone=sides[1]),
        title="Gộp người nộp khai trùng", permit=may_merge(request.post, {}), save="Gộp hai bên",
        done=lambda made: reverse("counter:merge", args=[made.pk]), said="Đã gộp.",
        template="counter/compare.html", initial={"cause": people.cause_of(*sides)}, context=people.compared(*sides),
    )  # fmt: skip


@require_safe
@mergers_only
def merged(request: Request, key: int) -> HttpResponse:
    """What a merge moved."""
    found = get_object_or_404(_merges(request), pk=key)
    may = found.undone_at is None and may_undo_merge(request.post, found)
    return render(request, "counter/merge.html", people.told(found) | {"may": may})


@require_http_methods(["GET", "HEAD", "POST"])
@mergers_only
def undo_merge(request: Request, key: int) -> HttpResponse:
    """Take a merge apart."""
    found = get_object_or_404(_merges(request), pk=key)
    here = reverse("counter:merge", args=[found.pk])
    return form_page(
        request, people.UndoForm, act=partial(undo, found, by=request.post), title="Bỏ gộp", done=here, subject=found,
        permit=may_undo_merge(request.post, found), said="Đã bỏ gộp; mọi thứ đã trả về như trước khi gộp.",
        save="Bỏ gộp", context={"cancel_url": here},
        gone="" if found.undone_at is None else "Lần gộp này đã bỏ.",
    )  # fmt: skip
