import copy
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction

from tests.dossier_factories import make_house


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
