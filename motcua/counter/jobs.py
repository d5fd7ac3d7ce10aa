"""Housekeeping at the desk: what nobody will go on with any more."""

from procrastinate.contrib.django import app

from motcua.counter.actions import sweep


@app.periodic(cron="53 3 * * *")
@app.task(name="counter.sweep", queueing_lock="counter.sweep")
def sweep_at_night(timestamp: int) -> None:
    """Forget unsent pages that nobody went on with (settings.UNSENT_DAYS) and the keys of old sendings."""
    sweep()
