import copy
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

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
def screen_of(db: None) -> Callable[[Any], Client]:
    """`screen_of(house.clerk)`: a client that works in this post."""
    return lambda post: signed_in(Client(), post)
