from types import SimpleNamespace

import pytest

from tests.dossier_factories import make_house


@pytest.fixture
def house(db: None) -> SimpleNamespace:
    """A ward with its people and six procedures."""
    return make_house()
