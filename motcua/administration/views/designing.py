"""The designer of a draft's online form: its page, the buttons, and one card open at a time."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from motcua.administration.catalogue import showing
from motcua.administration.designer.addresses import address
from motcua.administration.designer.opening import FORMS, Saving, card_context, in_place, shown_again, source_context
from motcua.administration.designer.page import CLOSED, Open, focus_asked, page_of
from motcua.administration.designer.pressing import GONE, Leaning, pressed
from motcua.administration.designer.source import AnswersForm, SourceForm
from motcua.administration.designer.trying_out import sample_of, tried
from motcua.agencies.access import Request, post_required
from motcua.core.clock import today
from motcua.core.errors import Refused
from motcua.procedures.permissions import KEEPERS as EDITORS
from motcua.ui.pages import form_page

form = require_http_methods(["GET", "HEAD", "POST"])
PAGE = "administration/designing/page.html"
SEE_OTHER = 303


@form
@post_required(*EDITORS)
def designer(request: Request, adoption: int) -> HttpResponse:
    """Thiết kế biểu mẫu điện tử: the whole form as cards; its buttons change it at once."""
    found = showing.adoption_or_404(request.post, adoption, today())
    focus = focus_asked(request.GET.get("toi", ""))
    if request.method != "POST":
        return render(request, PAGE, page_of(found, CLOSED, focus=focus) | {"stale": False})
    try:
        said, to = pressed(found, request.POST, by=request.post)
    except Refused as refused:
        status = 422 if isinstance(refused, Leaning) else refused.status
        return render(request, PAGE, shown_again(found, request.POST, refused), status=status)
    messages.success(request, said)
    return HttpResponseRedirect(to, status=SEE_OTHER)


def _card(request: Request, adoption: int, opened: Open) -> HttpResponse:
    """Show a card open among the others; sent, its form is saved, or comes back with more rows."""
    found = showing.adoption_or_404(request.post, adoption, today())
    if not in_place(found, opened) and request.method != "POST":
        messages.error(request, GONE)
        return HttpResponseRedirect(address(found.pk), status=SEE_OTHER)
    options, context = card_context(found, opened, request)
    if request.method == "POST" and request.POST.get("do"):
        return render(request, PAGE, context | {"form": FORMS[opened.card](request.POST, **options)})
    saving = Saving(found, by=request.post, opened=opened)
    return form_page(
        request, FORMS[opened.card], act=saving, subject=found, title=context["title"], template=PAGE,
        options=options, context=context, done=saving.on, said="Đã lưu.",
    )  # fmt: skip


@form
@post_required(*EDITORS)
def question(request: Request, adoption: int, form_question: str) -> HttpResponse:
    """One question, open."""
    return _card(request, adoption, Open("question", form_question))


@form
@post_required(*EDITORS)
def section(request: Request, adoption: int, form_section: str) -> HttpResponse:
    """One section, open."""
    return _card(request, adoption, Open("section", form_section))


@form
@post_required(*EDITORS)
def fee(request: Request, adoption: int, form_fee: str) -> HttpResponse:
    """One line of fees, open."""
    return _card(request, adoption, Open("fee", form_fee))


@form
@post_required(*EDITORS)
def whole(request: Request, adoption: int) -> HttpResponse:
    """What the form says of itself."""
    return _card(request, adoption, Open("form"))


@form
@post_required(*EDITORS)
def end(request: Request, adoption: int) -> HttpResponse:
    """What is said at the end."""
    return _card(request, adoption, Open("end"))


@form
@post_required(*EDITORS)
def source(request: Request, adoption: int, form_question: str) -> HttpResponse:
    """One question as the text of its JSON."""
    found = showing.adoption_or_404(request.post, adoption, today())
    opened = Open("question", form_question)
    if not in_place(found, opened) and request.method != "POST":
        messages.error(request, GONE)
        return HttpResponseRedirect(address(found.pk), status=SEE_OTHER)
    options, context = source_context(found, opened, request)
    saving = Saving(found, by=request.post, opened=opened)
    return form_page(
        request, SourceForm, act=saving, subject=found, title=context["title"], options=options, context=context,
        template="administration/designing/source.html", done=saving.on, said="Đã lưu câu hỏi.",
    )  # fmt: skip


@form
@post_required(*EDITORS)
def samples(request: Request, adoption: int) -> HttpResponse:
    """Thử với câu trả lời mẫu: answers made for the form, to be changed and walked through; nothing is kept."""
    found = showing.adoption_or_404(request.post, adoption, today())
    given = AnswersForm(request.POST) if request.method == "POST" else None
    if given is not None and given.is_valid():
        return tried(request, found, given.cleaned_data["answers"])
    context = sample_of(found, given)
    return render(request, "administration/designing/samples.html", context, status=422 if given else 200)
