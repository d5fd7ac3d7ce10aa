"""Nộp trực tuyến: before one starts, the list of tasks, a section a page, checking, sending, what comes then."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.agencies.access import Request
from motcua.citizens.access import account_required
from motcua.core.clock import today
from motcua.core.errors import Refused
from motcua.dossiers.filed import application_of
from motcua.files.viewing import respond
from motcua.filing.actions.filling import ChangedElsewhere, abandon, begin, renew
from motcua.filing.actions.sending import send
from motcua.filing.choices import State
from motcua.filing.models import Filing
from motcua.filing.offering import desks_of, offered_at
from motcua.portal import filing as pages
from motcua.portal import procedure_page
from motcua.portal.confirmation import confirmation_of, sheet_of
from motcua.portal.filing_forms import BeginForm, SendForm
from motcua.portal.languages import spoken
from motcua.procedures.models import content_of
from motcua.ui import formats
from motcua.ui.inputs import Form


@never_cache
@require_safe
@spoken
def before(request: Request, procedure: str, office: str) -> HttpResponse:
    """Trước khi nộp: what one needs, what it costs, how long it takes, who may."""
    page = procedure_page.page_of(procedure, office, day="", on=today())
    if page is None or not page.online:
        raise Http404
    return render(request, "portal/filing/before.html", {"page": page, "content": content_of(page.edition.pk)})


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
@spoken
def start(request: Request, procedure: str, office: str) -> HttpResponse:
    """Bắt đầu: for which desk and in which case; what was begun before is offered first."""
    day, by = today(), pages.acting(request)
    edition = offered_at(procedure, office, day)
    if edition is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = BeginForm(sent, desks=desks_of(edition, day), content=content_of(edition.pk))
    if form.is_valid() and (begun := _try(form, partial(begin, by=by, edition=edition), form.inputs())):
        return redirect("portal:filing", begun.pk)
    shown = {"form": form, "edition": edition, "begun": pages.begun_before(by, edition)}
    return render(request, "portal/filing/start.html", shown, status=422 if form.errors else 200)


def _try(form: Form, act: Callable[..., Any], given: dict[str, Any]) -> Any:
    """Do what a form asks for; a refusal is told in the form, and None returned."""
    try:
        return act(**given)
    except Refused as error:
        form.add_error(None, gettext(error.message))
        return None


@require_safe
@account_required
@spoken
def filings(request: Request) -> HttpResponse:
    """Hồ sơ đang khai, and what was sent lately."""
    rows = Filing.objects.visible_to(pages.acting(request)).for_page().exclude(state=State.ABANDONED)
    return render(request, "portal/filing/list.html", {"filings": rows[:50]})


@require_safe
@account_required
@spoken
def filing(request: Request, key: UUID) -> HttpResponse:
    """Các phần phải khai: how far each is."""
    found = pages.filing_of(pages.acting(request), key)
    if found.state == State.SENT:
        return redirect("portal:filing_done", key)
    if found.state == State.ABANDONED:
        return render(request, "portal/filing/given_up.html", {"filing": found}, status=410)
    return render(request, "portal/filing/tasks.html", pages.overview(found))


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
@spoken
def part(request: Request, key: UUID, number: int) -> HttpResponse:
    """Một phần của biểu mẫu: one page, kept whatever is typed."""
    by = pages.acting(request)
    found = pages.filing_of(by, key)
    if found.state != State.OPEN:
        return redirect("portal:filing", key)
    if request.method == "POST":
        return _pressed(request, found, number)
    walk = pages.part_at(found, number)
    walk.complaining = "loi" in request.GET
    pages.suggested(walk, by)
    walk.press(f"to-{number}")
    return render(request, "portal/filing/part.html", pages.shown_part(found, walk))


def _pressed(request: Request, found: Filing, number: int) -> HttpResponse:
    by = pages.acting(request)
    refused = pages.take_files(request, found, by=by)
    walk = pages.part_at(found, number)
    try:
        found = pages.pressed(request, found, walk, by=by)
    except ChangedElsewhere as changed:
        shown = pages.both(changed.filing, pages.typed_again(walk, changed.filing))
        return render(request, "portal/filing/both.html", shown, status=409)
    except Refused as error:
        refused.append(("", gettext(error.message)))
    if not refused and not walk.complaining:
        return redirect(pages.leads_to(found, walk, button=request.POST.get("go", "")))
    shown = pages.shown_part(found, pages.typed_again(walk, found), refused=refused)
    return render(request, "portal/filing/part.html", shown, status=422)


@require_POST
@account_required
@spoken
def autosave(request: Request, key: UUID, number: int) -> HttpResponse:
    """Giữ những gì vừa gõ: what a page says a moment later, without going on."""
    by = pages.acting(request)
    found = pages.filing_of(by, key, State.OPEN)
    walk = pages.part_at(found, number)
    try:
        kept = pages.pressed(request, found, walk, by=by)
    except Refused as error:
        return JsonResponse({"code": error.code, "message": gettext(error.message)}, status=error.status)
    return JsonResponse({"seen": kept.version, "saved": formats.clock(kept.saved_at)})


@require_safe
@account_required
@spoken
def check(request: Request, key: UUID) -> HttpResponse:
    """Kiểm tra câu trả lời."""
    found = pages.filing_of(pages.acting(request), key)
    if found.state != State.OPEN:
        return redirect("portal:filing", key)
    return render(request, "portal/filing/check.html", pages.checked(found))


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
@spoken
def declare(request: Request, key: UUID) -> HttpResponse:
    """Cam đoan và nộp: sent once, however often the button is pressed."""
    by = pages.acting(request)
    found = pages.filing_of(by, key)
    form = SendForm(request.POST if request.method == "POST" else None, initial={"delivery": found.delivery})
    if form.is_valid() and _try(form, partial(send, found, by=by), form.cleaned_data):
        return redirect("portal:filing_done", key)
    if found.state != State.OPEN:
        return redirect("portal:filing", key)
    shown = pages.checked(found) | {"form": form}
    return render(request, "portal/filing/send.html", shown, status=422 if form.errors else 200)


@require_safe
@account_required
@spoken
def done(request: Request, key: UUID) -> HttpResponse:
    """Đã nộp: the code, until when the answer comes, whom to call."""
    found = pages.filing_of(pages.acting(request), key, State.SENT)
    return render(request, "portal/filing/done.html", confirmation_of(found))


@require_safe
@account_required
@spoken
def confirmation(request: Request, key: UUID) -> HttpResponse:
    """The same on paper."""
    found = pages.filing_of(pages.acting(request), key, State.SENT)
    response = HttpResponse(sheet_of(found), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="xac-nhan-{found.dossier.code}.pdf"'  # type: ignore[union-attr]
    return response


@require_safe
@account_required
def application(request: Request, key: UUID) -> HttpResponse:
    """Tờ khai as it was sent, on paper."""
    found = pages.filing_of(pages.acting(request), key, State.SENT)
    paper = application_of(found.dossier) if found.dossier else None
    if paper is None:
        raise Http404
    response = HttpResponse(paper, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="to-khai.pdf"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@account_required
@spoken
def give_up(request: Request, key: UUID) -> HttpResponse:
    """Bỏ hồ sơ đang khai: asked once more, then everything goes at once."""
    by = pages.acting(request)
    found = pages.filing_of(by, key, State.OPEN)
    if request.method == "POST":
        abandon(found, by=by)
        return redirect("portal:filings")
    return render(request, "portal/filing/give_up.html", {"filing": found})


@require_POST
@account_required
@spoken
def go_over(request: Request, key: UUID) -> HttpResponse:
    """Chuyển sang bản đang áp dụng, once the own one has ended."""
    by = pages.acting(request)
    found = pages.filing_of(by, key, State.OPEN)
    with suppress(Refused):  # gone over already, on another page
        renew(found, by=by)
    return redirect("portal:filing", key)


@require_safe
@account_required
def file(request: Request, key: UUID, file: UUID) -> HttpResponse:
    """A file as it was brought, to look at again."""
    found = pages.filing_of(pages.acting(request), key, State.OPEN)
    given = found.files.select_related("file").filter(file=file).first()
    if given is None:
        raise Http404
    return respond(request, given.file, by=pages.acting(request), why="Người nộp xem lại giấy tờ của mình")
