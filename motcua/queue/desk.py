"""What stands on an officer's page: where one sits or should sit, whom one serves, who waits."""

from typing import Any

from django.db.models import Count

from motcua.agencies.models import Post
from motcua.core.addresses import address
from motcua.core.clock import local
from motcua.core.clock import now as present
from motcua.dossiers.choices import State as DossierState
from motcua.queue import hours
from motcua.queue.choices import AT_WINDOW, LineKind, State
from motcua.queue.models import Hall, Shift, Slip, Ticket, Window

SHOWN = 30  # of those who wait, and of those who were absent


def hall_of(by: Post) -> Hall | None:
    """Return the hall of the desk where the post works."""
    return Hall.objects.visible_to(by).filter(agency=by.agency_id).select_related("agency").first()


def page_of(hall: Hall, by: Post) -> dict[str, Any]:
    """Return the context of the officer's page; a fixed number of queries, however many wait."""
    at = present()
    day = local(at).date()
    windows = list(Window.objects.visible_to(by).in_use().filter(hall=hall).select_related("officer__person"))
    mine = next((window for window in windows if window.officer_id == by.pk), None)
    tickets = Ticket.objects.visible_to(by).on(day).filter(hall=hall)
    shown = {
        "hall": hall, "windows": windows, "mine": mine, "now": at, "planned": planned(hall, by),
        "absent": tickets.filter(state=State.ABSENT).with_names().order_by("-called_at")[:SHOWN],
        "is_closed": hall.closed_on == day, "closed": hours.why_closed(hall, at),
        "lines": hall.lines.in_use(), "counts": counts_of(hall, by),
    }  # fmt: skip
    return shown | (_at(mine, tickets) if mine else {"current": None, "waiting": [], "waiting_here": 0, "lead": {}})


def _at(window: Window, tickets: Any) -> dict[str, Any]:
    """Whom the window serves and who waits for it: priority first, as turns would have it with nobody else coming."""
    current = tickets.filter(window=window, state__in=AT_WINDOW).with_names().first()
    waiting = tickets.filter(state=State.WAITING).for_window(window)
    shown = waiting.with_names().order_by("-is_priority", "queued_at", "pk")[:SHOWN]
    return {"current": current, "waiting": shown, "waiting_here": waiting.count(), "lead": lead_of(current)}


def lead_of(ticket: Ticket | None) -> dict[str, str]:
    """Return where one key leads from a called number: the dossier of its slip, handing back, else intake."""
    if ticket is None:
        return {}
    slip = Slip.objects.filter(ticket=ticket).select_related("dossier").first()
    if slip is not None and slip.dossier.code:
        ready = slip.dossier.state == DossierState.DECIDED
        name = "counter:hand_back" if ready else "casework:dossier"
        return {"url": address(name, slip.dossier.code), "label": f"Hồ sơ {slip.dossier.code}", "key": "queue.dossier"}
    if ticket.line.kind == LineKind.RETURN:
        return {"url": address("counter:returns"), "label": "Trả kết quả", "key": "queue.dossier"}
    return {"url": address("counter:intake"), "label": "Tiếp nhận hồ sơ", "key": "queue.intake"}


def planned(hall: Hall, by: Post) -> Shift | None:
    """Return the shift of the session that runs now or begins next today, where the roster names the post."""
    at = present()
    span = hours.span_at(hall, at)
    if span is None:
        return None
    shifts = Shift.objects.visible_to(by).on(local(at).date()).filter(window__hall=hall, post=by, start=span.start)
    return shifts.select_related("window").first()


def counts_of(hall: Hall, by: Post) -> dict[str, int]:
    """Return how many numbers of today are in each state."""
    day = local(present()).date()
    rows = Ticket.objects.visible_to(by).on(day).filter(hall=hall).order_by().values_list("state")
    return dict.fromkeys(State.values, 0) | dict(rows.annotate(Count("pk")))
