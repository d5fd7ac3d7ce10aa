"""The door keeps what a person sent when the session had ended: whose it is, and where it is found after the log-in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from motcua.agencies.actions.holding import hold

COOKIE = "last-person"  # signed; opens nothing: it only says for whom a page is kept
LASTS = 12 * 3600  # seconds
OWN_PAGES = ("/dang-nhap/", "/dang-xuat/", "/tai-khoan/", "/doi-mat-khau/", "/chon-vi-tri/")


def remember_person(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser know whose page it shows, so that it can be kept for them when the session ends."""
    key = getattr(request.user, "pk", None)
    if key is not None and key != last_person(request):
        response.set_signed_cookie(
            _name(), str(key), max_age=LASTS, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )


def last_person(request: HttpRequest) -> int | None:
    """Return who last worked in this browser; None for strangers."""
    found = request.get_signed_cookie(_name(), default="", max_age=LASTS) or ""
    return int(found) if found.isdecimal() else None


def keep(request: HttpRequest) -> str:
    """Keep what a person without a session has just sent; returns the address where they find it, "" for nothing."""
    person = last_person(request)
    if request.method != "POST" or person is None or request.path.startswith(OWN_PAGES):
        return ""
    files = [file.name or "" for name in request.FILES for file in request.FILES.getlist(name)]
    key = hold(person, path=request.get_full_path(), fields=request.POST.lists(), files=files)
    return reverse("agencies:held", args=[key]) if key else ""


def _name() -> str:
    return f"__Host-{COOKIE}" if settings.SESSION_COOKIE_SECURE else COOKIE
