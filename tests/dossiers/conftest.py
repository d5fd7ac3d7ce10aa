import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Barrier, Thread
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction

from motcua.core.errors import Refused
from motcua.dossiers.models import Dossier
from tests.dossier_factories import make_house


@pytest.fixture(scope="module")
def built_house(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """Built once for the tests of a file, in a transaction around theirs (no test of such a file commits)."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            yield make_house()
            transaction.set_rollback(True)
        connection.close()


@pytest.fixture
def house(built_house: SimpleNamespace, db: None) -> SimpleNamespace:
    """A ward with its people and six procedures."""
    return copy.deepcopy(built_house)


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


@pytest.fixture
def together() -> Callable[..., list[Any]]:
    """Run the functions at once, each in a thread with a connection of its own; returns results or exceptions."""

    def run(*functions: Callable[[], Any]) -> list[Any]:
        results: list[Any] = [None] * len(functions)
        gate = Barrier(len(functions), timeout=30)

        def one(place: int) -> None:
            try:
                connection.ensure_connection()
                gate.wait()
                results[place] = functions[place]()
            except Exception as error:
                results[place] = error
            finally:
                connection.close()

        threads = [Thread(target=one, args=(place,)) for place in range(len(functions))]
        for each in threads:
            each.start()
        for each in threads:
            each.join(timeout=60)
        assert not any(each.is_alive() for each in threads), "somebody is still waiting"
        return results

    return run
