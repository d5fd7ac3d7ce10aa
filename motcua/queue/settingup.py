"""What stands on the pages on which a hall is set."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse

from motcua.agencies.choices import Kind
from motcua.agencies.models import Agency, Post
from motcua.core.clock import now, today
from motcua.queue import hours
from motcua.queue.choices import DeviceKind
from motcua.queue.models import Hall, Line, Shift, Window
from motcua.queue.permissions import may_open, may_set

WEEK = 7


def listed(by: Post) -> dict[str, Any]:
    """Return the halls that the post sees, which of them it sets, and whether it may open one more."""
    found = Hall.objects.visible_to(by).select_related("agency").prefetch_related(
        Prefetch("windows", Window.objects.in_use(), to_attr="open_windows")
    )  # fmt: skip
    rows = [(hall, may_set(by, hall)) for hall in found]
    return {"rows": rows, "may_open": any(may_open(by, {"agency": desk}) for desk in desks_without(by))}


def desks_without(by: Post) -> Any:
    """Return the one-stop desks of the post's tree that have no hall yet."""
    desks = Agency.objects.valid(today()).below(by.agency).of_kind(Kind.ONE_STOP)
    return desks.filter(hall=None).order_by("name_key")


def page_of(hall: Hall, by: Post) -> dict[str, Any]:
    """Return the context of a hall's page; a fixed number of queries."""
    windows = Window.objects.in_use().filter(hall=hall).select_related("officer__person")
    windows = windows.prefetch_related(Prefetch("lines", Line.objects.in_use(), to_attr="served_lines"))
    day = today()
    return {
        "hall": hall, "lines": hall.lines.in_use(), "windows": windows, "today": day,
        "grounds": [(ground, ground.holds(day)) for ground in hall.grounds.all()],
        "devices": hall.devices.in_force(), "closed": hours.why_closed(hall, now()),
        "is_closed": hall.closed_on == day, "spans": hours.spans_on(hall, day),
        "shifts": Shift.objects.visible_to(by).on(day).filter(window__hall=hall).count(),
        "kinds": dict(DeviceKind.choices),
    }  # fmt: skip


def issued(hall: Hall, absolute: Callable[[str], str]) -> dict[str, Any]:
    """Return what is shown once of a device just issued: its address."""
    return {"hall": hall, "address": absolute(reverse("queue:connect", args=[hall.issued_secret]))}


def roster_url(hall: Hall, day: date) -> str:
    """Return the address of a day's roster."""
    return f"{reverse('queue:roster', args=[hall.pk])}?ngay={day:%d/%m/%Y}"


def seats_on(hall: Hall, day: date) -> dict[str, str]:
    """Return what stands in the roster's form: input → post."""
    rows = Shift.objects.filter(window__hall=hall, day=day)
    return {f"seat_{row.window_id}_{row.start}": str(row.post_id) for row in rows}


def week_of(hall: Hall, day: date) -> dict[str, Any]:
    """Return the context of the week around a day: each day with its sessions and how many seats are taken."""
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=ahead) for ahead in range(WEEK)]
    taken: dict[date, int] = {}
    for row in Shift.objects.filter(window__hall=hall, day__range=(days[0], days[-1])):
        taken[row.day] = taken.get(row.day, 0) + 1
    week = [
        {"day": one, "url": roster_url(hall, one), "spans": hours.spans_on(hall, one), "seats": taken.get(one, 0)}
        for one in days
    ]
    context = {
        "cancel_url": reverse("queue:hall", args=[hall.pk]), "hall": hall, "day": day, "week": week,
        "spans": hours.spans_on(hall, day), "before": roster_url(hall, monday - timedelta(days=WEEK)),
        "after": roster_url(hall, monday + timedelta(days=WEEK)), "week_ago": day - timedelta(days=WEEK),
    }  # fmt: skip
    return {"context": context}
