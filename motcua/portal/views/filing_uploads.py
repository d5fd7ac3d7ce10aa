"""Files that come piece by piece, in the manner of tus: announced by POST, asked about by HEAD, sent by PATCH."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from motcua.agencies.access import Request
from motcua.citizens.access import account_required
from motcua.filing import served
from motcua.filing.choices import State
from motcua.filing.pages import filing_of
from motcua.portal.doors import SIDE, acting
from motcua.portal.languages import spoken


@require_POST
@account_required
@spoken
def begin(request: Request, key: UUID) -> HttpResponse:
    """Báo trước một tệp: 201 with where to send it and how much of it is there already."""
    by = acting(request)
    return served.announced(request, filing_of(by, key, State.OPEN), by=by, side=SIDE)


@require_http_methods(["GET", "HEAD", "PATCH"])
@account_required
@spoken
def upload(request: Request, key: UUID, file: UUID) -> HttpResponse:
    """Một tệp đang tải: HEAD tells how much is there, PATCH adds to it; the last piece lays it in."""
    by = acting(request)
    return served.uploaded(request, filing_of(by, key, State.OPEN), file, by=by)
