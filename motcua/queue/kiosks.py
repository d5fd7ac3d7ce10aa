"""The kiosk's page: what may be chosen now, and the number for what was touched or scanned."""

import uuid
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from motcua.agencies.models import Post
from motcua.core.clock import now, today
from motcua.core.errors import BadInput, StepRefused
from motcua.core.text import clean
from motcua.queue import actions, hours
from motcua.queue.choices import State
from motcua.queue.models import Device, Hall, Line, PriorityGround, Ticket

STALE = timedelta(seconds=30)  # a page that gave its number so long ago is another person's


def page_of(hall: Hall) -> dict[str, Any]:
    """Return what stands on the kiosk: the lines with how many wait, the grounds of priority, or why none is given."""
    waits = Q(tickets__day=today(), tickets__state=State.WAITING)
    lines = Line.objects.in_use().filter(hall=hall).annotate(waiting=Count("tickets", filter=waits)).order_by("letter")
    return {"hall": hall, "lines": lines, "grounds": grounds_of(hall), "closed": hours.why_closed(hall, now())}


def grounds_of(hall: Hall) -> list[PriorityGround]:
    """Return the grounds by which somebody is called first today."""
    day = today()
    return [ground for ground in hall.grounds.order_by("pk") if ground.holds(day)]


def taken_by(device: Device, sent: QueryDict, by: Post) -> Ticket:
    """Return the number for what was touched or scanned. Raises what taking raises, BadInput for a page without sense,
    StepRefused `stale_page` for one that gave its number to somebody before."""
    given: dict[str, Any] = {"by": by, "hall": device.hall, "device": device, "sent": _press(sent)}
    if (scan := clean(sent.get("scan"))) and not sent.get("line"):
        ticket = actions.take_by_slip(text=scan, **given)
    else:
        priority = bool(sent.get("priority")) and bool(grounds_of(device.hall))
        ticket = actions.take_once(line=_line(device.hall, sent.get("line", "")), is_priority=priority, **given)
    if ticket.sent == given["sent"] and now() - ticket.taken_at > STALE:
        raise StepRefused(_("Trang này đã dùng để lấy một số khác. Hãy bấm lại."), code="stale_page")
    return ticket


def _press(sent: QueryDict) -> uuid.UUID:
    try:
        return uuid.UUID(sent.get("sent", ""))
    except ValueError:
        raise BadInput("bad_page", _("Hãy bấm lại để lấy số.")) from None


def _line(hall: Hall, key: str) -> Line:
    if not (key.isascii() and key.isdecimal() and len(key) < 10):
        raise BadInput("no_line", _("Hãy chọn một nhóm việc."), field="line")
    found = hall.lines.in_use().filter(pk=int(key)).first()
    if found is None:
        raise BadInput("no_line", _("Nhóm việc này không còn nhận số. Hãy chọn lại."), field="line")
    return found
