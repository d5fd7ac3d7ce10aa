"""The route of a draft as a file to be kept."""

from django.http import Http404, HttpResponse

from motcua.procedures.models import Adoption
from motcua.procedures.route_export import FORMATS, TYPES, exported


def file_answer(adoption: Adoption, form: str) -> HttpResponse:
    """Return the file. Raises Http404 for an unknown form, or for a route without steps."""
    if form not in FORMATS:
        raise Http404
    try:
        text = exported(adoption.draft, form)
    except ValueError as error:
        raise Http404 from error
    answer = HttpResponse(text, content_type=f"{TYPES[form]}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="quy-trinh-{adoption.procedure.code}.{form}"'
    return answer
