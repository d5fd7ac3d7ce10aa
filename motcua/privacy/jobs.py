"""What a signed list names is destroyed in the background, line by line; what is held back stays held back."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.agencies.models import Post
from motcua.privacy.actions import carry_out_list, keep_held_back


@app.periodic(cron="*/5 * * * *")
@app.task(name="privacy.keep_held_back", queueing_lock="privacy.keep_held_back")
def hold_on(timestamp: int) -> None:
    """Hold back what was declared, and take out of searches what was closed, since the last time."""
    keep_held_back(by=Post.objects.system())


@app.task(name="privacy.destroy", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def destroy(*, key: int) -> None:
    """Carry a signed list out; killed in the middle, it goes on with the lines that wait."""
    carry_out_list(key, by=Post.objects.system())
