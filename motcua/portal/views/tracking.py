"""Following a dossier."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.access import Request
from motcua.core.errors import Refused
from motcua.dossiers.actions.tracking import count_attempt
from motcua.dossiers.tracking import TrackedStep, Tracking, by_code, by_token
from motcua.portal.forms import TrackForm
from motcua.portal.languages import spoken
from motcua.portal.words import tell
from motcua.ui import formats


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@spoken
def track(request: Request) -> HttpResponse:
    """Tra cứu by code and four digits; sent by POST, so that they stay out of addresses and logs."""
    form = TrackForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(request, "portal/track.html", {"form": form}, status=422 if form.errors else 200)
    try:
        count_attempt(network=request.address)
        return _shown(request, by_code(form.cleaned_data["code"], check=form.cleaned_data["check"]))
    except Refused as error:
        form.add_error(None, gettext(error.message))
        return render(request, "portal/track.html", {"form": form}, status=error.status)


@never_cache
@require_safe
@spoken
def by_link(request: Request, token: str) -> HttpResponse:
    """The QR code of the slip leads here; its token cannot be guessed, and asking is counted all the same."""
    try:
        count_attempt(network=request.address)
        return _shown(request, by_token(token))
    except Refused as error:
        return render(request, "portal/track.html", {"form": TrackForm(), "refusal": error}, status=error.status)


def _shown(request: Request, found: Tracking) -> HttpResponse:
    steps = [{"name": step.name, "state": step.state, "when": when(step)} for step in found.steps]
    response = render(request, "portal/tracking.html", {"found": found, "told": tell(found), "steps": steps})
    response.headers["Referrer-Policy"] = "no-referrer"  # the address of a QR link is a key
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def when(step: TrackedStep) -> str:
    """Return where a step was done, and on which day."""
    return f"{step.place}, {formats.day(step.done_at)}" if step.done_at else step.place
