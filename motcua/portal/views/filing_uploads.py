"""Files that come piece by piece, in the manner of tus: announced by POST, asked about by HEAD, sent by PATCH."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from motcua.agencies.access import Request
from motcua.citizens.access import account_required
from motcua.core.errors import Refused
from motcua.filing.actions.receiving import WrongOffset, announce, append, finish, upload_of
from motcua.filing.choices import State
from motcua.filing.models import Upload
from motcua.portal import filing as pages
from motcua.portal.languages import spoken


@require_POST
@account_required
@spoken
def begin(request: Request, key: UUID) -> HttpResponse:
    """Báo trước một tệp: 201 with where to send it and how much of it is there already."""
    by = pages.acting(request)
    found = pages.filing_of(by, key, State.OPEN)
    try:
        upload = announce(found, by=by, name=request.POST.get("name", ""), **pages.place_sent(request))
    except Refused as error:
        return _refused(error)
    response = _told(upload, status=201)
    response.headers["Location"] = reverse("portal:filing_upload", args=[key, upload.pk])
    return response


@require_http_methods(["GET", "HEAD", "PATCH"])
@account_required
@spoken
def upload(request: Request, key: UUID, file: UUID) -> HttpResponse:
    """Một tệp đang tải: HEAD tells how much is there, PATCH adds to it; the last piece lays it in."""
    by = pages.acting(request)
    found = pages.filing_of(by, key, State.OPEN)
    try:
        known = upload_of(found, file, by=by)
        if request.method == "PATCH":
            known = append(known, by=by, offset=pages.whole(request.headers.get("Upload-Offset")), piece=request.body)
            if known.offset == known.size:
                finish(known, by=by)
        return _told(known, status=204 if request.method == "PATCH" else 200)
    except Upload.DoesNotExist as error:
        raise Http404 from error
    except Refused as error:
        return _refused(error)


def _told(upload: Upload, *, status: int) -> HttpResponse:
    headers = {"Upload-Offset": str(upload.offset), "Upload-Length": str(upload.size), "Cache-Control": "no-store"}
    return HttpResponse(status=status, headers=headers)


def _refused(error: Refused) -> HttpResponse:
    response = JsonResponse({"code": error.code, "message": gettext(error.message)}, status=error.status)
    if isinstance(error, WrongOffset):
        response.headers["Upload-Offset"] = str(error.offset)
    return response
