import copy
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tests import kept
from tests.dossier_factories import make_house
from tests.exchange.machines import Machine


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[SimpleNamespace]:
    """A ward with its people and procedures, built once for the module."""
    with kept.for_module(django_db_blocker):
        yield make_house()


@pytest.fixture
def house(built: SimpleNamespace, db: None) -> SimpleNamespace:
    """The ward, for this test alone."""
    return copy.deepcopy(built)


@pytest.fixture
def desk(house: SimpleNamespace) -> Machine:
    """A machine at the one-stop desk."""
    return Machine(house.clerk)


@pytest.fixture
def nobody(db: None) -> Machine:
    """A machine without a token."""
    return Machine(None)
