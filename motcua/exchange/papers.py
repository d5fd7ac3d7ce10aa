"""PDFs over the API: kept ones as they were printed, the control slip as things stand; each look is on record."""

from django.http import Http404, HttpRequest, HttpResponse

from motcua.agencies.models import Post
from motcua.dossiers.actions.printing import keep_pdf, sheet
from motcua.dossiers.choices import Form
from motcua.dossiers.models import Dossier
from motcua.files.viewing import respond


def pdf_of(request: HttpRequest, dossier: Dossier, form: str, *, by: Post) -> HttpResponse:
    """Return the latest paper of a form; raises Http404 when the dossier has none."""
    if form == Form.CONTROL:
        if dossier.received_at is None:
            raise Http404
        return HttpResponse(sheet(dossier, form, by=by), content_type="application/pdf")
    paper = dossier.printed_papers.filter(form=form).order_by("-number").select_related("file").first()
    if paper is None:
        raise Http404
    kept = keep_pdf(paper, by=by)
    assert kept.file is not None
    return respond(request, kept.file, by=by, why=f"In {Form(form).label}", download=False)
