"""A ward built once a file; the screens are asked through the client, as people who hold its posts."""

from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import signed_in


@pytest.fixture
def screen_of(db: None) -> Callable[[Any], Client]:
    """`screen_of(house.clerk)`: a client that works in this post."""
    return lambda post: signed_in(Client(), post)


@pytest.fixture
def queries() -> Callable[..., int]:
    """`queries(client, address)`: how many the page costs once what is kept in the process is known."""

    def count(client: Client, address: str) -> int:
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return sum("worktime_calendarstamp" not in query["sql"] for query in asked.captured_queries)  # once a second

    return count


@pytest.fixture
def pdf(tmp_path: Any) -> bytes:
    """A PDF of two empty pages."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(2):
        document.new_page(595, 842)
    document.save(tmp_path / "two.pdf")
    return (tmp_path / "two.pdf").read_bytes()
