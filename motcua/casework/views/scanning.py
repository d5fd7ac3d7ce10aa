"""Pages for the barcode reader: many dossiers gathered, one looked up in the register book."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from motcua.agencies.access import Request, post_required
from motcua.casework import books, scanning
from motcua.casework.forms import BookForm
from motcua.casework.views.books import READERS
from motcua.ui.pages import refusals_shown


@require_http_methods(["GET", "HEAD", "POST"])
@post_required()
@refusals_shown
def scan_many(request: Request) -> HttpResponse:
    """Quét nhiều hồ sơ: each scan sends what is gathered and gets it back with its row more or less."""
    gathered = scanning.gather(request.post, request.POST)
    return render(request, "casework/scan_many.html", scanning.page_of(request.post, gathered))


@require_POST
@post_required(*READERS)
@refusals_shown
def in_the_book(request: Request) -> HttpResponse:
    """One dossier's line of the register book, by its code or its slip's QR."""
    shown = {
        "form": BookForm(by=request.post, initial=books.this_month()),
        **scanning.in_the_book(request.post, request.POST),
    }
    return render(request, "casework/register_book.html", shown)
