"""The package of an export leaves once: as one file, on record, and is no longer here."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from motcua.agencies.access import Request
from motcua.core.errors import Refused
from motcua.files.actions import note_look
from motcua.files.viewing import disposition
from motcua.privacy.actions import hand_over
from motcua.privacy.forms import HandOverForm
from motcua.privacy.models import RightsRequest
from motcua.privacy.packing import packed

TEMPLATE = "privacy/hand_over.html"


def given_once(request: Request, found: RightsRequest) -> HttpResponse:
    """Ask the clerk to look at the card once more; then send the package, each file in it logged."""
    form = HandOverForm(request.POST or None)
    url = reverse("privacy:request", args=[found.code])
    shown: dict[str, Any] = {
        "form": form, "title": "Giao kết quả cho người yêu cầu", "found": found, "version": found.version,
        "cancel_url": url, "save": "Giao và tải tệp", "download": True, "lead": "", "crumbs_items": (), "stale": False,
    }  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        return render(request, TEMPLATE, shown, status=422 if request.method == "POST" else 200)
    content, files = packed(found.package)
    given = request.POST.get("version", "")
    try:
        hand_over(found, by=request.post, version=int(given) if given.isdecimal() and len(given) < 10 else -1)
    except Refused as error:
        form.add_error(None, error.message)
        return render(request, TEMPLATE, shown, status=error.status)  # the page has the version it was made with
    for file in files:
        note_look(file, by=request.post, why=f"Giao theo yêu cầu {found.code}", address=request.address)
    response = HttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = disposition(f"{found.code}.zip", inline=False)
    response.headers["Cache-Control"] = "private, no-store"
    return response
