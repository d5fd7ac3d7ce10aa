"""The pages of the one-stop desk: taking in, what was taken in, drafts, handing back."""

import json
from functools import partial

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.core.text import clean
from motcua.counter import actions, choosing, drafts, helping, papers, received, returning, unsent
from motcua.counter.choices import LOOK_UP, REFRESH, Deed
from motcua.counter.forms import PaperForm
from motcua.counter.models import Unsent
from motcua.counter.page import IntakePage, page_of
from motcua.counter.received import address_of
from motcua.dossiers.actions.intake import abandon
from motcua.dossiers.actions.printing import keep_pdf
from motcua.dossiers.models import Dossier
from motcua.files import viewing
from motcua.ui.pages import form_page, list_page, no_longer, one_click, run

UNPROCESSABLE, CONFLICT, SEE_OTHER = 422, 409, 303
desk_only = post_required(Role.RECEPTIONIST)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_only
def intake(request: Request) -> HttpResponse:
    """Tiếp nhận: one page from the procedure to the receipt; without a deed it only shows itself anew."""
    sent = request.POST if request.method == "POST" else request.GET
    page = page_of(request.post, sent.copy(), request.FILES)
    if request.method != "POST" or not page.is_deciding:
        return _shown(request, page)
    sound = page.is_sound()
    page.keep_uploads()
    done = page.carry_out() if sound and page.is_sound() else None
    if done is None:
        return _shown(request, page, status=CONFLICT if page.warnings else UNPROCESSABLE)
    return _gone_on(done, page.deed)


def _shown(request: Request, page: IntakePage, *, status: int = 200) -> HttpResponse:
    """The whole page, or the parts of it that changed."""
    context = {
        "page": page, "promised": page.promised, "bill": page.bill, "live": bool(request.headers.get("HX-Request")),
        "found": page.found, "words": page.form["q"].value() or "",
        "parts": [f"counter/parts/{part}.html" for part in page.parts],
    }  # fmt: skip
    if request.headers.get("HX-Request"):
        return _focused(render(request, "counter/parts.html", context, status=status), page)
    beside = {"recent": choosing.recent(request.post), "drafts": drafts.drafts_of(request.post).count(), "left": []}
    if request.method != "POST":
        beside["left"] = unsent.left_by(request.post)
    return render(request, "counter/intake.html", context | beside, status=status)


def _focused(response: HttpResponse, page: IntakePage) -> HttpResponse:
    """Tell the script where the hand goes next, when Enter asked for something."""
    if page.deed in (REFRESH, LOOK_UP):
        response["HX-Trigger-After-Settle"] = json.dumps({"intake:focus": page.focus})
    return response


def _gone_on(done: Dossier, deed: str) -> HttpResponse:
    name, args = ("counter:drafts", []) if deed == Deed.DRAFT else ("counter:received", [done.code])
    response = redirect(reverse(name, args=args))
    response.status_code = SEE_OTHER
    return response


@require_GET
@desk_only
def find(request: Request) -> HttpResponse:
    """The procedures that some words find, while they are typed."""
    words = clean(request.GET.get("q"))
    found = choosing.found(request.post, words)
    return render(request, "counter/parts/found.html", {"found": found, "words": words})


@require_GET
@desk_only
def find_elsewhere(request: Request) -> HttpResponse:
    """The agencies of the province for which this desk may receive, while some words of a name are typed."""
    found = {"found": choosing.found_elsewhere(request.post, request.GET), "where": clean(request.GET.get("elsewhere"))}
    return render(request, "counter/parts/found_elsewhere.html", found)


@require_GET
@desk_only
def paper_row(request: Request) -> HttpResponse:
    """One more row for the table of papers."""
    number = papers.next_number(request.GET)
    form = PaperForm(row=number, initial={"extra": True, "taken": True, "originals": 1, "copies": 0})
    form.fields["name"].widget.attrs["autofocus"] = True
    form.name_fields()
    return render(request, "counter/parts/paper_row.html", {"paper": form})


@require_POST
@desk_only
def keep_unsent(request: Request) -> HttpResponse:
    """Keep the page as it is being typed; says when."""
    return render(request, "counter/parts/kept_at.html", {"kept": _keep(request, request.POST)})


def _keep(request: Request, given: QueryDict) -> Unsent | None:
    key = unsent.key_of(given)
    if key is None or not unsent.worth_keeping(given):
        return None
    return actions.keep_unsent(key, unsent.page_to_keep(given), by=request.post)


@require_POST
@desk_only
def keep_file(request: Request) -> HttpResponse:
    """Keep a file as soon as it is chosen, and the page with it."""
    page = page_of(request.post, request.POST.copy(), request.FILES)
    only = request.POST.get("only", "")
    paper = page.keep_one_upload(int(only)) if only.isdecimal() and len(only) < 5 else None
    if paper is None:
        raise Http404
    _keep(request, page.given)
    return render(request, "counter/parts/paper_file.html", {"paper": paper})


@one_click
@desk_only
def forget(request: Request) -> HttpResponse:
    """Give a page that was left unsent up."""
    key = unsent.key_of(request.POST)
    if key is not None:
        actions.forget_unsent(key, by=request.post)
    return redirect("counter:intake")


def _dossier(request: Request, code: str) -> Dossier:
    """A dossier of this desk."""
    found = Dossier.objects.visible_to(request.post).filter(desk=request.post.agency_id).for_page()
    return get_object_or_404(found, code=clean(code))


@require_safe
@desk_only
def taken_in(request: Request, code: str) -> HttpResponse:
    """What came of an intake: the code, the day, the paper to print, what next."""
    dossier = _dossier(request, code)
    return render(request, "counter/received.html", received.facts(dossier))


@require_safe
@desk_only
def printed(request: Request, code: str, paper: str) -> HttpResponse:
    """A printed paper of a dossier of this desk; made now when the worker was not there yet."""
    found = get_object_or_404(_dossier(request, code).printed_papers.select_related("file"), pk=paper)
    kept = keep_pdf(found, by=request.post)
    if kept.file is None:
        raise Http404
    return viewing.respond(request, kept.file, by=request.post, why=f"In {kept.get_form_display()}")


@require_safe
@desk_only
def draft_list(request: Request) -> HttpResponse:
    """Bản nháp: what is begun at this desk and not sent."""
    rows = drafts.drafts_of(request.post).select_related("applicant", "edition").defer("edition__content")
    empty = "Không có bản nháp nào"
    return list_page(
        request, rows, title="Bản nháp", order=("-pk",), template="counter/drafts.html", noun="bản nháp", empty=empty,
        context=helping.open_at(request.post),
    )  # fmt: skip


@one_click
@desk_only
def abandon_draft(request: Request, key: int) -> HttpResponse:
    """Give a draft up."""
    draft = get_object_or_404(drafts.drafts_of(request.post), pk=key)
    act = partial(abandon, draft, by=request.post)
    return run(request, act, subject=draft, done=reverse("counter:drafts"), said="Đã bỏ bản nháp.")


@require_safe
@desk_only
def returns(request: Request) -> HttpResponse:
    """Trả kết quả: the results that lie at this desk, the longest waiting first; a scanned code opens its own."""
    waiting = returning.waiting_at(request.post)
    asked = clean(request.GET.get("q"))
    scanned = waiting.scanned(asked)
    if scanned is not None:
        return redirect("counter:hand_back", scanned.code)
    rows = waiting.select_related("applicant", "edition", "agency").defer("edition__content")
    return list_page(
        request, rows, title="Trả kết quả",
        order=("decided_at", "pk"), template="counter/returns.html", filters=returning.ReturnFilters,
        noun="hồ sơ chờ trả", empty=returning.why_not_here(asked, by=request.post) or "Không có kết quả nào chờ trả",
    )  # fmt: skip


def _handed_back_already(request: Request, code: str) -> HttpResponse:
    """After Back, on a second tab, or when a colleague at the next counter was quicker."""
    found = get_object_or_404(Dossier.objects.visible_to(request.post), code=clean(code))
    links = [("Về danh sách chờ trả", reverse("counter:returns")), ("Xem hồ sơ", address_of(found))]
    return no_longer(request, text=returning.where_now(found), links=links)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_only
def hand_back(request: Request, code: str) -> HttpResponse:
    """Hand one result back: to whom, and how."""
    dossier = returning.waiting_at(request.post).for_page().filter(code=clean(code)).first()
    if dossier is None:
        return _handed_back_already(request, code)
    receiver = (dossier.submitter or dossier.applicant).name[:120]
    return form_page(
        request, returning.HandBackForm, act=partial(returning.return_result, dossier, by=request.post),
        title="Trả kết quả", done=reverse("counter:returns"), subject=dossier, said=f"Đã trả kết quả hồ sơ {dossier}.",
        save="Đã trả cho người nhận", template="counter/hand_back.html", initial={"receiver": receiver},
        options={"dossier": dossier, "by": request.post}, context=returning.facts(dossier),
    )  # fmt: skip
