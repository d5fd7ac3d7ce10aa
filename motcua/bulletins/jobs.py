"""Scheduled reports are begun and told every five minutes; the hours are those of the product's clock."""

from procrastinate.contrib.django import app

from motcua.bulletins.actions.sending import begin_due, tell_ready


@app.periodic(cron="4-59/5 * * * *")
@app.task(name="bulletins.send", queueing_lock="bulletins.send")
def send(timestamp: int) -> None:
    """Begin what has fallen due; write the mails of what is made."""
    begin_due()
    tell_ready()
