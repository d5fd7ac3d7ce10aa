"""Chỉ số bên ngoài: PCI, PAPI, PAR Index and others, by year, with rank and source."""

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.access import Request, post_required
from motcua.dossiers.models.sight import OVERSEERS
from motcua.figures import indexes as lists
from motcua.figures.tabs import tabs
from motcua.reports.actions import correct_index, record_index, withdraw_index
from motcua.reports.models import ExternalIndex
from motcua.reports.permissions import KEEPERS, may_change_index
from motcua.ui.pages import form_page

keepers_only = post_required(*KEEPERS)


def _index(request: Request, key: int) -> ExternalIndex:
    found = lists.found(request.post, key)
    if found is None:
        raise Http404
    return found


@require_safe
@post_required(*{*OVERSEERS, *KEEPERS})
def indexes(request: Request) -> HttpResponse:
    """The trend of each index."""
    page = {"trends": lists.trends(request.post), "keeps": request.post.role in KEEPERS}
    pages = tabs("figures:indexes") if request.post.role in OVERSEERS else []
    return render(request, "figures/indexes.html", page | {"pages": pages})


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def new_index(request: Request) -> HttpResponse:
    """Record an index of a year."""
    back = reverse("figures:indexes")
    return form_page(
        request, lists.RecordForm, act=partial(record_index, by=request.post), title="Ghi chỉ số bên ngoài", done=back,
        said=lambda index: f"Đã ghi {index}.", options={"by": request.post},
        context={"crumbs_items": [("Chỉ số bên ngoài", back), ("Ghi mới", "")], "cancel_url": back},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def change_index(request: Request, external_index: int) -> HttpResponse:
    """Put right what was recorded."""
    index, back = _index(request, external_index), reverse("figures:indexes")
    return form_page(
        request, lists.CorrectForm, act=partial(correct_index, index, by=request.post), subject=index, done=back,
        title=f"Sửa {index}", said="Đã sửa.", initial=lists.begins_with(index),
        permit=may_change_index(request.post, index),
        context={"crumbs_items": [("Chỉ số bên ngoài", back), (str(index), "")], "cancel_url": back},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def end_index(request: Request, external_index: int) -> HttpResponse:
    """Let it count no more."""
    index, back = _index(request, external_index), reverse("figures:indexes")
    return form_page(
        request, lists.ReasonForm, act=partial(withdraw_index, index, by=request.post), subject=index, done=back,
        title=f"Rút {index}", said="Đã rút.", save="Rút", permit=may_change_index(request.post, index),
        context={"crumbs_items": [("Chỉ số bên ngoài", back), (str(index), "")], "cancel_url": back},
    )  # fmt: skip
