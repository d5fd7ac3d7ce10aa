"""Without log-in: kiosks, displays, and whoever follows a number by the paper's address."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.models import Post
from motcua.core.clock import now
from motcua.core.errors import Refused
from motcua.queue import devices, kiosks, languages, numbers
from motcua.queue import picture as pictures
from motcua.queue.choices import DeviceKind
from motcua.queue.devices import device_required
from motcua.queue.languages import spoken_here
from motcua.ui.codes import qr

PLACES = {DeviceKind.KIOSK: "queue:kiosk", DeviceKind.DISPLAY: "queue:display"}


@require_safe
@never_cache
def connect(request: Any, device: str) -> HttpResponse:
    """The address handed out for a device: the browser is known by a cookie from now on, the secret leaves the bar."""
    found = devices.known_by(device)
    if found is None:
        return render(request, "queue/unknown_device.html", {"kind": "Thiết bị"}, status=404)
    response = redirect(PLACES[DeviceKind(found.device.kind)])
    devices.remember(response, device)
    return response


@require_http_methods(["GET", "POST"])
@never_cache
@device_required(DeviceKind.KIOSK)
@spoken_here()
def kiosk(request: Any) -> HttpResponse:
    """Lấy số: choose a line or scan a slip, one touch."""
    hall, problem = request.device.hall, ""
    if request.method == "POST":
        try:
            return _taken(kiosks.taken_by(request.device, request.POST, Post.objects.portal()).token)
        except Refused as refused:
            problem = refused.message
    shown = kiosks.page_of(hall) | languages.choices() | {"problem": problem, "sent": uuid.uuid4()}
    return render(request, "queue/kiosk.html", shown, status=422 if problem else 200)


def _taken(token: str) -> HttpResponse:
    """Go to the number, in the language in which it was taken."""
    return redirect(reverse("queue:taken", args=[token]) + languages.choices()["lang_query"])


@require_safe
@never_cache
@device_required(DeviceKind.KIOSK)
@spoken_here()
def taken(request: Any, ticket: str) -> HttpResponse:
    """The number just taken, and its paper; the page goes back by itself for who comes next."""
    found = numbers.by_token(ticket)
    if found is None or found.hall_id != request.device.hall_id:
        return redirect("queue:kiosk")
    followed = numbers.follow_url(found) + languages.choices()["lang_query"]
    shown = {"standing": numbers.standing_of(found), "hall": found.hall, "qr": qr(followed)}
    return render(request, "queue/taken.html", shown)


@require_safe
@never_cache
@device_required(DeviceKind.DISPLAY)
def display(request: Any) -> HttpResponse:
    """Bảng gọi số: the whole page once, its picture from then on."""
    now_shown = pictures.picture_of(request.device.hall_id)
    shown = {"picture": now_shown, "hall": request.device.hall, "moment": int(now().timestamp() * 1000)}
    return render(request, "queue/display.html", shown)


@require_safe
@device_required(DeviceKind.DISPLAY)
def picture(request: Any) -> HttpResponse:
    """The picture alone, or 304 while it is the one that the display has."""
    now_shown = pictures.picture_of(request.device.hall_id)
    tag = f'"{now_shown.tag}"'
    same = tag in request.headers.get("If-None-Match", "")
    response = HttpResponseNotModified() if same else HttpResponse(now_shown.html)
    response.headers["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _standing(ticket: str) -> numbers.Standing:
    found = numbers.by_token(ticket)
    if found is None:
        raise Http404
    return numbers.standing_of(found)


@require_safe
@never_cache
@spoken_here(remembered=True)
def follow(request: Any, ticket: str) -> HttpResponse:
    """The number on somebody's phone."""
    return render(request, "queue/follow.html", {"standing": _standing(ticket)} | languages.choices())


@require_safe
@never_cache
@spoken_here(remembered=True)
def follow_now(request: Any, ticket: str) -> HttpResponse:
    """What changes of it."""
    return render(request, "queue/parts/standing.html", {"standing": _standing(ticket)})


@require_safe
@never_cache
def paper(request: Any, ticket: str) -> HttpResponse:
    """The paper, 80 mm wide."""
    content = numbers.paper_of(_standing(ticket))
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="so-thu-tu.pdf"'
    return response
