"""Rows made once for all tests of a module: each test's own transaction lies inside theirs."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def for_module(blocker: Any) -> Iterator[None]:
    """Keep what is made inside until the module is done, then leave nothing. Not beside transactional tests."""
    with blocker.unblock():
        frame = transaction.atomic()
        frame.__enter__()
        try:
            yield
        finally:
            transaction.set_rollback(True)
            frame.__exit__(None, None, None)
