"""Housekeeping at the desk: what nobody will go on with any more."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.counter.actions import sweep
from motcua.counter.actions.sheets import run_sheet, sweep_sheets
from motcua.counter.models import Sheet


@app.periodic(cron="53 3 * * *")
@app.task(name="counter.sweep", queueing_lock="counter.sweep")
def sweep_at_night(timestamp: int) -> None:
    """Forget unsent pages that nobody went on with (settings.UNSENT_DAYS) and the keys of old sendings."""
    sweep()
    sweep_sheets()


@app.task(name="counter.enter_sheet", retry=RetryStrategy(max_attempts=6, exponential_wait=2))
def enter_sheet(sheet: str) -> None:
    """Enter what waits in a sheet of a paper register; a worker killed in the middle has lost nothing, it goes on."""
    found = Sheet.objects.select_related("post__person", "post__agency", "book").filter(pk=sheet).first()
    if found is not None:
        run_sheet(found)
