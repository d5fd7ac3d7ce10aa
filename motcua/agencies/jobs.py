"""Housekeeping at night: sessions that ran out and failures nobody waits for any more."""

from procrastinate.contrib.django import app

from motcua.agencies.actions import forget_old_entries


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="agencies.forget_old_entries")
def forget_at_night(timestamp: int) -> None:
    """Remove what no log-in needs any more."""
    forget_old_entries()
