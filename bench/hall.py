"""A hall in which something happens for each line read: a number is taken, the next one is called and passed over."""

import sys
from datetime import datetime

from motcua.agencies.models import Post
from motcua.core import clock
from motcua.queue import actions
from motcua.queue.models import Hall, Window

OPEN_AT = "2026-11-25T09:00+07:00"  # a Wednesday morning


def main() -> None:
    """Set the clock of this database to an open hour, then change the sample office's hall line by line."""
    clock.set_now(datetime.fromisoformat(OPEN_AT))
    hall = Hall.objects.select_related("agency").get()
    clerk = Post.objects.filter(agency=hall.agency, role="receptionist", ended_at=None).order_by("pk")[0]
    window, line = hall.windows.order_by("number")[0], hall.lines.order_by("letter")[0]
    actions.sit(window, by=clerk)
    for _ in sys.stdin:
        actions.take_once(by=clerk, hall=hall, line=line)
        actions.skip(actions.call_next(Window.objects.get(pk=window.pk), by=clerk).called, by=clerk)
        print("done", flush=True)
