"""A proven citizen at home, and the same person as a desk took them down."""

import pytest

from tests.factories import at_home, make_account
from tests.filing.shelves import at_desk


@pytest.fixture
def account():
    return make_account(proven=True, name="Trần Thị Dân", identity_number="001188000111")


@pytest.fixture
def home(client, account):
    return at_home(client, account)


@pytest.fixture
def person(house, account):
    return at_desk(house, account)
