from collections.abc import Iterator
from datetime import datetime

import pytest

from motcua.core import clock
from tests import kept
from tests.permissions.office import Office, open_office


@pytest.fixture(scope="module")
def office(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Office]:
    """One office for all walks of the module, on a working Monday."""
    with kept.for_module(django_db_blocker):
        clock.set_now(datetime(2026, 3, 2, 9, tzinfo=clock.LOCAL))
        yield open_office()
