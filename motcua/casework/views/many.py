"""One thing for many dossiers: asked once more, done one by one, told one by one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from motcua.agencies.access import Request, post_required
from motcua.casework import many, scanning
from motcua.casework.origins import home
from motcua.tasks.actions import AT_ONCE, begin_batch, run_batch
from motcua.tasks.models import Batch
from motcua.ui.pages import SEE_OTHER, UNPROCESSABLE, refusals_shown


@require_POST
@post_required()
@refusals_shown
def many_at_once(request: Request) -> HttpResponse:
    """Nhiều hồ sơ một lượt: what was ticked and what is asked; with `go`, it is begun."""
    by, query = request.post, request.POST.get("query", "")
    action = many.action_of(request.POST.get("action", ""), by=by)
    given, told = scanning.added(by, request.POST)
    picks = many.chosen(by, given, action=action) if action else []
    if action is None or not picks:
        messages.warning(request, "Chưa chọn hồ sơ nào: tích vào ô đầu dòng rồi bấm lại.")
        return redirect(home(query)[1])
    form = many.form_of(given, picks, action=action, going="go" in given and not told.words)
    if form.is_valid():
        begun = begin_batch(many.things(picks), by=by, verb=action, inputs=form.inputs())
        return _begun(request, begun, warning=many.gone(picks, given))
    shown = many.asking(picks, action=action, query=query) | {"form": form, "told": told}
    return render(request, "casework/many.html", shown, status=UNPROCESSABLE if form.is_bound else 200)


def _begun(request: Request, batch: Batch, *, warning: str = "") -> HttpResponse:
    if warning:
        messages.warning(request, warning)
    response = redirect(reverse("casework:batch", args=[batch.pk]))
    response.status_code = SEE_OTHER
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@post_required()
def batch(request: Request, key: str) -> HttpResponse:
    """How it went with each; sent (POST), the next few are done at once, when no worker does them."""
    found = get_object_or_404(many.batches_of(request.post), pk=key)
    if request.method == "POST":
        run_batch(found, most=AT_ONCE)
        return _begun(request, found)
    return render(request, "ui/batch.html", many.progress_of(found, by=request.post))
