"""A hall passes to the desk that took over, or ends where that desk has its own."""

from datetime import date
from typing import Any

from motcua.agencies.models import Agency, Post
from motcua.core.actions import action
from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.dossiers.actions.passing import heir_of
from motcua.queue import permissions
from motcua.queue.actions.halls import end_numbers
from motcua.queue.actions.stamps import grow
from motcua.queue.actions.windows import retire_window
from motcua.queue.choices import OPEN, Action
from motcua.queue.models import Hall, Shift, Ticket, Window


@action(Action.PASS_HALL, permit=permissions.may_pass_over)
def pass_hall_over(hall: Hall, *, by: Post, desk: Agency, on: date) -> dict[str, Any]:
    """Give a hall with its lines, windows, devices, roster and numbers to another desk.

    Whoever sits at a window, or is to sit there from `on`, goes on in the post that the same person holds at the new
    desk; a seat of who holds none there is left, a shift dropped. Raises BadInput `already_open`.
    """
    if Hall.objects.filter(agency=desk).exists():
        raise BadInput("already_open", f"{desk.short_name} đã có sảnh lấy số.", field="desk")
    before, hall.agency = hall.agency_id, desk
    heirs = dict[int, Post | None]()
    for window in hall.windows.filter(officer__isnull=False).select_related("officer").order_by("pk"):
        if window.officer is not None:
            seat_over(window, by=by, officer=_heir(window.officer, desk, on, heirs))
    dropped = _pass_shifts(hall, desk, on, heirs)
    grow(hall.pk)
    return {
        "agency": [before, desk.pk], "waiting": Ticket.objects.filter(hall=hall, day=on, state__in=OPEN).count(),
        "dropped": dropped,
    }  # fmt: skip


def _heir(post: Post, desk: Agency, on: date, known: dict[int, Post | None]) -> Post | None:
    """Return the post of the same person that may work a window of the desk, each asked for once."""
    if post.pk not in known:
        found = heir_of(post, desk, on=on)
        known[post.pk] = found if found is not None and found.agency_id == desk.pk else None
    return known[post.pk]


def _pass_shifts(hall: Hall, desk: Agency, on: date, heirs: dict[int, Post | None]) -> int:
    """Let the shifts to come be those of the new posts; returns how many nobody has any more, which are dropped."""
    dropped = 0
    rows = Shift.objects.filter(window__hall=hall, day__gte=on).select_related("post").order_by("pk")
    for shift in rows:
        post = _heir(shift.post, desk, on, heirs)
        if post is None:
            shift.delete()
            dropped += 1
        else:
            shift.post = post
            shift.save(update_fields=["post"])
    return dropped


@action(Action.PASS_SEAT, permit=permissions.may_pass_seat_over)
def seat_over(window: Window, *, by: Post, officer: Post | None) -> dict[str, Any]:
    """Let somebody go on at a window in their new post, or leave the seat; only a hall that passes does it."""
    before, window.officer = window.officer_id, officer
    return {"before": before}


@action(Action.END_HALL, permit=permissions.may_pass_over)
def end_hall(hall: Hall, *, by: Post) -> dict[str, Any]:
    """Give no more numbers for good: the day ends, windows and devices are used no more."""
    today = local(hall.moment).date()
    numbers, hall.closed_on = end_numbers(hall, by=by, day=today), today
    devices = list(hall.devices.in_force().order_by("pk").values_list("pk", flat=True))
    hall.devices.in_force().update(revoked_at=hall.moment)
    windows = [retire_window(window, by=by).pk for window in hall.windows.in_use().order_by("pk")]
    grow(hall.pk)
    return {"numbers": numbers, "devices": devices, "windows": windows}
