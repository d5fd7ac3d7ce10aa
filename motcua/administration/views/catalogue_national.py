"""The national catalogue: its records, their versions, adopting one, settling what is doubtful."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.administration.catalogue import national as shown
from motcua.administration.sections import KEEPERS
from motcua.agencies.access import Request, post_required
from motcua.procedures.actions.adopt import adopt as adopt_procedure
from motcua.procedures.actions.settling import settle_doubts
from motcua.procedures.permissions import KEEPERS as EDITORS
from motcua.ui.pages import detail_page, form_page, list_page

form = require_http_methods(["GET", "HEAD", "POST"])
CRUMBS = "Danh mục quốc gia"


@require_safe
@post_required(*KEEPERS)
def procedures(request: Request) -> HttpResponse:
    """Danh mục quốc gia: what may be adopted, what is doubtful."""
    return list_page(
        request, shown.procedures_of(request.post), title=CRUMBS, order=("code", "pk"), noun="thủ tục",
        template="administration/catalogue/procedures.html", filters=shown.NationalFilters,
    )  # fmt: skip


@require_safe
@post_required(*KEEPERS)
def procedure(request: Request, procedure: int) -> HttpResponse:
    """One national record, as one of its versions states it."""
    found = get_object_or_404(shown.procedures_of(request.post), pk=procedure)
    page = shown.page_of(found, request.post, request.GET)
    return detail_page(
        request, found, title=found.name, template="administration/catalogue/procedure.html",
        crumbs=[(CRUMBS, reverse("administration:national"))], actions=shown.buttons_of(found, request.post, page),
        context=page,
    )  # fmt: skip


@form
@post_required(*EDITORS)
def adopt(request: Request, procedure: int) -> HttpResponse:
    """Begin to give a procedure at an office: a draft from what the record states without a doubt."""
    found = get_object_or_404(shown.procedures_of(request.post), pk=procedure)
    return form_page(
        request, shown.AdoptForm, options={"by": request.post}, title="Áp dụng thủ tục tại đơn vị", save="Lập bản thảo",
        act=partial(adopt_procedure, by=request.post, procedure=found, draft=shown.draft_for(found)),
        done=lambda made: reverse("administration:catalogue_adoption", args=[made.pk]), said="Đã lập bản thảo.",
        context={"lead": str(found), "cancel_url": reverse("administration:national_procedure", args=[found.pk])},
    )  # fmt: skip


@form
@post_required(*EDITORS)
def settle(request: Request, procedure: int) -> HttpResponse:
    """Write down what is true of a record's doubts."""
    found = get_object_or_404(shown.procedures_of(request.post), pk=procedure)
    page = reverse("administration:national_procedure", args=[found.pk])
    return form_page(
        request, shown.SettleForm, act=partial(settle_doubts, found, by=request.post), subject=found, done=page,
        title="Kết luận điều nghi vấn", save="Ghi kết luận", said="Đã ghi kết luận.",
        template="administration/catalogue/settle.html", context={"lead": str(found), "cancel_url": page},
    )  # fmt: skip
