"""What is done to many things goes on when the browser is closed; old batches are forgotten."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.tasks.actions import forget_batches, run_batch
from motcua.tasks.models import Batch


@app.task(name="tasks.run_batch", retry=RetryStrategy(max_attempts=6, exponential_wait=2))
def run(batch: str) -> None:
    """Do what waits in a batch; a worker killed in the middle has lost nothing, the job is run again."""
    found = Batch.objects.select_related("post__person", "post__agency").filter(pk=batch).first()
    if found is not None:
        run_batch(found)


@app.periodic(cron="23 3 * * *")
@app.task(name="tasks.forget_batches", queueing_lock="tasks.forget_batches")
def forget(timestamp: int) -> None:
    """Remove the batches of a month ago."""
    forget_batches()
