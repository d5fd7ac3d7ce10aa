"""Giấy tờ của tôi, biên lai của tôi: what was given before and received, what was paid."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.access import Request
from motcua.filing.actions.noting import note_paper
from motcua.portal import my_papers, my_receipts
from motcua.portal.doors import acting, own_page
from motcua.portal.my_acts import done
from motcua.ui.paging import BadCursor


@require_safe
@own_page
def papers(request: Request) -> HttpResponse:
    """Giấy tờ của tôi: handed in before, or received; `an` shows what I took from the list."""
    return render(request, "portal/my_papers.html", my_papers.listed(acting(request), request.GET))


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def paper(request: Request, paper: str) -> HttpResponse:
    """One of them: where it lies, until when it holds, what I say of it."""
    by = acting(request)
    found = my_papers.held_or_404(by, paper)
    form = my_papers.NoteForm.of(found, request.POST if request.method == "POST" else None)
    if form.is_bound and done(form, lambda: note_paper(found, by=by, **form.cleaned_data)):
        messages.success(request, gettext("Đã lưu."))
        return redirect("portal:my_paper", found.key)
    shown = {"line": my_papers.line_of(found), "form": form}
    return render(request, "portal/my_paper.html", shown, status=422 if form.errors else 200)


@require_safe
@own_page
def receipts(request: Request) -> HttpResponse:
    """Biên lai của tôi: what was paid for my dossiers, and how much a year."""
    by = acting(request)
    try:
        found, page = my_receipts.page_of(by, cursor=request.GET.get("tu", ""))
    except BadCursor as error:
        raise Http404 from error
    shown = {"receipts": found, "page": page, "years": my_receipts.by_year(by), "here": "receipts"}
    return render(request, "portal/my_receipts.html", shown)
