"""A ward built once a file; the screens are asked through the client, as people who hold its posts."""

import copy
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pypdfium2
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
    """A ward with its people and six procedures."""
    return copy.deepcopy(built_house)


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
