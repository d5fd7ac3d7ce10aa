"""The pages of paper books: opened, printed, entered from a spreadsheet or typed, told row by row."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.core.errors import NotPermitted
from motcua.counter import books, columns, grid, sheets
from motcua.counter.actions.sheets import begin_sheet, give_up_sheet, run_sheet, take_sheet
from motcua.counter.models import Sheet
from motcua.dossiers.actions.paper_books import open_book, spoil
from motcua.dossiers.models import PaperBook
from motcua.dossiers.permissions import may_change_book, may_open_book
from motcua.ui.pages import SEE_OTHER, UNPROCESSABLE, form_page, list_page, refusals_shown
from motcua.ui.sheets import MIME

desk_only = post_required(Role.RECEPTIONIST)


def _book(request: Request, key: int) -> PaperBook:
    found = books.book_of(request.post, key)
    if found is None:
        raise Http404
    return found


def _sheet(request: Request, key: str) -> Sheet:
    found = sheets.sheet_of(request.post, key)
    if found is None:
        raise Http404
    return found


def _file(content: bytes, *, kind: str, name: str, inline: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf" if kind == "pdf" else MIME[kind])
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}.{kind}"'
    return response


@require_safe
@desk_only
def book_list(request: Request) -> HttpResponse:
    """Sổ giấy: the books of this desk, the newest first."""
    may = may_open_book(request.post, {})
    actions = [
        {"label": "Người nộp khai trùng", "url": reverse("counter:people")},
        {"label": "Mở sổ giấy", "url": reverse("counter:open_book"), "kind": "primary", "icon": "plus"},
    ]
    return list_page(
        request, books.listed(request.post), title="Sổ giấy", order=("-pk",), template="counter/books.html",
        noun="sổ giấy", empty="Chưa có sổ giấy nào", actions=actions if may else (),
        lead="Sổ in sẵn số cho ngày mất điện, và sổ cũ cần nhập vào hệ thống.",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@desk_only
def open_a_book(request: Request) -> HttpResponse:
    """Open a paper book."""
    return form_page(
        request, books.BookForm, act=partial(open_book, by=request.post), title="Mở sổ giấy",
        permit=may_open_book(request.post, {}), done=lambda book: reverse("counter:book", args=[book.pk]),
        said=lambda book: f"Đã mở sổ {book}.", save="Mở sổ", context={"cancel_url": reverse("counter:books")},
    )  # fmt: skip


@require_safe
@desk_only
def book(request: Request, book: int) -> HttpResponse:
    """One book: what is still to be entered, what was sent, what may be printed."""
    found = _book(request, book)
    shown = books.page_of(found, by=request.post) | {"may": may_change_book(request.post, found)}
    return render(request, "counter/book.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_only
def spoil_numbers(request: Request, book: int) -> HttpResponse:
    """Write numbers of a book off."""
    found = _book(request, book)
    return form_page(
        request, books.SpoilForm, act=partial(spoil, found, by=request.post), title=f"Bỏ số của sổ {found}",
        permit=may_change_book(request.post, found), done=reverse("counter:book", args=[found.pk]), subject=found,
        said="Đã ghi bỏ.", save="Ghi bỏ", context={"cancel_url": reverse("counter:book", args=[found.pk])},
    )  # fmt: skip


@require_safe
@desk_only
def print_book(request: Request, book: int) -> HttpResponse:
    """Register sheets and receipts of some numbers."""
    found = _book(request, book)
    form = books.PrintForm(request.GET, book=found)
    if not form.is_valid():
        shown = books.page_of(found, by=request.post) | {
            "may": may_change_book(request.post, found),
            "wrong": form,
            "print_form": form,
        }
        return render(request, "counter/book.html", shown, status=UNPROCESSABLE)
    content = books.printed(found, **form.cleaned_data)
    return _file(content, kind="pdf", name=f"so-giay-{found.pk}", inline=True)


@require_safe
@desk_only
def template(request: Request, book: int) -> HttpResponse:
    """The spreadsheet to fill in."""
    found = _book(request, book)
    return _file(columns.template(title=f"Sổ giấy {found}"), kind="xlsx", name=f"mau-so-giay-{found.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@desk_only
def upload(request: Request, book: int) -> HttpResponse:
    """Send a filled-in spreadsheet; it is looked at, nothing is entered yet."""
    found = _book(request, book)
    return form_page(
        request, sheets.UploadForm, act=partial(take_sheet, by=request.post, book=found), permit=may_change_book(
            request.post, found), title=f"Nhập sổ {found} từ bảng tính",
        done=lambda sheet: reverse("counter:sheet", args=[sheet.pk]), save="Xem trước",
        template="counter/sheet_upload.html", context={"book": found},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@desk_only
@refusals_shown
def type_rows(request: Request, book: int) -> HttpResponse:
    """Type rows of a book on the page, Enter after each field."""
    found = _book(request, book)
    if not may_change_book(request.post, found):
        raise NotPermitted()
    page = grid.page_of(found, request.POST if request.method == "POST" else None)
    if request.method == "POST" and page.is_sound():
        made = take_sheet(page.rows(), by=request.post, book=found, note=page.note)
        return redirect(reverse("counter:sheet", args=[made.pk]))
    shown = {"page": page, "book": found, "title": f"Gõ sổ {found}"}
    return render(request, "counter/grid.html", shown, status=UNPROCESSABLE if page.problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@desk_only
@refusals_shown
def sheet(request: Request, key: str) -> HttpResponse:
    """What was found in a sheet, row by row; sent (POST), it is entered, given up, or gone on with here."""
    found = _sheet(request, key)
    if request.method == "POST":
        return _decided(request, found)
    return list_page(
        request, sheets.rows_of(found, request.GET.get("loc", "")), title=sheets.title_of(found), order=("line",),
        template="counter/sheet.html", noun="dòng", empty="Không có dòng nào",
        tabs=sheets.tabs_of(found, request.GET.get("loc", "")), context=sheets.shown(found, by=request.post),
    )  # fmt: skip


def _decided(request: Request, found: Sheet) -> HttpResponse:
    deed, where = request.POST.get("deed", ""), reverse("counter:sheet", args=[found.pk])
    if deed == "run":
        begin_sheet(found, by=request.post, with_warned=bool(request.POST.get("with_warned")))
    elif deed == "go_on":
        run_sheet(found, most=sheets.AT_ONCE_HERE)
    elif deed == "give_up":
        give_up_sheet(found, by=request.post)
        where = reverse("counter:book", args=[found.book_id])
        messages.success(request, "Đã bỏ bảng này, chưa nhập dòng nào.")
    response = redirect(where)
    response.status_code = SEE_OTHER
    return response


@require_GET
@desk_only
def to_mend(request: Request, key: str) -> HttpResponse:
    """The rows that were not entered, as a spreadsheet with what is wrong beside each."""
    found = _sheet(request, key)
    return _file(sheets.to_mend(found), kind="xlsx", name="can-sua")
