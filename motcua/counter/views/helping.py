"""Khai hồ sơ trực tuyến giúp người dân: whom, with which consent, then the same pages as on the portal."""

import functools
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.agencies.access import Request
from motcua.agencies.models import Post
from motcua.core.text import clean
from motcua.counter import helping
from motcua.counter.helping import SIDE
from motcua.counter.received import address_of
from motcua.counter.views.intake import desk_only
from motcua.filing import pages, served
from motcua.filing.actions.filling import renew
from motcua.filing.actions.helping import help_at_counter, let_go, take_over
from motcua.filing.actions.sending import send
from motcua.filing.choices import State
from motcua.filing.models import Filing
from motcua.procedures.models import Edition, content_of
from motcua.ui.pages import no_longer, one_click, run

View = Callable[..., HttpResponse]
TAKEN = "Đồng nghiệp cùng quầy đã nhận khai tiếp hồ sơ này; những gì bạn đã lưu vẫn còn trong hồ sơ."


def helped(*states: State, script: bool = False) -> Callable[[View], View]:
    """A page of what the post fills in for somebody, in one of the states; one that a colleague took over says so, to a
    `script` in its own form."""
    taken = _told_script if script else _told
    return lambda view: never_cache(
        desk_only(functools.update_wrapper(partial(_with_filing, view, states, taken), view))
    )


def _with_filing(
    view: View, states: tuple[State, ...], taken: View, request: Request, key: UUID, **named: Any
) -> HttpResponse:
    try:
        found = pages.filing_of(request.post, key, *states)
    except Http404:
        if not Filing.objects.of_colleagues(request.post).filter(pk=key).exists():
            raise
        return taken(request)
    return view(request, found, **named)


def _told(request: Request) -> HttpResponse:
    return no_longer(request, text=TAKEN, links=[("Hồ sơ đang khai giúp", reverse("counter:helping"))])


def _told_script(request: Request) -> HttpResponse:
    return JsonResponse({"code": "taken_over", "message": TAKEN}, status=409)


@require_safe
@desk_only
def start(request: Request) -> HttpResponse:
    """Which procedure; what is open here, one's own and what colleagues began."""
    by, words = request.post, clean(request.GET.get("q"))[:200]
    shown = {"words": words, "editions": helping.offered(by, words)} | helping.open_at(by)
    return render(request, "counter/helping/start.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_only
def begin(request: Request, procedure: str) -> HttpResponse:
    """Whom, and how they agreed."""
    by, edition = request.post, helping.offered_as(request.post, procedure)
    if edition is None:
        raise Http404
    content, notice, sent = content_of(edition.pk), "", request.POST if request.method == "POST" else None
    form = helping.HelpForm(sent, content=content)
    if sent is not None and "look_up" in sent:
        known, notice = helping.proposed(by, request.POST)
        form = helping.HelpForm(initial=known, content=content)
    elif form.is_valid() and (begun := _begun(form, by=by, edition=edition)):
        return redirect("counter:filing", begun.pk)
    shown = {"form": form, "edition": edition, "consent": helping.consent_words(), "notice": notice}
    return render(request, "counter/helping/begin.html", shown, status=422 if form.errors else 200)


def _begun(form: helping.HelpForm, *, by: Post, edition: Edition) -> Any:
    return served.tried(form, partial(help_at_counter, by=by, edition=edition), form.inputs())


@require_safe
@desk_only
def consent_paper(request: Request) -> HttpResponse:
    """The words to sign, on paper."""
    return render(request, "counter/helping/consent.html", {"consent": helping.consent_words()})


@require_safe
@helped()
def filing(request: Request, found: Filing) -> HttpResponse:
    """Các phần phải khai: how far each is."""
    if found.state == State.SENT:
        return redirect("counter:filing_done", found.pk)
    if found.state == State.ABANDONED:
        raise Http404
    return render(request, "filing/tasks.html", pages.overview(found, side=SIDE))


@require_http_methods(["GET", "HEAD", "POST"])
@helped()
def part(request: Request, found: Filing, number: int) -> HttpResponse:
    """Một phần của biểu mẫu."""
    return served.section(request, found, number, by=request.post, side=SIDE)


@require_POST
@helped(State.OPEN, script=True)
def autosave(request: Request, found: Filing, number: int) -> HttpResponse:
    """Giữ những gì vừa gõ."""
    return served.autosaved(request, found, number, by=request.post)


@require_POST
@helped(State.OPEN, script=True)
def announce(request: Request, found: Filing) -> HttpResponse:
    """Báo trước một tệp quét hay ảnh chụp."""
    return served.announced(request, found, by=request.post, side=SIDE)


@require_http_methods(["GET", "HEAD", "PATCH"])
@helped(State.OPEN, script=True)
def upload(request: Request, found: Filing, file: UUID) -> HttpResponse:
    """Một tệp đang tải."""
    return served.uploaded(request, found, file, by=request.post)


@require_safe
@helped(State.OPEN)
def file(request: Request, found: Filing, file: UUID) -> HttpResponse:
    """A paper as it was scanned, to look at again."""
    return served.brought(request, found, file, by=request.post, why="Xem lại giấy tờ khi khai giúp")


@require_safe
@helped()
def check(request: Request, found: Filing) -> HttpResponse:
    """Đọc lại cho người dân nghe."""
    if found.state != State.OPEN:
        return redirect("counter:filing", found.pk)
    return render(request, "filing/check.html", pages.checked(found, side=SIDE))


@require_safe
@helped(State.OPEN)
def paper(request: Request, found: Filing) -> HttpResponse:
    """Tờ khai để người dân ký."""
    response = HttpResponse(helping.paper_to_sign(found), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="to-khai.pdf"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@helped()
def declare(request: Request, found: Filing) -> HttpResponse:
    """Nộp thay: sent once, however often the button is pressed."""
    form = helping.SendForm(request.POST if request.method == "POST" else None, initial={"delivery": found.delivery})
    if form.is_valid() and served.tried(form, partial(send, found, by=request.post), form.cleaned_data):
        return redirect("counter:filing_done", found.pk)
    if found.state != State.OPEN:
        return redirect("counter:filing", found.pk)
    shown = pages.checked(found, side=SIDE) | {"form": form}
    return render(request, "filing/send.html", shown, status=422 if form.errors else 200)


@require_safe
@helped(State.SENT)
def done(request: Request, found: Filing) -> HttpResponse:
    """Đã nộp: the code, until when the answer is owed, and the way to the dossier."""
    assert found.dossier is not None  # it was sent
    shown = {"filing": found, "dossier": found.dossier, "dossier_url": address_of(found.dossier)}
    return render(request, "counter/helping/done.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@helped(State.OPEN)
def give_up(request: Request, found: Filing) -> HttpResponse:
    """Bỏ hồ sơ khai giúp: asked once more; also when the person takes the consent back."""
    if request.method == "POST":
        let_go(found, by=request.post, withdrawn="withdrawn" in request.POST)
        messages.success(request, "Đã bỏ: mọi điều đã khai và giấy tờ đã quét bị xóa.")
        return redirect("counter:helping")
    return render(request, "counter/helping/give_up.html", {"filing": found, "side": SIDE})


@one_click
@helped(State.OPEN)
def go_over(request: Request, found: Filing) -> HttpResponse:
    """Chuyển sang bản đang áp dụng, once the own one has ended."""
    renew(found, by=request.post)
    return redirect("counter:filing", found.pk)


@one_click
@desk_only
def take(request: Request, key: UUID) -> HttpResponse:
    """Nhận khai tiếp what a colleague at this desk began."""
    found = get_object_or_404(Filing.objects.of_colleagues(request.post), pk=key)
    act = partial(take_over, found, by=request.post)
    return run(request, act, subject=found, done=reverse("counter:filing", args=[key]), said="Bạn khai tiếp hồ sơ này.")
