"""Sends files to people, on record and so that nothing in them can run in our pages.

Every answer forbids guessing its type, scripts, frames and storing. What strangers brought is sent into a sandbox.
Today's Chromium shows a PDF in it, but not inside <iframe sandbox>, and older ones nowhere: the
viewer therefore shows pages as pictures (`page`). PDFs printed by this house need no sandbox and open everywhere.
"""

import re
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse

from motcua.agencies.models import Post
from motcua.files import apart
from motcua.files.actions import note_look, note_page
from motcua.files.blobs import contents
from motcua.files.choices import Purpose
from motcua.files.models import StoredFile
from motcua.files.signatures import PDF, PICTURES, TEXT
from motcua.ui.pages import refusals_shown

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
SANDBOX = f"sandbox; {NOTHING}; img-src 'self'"
OWN_PDF = f"{NOTHING}; object-src 'self'"
SHOWN = (*PICTURES, PDF, TEXT)


@refusals_shown
def respond(request: HttpRequest, file: StoredFile, *, by: Post, why: str, download: bool = False) -> HttpResponse:
    """Write the look down and send the file; inline where a browser shows it safely, else as a download.

    The app above has made sure that the post may see the thing the file belongs to. A file that is damaged, harmful or
    not yet scanned is refused in words.
    """
    content = contents(file)
    note_look(file, by=by, why=why, address=_address(request))
    inline = not download and file.media_type in SHOWN
    media_type = f"{file.media_type}; charset=utf-8" if file.media_type == TEXT else file.media_type
    response = HttpResponse(content, content_type=media_type)
    response.headers["Content-Disposition"] = disposition(file.name, inline=inline)
    own = file.media_type == PDF and file.purpose == Purpose.PRINTED
    return _guarded(response, policy=OWN_PDF if own else SANDBOX)


@refusals_shown
def page(request: HttpRequest, file: StoredFile, *, by: Post, why: str, number: int) -> HttpResponse:
    """Send one page (from 1) of a PDF or picture as PNG; turning pages counts as one look. Raises Http404."""
    if file.media_type not in (PDF, *PICTURES):
        raise Http404
    content = contents(file)
    note_page(file, by=by, why=why, address=_address(request))
    try:
        picture = apart.page(content, media_type=file.media_type, number=number)
    except (IndexError, apart.Unreadable) as error:
        raise Http404 from error
    return _guarded(HttpResponse(picture, content_type="image/png"), policy=SANDBOX)


def pages_of(file: StoredFile) -> range:
    """Return the numbers of the pages that `page` can show; none for what is only offered for download."""
    return range(1, (file.pages or 0) + 1) if file.media_type in (PDF, *PICTURES) else range(0)


def disposition(name: str, *, inline: bool) -> str:
    """Return Content-Disposition with the name in ASCII for old clients and in UTF-8 (RFC 6266, RFC 8187)."""
    plain = re.sub(r"[^A-Za-z0-9._ -]", "_", name)
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _guarded(response: HttpResponse, *, policy: str) -> HttpResponse:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _address(request: HttpRequest) -> str:
    return str(getattr(request, "address", "") or request.META.get("REMOTE_ADDR", ""))
