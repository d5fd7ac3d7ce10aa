from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories import signed_in


@pytest.fixture
def screen_of(db: None) -> Callable[[Any], Client]:
    """`screen_of(house.clerk)`: a client that works in this post."""
    return lambda post: signed_in(Client(), post)
