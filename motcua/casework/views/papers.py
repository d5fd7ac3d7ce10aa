"""The papers of a dossier: seen page by page in a viewer in which nothing runs, downloaded, attached. Every look is on
record."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.access import Request, post_required
from motcua.casework import acting
from motcua.casework import papers as shelves
from motcua.casework.forms import AttachForm
from motcua.casework.views.dossier import dossier_or_404
from motcua.citizens.actions import reveal
from motcua.dossiers.actions.printing import keep_pdf
from motcua.dossiers.filed import application_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.permissions import may_attach
from motcua.files import viewing
from motcua.files.blobs import RemovedFile
from motcua.files.models import StoredFile
from motcua.ui.pages import form_page, refusals_shown


def _opened(request: Request, code: str, file: UUID) -> tuple[Dossier, StoredFile]:
    """A file that belongs to this dossier; others do not exist here."""
    found = dossier_or_404(request, code)
    kept = shelves.file_of(found, file)
    if kept is None:
        raise Http404
    if kept.removed_at is not None:
        raise RemovedFile
    return found, kept


@require_safe
@post_required()
@refusals_shown
def viewer(request: Request, code: str, file: UUID) -> HttpResponse:
    """The viewer: pages as pictures beside the list of papers; nothing of the file runs."""
    found, kept = _opened(request, code, file)
    shown = {"dossier": found, "file": kept, "pages": shelves.page_urls(found, kept)}
    return render(request, "casework/viewer.html", shown | {"shelf": shelves.shelf(found, current=kept.pk)})


@require_safe
@post_required()
@refusals_shown
def frame(request: Request, code: str, file: UUID) -> HttpResponse:
    """The same pages alone, for the sandboxed frame beside a form."""
    found, kept = _opened(request, code, file)
    shown = {"dossier": found, "file": kept, "pages": shelves.page_urls(found, kept)}
    response = render(request, "casework/frame.html", shown)
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Content-Security-Policy"] = shelves.FRAMED
    return response


@require_safe
@post_required()
@refusals_shown
def page(request: Request, code: str, file: UUID, number: int) -> HttpResponse:
    """One page of a file as a picture; turning pages is one look on record."""
    found, kept = _opened(request, code, file)
    return viewing.page(request, kept, by=request.post, number=number, why=f"Xem giấy tờ hồ sơ {found.code}")


@require_safe
@post_required()
@refusals_shown
def download(request: Request, code: str, file: UUID) -> HttpResponse:
    """The file itself, to keep; on record."""
    found, kept = _opened(request, code, file)
    return viewing.respond(request, kept, by=request.post, why=f"Tải giấy tờ hồ sơ {found.code}", download=True)


@require_safe
@post_required()
@refusals_shown
def printed(request: Request, code: str, paper: UUID) -> HttpResponse:
    """A printed paper as it was made; made now when the worker was not there yet."""
    found = get_object_or_404(dossier_or_404(request, code).printed_papers.select_related("file"), pk=paper)
    kept = keep_pdf(found, by=request.post)
    if kept.file is None:  # never after keep_pdf
        raise Http404
    return viewing.respond(request, kept.file, by=request.post, why=f"In {kept.get_form_display()}")


@require_safe
@post_required()
@refusals_shown
def application(request: Request, code: str) -> HttpResponse:
    """Tờ khai that came online, on paper, every number in full: each look is on record."""
    found = dossier_or_404(request, code)
    paper = application_of(found)
    if paper is None:
        raise Http404
    reveal(found.applicant, by=request.post, why=f"In tờ khai trực tuyến {found.code}")
    response = HttpResponse(paper, content_type="application/pdf")
    response.headers["Content-Disposition"] = viewing.disposition(f"to-khai-{found.code}.pdf", inline=True)
    return response


@require_http_methods(["GET", "POST"])
@post_required()
def attach(request: Request, code: str, paper: int) -> HttpResponse:
    """Lay a file beside a paper of the dossier; what may not be taken is refused in words."""
    found = dossier_or_404(request, code)
    row = get_object_or_404(found.papers.select_related("file"), pk=paper)
    if not may_attach(request.post, found) or found.is_closed:
        raise Http404
    return form_page(
        request, AttachForm, act=partial(shelves.attach_upload, found, by=request.post, paper=row), subject=found,
        title="Đính kèm tệp", save="Đính kèm", done=acting.url_of(found), said=f"Đã đính kèm tệp cho: {row.name}.",
        template="casework/attach.html", context={"paper": row, "cancel_url": acting.url_of(found)},
    )  # fmt: skip
