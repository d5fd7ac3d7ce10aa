"""A ward built once a file, and the browser of whoever works there."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import signed_in


@pytest.fixture
def keeper(house: SimpleNamespace) -> Client:
    """The administrator's browser."""
    return signed_in(Client(), house.administrator)


@pytest.fixture
def queries() -> Callable[[Client, str], int]:
    """`queries(client, address)`: how many the page costs once what is kept in the process is known."""

    def count(client: Client, address: str) -> int:
        assert client.get(address).status_code == 200
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return sum("worktime_calendarstamp" not in query["sql"] for query in asked.captured_queries)  # once a second

    return count
