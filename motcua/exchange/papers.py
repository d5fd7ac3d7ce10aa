"""PDFs over the API: kept ones as they were printed, the control slip as things stand; each look is on record."""

from django.http import Http404, HttpRequest, HttpResponse

from motcua.agencies.models import Post
from motcua.dossiers.actions.printing import keep_pdf, sheet
from motcua.dossiers.choices import Form
from motcua.dossiers.models import Dossier
from motcua.files.blobs import RemovedFile
from motcua.files.models import StoredFile
from motcua.files.signatures import PDF
from motcua.files.viewing import respond

NUMBERS = {
    "01": Form.RECEIPT,
    "02": Form.SUPPLEMENT,
    "03": Form.REFUSAL,
    "04": Form.APOLOGY,
    "05": Form.STOP,
    "06": Form.CONTROL,
}


def pdf_of(request: HttpRequest, dossier: Dossier, form: str, *, by: Post) -> HttpResponse:
    """Return the latest paper of a form, by name or number (01…06); raises Http404 when the dossier has none."""
    form = NUMBERS.get(form, form)
    if form == Form.CONTROL and dossier.received_at is not None:
        return HttpResponse(sheet(dossier, form, by=by), content_type=PDF)
    if form == Form.RESULT:
        return respond(request, _result_of(dossier, by=by), by=by, why="Xem kết quả giải quyết")
    paper = dossier.printed_papers.filter(form=form).order_by("-number").select_related("file").first()
    if paper is None:
        raise Http404
    kept = keep_pdf(paper, by=by)
    assert kept.file is not None
    return respond(request, _there(kept.file), by=by, why=f"In {Form(form).label}")


def _there(file: StoredFile) -> StoredFile:
    """The file, unless its content was removed by a decision: machines are told so as a problem. Raises RemovedFile."""
    if file.removed_at is not None:
        raise RemovedFile
    return file


def _result_of(dossier: Dossier, *, by: Post) -> StoredFile:
    """The file of the latest result, made now when it is still to be printed; only a PDF is one here."""
    result = dossier.results.order_by("-signed_at", "-pk").select_related("file", "printed__file").first()
    if result is None:
        raise Http404
    file = result.file or (keep_pdf(result.printed, by=by).file if result.printed else None)
    if file is None or file.media_type != PDF:
        raise Http404
    return _there(file)
