"""How one likes to see one's lists: columns and named filters."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from motcua.agencies import actions
from motcua.agencies.access import Request, post_required
from motcua.agencies.models import ListView
from motcua.casework import seeing
from motcua.ui.pages import refusals_shown

DEEDS = {
    "start": lambda view, by, name: actions.start_with(view, by=by),
    "plain": lambda view, by, name: actions.start_with(view, by=by, on=False),
    "share": lambda view, by, name: actions.share_view(view, by=by),
    "unshare": lambda view, by, name: actions.share_view(view, by=by, on=False),
    "remove": lambda view, by, name: actions.remove_view(view, by=by),
    "rename": lambda view, by, name: actions.rename_view(view, by=by, name=name),
}


@require_safe
@post_required()
def kept(request: Request) -> HttpResponse:
    """Bộ lọc đã lưu: renamed, shared, begun with, removed."""
    return render(request, "casework/kept.html", {"lists": seeing.kept_by(request.post)})


@require_POST
@post_required()
@refusals_shown
def keep(request: Request) -> HttpResponse:
    """Keep the filter of a list under a name."""
    name, asked = _list(request), QueryDict(request.POST.get("query", "").removeprefix("?"))
    query = seeing.filter_of(name, asked) or "tab="
    view = actions.keep_view(by=request.post, screen=name, name=request.POST.get("name", ""), query=query)
    messages.success(request, f"Đã lưu bộ lọc “{view.name}”.")
    return redirect(seeing.address_of(view))


@require_POST
@post_required()
@refusals_shown
def columns(request: Request) -> HttpResponse:
    """Choose the columns of a list."""
    name = _list(request)
    hidden = set(seeing.LISTS[name].columns) - set(request.POST.getlist("show"))
    actions.choose_columns(by=request.post, screen=name, hidden=hidden)
    query = request.POST.get("query", "").removeprefix("?")
    return redirect(f"{seeing.LISTS[name].url}?{query}")


@require_POST
@post_required()
@refusals_shown
def change(request: Request, key: str) -> HttpResponse:
    """Rename, share, begin with or remove a kept filter."""
    view = get_object_or_404(ListView.objects.visible_to(request.post), pk=key)
    deed = DEEDS.get(request.POST.get("do", ""))
    if deed is None:
        raise Http404
    deed(view, request.post, request.POST.get("name", ""))
    messages.success(request, "Đã ghi.")
    return redirect("casework:kept")


def _list(request: Request) -> str:
    name = request.POST.get("list", "")
    if name not in seeing.LISTS:
        raise Http404
    return name
