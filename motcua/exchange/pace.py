"""How fast a token may call: one bucket for each post that fills evenly, shared by every process of the house.

The bucket lies in PostgreSQL. A process takes calls out of it by the second's worth and counts those in its memory, so
that one call in many costs a statement, not each.
"""

import time
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

from motcua.agencies.actions import TooMany
from motcua.exchange.actions import take_calls

MESSAGE = "Khóa API này gọi quá nhanh."
MOST_KEPT = 10_000  # posts; what was kept longest is forgotten first
STALE = 60.0  # seconds after which calls that were taken and not used are good no more


class Lease(NamedTuple):
    """What a process holds of a post's bucket: calls it may let through, or until when it lets none through."""

    left: int
    taken_at: float
    shut_until: float = 0.0


class Pace:
    """Lets each post through `most` times a minute over all processes, and as many at once when it was quiet before."""

    def __init__(self, take: Callable[..., tuple[bool, float]] = take_calls) -> None:
        self._lock, self._take = Lock(), take
        self._held: dict[int, Lease] = {}

    def take(self, post: int, *, most: int, now: float | None = None) -> None:
        """Count a call. Raises TooMany, saying when the next one will be let through; 0 lets everything through."""
        if not most:
            return
        now = time.monotonic() if now is None else now
        if self._from_what_is_held(post, now):
            return
        amount = max(1, most // 60)
        given, wait = self._take(
            post, most=most, amount=amount
        )  # outside the lock: nobody waits for another's statement
        with self._lock:
            held = self._held.pop(post, Lease(0, now))
            self._held[post] = Lease(held.left + amount - 1, now) if given else Lease(held.left, now, now + wait)
            while len(self._held) > MOST_KEPT:
                del self._held[next(iter(self._held))]
        if not given:
            raise TooMany(MESSAGE, retry_after=int(wait) + 1)

    def _from_what_is_held(self, post: int, now: float) -> bool:
        """Use one of the calls taken earlier. Raises TooMany, without asking anybody, while the wait told last runs."""
        with self._lock:
            held = self._held.get(post)
            if held is None or now - held.taken_at > STALE:
                self._held.pop(post, None)
                return False
            if held.left:
                self._held[post] = held._replace(left=held.left - 1)
                return True
        if now < held.shut_until:
            raise TooMany(MESSAGE, retry_after=int(held.shut_until - now) + 1)
        return False


pace = Pace()
