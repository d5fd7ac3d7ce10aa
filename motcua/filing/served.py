"""What the addresses of a filing answer, the same on the portal and at the counter: sections, autosave, uploads, files.

Who may come in is decided before by the desk whose address it is: `by` is who fills in, `side` whose pages these are.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from motcua.agencies.access import Request
from motcua.agencies.models import Post
from motcua.core.errors import Refused
from motcua.files.viewing import respond
from motcua.filing import pages
from motcua.filing.actions.filling import ChangedElsewhere
from motcua.filing.actions.receiving import WrongOffset, announce, append, finish, upload_of
from motcua.filing.choices import State
from motcua.filing.models import Filing, Upload
from motcua.filing.pages import Side
from motcua.ui import formats
from motcua.ui.inputs import Form


def section(
    request: Request, found: Filing, number: int, *, by: Post, side: Side, kept: QueryDict | None = None
) -> HttpResponse:
    """A section: shown with what is suggested, or what was sent taken in; `kept` is what was sent in vain before."""
    if found.state != State.OPEN:
        return redirect(side.url("filing", found.pk))
    if request.method == "POST":
        return _pressed(request, found, number, by=by, side=side)
    walk = pages.part_at(found, number)
    walk.complaining = "loi" in request.GET
    pages.suggested(walk, found)
    again = pages.taken_up(walk, kept)
    walk.press(f"to-{number}")
    return render(request, "filing/part.html", pages.shown_part(found, walk, by=by, side=side, **again))


def _pressed(request: Request, found: Filing, number: int, *, by: Post, side: Side) -> HttpResponse:
    refused = pages.take_files(request, found, by=by)
    walk = pages.part_at(found, number)
    try:
        found = pages.pressed(request, found, walk, by=by)
    except ChangedElsewhere as changed:
        shown = pages.both(changed.filing, pages.typed_again(walk, changed.filing), by=by, side=side)
        return render(request, "filing/both.html", shown, status=409)
    except Refused as error:
        refused.append(("", gettext(error.message)))
    if not refused and not walk.complaining:
        return redirect(pages.leads_to(found, walk, side=side, button=request.POST.get("go", "")))
    shown = pages.shown_part(found, pages.typed_again(walk, found), by=by, side=side, refused=refused)
    return render(request, "filing/part.html", shown, status=422)


def autosaved(request: Request, found: Filing, number: int, *, by: Post) -> HttpResponse:
    """Keep what a page says a moment later, without going on."""
    try:
        kept = pages.pressed(request, found, pages.part_at(found, number), by=by)
    except Refused as error:
        return JsonResponse({"code": error.code, "message": gettext(error.message)}, status=error.status)
    return JsonResponse({"seen": kept.version, "saved": formats.clock(kept.saved_at)})


def announced(request: Request, found: Filing, *, by: Post, side: Side) -> HttpResponse:
    """Take note of a file that will come piece by piece, in the manner of tus: 201 with where to send it."""
    try:
        upload = announce(found, by=by, name=request.POST.get("name", ""), **pages.place_sent(request))
    except Refused as error:
        return _refused(error)
    response = _told(upload, status=201)
    response.headers["Location"] = side.url("filing_upload", found.pk, upload.pk)
    return response


def uploaded(request: Request, found: Filing, key: UUID, *, by: Post) -> HttpResponse:
    """A file on its way: HEAD tells how much is there, PATCH adds to it; the last piece lays it in."""
    try:
        known = upload_of(found, key, by=by)
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


def brought(request: Request, found: Filing, key: UUID, *, by: Post, why: str) -> HttpResponse:
    """A file as it was brought, to look at again."""
    given = found.files.select_related("file").filter(file=key).first()
    if given is None:
        raise Http404
    return respond(request, given.file, by=by, why=why)


def tried(form: Form, act: Callable[..., Any], given: dict[str, Any]) -> Any:
    """Do what a form asks for; a refusal is told in the form, and None returned."""
    try:
        return act(**given)
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, gettext(error.message))
        return None
