"""The hourly count of who looked at whom."""

from procrastinate.contrib.django import app

from motcua.citizens.actions.watching import watch


@app.periodic(cron="*/10 * * * *")
@app.task(name="citizens.watch_looks", queueing_lock="citizens.watch_looks")
def watch_looks(timestamp: int) -> None:
    """Tell those who watch over personal data about posts that look more than the limits allow."""
    watch()
