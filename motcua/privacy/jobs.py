"""What a signed list names is destroyed in the background, line by line."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from motcua.agencies.models import Post
from motcua.privacy.actions import carry_out_list


@app.task(name="privacy.destroy", retry=RetryStrategy(max_attempts=5, exponential_wait=4))
def destroy(*, key: int) -> None:
    """Carry a signed list out; killed in the middle, it goes on with the lines that wait."""
    carry_out_list(key, by=Post.objects.system())
