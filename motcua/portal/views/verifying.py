"""Whether a result is genuine: by its code, and, for who has the file, by the file itself."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from motcua.agencies.access import Request
from motcua.core.errors import Refused
from motcua.dossiers.actions.tracking import count_attempt
from motcua.dossiers.models.columns import spaced
from motcua.dossiers.verifying import Verified, digest_of, normal, verified
from motcua.portal.forms import VerifyFileForm, VerifyForm
from motcua.portal.languages import spoken


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@spoken
def verify(request: Request) -> HttpResponse:
    """Xác minh văn bản: the code is typed; its own page is the one that the printed picture leads to."""
    form = VerifyForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(request, "portal/verify.html", {"form": form}, status=422 if form.errors else 200)
    return redirect("portal:verified", spaced(normal(form.cleaned_data["code"])))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@spoken
def shown(request: Request, code: str) -> HttpResponse:
    """What the register knows of a paper; a file sent along is compared and let go."""
    try:
        count_attempt(network=request.address)
        return _compared(request, verified(code))
    except Refused as error:
        form = VerifyForm({"code": code})
        form.is_valid()
        form.errors.clear()
        form.add_error(None, gettext(error.message))
        return render(request, "portal/verify.html", {"form": form}, status=error.status)


def _compared(request: Request, found: Verified) -> HttpResponse:
    form = VerifyFileForm(request.POST, request.FILES) if request.method == "POST" else VerifyFileForm()
    same = None
    if form.is_bound and form.is_valid():
        same = digest_of(form.cleaned_data["file"].chunks()) == found.digest
    page = {"found": found, "form": form, "same": same}
    response = render(request, "portal/verified.html", page, status=422 if form.errors else 200)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
