from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from motcua.core.errors import Refused
from motcua.dossiers.models import Dossier
from tests.dossier_factories import make_house


@pytest.fixture
def real_house(transactional_db: None) -> SimpleNamespace:
    """The same for tests in which people act at once, each on a connection of their own."""
    return make_house()


@contextmanager
def refused(code: str) -> Iterator[None]:
    """The action is refused with this code."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code, caught.value.message


def assert_recorded(dossier: Dossier, action: str, *, by: Any) -> dict[str, Any]:
    """The last event says what was done, by whom and with which state; returns its data."""
    event = dossier.events.order_by("pk").last()
    stored = Dossier.objects.get(pk=dossier.pk)
    assert event is not None
    assert (event.action, event.by_id, event.state, event.version) == (action, by.pk, stored.state, stored.version)
    data: dict[str, Any] = event.data
    return data
