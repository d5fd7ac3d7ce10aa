"""Phần riêng của đơn vị trên mẫu in: written, tried on a form before it is published, shown, used no more."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.administration import letterheads
from motcua.administration.deeds import buttons, deed_page
from motcua.administration.forms.letterheads import LetterheadForm
from motcua.administration.sections import KEEPER, READERS
from motcua.agencies.access import Request, post_required
from motcua.core.errors import Refused
from motcua.core.stories import story_of
from motcua.correspondence import actions
from motcua.correspondence.letterheads import FORMS
from motcua.correspondence.models import Letterhead
from motcua.files.pages import picture_of
from motcua.ui.pages import detail_page, form_page

PDF = "application/pdf"
TITLE = "Phần riêng trên mẫu in"


def _crumbs() -> list[tuple[str, str]]:
    return [("Quản trị", reverse("administration:home")), ("Mẫu in", reverse("administration:forms"))]


def _found(request: Request, key: int) -> Letterhead:
    return get_object_or_404(Letterhead.objects.visible_to(request.post).select_related("agency"), pk=key)


@require_http_methods(["GET", "POST"])
@post_required(*KEEPER)
def new(request: Request) -> HttpResponse:
    """Soạn phần riêng: begins with what is printed today, or with the one that was asked for."""
    return _asked(request, act=partial(actions.publish_letterhead, by=request.post))


def _asked(request: Request, *, act: Any) -> HttpResponse:
    return form_page(
        request, LetterheadForm, act=act, title=TITLE, save="Ban hành", done=letterheads.page_of,
        said="Đã ban hành. Giấy in từ ngày đó có phần riêng này; giấy đã in giữ nguyên.",
        template="administration/keeping/letterhead_form.html", options={"by": request.post},
        initial=letterheads.begun_with(request.post, request.GET.get("tu", "")),
        context={"crumbs_items": [*_crumbs(), (TITLE, "")], "cancel_url": reverse("administration:forms")},
    )  # fmt: skip


@require_POST
@post_required(*KEEPER)
def preview(request: Request) -> HttpResponse:
    """Xem thử: the form as PDF with what has been typed, nothing kept; bad words are refused as on publishing."""
    form = LetterheadForm(request.POST, request.FILES, by=request.post)
    form.fields["note"].required = False  # why is asked for when it is published
    try:
        row = actions.letterhead_of(**form.parts()) if form.is_valid() else None
    except Refused as refused:
        return _asked(request, act=partial(_again, refused))
    if row is None:
        return _asked(request, act=None)
    sample = form.cleaned_data["sample"] or "receipt"
    return HttpResponse(letterheads.tried(row, sample), content_type=PDF)


def _again(refused: Refused, **inputs: Any) -> None:
    raise refused


@require_safe
@post_required(*READERS)
def letterhead(request: Request, letterhead: int) -> HttpResponse:
    """Một bản: what it sets, how each form comes out with it, its history."""
    found = _found(request, letterhead)
    write = {"label": "Soạn bản mới từ bản này", "url": f"{reverse('administration:letterhead_new')}?tu={found.pk}"}
    may = request.post.role in KEEPER
    return detail_page(
        request, found, title=f"{TITLE}: {found.agency.short_name}", template="administration/keeping/letterhead.html",
        crumbs=_crumbs(),
        actions=[*([write] if may else []),
                 *buttons(letterheads.DEEDS, found, by=request.post, route="administration:letterhead_deed")],
        context={"facts": letterheads.facts(found), "story": story_of(found), "forms": letterheads.names()},
    )  # fmt: skip


@require_safe
@post_required(*READERS)
def form(request: Request, letterhead: int, form: str) -> HttpResponse:
    """One form with these parts, as a picture of its first page or (`?pdf`) as it is printed."""
    found = _found(request, letterhead)
    if form not in FORMS:
        raise Http404
    paper = letterheads.tried(found, form)
    if "pdf" in request.GET:
        return HttpResponse(paper, content_type=PDF)
    return HttpResponse(picture_of(paper, media_type=PDF, number=1), content_type="image/png")


@require_http_methods(["GET", "POST"])
@post_required(*KEEPER)
def deed(request: Request, letterhead: int, letterhead_deed: str) -> HttpResponse:
    """A deed on a letterhead: used no more, with the reason."""
    found = _found(request, letterhead)
    done = letterheads.page_of(found)
    crumbs = [*_crumbs(), (str(found), done)]
    return deed_page(request, letterheads.DEEDS, letterhead_deed, found, done=done, crumbs=crumbs)
