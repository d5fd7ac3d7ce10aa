"""At night the days before end: whoever was not called any more is told so in the statistics."""

from procrastinate.contrib.django import app

from motcua.agencies.models import Post
from motcua.core.clock import today
from motcua.queue.actions import close_day
from motcua.queue.choices import OPEN
from motcua.queue.models import Hall, Slip, Ticket


@app.periodic(cron="20 0 * * *")
@app.task(name="queue.end_days", queueing_lock="queue.end_days")
def end_days(timestamp: int) -> None:
    """End every day before today on which numbers are still open or slips are still kept; nothing twice."""
    by, before = Post.objects.system(), today()
    left = set(Ticket.objects.filter(day__lt=before, state__in=OPEN).values_list("hall", "day"))
    left |= set(Slip.objects.filter(ticket__day__lt=before).values_list("ticket__hall", "ticket__day"))
    halls = Hall.objects.visible_to(by).select_related("agency").in_bulk([hall for hall, _ in left])
    for hall, day in sorted(left):
        close_day(halls[hall], by=by, day=day)
