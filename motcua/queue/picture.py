"""What a hall's displays show: one picture for all of them, drawn at most once a second in a process.

It holds numbers only: which number is called where, how many wait, what the desk received, handed back, owes today.
A process compares the hall's stamp (one row) at most once a second and draws anew when it grew, else every ten seconds
for the counts of dossiers. Several processes draw the same picture with the same tag: it is made of what it shows.
"""

import hashlib
import threading
import time
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count
from django.template.loader import render_to_string

from motcua.core.clock import today
from motcua.dossiers.desk_day import desk_day
from motcua.queue.choices import AT_WINDOW, State
from motcua.queue.models import Hall, Line, Stamp, Ticket, Window

TRUST_SECONDS = 1.0  # a call is seen within a second
COUNTS_SECONDS = 10.0  # of dossiers, which grow no stamp
LATEST = 6  # numbers called lately, in the list beside the windows


@dataclass
class Picture:
    """What is shown, as HTML, and its tag; `stamp`, `drawn` and `asked` (monotonic seconds) say how fresh it is."""

    html: str
    tag: str
    stamp: int
    drawn: float
    asked: float


_pictures: dict[tuple[str, int], Picture] = {}
_drawing = threading.Lock()


def forget() -> None:
    """Forget every picture: for tests, whose databases go back in time."""
    _pictures.clear()


def picture_of(hall: int) -> Picture:
    """Return the present picture of a hall (its key); most calls ask nothing of the database.

    While one thread draws, the others of the process are given the picture before, if there is one.
    """
    key = (str(connection.settings_dict["NAME"]), hall)
    known = _pictures.get(key)
    if known is not None and time.monotonic() - known.asked < TRUST_SECONDS:
        return known
    if not _drawing.acquire(blocking=known is None):
        assert known is not None
        return known
    try:
        known = _pictures.get(key)
        if known is None or time.monotonic() - known.asked >= TRUST_SECONDS:
            known = _pictures[key] = _renewed(hall, known)
        return known
    finally:
        _drawing.release()


def _renewed(hall: int, known: Picture | None) -> Picture:
    """Ask for the stamp first: what changes while one draws makes it grow again."""
    at = time.monotonic()
    stamp = Stamp.objects.values_list("number", flat=True).get(pk=hall)
    if known is not None and known.stamp == stamp and at - known.drawn < COUNTS_SECONDS:
        known.asked = at
        return known
    html = render_to_string("queue/parts/picture.html", shown(Hall.objects.select_related("agency").get(pk=hall)))
    return Picture(html, hashlib.sha256(html.encode()).hexdigest()[:20], stamp, drawn=at, asked=at)


def shown(hall: Hall, on: date | None = None) -> dict[str, Any]:
    """Return what the picture is drawn from; seven queries, however many numbers and windows there are."""
    day = on or today()
    called = list(Ticket.objects.on(day).filter(hall=hall, state__in=AT_WINDOW).select_related("window"))
    at = {ticket.window_id: ticket for ticket in called}
    windows = [(window, at.get(window.pk)) for window in Window.objects.in_use().filter(hall=hall)]
    waiting = dict(
        Ticket.objects.waiting(day).filter(hall=hall).order_by().values_list("line").annotate(Count("pk"))
    )  # fmt: skip
    lines = [(line, waiting.get(line.pk, 0)) for line in Line.objects.in_use().filter(hall=hall)]
    lately = Ticket.objects.on(day).filter(hall=hall, called_at__isnull=False).exclude(state=State.WAITING)
    return {
        "hall": hall, "day": day, "windows": [row for row in windows if row[0].officer_id or row[1]], "lines": lines,
        "waiting": sum(waiting.values()), "closed": hall.closed_on == day, "figures": desk_day(hall.agency_id, day),
        "lately": lately.select_related("window").order_by("-called_at")[:LATEST],
        "calls": " ".join(map(_call, filter(_is_called, called))),
    }  # fmt: skip


def _is_called(ticket: Ticket) -> bool:
    return ticket.state == State.CALLED


def _call(ticket: Ticket) -> str:
    """What a display sounds once: the number, the window, and how often it was called."""
    return f"{ticket.code}:{ticket.window.number if ticket.window else 0}:{ticket.calls}"
