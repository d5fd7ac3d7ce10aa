"""Who sets a hall, who works its windows, who may take a number."""

from typing import Any

from motcua.agencies.choices import Role
from motcua.agencies.models import Agency, Post
from motcua.queue.choices import DeviceKind
from motcua.queue.models import Hall, Ticket, Window

SETTERS = (Role.ADMINISTRATOR, Role.HEAD_OF_DIVISION, Role.LEADER)
WORKERS = (Role.RECEPTIONIST,)
DAY_KEEPERS = (*SETTERS, *WORKERS)
STATISTICS = (Role.LEADER, Role.HEAD_OF_DIVISION, Role.INSPECTOR, Role.REFORM_OFFICER, Role.ADMINISTRATOR)


def _sets_at(by: Post, agency: Agency) -> bool:
    """Administrators in their tree; whoever heads the desk itself; the system, which carries out a re-organisation."""
    if by.role == Role.SYSTEM:
        return True
    if by.role == Role.ADMINISTRATOR:
        return agency.is_within(by.agency)
    return by.role in (Role.HEAD_OF_DIVISION, Role.LEADER) and by.agency_id == agency.pk


def may_open(by: Post, inputs: dict[str, Any]) -> bool:
    """Open the hall of a desk."""
    return inputs.get("agency") is not None and _sets_at(by, inputs["agency"])


def may_set(by: Post, hall: Hall) -> bool:
    """Set lines, windows, rosters, grounds and devices."""
    return _sets_at(by, hall.agency)


def works_at(by: Post, hall: Hall) -> bool:
    """Work a window: the desk's own receptionists."""
    return by.role in WORKERS and by.agency_id == hall.agency_id


def may_keep_day(by: Post, hall: Hall) -> bool:
    """End a day and open it again: who sets the hall, who works there, and the nightly job."""
    return by.role == Role.SYSTEM or may_set(by, hall) or works_at(by, hall)


def may_set_window(by: Post, window: Window) -> bool:
    return may_set(by, window.hall)


def may_add_window(by: Post, inputs: dict[str, Any]) -> bool:
    return may_set(by, inputs["hall"])


def may_sit(by: Post, window: Window) -> bool:
    return works_at(by, window.hall)


def may_leave(by: Post, window: Window) -> bool:
    """Who sits there, and who takes the seat of somebody that forgot to leave."""
    return works_at(by, window.hall)


def may_call_next(by: Post, window: Window) -> bool:
    """Only who sits at the window."""
    return window.officer_id == by.pk


def may_take(by: Post, inputs: dict[str, Any]) -> bool:
    """Whoever stands at a kiosk of the hall; a receptionist for somebody who cannot use it."""
    hall, device = inputs["hall"], inputs.get("device")
    if by.role != Role.CITIZEN:
        return works_at(by, hall)
    if device is None or device.kind != DeviceKind.KIOSK or device.revoked_at is not None:
        return False
    return bool(device.hall_id == hall.pk)


def may_call(by: Post, ticket: Ticket) -> bool:
    """Who sits at a window of the hall."""
    return Window.objects.filter(hall=ticket.hall_id, officer=by.pk).exists()


def may_serve(by: Post, ticket: Ticket) -> bool:
    """Who sits at the window by which the number was called."""
    return ticket.window is not None and ticket.window.officer_id == by.pk


def may_expire(by: Post, ticket: Ticket) -> bool:
    return may_keep_day(by, ticket.hall)


def may_pass_over(by: Post, hall: Hall) -> bool:
    """Only a re-organisation, which the system carries out, gives a hall to another desk, or ends it."""
    return by.role == Role.SYSTEM


def may_pass_seat_over(by: Post, window: Window) -> bool:
    """With its hall."""
    return by.role == Role.SYSTEM
