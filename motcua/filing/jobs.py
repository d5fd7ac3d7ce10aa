"""Housekeeping of filings nobody goes on with."""

from procrastinate.contrib.django import app

from motcua.filing.actions.filling import sweep


@app.periodic(cron="23 4 * * *")
@app.task(name="filing.sweep", queueing_lock="filing.sweep")
def sweep_at_night(timestamp: int) -> None:
    """Give up filings that nobody went on with for so many days (settings.FILING_DAYS)."""
    sweep()
