"""The pages of those who settle dossiers. Each starts from what the post may see."""

from functools import partial
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST, require_safe

from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.casework import books, dossier_page
from motcua.casework import inbox as rows
from motcua.casework.forms import BookForm, DossierFilters
from motcua.citizens.actions import reveal as reveal_identity
from motcua.core import clock
from motcua.core.text import clean
from motcua.dossiers.actions.printing import keep_pdf
from motcua.dossiers.choices import Action
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import form_of, offered, verb_of
from motcua.files import viewing
from motcua.files.models import StoredFile
from motcua.tasks.models import Task
from motcua.ui.pages import detail_page, form_page, list_page
from motcua.ui.paging import neighbours

MIME = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def _dossier(request: Request, code: str) -> Dossier:
    return get_object_or_404(Dossier.objects.visible_to(request.post).for_page(), code=clean(code))


@require_safe
@post_required()
def inbox(request: Request) -> HttpResponse:
    """Hộp việc: what to do first, from whatever app it comes."""
    now, tab = clock.now(), rows.chosen_tab(request.GET.get("tab", ""))
    counts = Task.objects.visible_to(request.post).tab_counts(now)
    tasks = rows.rows_of(request.post, tab, now)
    return list_page(
        request,
        tasks,
        title="Hộp việc",
        order=rows.ORDER,
        template="casework/inbox.html",
        filters=rows.InboxFilters,
        tabs=rows.tabs_of(counts, tab),
        lead=rows.lead_of(counts),
        noun="việc",
        empty="Không còn việc nào ở đây",
        context={"tab": tab, "beside": partial(rows.with_dossiers, by=request.post)},
    )


@require_safe
@post_required()
def dossiers(request: Request) -> HttpResponse:
    """Hồ sơ: everything whose content the post may read, newest first."""
    found = Dossier.objects.visible_to(request.post).exclude(code=None).select_related("applicant", "edition")
    return list_page(
        request,
        found.defer("edition__content"),
        title="Hồ sơ",
        order=("-pk",),
        template="casework/dossiers.html",
        filters=DossierFilters,
        noun="hồ sơ",
    )


@require_GET
@post_required()
def scan(request: Request) -> HttpResponse:
    """A scanned or typed code opens its dossier; what is not a code becomes a search."""
    asked = clean(request.GET.get("q"))
    found = Dossier.objects.visible_to(request.post).filter(code=asked.upper()).first()
    if found is not None:
        return redirect("casework:dossier", found.code)
    return redirect(f"{reverse('casework:dossiers')}?q={asked}")


@require_safe
@post_required()
def dossier(request: Request, code: str) -> HttpResponse:
    """Hồ sơ: where it stands, what may be done, what happened."""
    found, now = _dossier(request, code), clock.now()
    return detail_page(
        request,
        found,
        title=str(found),
        template="casework/dossier.html",
        crumbs=[("Hộp việc", reverse("casework:inbox"))],
        actions=dossier_page.buttons(found, by=request.post),
        around=_around(request, found),
        context=dossier_page.facts(found, by=request.post, now=now),
    )


def _around(request: Request, found: Dossier) -> tuple[str, str]:
    """The dossiers before and after this one in the inbox one came from."""
    tab, now = rows.chosen_tab(request.GET.get("tab", "")), clock.now()
    tasks = rows.rows_of(request.post, tab, now)
    task = tasks.filter(url_key=found.code).first()
    if task is None:
        return "", ""
    beside = neighbours(tasks, order=rows.ORDER, item=task)
    suffix = f"?tab={tab}" if tab else ""
    first, second = (reverse(t.url_name, args=[t.url_key]) + suffix if t else "" for t in beside)
    return first, second


def _offered_or_404(request: Request, found: Dossier, action: str) -> Any:
    """The verb of an address; one that may not be done now has no page (sending it still says why it is refused)."""
    verb = verb_of(action.replace("-", "_"))
    if verb is None or (request.method == "GET" and verb.code not in offered(found, by=request.post)):  # type: ignore[attr-defined]
        raise Http404
    return verb


@post_required()
def act(request: Request, code: str, action: str) -> HttpResponse:
    """One action on a dossier: its form, and what came of it."""
    found = _dossier(request, code)
    verb = _offered_or_404(request, found, action)
    label = Action(verb.code).label
    return form_page(
        request,
        form_of(verb.code),
        act=partial(verb, found, by=request.post),
        subject=found,
        title=label,
        save=label,
        done=partial(_after, request),
        said=f"{found}: {label.lower()}.",
        options={"dossier": found, "by": request.post},
        template="casework/act.html",
        context={"crumbs_items": [(str(found), _url(found)), (label, "")], "cancel_url": _url(found)},
    )


def _url(found: Dossier) -> str:
    return reverse("casework:dossier", args=[found.code])


def _after(request: Request, done: Dossier) -> str:
    """Stay with the dossier while one may read it, else back to the inbox."""
    may = Dossier.objects.visible_to(request.post).filter(pk=done.pk).exists()
    return _url(done) if may else reverse("casework:inbox")


@require_safe
@post_required()
def printed(request: Request, code: str, paper: Any) -> HttpResponse:
    """A printed paper as it was made; made now when the worker was not there yet."""
    found = get_object_or_404(_dossier(request, code).printed_papers.select_related("file"), pk=paper)
    kept = keep_pdf(found, by=request.post)
    return viewing.respond(request, kept.file, by=request.post, why=f"In {kept.get_form_display()}")


@require_safe
@post_required()
def control_slip(request: Request, code: str, kind: str) -> HttpResponse:
    """Phiếu kiểm soát as things stand, pdf or xlsx."""
    found = _dossier(request, code)
    if kind not in MIME or found.received_at is None:
        raise Http404
    response = HttpResponse(books.slip_file(found, by=request.post, kind=kind), content_type=MIME[kind])
    response["Content-Disposition"] = f'inline; filename="phieu-kiem-soat-{found.code}.{kind}"'
    return response


@require_safe
@post_required(Role.RECEPTIONIST, Role.HEAD_OF_DIVISION, Role.LEADER, Role.INSPECTOR, Role.REFORM_OFFICER)
def register_book(request: Request) -> HttpResponse:
    """Sổ theo dõi hồ sơ of a desk for some days, pdf or xlsx."""
    form = BookForm(request.GET or None)
    if not form.is_bound or not form.is_valid():
        return render(request, "casework/register_book.html", {"form": form}, status=422 if form.is_bound else 200)
    asked = form.cleaned_data
    content = books.book_file(request.post, first=asked["first"], last=asked["last"], kind=asked["kind"])
    response = HttpResponse(content, content_type=MIME[asked["kind"]])
    response["Content-Disposition"] = f'inline; filename="so-theo-doi.{asked["kind"]}"'
    return response


def _file(request: Request, code: str, file: Any) -> StoredFile:
    """A file that belongs to this dossier: paper, printed paper or result; others do not exist here."""
    found = _dossier(request, code)
    held = (
        Q(pk__in=found.papers.values("file"))
        | Q(pk__in=found.results.values("file"))
        | Q(pk__in=found.printed_papers.values("file"))
    )
    return get_object_or_404(StoredFile.objects.filter(held), pk=file)


@require_safe
@post_required()
def paper_file(request: Request, code: str, file: Any) -> HttpResponse:
    """The viewer: pages as pictures, nothing of the file runs."""
    kept = _file(request, code, file)
    pages = [reverse("casework:paper_page", args=[code, kept.pk, number]) for number in range(1, (kept.pages or 1) + 1)]
    return render(request, "casework/viewer.html", {"file": kept, "pages": pages, "code": code})


@require_safe
@post_required()
def paper_page(request: Request, code: str, file: Any, number: int) -> HttpResponse:
    """One page of a file as a picture; the first page's view is on record."""
    return viewing.page(request, _file(request, code, file), by=request.post, number=number, why="Xem giấy tờ hồ sơ")


@require_safe
@post_required()
def paper_download(request: Request, code: str, file: Any) -> HttpResponse:
    """The file itself, to keep; on record."""
    return viewing.respond(request, _file(request, code, file), by=request.post, why="Tải giấy tờ hồ sơ", download=True)


@require_POST
@post_required()
def reveal(request: Request, code: str) -> HttpResponse:
    """Identity number and phone in clear, which is an act on record."""
    shown = reveal_identity(_dossier(request, code).applicant, by=request.post, why=f"Hồ sơ {code}")
    return render(request, "casework/reveal.html", {"shown": shown, "code": code})
