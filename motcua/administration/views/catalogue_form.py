"""The online form of an adoption: looked at, brought in, given out, tried, taken out."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.administration.catalogue import online, showing
from motcua.administration.sections import KEEPERS
from motcua.agencies.access import Request, post_required
from motcua.core.clock import today
from motcua.files.viewing import disposition
from motcua.procedures.actions.adopt import change_draft
from motcua.procedures.permissions import KEEPERS as EDITORS
from motcua.questions.uploads import SampleFile
from motcua.questions.walking import walked
from motcua.ui.pages import form_page

form = require_http_methods(["GET", "HEAD", "POST"])
PAGE = "administration/catalogue/form.html"


def _here(adoption: int) -> str:
    return reverse("administration:catalogue_form", args=[adoption])


@require_safe
@post_required(*KEEPERS)
def online_form(request: Request, adoption: int) -> HttpResponse:
    """Biểu mẫu điện tử: that of the draft, in words, with what is wrong and what to look after."""
    found = showing.adoption_or_404(request.post, adoption, today())
    return render(request, PAGE, online.page_of(found, request.post) | {"form": SampleFile()})


@require_safe
@post_required(*KEEPERS)
def form_file(request: Request, adoption: int) -> HttpResponse:
    """The form's file as it came in, of the draft or of an edition (`ban`)."""
    found = showing.adoption_or_404(request.post, adoption, today())
    name, text = online.file_asked(found, request.GET)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response.headers["Content-Disposition"] = disposition(name, inline=False)
    return response


@form
@post_required(*EDITORS)
def bring_form_in(request: Request, adoption: int) -> HttpResponse:
    """A form's file becomes the form of the draft."""
    found = showing.adoption_or_404(request.post, adoption, today())
    return form_page(
        request, online.ImportForm, act=partial(change_draft, found, by=request.post), subject=found, save="Nhập",
        title="Nhập biểu mẫu điện tử", template="administration/catalogue/form_import.html", done=_here(found.pk),
        said=online.imported_words, options={"adoption": found},
        context={"lead": found.procedure.name, "cancel_url": _here(found.pk)},
    )  # fmt: skip


@form
@post_required(*EDITORS)
def take_form_out(request: Request, adoption: int) -> HttpResponse:
    """The draft has no form any more; editions already published keep theirs."""
    found = showing.adoption_or_404(request.post, adoption, today())
    return form_page(
        request, online.TakeOutForm, act=partial(change_draft, found, by=request.post), subject=found,
        title="Bỏ biểu mẫu điện tử", template="administration/catalogue/form_out.html", save="Bỏ biểu mẫu",
        done=_here(found.pk), said="Đã bỏ biểu mẫu khỏi bản thảo.", options={"adoption": found},
        context={"lead": found.procedure.name, "cancel_url": _here(found.pk)},
    )  # fmt: skip


@form
@post_required(*KEEPERS)
def try_form(request: Request, adoption: int) -> HttpResponse:
    """Walk through the form page by page, or try it with sample answers; nothing is kept."""
    found = showing.adoption_or_404(request.post, adoption, today())
    made, sample = online.form_asked(found, request.GET), None
    if "sample" in request.FILES:
        given = SampleFile(request.POST, request.FILES)
        if not given.is_valid():
            return render(request, PAGE, online.page_of(found, request.post) | {"form": given}, status=422)
        sample = given.cleaned_data["sample"]
    context = {"again_url": _here(found.pk), "again_words": "Về biểu mẫu điện tử của thủ tục"}
    return walked(request, made, sample=sample, context=context)
