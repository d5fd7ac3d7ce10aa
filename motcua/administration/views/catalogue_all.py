"""Every difference that is filtered, decided in one go."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from motcua.administration.catalogue import deciding_all as shown
from motcua.administration.catalogue.queues import decides_for_all
from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.core.errors import Refused
from motcua.tasks.actions import AT_ONCE, run_batch
from motcua.tasks.models import Batch
from motcua.ui.pages import SEE_OTHER, UNPROCESSABLE, refusals_shown

form = require_http_methods(["GET", "HEAD", "POST"])


@form
@post_required(Role.ADMINISTRATOR)
@refusals_shown
def decide_all(request: Request) -> HttpResponse:
    """Count what is filtered, ask once, begin."""
    decides_for_all(request.post)
    if request.method != "POST":
        return _asked(request, query=request.GET.urlencode())
    given = shown.DecideAllForm(request.POST)
    if not given.is_valid():
        return _asked(request, query=request.POST.get("query", ""), given=given, status=UNPROCESSABLE)
    try:
        return _begun(shown.begin(by=request.post, **given.cleaned_data))
    except Refused as refused:
        given.add_error(None, refused.message)
        return _asked(request, query=given.cleaned_data["query"], given=given, status=refused.status)


def _asked(
    request: Request, *, query: str, given: shown.DecideAllForm | None = None, status: int = 200
) -> HttpResponse:
    """The page with the count of now; whatever was typed stays, the seal is that of now."""
    found = shown.counted(request.post, query)
    now = {"query": query, "seal": found.seal}
    form = given or shown.DecideAllForm(initial=now | {"verdict": shown.APPROVE})
    if given is not None:
        form.data = request.POST.dict() | now
    context = shown.asking(found, query=query) | {"form": form}
    return render(request, "administration/catalogue/decide_all.html", context, status=status)


def _begun(batch: Batch) -> HttpResponse:
    response = redirect("administration:national_batch", key=batch.pk)
    response.status_code = SEE_OTHER
    return response


@form
@post_required(Role.ADMINISTRATOR)
def batch(request: Request, key: str) -> HttpResponse:
    """How it went with each; sent (POST), the next few are done at once, when no worker does them."""
    found = get_object_or_404(shown.batches_of(request.post), pk=key)
    if request.method == "POST":
        run_batch(found, most=AT_ONCE)
        return _begun(found)
    return render(request, "ui/batch.html", shown.progress_of(found))
