"""Nộp trực tuyến: before one starts, the list of tasks, a section a page, checking, sending, what comes then."""

from contextlib import suppress
from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.agencies.access import Request
from motcua.citizens.access import account_required
from motcua.core.clock import today
from motcua.core.errors import Refused
from motcua.dossiers.filed import application_of
from motcua.filing import pages, served
from motcua.filing.actions.filling import abandon, begin_once, renew
from motcua.filing.actions.sending import send
from motcua.filing.choices import State
from motcua.filing.models import Filing
from motcua.filing.offering import desks_of, offered_at
from motcua.portal import procedure_page
from motcua.portal.confirmation import confirmation_of, sheet_of
from motcua.portal.doors import SIDE, acting
from motcua.portal.filing_forms import BeginForm, SendForm
from motcua.portal.languages import spoken
from motcua.portal.unsent import kept_when_out, recalled
from motcua.procedures.models import content_of


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
    day, by = today(), acting(request)
    edition = offered_at(procedure, office, day)
    if edition is None:
        raise Http404
    sent = request.POST if request.method == "POST" else None
    form = BeginForm(sent, desks=desks_of(edition, day), content=content_of(edition.pk))
    if form.is_valid() and (begun := served.tried(form, partial(begin_once, by=by, edition=edition), form.inputs())):
        return redirect("portal:filing", begun.pk)
    shown = {"form": form, "edition": edition, "begun": pages.begun_before(by, edition)}
    return render(request, "portal/filing/start.html", shown, status=422 if form.errors else 200)


@require_safe
@account_required
@spoken
def filings(request: Request) -> HttpResponse:
    """Hồ sơ đang khai, and what was sent lately."""
    rows = Filing.objects.visible_to(acting(request)).for_page().exclude(state=State.ABANDONED)
    return render(request, "portal/filing/list.html", {"filings": rows[:50]})


@require_safe
@account_required
@spoken
def filing(request: Request, key: UUID) -> HttpResponse:
    """Các phần phải khai: how far each is."""
    found = pages.filing_of(acting(request), key)
    if found.state == State.SENT:
        return redirect("portal:filing_done", key)
    if found.state == State.ABANDONED:
        return render(request, "portal/filing/given_up.html", {"filing": found}, status=410)
    return render(request, "filing/tasks.html", pages.overview(found, side=SIDE))


@require_http_methods(["GET", "HEAD", "POST"])
@kept_when_out
@account_required
@spoken
def part(request: Request, key: UUID, number: int) -> HttpResponse:
    """Một phần của biểu mẫu: one page, kept whatever is typed."""
    by, kept = acting(request), recalled(request)
    return served.section(request, pages.filing_of(by, key), number, by=by, side=SIDE, kept=kept)


@require_POST
@account_required
@spoken
def autosave(request: Request, key: UUID, number: int) -> HttpResponse:
    """Giữ những gì vừa gõ: what a page says a moment later, without going on."""
    by = acting(request)
    return served.autosaved(request, pages.filing_of(by, key, State.OPEN), number, by=by)


@require_safe
@account_required
@spoken
def check(request: Request, key: UUID) -> HttpResponse:
    """Kiểm tra câu trả lời."""
    found = pages.filing_of(acting(request), key)
    if found.state != State.OPEN:
        return redirect("portal:filing", key)
    return render(request, "filing/check.html", pages.checked(found, side=SIDE))


@require_http_methods(["GET", "HEAD", "POST"])
@kept_when_out
@account_required
@spoken
def declare(request: Request, key: UUID) -> HttpResponse:
    """Cam đoan và nộp: sent once, however often the button is pressed."""
    by = acting(request)
    found = pages.filing_of(by, key)
    again = recalled(request)
    initial = {"delivery": found.delivery} | (again.dict() if again else {})
    form = SendForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid() and served.tried(form, partial(send, found, by=by), form.cleaned_data):
        return redirect("portal:filing_done", key)
    if found.state != State.OPEN:
        return redirect("portal:filing", key)
    shown = pages.checked(found, side=SIDE) | {"form": form, "recalled": again is not None}
    return render(request, "filing/send.html", shown, status=422 if form.errors else 200)


@require_safe
@account_required
@spoken
def done(request: Request, key: UUID) -> HttpResponse:
    """Đã nộp: the code, until when the answer comes, whom to call."""
    found = pages.filing_of(acting(request), key, State.SENT)
    return render(request, "portal/filing/done.html", confirmation_of(found))


@require_safe
@account_required
@spoken
def confirmation(request: Request, key: UUID) -> HttpResponse:
    """The same on paper."""
    found = pages.filing_of(acting(request), key, State.SENT)
    response = HttpResponse(sheet_of(found), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="xac-nhan-{found.dossier.code}.pdf"'  # type: ignore[union-attr]
    return response


@require_safe
@account_required
def application(request: Request, key: UUID) -> HttpResponse:
    """Tờ khai as it was sent, on paper."""
    found = pages.filing_of(acting(request), key, State.SENT)
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
    by = acting(request)
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
    by = acting(request)
    found = pages.filing_of(by, key, State.OPEN)
    with suppress(Refused):  # gone over already, on another page
        renew(found, by=by)
    return redirect("portal:filing", key)


@require_safe
@account_required
def file(request: Request, key: UUID, file: UUID) -> HttpResponse:
    """A file as it was brought, to look at again."""
    by = acting(request)
    why = "Người nộp xem lại giấy tờ của mình"
    return served.brought(request, pages.filing_of(by, key, State.OPEN), file, by=by, why=why)
