"""How fast a token may call: a bucket that fills evenly. Counted in this process, so that no call costs a query."""

import time
from threading import Lock

from motcua.agencies.actions import TooMany

MESSAGE = "Khóa API này gọi quá nhanh."
MOST_KEPT = 10_000  # buckets; full ones are the first to be forgotten


class Pace:
    """Lets each key through `most` times a minute, and as many at once when it was quiet before."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._left: dict[int, tuple[float, float]] = {}  # key → (calls left, when that was)

    def take(self, key: int, *, most: int, now: float | None = None) -> None:
        """Count a call. Raises TooMany, saying when the next one will be let through; 0 lets everything through."""
        if not most:
            return
        now = time.monotonic() if now is None else now
        with self._lock:
            left, since = self._left.get(key, (float(most), now))
            left = min(float(most), left + (now - since) * most / 60)
            self._left[key] = (max(left - 1, 0.0) if left >= 1 else left, now)
            if len(self._left) > MOST_KEPT:
                self._forget(most, now)
        if left < 1:
            raise TooMany(MESSAGE, retry_after=int((1 - left) * 60 / most) + 1)

    def _forget(self, most: int, now: float) -> None:
        kept = {key: (left, at) for key, (left, at) in self._left.items() if left + (now - at) * most / 60 < most}
        self._left = kept if len(kept) <= MOST_KEPT else {}


pace = Pace()
