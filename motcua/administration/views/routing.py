"""The designer of a draft's route: its page, the buttons, one card open at a time; trying, comparing, taking one."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from motcua.administration.catalogue import showing
from motcua.administration.routing import page
from motcua.administration.routing.comparing import comparison_of
from motcua.administration.routing.files import file_answer
from motcua.administration.routing.library import LibraryForm, Taking
from motcua.administration.routing.pressing import pressed
from motcua.administration.routing.step_form import StepForm
from motcua.administration.routing.trying import trial_of
from motcua.agencies.access import Request, post_required
from motcua.core.clock import today
from motcua.core.errors import Refused
from motcua.core.text import clean
from motcua.procedures.models import Adoption
from motcua.procedures.permissions import KEEPERS as EDITORS
from motcua.ui.pages import form_page

form = require_http_methods(["GET", "HEAD", "POST"])
FOLDER = "administration/routing"
SEE_OTHER = 303


@form
@post_required(*EDITORS)
def designer(request: Request, adoption: int) -> HttpResponse:
    """Thiết kế quy trình: every step as a card; the buttons change the route at once, a card when it is saved."""
    found = showing.adoption_or_404(request.post, adoption, today())
    key, focus = clean(request.GET.get("buoc", ""))[:100], clean(request.GET.get("toi", ""))[:120]
    if request.method != "POST":
        return render(request, f"{FOLDER}/page.html", page.opened_page(found, key, focus=focus))
    return _saved(request, found, key) if request.POST.get("do") == "save" else _pressed(request, found)


def _pressed(request: Request, found: Adoption) -> HttpResponse:
    try:
        said, to = pressed(found, request.POST, by=request.post)
    except Refused as refused:
        context = page.shown_again(found, request.POST, refused)
        return render(request, f"{FOLDER}/page.html", context, status=refused.status)
    messages.success(request, said)
    return HttpResponseRedirect(to, status=SEE_OTHER)


def _saved(request: Request, found: Adoption, key: str) -> HttpResponse:
    context = page.page_of(found, key) | {"changes": page.changes_since(request.POST.get("version"), found)}
    if not context["outline"].opened:
        messages.error(request, page.GONE)
        return HttpResponseRedirect(page.address(found.pk), status=SEE_OTHER)
    saving, options = page.Saving(found, by=request.post), page.card_options(found, context["outline"].route, key)
    return form_page(
        request, StepForm, act=saving, subject=found, title=page.TITLE, template=f"{FOLDER}/page.html",
        options=options, context=context, done=saving.on, said="Đã lưu.",
    )  # fmt: skip


@require_safe
@post_required(*EDITORS)
def try_out(request: Request, adoption: int) -> HttpResponse:
    """Chạy thử: the whole run from a moment on a timeline, and the route walked deed by deed."""
    found = showing.adoption_or_404(request.post, adoption, today())
    return render(request, f"{FOLDER}/try.html", trial_of(found, request.GET))


@require_safe
@post_required(*EDITORS)
def compare(request: Request, adoption: int) -> HttpResponse:
    """Two states of the route, step by step."""
    found = showing.adoption_or_404(request.post, adoption, today())
    return render(request, f"{FOLDER}/compare.html", comparison_of(found, request.GET))


@form
@post_required(*EDITORS)
def library(request: Request, adoption: int) -> HttpResponse:
    """Lấy quy trình có sẵn: a usual one, that of another procedure, or one of its own earlier editions."""
    found = showing.adoption_or_404(request.post, adoption, today())
    taking = Taking(found, by=request.post)
    return form_page(
        request, LibraryForm, act=taking, subject=found, title="Lấy quy trình có sẵn", save="Lấy quy trình này",
        options={"adoption": found, "by": request.post}, template=f"{FOLDER}/library.html", done=page.address(found.pk),
        said="Đã lấy quy trình; xem lại từng bước rồi chạy thử.",
        context={"lead": found.procedure.name, "cancel_url": page.address(found.pk)},
    )  # fmt: skip


@require_safe
@post_required(*EDITORS)
def route_file(request: Request, adoption: int, route_format: str) -> HttpResponse:
    """The route of the draft as JSON, BPMN or SVG."""
    return file_answer(showing.adoption_or_404(request.post, adoption, today()), route_format)
