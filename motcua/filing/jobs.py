"""Housekeeping of filings nobody goes on with."""

from procrastinate.contrib.django import app

from motcua.filing.actions.filling import sweep
from motcua.filing.actions.noting import sweep_notes
from motcua.filing.actions.receiving import forget_uploads


@app.periodic(cron="23 4 * * *")
@app.task(name="filing.sweep", queueing_lock="filing.sweep")
def sweep_at_night(timestamp: int) -> None:
    """Give up filings nobody went on with (settings.FILING_DAYS); forget files that never came whole, notes of papers
    that are gone."""
    sweep()
    forget_uploads()
    sweep_notes()
