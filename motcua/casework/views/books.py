"""Register book and control slip."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.casework import books, sheaf
from motcua.casework.forms import BookForm
from motcua.casework.views.dossier import dossier_or_404
from motcua.ui import sheets
from motcua.ui.pages import refusals_shown

MIME = {"pdf": "application/pdf", "xlsx": sheets.MIME["xlsx"]}
READERS = (Role.RECEPTIONIST, Role.HEAD_OF_DIVISION, Role.LEADER, Role.INSPECTOR, Role.REFORM_OFFICER)


@require_safe
@post_required()
def control_slip(request: Request, code: str, kind: str) -> HttpResponse:
    """Phiếu kiểm soát as things stand, pdf or xlsx."""
    found = dossier_or_404(request, code)
    if kind not in MIME or found.received_at is None:
        raise Http404
    return _sent(books.slip_file(found, by=request.post, kind=kind), kind=kind, name=f"phieu-kiem-soat-{found.code}")


@require_safe
@post_required(*READERS)
def register_book(request: Request) -> HttpResponse:
    """Sổ theo dõi hồ sơ of a desk for some days, pdf or xlsx."""
    form = BookForm(request.GET or None, by=request.post, initial=books.this_month())
    if not form.is_bound or not form.is_valid():
        return render(request, "casework/register_book.html", {"form": form}, status=422 if form.is_bound else 200)
    asked = form.cleaned_data
    content = books.book_file(request.post, **asked)
    return _sent(content, kind=asked["kind"], name=f"so-theo-doi-{asked['first']:%Y%m%d}-{asked['last']:%Y%m%d}")


@require_POST
@post_required()
@refusals_shown
def print_many(request: Request) -> HttpResponse:
    """The slips of the ticked dossiers as one PDF."""
    form = request.POST.get("print", "")
    found = sheaf.picked(request.post, request.POST)
    content = sheaf.printed(found, form=form, by=request.post, address=request.address)
    return _sent(content, kind="pdf", name=f"{'phieu-kiem-soat' if form == 'control' else 'giay-hen'}-{len(found)}")


def _sent(content: bytes, *, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=MIME[kind])
    response.headers["Content-Disposition"] = f'{"inline" if kind == "pdf" else "attachment"}; filename="{name}.{kind}"'
    return response
