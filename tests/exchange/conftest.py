from types import SimpleNamespace

import pytest

from tests.dossier_factories import make_house
from tests.exchange.machines import Machine


@pytest.fixture
def house(db: None) -> SimpleNamespace:
    """A ward with its people and six procedures."""
    return make_house()


@pytest.fixture
def desk(house: SimpleNamespace) -> Machine:
    """A machine at the one-stop desk."""
    return Machine(house.clerk)


@pytest.fixture
def nobody(db: None) -> Machine:
    """A machine without a token."""
    return Machine(None)
