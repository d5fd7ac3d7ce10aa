from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import transaction

from motcua.core import clock
from tests.permissions.office import Office, open_office


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Office]:
    """One office for all walks of the module, on a working Monday; nothing of it stays."""
    with django_db_blocker.unblock():
        frame = transaction.atomic()
        frame.__enter__()
        clock.set_now(datetime(2026, 3, 2, 9, tzinfo=clock.LOCAL))
        made = open_office()
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        frame.__exit__(None, None, None)
