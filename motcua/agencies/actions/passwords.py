"""Hashing in a small pool: argon2 takes 64 MiB and tens of milliseconds a hash, so that a crowd of log-ins, or of
guesses, must queue instead of taking the machine's memory.
"""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.contrib.auth.hashers import check_password, is_password_usable, make_password

from motcua.core.errors import Refused

AT_ONCE = 2
PATIENCE = 4.0  # seconds

_places = BoundedSemaphore(AT_ONCE)


class Busy(Refused):
    """Too many passwords are being checked at this moment."""

    status = 503
    code = "busy"
    message = "Hệ thống đang có quá nhiều người đăng nhập. Vui lòng thử lại sau ít giây."


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=PATIENCE):
        raise Busy()
    try:
        yield
    finally:
        _places.release()


def hashed(password: str | None, *, shared: bool = False) -> str:
    """Return the hash to be kept; None gives one that no password fits. Raises Busy.

    `shared` keeps one hash for all sample accounts: their password is printed on the screen, and sixty hashes take
    as many times the work.
    """
    if password is None:
        return make_password(None)
    return _of_sample(password) if shared else _fresh(password)


def _fresh(password: str) -> str:
    with _place():
        return make_password(password)


_of_sample = functools.lru_cache(maxsize=4)(_fresh)


@functools.cache
def _of_nobody() -> str:
    return make_password("a password that nobody has")


def fits(password: str, encoded: str | None) -> bool:
    """Tell whether a password fits a hash; an unknown person (None) takes as long as a known one. Raises Busy."""
    known = encoded if encoded is not None and is_password_usable(encoded) else None
    with _place():
        right = check_password(password, known or _of_nobody())
    return known is not None and right
