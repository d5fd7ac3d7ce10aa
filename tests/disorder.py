"""Rows that nobody put in order come in another one than usual: who relies on the usual order finds out in a test.

PostgreSQL returns rows without ORDER BY as they happen to lie, which in a small test database is the order in which
they were made, and in an office after a year of updates is not. Here such rows come in reverse, and `[:n]` of them
takes the last ones.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import query

PLAIN_FETCH = query.QuerySet._fetch_all
PLAIN_ITERATOR = query.QuerySet._iterator


def install() -> None:
    """Reverse what is not ordered, in this process, from now on."""
    query.QuerySet._fetch_all = _fetch_all  # type: ignore[method-assign]
    query.QuerySet._iterator = _iterator  # type: ignore[method-assign]


def _fetch_all(self: Any) -> None:
    fresh = self._result_cache is None and not self.ordered
    if fresh and _takes_some(self.query):
        self._query = self.query.chain()  # not `query`, whose setter forgets whether values or pairs were asked for
        self._query.add_ordering("-pk")
        fresh = False
    if fresh:
        self._result_cache = list(self._iterable_class(self))[::-1]
    PLAIN_FETCH(self)  # type: ignore[no-untyped-call]  # prefetches


def _iterator(self: Any, use_chunked_fetch: bool, chunk_size: int | None) -> Iterator[Any]:
    rows = PLAIN_ITERATOR(self, use_chunked_fetch, chunk_size)  # type: ignore[no-untyped-call]
    yield from rows if self.ordered else list(rows)[::-1]


def _takes_some(asked: Any) -> bool:
    """A slice of unordered rows; not the look of `get()` whether there are two, nor groups and unions."""
    if not asked.is_sliced or asked.high_mark == query.MAX_GET_RESULTS:
        return False
    return not (asked.distinct or asked.combinator or asked.group_by)
