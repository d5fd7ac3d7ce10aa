"""A ward built once a file, and the browser of whoever works there."""

import copy
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.dossier_factories import make_house
from tests.factories import signed_in


@pytest.fixture(scope="module")
def built_house(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """In a transaction around the tests of the file, none of which commits."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            yield make_house()
            transaction.set_rollback(True)
        connection.close()


@pytest.fixture
def house(built_house: SimpleNamespace, db: None) -> SimpleNamespace:
    return copy.deepcopy(built_house)


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
