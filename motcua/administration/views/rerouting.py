"""Chuyển hồ sơ sang quy trình mới: the list with its preview, beginning, how it went."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.administration.catalogue import showing
from motcua.administration.routing import moving as shown
from motcua.administration.views.catalogue_editing import PUBLISHERS
from motcua.agencies.access import Request, post_required
from motcua.core.clock import today
from motcua.core.errors import Refused
from motcua.dossiers.rerouting import with_what_decides
from motcua.procedures.models import Adoption
from motcua.tasks.actions import AT_ONCE, run_batch
from motcua.tasks.models import Batch
from motcua.ui.pages import SEE_OTHER, UNPROCESSABLE, list_page, refusals_shown

form = require_http_methods(["GET", "HEAD", "POST"])


@form
@post_required(*PUBLISHERS)
@refusals_shown
def move(request: Request, adoption: int) -> HttpResponse:
    """The open dossiers on older routes, each with what would become of it; sent, the ticked ones are moved."""
    found = showing.adoption_or_404(request.post, adoption, today())
    moving = shown.Moving(found, request.post, request.GET.dict(), ticked=request.POST.getlist("pick"))
    if request.method != "POST":
        return _listed(request, moving, None)
    given = shown.MoveForm(request.POST)
    if not given.is_valid():
        return _listed(request, moving, given, status=UNPROCESSABLE)
    try:
        batch, gone = moving.begin(request.POST.getlist("pick"), **given.cleaned_data)
    except Refused as refused:
        given.add_error(None, refused.message)
        return _listed(request, moving, given, status=refused.status)
    return _begun(request, found, batch, gone=gone)


def _listed(request: Request, moving: shown.Moving, given: shown.MoveForm | None, *, status: int = 200) -> HttpResponse:
    """The page as it is now."""
    total = moving.rows.count()
    response = list_page(
        request, with_what_decides(moving.rows), title=shown.TITLE, lead=moving.adoption.procedure.name, order=("pk",),
        template="administration/routing/move.html", size=shown.SIZE, noun="hồ sơ", total=total,
        bulk=request.get_full_path(), context=moving.context(given, total=total), empty=shown.NONE_LEFT,
    )  # fmt: skip
    response.status_code = status
    return response


def _begun(request: Request, adoption: Adoption, batch: Batch, *, gone: int = 0) -> HttpResponse:
    if gone:
        messages.warning(request, f"{gone} hồ sơ đã chọn không còn trong danh sách, không thay đổi gì.")
    to = reverse("administration:route_moved", args=[adoption.pk, batch.pk])
    return HttpResponseRedirect(to, status=SEE_OTHER)


@form
@post_required(*PUBLISHERS)
def moved(request: Request, adoption: int, key: str) -> HttpResponse:
    """How it went with each; sent (POST), the next few are done at once, when no worker does them."""
    found = showing.adoption_or_404(request.post, adoption, today())
    batch = get_object_or_404(shown.batches_of(request.post), pk=key)
    if request.method == "POST":
        run_batch(batch, most=AT_ONCE)
        return _begun(request, found, batch)
    return render(request, "ui/batch.html", shown.progress_of(batch, found))
