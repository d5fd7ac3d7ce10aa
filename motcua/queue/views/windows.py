"""The officer's page: each act on a number is a button with a key."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.agencies.access import Request, post_required
from motcua.core.errors import StepRefused
from motcua.queue import actions
from motcua.queue.desk import hall_of, page_of
from motcua.queue.forms import GiveForm, TransferForm
from motcua.queue.models import Hall, Ticket, Window
from motcua.queue.permissions import WORKERS, may_serve
from motcua.ui.pages import form_page, refusals_shown, run

DEEDS: dict[str, tuple[Callable[..., Any], str]] = {
    "goi": (actions.call, "Đã gọi."), "goi-lai": (actions.recall, "Đã gọi lại."),
    "vang": (actions.skip, "không có mặt; gọi lại được khi người đó quay lại."),
    "bat-dau": (actions.begin, "Bắt đầu phục vụ."), "xong": (actions.finish, "Đã phục vụ xong."),
}  # fmt: skip
DESK = "queue:desk"
page = require_http_methods(["GET", "POST"])


@require_safe
@post_required(*WORKERS)
def desk(request: Request) -> HttpResponse:
    """Quầy gọi số."""
    hall = hall_of(request.post)
    if hall is None:
        return render(request, "queue/no_hall.html")
    return render(request, "queue/desk.html", page_of(hall, request.post))


def _window(request: Request, key: int) -> Window:
    return get_object_or_404(Window.objects.visible_to(request.post).in_use().select_related("hall__agency"), pk=key)


def _ticket(request: Request, key: int) -> Ticket:
    return get_object_or_404(Ticket.objects.visible_to(request.post).select_related("window", "line"), pk=key)


@require_POST
@post_required(*WORKERS)
@refusals_shown
def sit(request: Request, window: int) -> HttpResponse:
    """Vào quầy."""
    found = _window(request, window)
    return run(request, partial(actions.sit, found, by=request.post), done=reverse(DESK), said=f"Đã vào {found}.")


@require_POST
@post_required(*WORKERS)
@refusals_shown
def leave(request: Request, window: int) -> HttpResponse:
    """Rời quầy."""
    found = _window(request, window)
    return run(request, partial(actions.leave, found, by=request.post), done=reverse(DESK), said=f"Đã rời {found}.")


@require_POST
@post_required(*WORKERS)
@refusals_shown
def call_next(request: Request, window: int) -> HttpResponse:
    """Gọi số tiếp theo; who is being served is done."""
    found = _window(request, window)
    act = partial(actions.call_next, found, by=request.post)
    try:
        return run(request, act, done=reverse(DESK), subject=found, said=_said)
    except StepRefused as refused:
        if refused.code != "nobody_waits":
            raise
        messages.info(request, refused.message)  # an idle window asks again and again: no page of its own for that
        return redirect(DESK)


def _said(window: Any) -> str:
    return f"Đã gọi {window.called.code}." if window.called else "Đã phục vụ xong; không còn ai chờ."


@require_POST
@post_required(*WORKERS)
@refusals_shown
def act(request: Request, ticket: int, queue_deed: str) -> HttpResponse:
    """Call again, absent, begin, done, or call somebody who came back."""
    found = _ticket(request, ticket)
    if queue_deed not in DEEDS:
        raise Http404
    verb, said = DEEDS[queue_deed]
    done = partial(verb, found, by=request.post)
    return run(request, done, done=reverse(DESK), subject=found, said=f"Số {found.code}: {said[:1].lower()}{said[1:]}")


@page
@post_required(*WORKERS)
def transfer(request: Request, ticket: int) -> HttpResponse:
    """Chuyển sang nhóm việc hoặc quầy khác."""
    found = _ticket(request, ticket)
    return form_page(
        request, TransferForm, act=partial(actions.transfer, found, by=request.post), subject=found, save="Chuyển",
        title=f"Chuyển số {found.code}", done=reverse(DESK), said=f"Đã chuyển {found.code}.",
        permit=may_serve(request.post, found), options={"ticket": found}, context={"cancel_url": reverse(DESK)},
    )  # fmt: skip


@page
@post_required(*WORKERS)
def give(request: Request) -> HttpResponse:
    """Lấy số giúp: for somebody who cannot use the kiosk."""
    hall = hall_of(request.post)
    if hall is None:
        return redirect(DESK)
    return form_page(
        request, GiveForm, act=partial(_give, request, hall), title="Lấy số giúp", save="Lấy số", said=_given,
        done=lambda ticket: reverse("queue:paper", args=[ticket.token]) if "in" in request.POST else reverse(DESK),
        options={"hall": hall}, context={"cancel_url": reverse(DESK)}, template="queue/give.html",
        initial={"sent": uuid.uuid4()},
    )  # fmt: skip


def _give(request: Request, hall: Hall, **given: Any) -> Ticket:
    return actions.take_once(by=request.post, hall=hall, **given)


def _given(ticket: Ticket) -> str:
    return f"Số {ticket.code}: {ticket.line.name}."
