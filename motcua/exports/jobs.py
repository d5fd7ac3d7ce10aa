"""Files are made one after another; those whose days are over are removed."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.exports import actions


@app.task(name=actions.MAKE, retry=RetryStrategy(max_attempts=actions.MOST_ATTEMPTS, exponential_wait=3))
def make(export: str) -> None:
    """Make one file; a worker killed in the middle has lost nothing but time, the job is run again."""
    actions.make(export)


@app.periodic(cron="*/10 * * * *")
@app.task(name="exports.keep_house", queueing_lock="exports.keep_house")
def keep_house(timestamp: int) -> None:
    """Remove files that were kept long enough, and tell of those that no worker makes any more."""
    actions.expire_old()
    actions.fail_lost()
