"""Facts of days that are over are folded every night, and soon after a busy day began to weigh."""

from procrastinate.contrib.django import app

from motcua.indicators.actions import compact


@app.periodic(cron="23 * * * *")
@app.task(name="indicators.compact", queueing_lock="indicators.compact")
def fold(timestamp: int) -> None:
    """Fold what counts until yesterday; the first one after midnight has most to do."""
    compact()
