"""People and their work, for heads and leaders: how much each has, whose work it is, given to others in one go."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.agencies.access import Request, post_required
from motcua.agencies.models import Post
from motcua.agencies.permissions import heads_person
from motcua.casework import people as desk
from motcua.casework.looks import Look
from motcua.dossiers.choices import Action
from motcua.tasks.actions import begin_batch
from motcua.ui.pages import SEE_OTHER, UNPROCESSABLE, list_page, refusals_shown


@require_safe
@post_required(*desk.HEADS)
def people(request: Request) -> HttpResponse:
    """Người và việc: open, late, due this week, waiting, done this month, person by person; who is away."""
    by, now = request.post, request.post.present
    shown = {"loads": desk.loads(by, now=now), "labels": desk.LABELS, "falling": desk.falling_of(by), "now": now}
    return render(request, "casework/people.html", shown)


def _person(request: Request, key: int) -> Post:
    """Somebody whom the post heads, also one whose post has ended; others are not there."""
    found = Post.objects.visible_to(request.post).select_related("person", "agency").filter(pk=key).first()
    if found is None or not heads_person(request.post, found):
        raise Http404
    return found


@require_safe
@post_required(*desk.HEADS)
def person(request: Request, holder: int) -> HttpResponse:
    """Việc của một người: every figure opens to exactly its rows."""
    by, now, found = request.post, request.post.present, _person(request, holder)
    tab = request.GET.get("tab") if request.GET.get("tab") in desk.LABELS else desk.OPEN
    tabs = [{"label": label, "url": f"?tab={each}", "current": each == tab} for each, label in desk.LABELS.items()]
    look = Look(partial(desk.lines_of, by=by, post=found, tab=str(tab)))
    giving = reverse("casework:reassign", args=[found.pk]) if tab != desk.DONE else ""
    context: dict[str, Any] = {"look": look, "now": now, "holder": found, "beside": desk.beside(found), "tab": tab}
    context["ended"] = not found.is_held(now.date())
    return list_page(
        request, desk.tasks_of(found, str(tab), now=now), title=found.person.name, order=desk.ORDER, tabs=tabs,
        template="casework/person.html", noun="việc", bulk=giving, lead=f"{found.title}, {found.agency.short_name}",
        context=context,
    )  # fmt: skip


@require_POST
@post_required(*desk.HEADS)
@refusals_shown
def reassign(request: Request, holder: int) -> HttpResponse:
    """Giao lại: what was ticked, or all of it, to one or several; with `go`, it is begun."""
    found = _person(request, holder)
    things = desk.picked(request.post, found, request.POST)
    if not things:
        messages.warning(request, "Chưa chọn hồ sơ nào: tích vào ô đầu dòng rồi bấm lại.")
        return redirect("casework:person", found.pk)
    form = desk.ReassignForm(request.POST if "go" in request.POST else None, post=found)
    if form.is_valid():
        begun = begin_batch(things, by=request.post, verb=Action.REASSIGN, inputs=form.inputs())
        return _see(begun.pk)
    shown = desk.asking(found, things) | {"form": form}
    return render(request, "casework/reassign.html", shown, status=UNPROCESSABLE if form.is_bound else 200)


def _see(key: Any) -> HttpResponse:
    response = redirect("casework:batch", key)
    response.status_code = SEE_OTHER
    return response
