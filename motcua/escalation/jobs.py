"""The ladder is climbed and daily mails go every five minutes; the hours are those of the product's clock."""

from procrastinate.contrib.django import app

from motcua.escalation.actions.digesting import send_digests
from motcua.escalation.actions.listing import make_lists
from motcua.escalation.actions.telling import tell_reached


@app.periodic(cron="*/5 * * * *")
@app.task(name="escalation.tell", queueing_lock="escalation.tell")
def tell(timestamp: int) -> None:
    """Tell of what has reached a rung, and make the weekly lists."""
    tell_reached()
    make_lists()


@app.periodic(cron="2-59/5 * * * *")
@app.task(name="escalation.send_digests", queueing_lock="escalation.send_digests")
def digest(timestamp: int) -> None:
    """Send the daily mails whose hour has come."""
    send_digests()
