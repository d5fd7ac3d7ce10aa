from types import SimpleNamespace

import pytest
from django.test import Client

from tests.dossier_factories import make_house
from tests.factories import signed_in


@pytest.fixture
def house(db: None) -> SimpleNamespace:
    return make_house()


@pytest.fixture
def desk(client: Client, house: SimpleNamespace) -> Client:
    """The clerk's browser, which has shown a page before."""
    signed_in(client, house.clerk).get("/tiep-nhan/")
    return client
