"""The door of kiosks and displays: an address with a secret, once, then a cookie; both end when it is revoked.

What a process knows of a device is trusted for some seconds, so that fifty displays ask the database once for all.
"""

import functools
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.queue.choices import DeviceKind
from motcua.queue.models import Device

TRUST_SECONDS = 5.0
LONGEST = 100  # characters of a secret that are looked at
LASTS = 400 * 24 * 3600  # seconds; browsers keep no cookie longer

_known: dict[tuple[str, bytes], "tuple[float, Known | None]"] = {}


class Known(NamedTuple):
    """A device in force: its row and the hall's key."""

    device: Device
    hall: int


def known_by(secret: str) -> Known | None:
    """Return the device of a secret, None when there is none in force; at most one query in five seconds each."""
    if not secret or len(secret) > LONGEST:
        return None
    digest = Device.digest_of(secret)
    key = (str(connection.settings_dict["NAME"]), digest)
    at, found = _known.get(key, (-TRUST_SECONDS, None))
    if found is not None and time.monotonic() - at < TRUST_SECONDS:
        return found
    device = Device.objects.in_force().select_related("hall__agency").filter(digest=digest).first()
    if device is None:  # not remembered: whoever guesses would fill the memory
        _known.pop(key, None)
        return None
    found = Known(device, device.hall_id)
    _known[key] = (time.monotonic(), found)
    return found


def forget() -> None:
    """Forget every device: for tests, whose databases go back in time."""
    _known.clear()


def remember(response: HttpResponse, secret: str) -> None:
    """Give the browser the cookie by which it is known."""
    response.set_cookie(
        settings.HALL_COOKIE_NAME, secret, max_age=LASTS, httponly=True, secure=settings.HTTPS, samesite="Lax", path="/"
    )


def device_required(kind: DeviceKind) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view be used by devices of a kind, in `request.device`; others are told where to get an address."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            found = known_by(request.COOKIES.get(settings.HALL_COOKIE_NAME, ""))
            if found is None or found.device.kind != kind:
                return render(request, "queue/unknown_device.html", {"kind": kind.label}, status=403)
            request.device = found.device  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return guarded

    return decorate
