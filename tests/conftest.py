"""What every test may use."""

import copy
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import django.db.backends.postgresql.operations  # noqa: F401 patched below
import hypothesis
import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import TransactionTestCase

from config import testing
from motcua.core import clock
from motcua.worktime import stored
from tests import absent, crowd, disorder
from tests.dossier_factories import make_house

SHARED = Path(__file__).resolve().parents[2] / "shared"

connections._connections = threading.local()  # playwright's loop, running in this thread, would get its own ones
TransactionTestCase.available_apps = list(settings.INSTALLED_APPS)  # no post_migrate after each flush
testing.make_flush_fit()
disorder.install()
hypothesis.settings.register_profile("house", deadline=None)  # a busy machine is no bug
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Keep the rows of the migrations, which a transactional test's flush would lose."""
    with django_db_blocker.unblock():
        testing.copy_migrated(connection)
    yield
    with django_db_blocker.unblock():
        testing.wait_until_alone(connection)


@pytest.fixture(autouse=True)
def erased_file(settings: Any, tmp_path: Path) -> Path:
    """Where each test tells what it erased."""
    settings.ERASED_FILE = tmp_path / "erased.jsonl"
    return tmp_path / "erased.jsonl"


@pytest.fixture(autouse=True)
def calendars_stay_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask for the calendars' stamp when they change, not once a second: a count of queries must not depend on time."""
    stored.forget()
    monkeypatch.setattr(stored, "TRUST_SECONDS", 3600)


def commits(item: pytest.Item) -> bool:
    """A test that leaves rows for the flush after it: nothing can lie in a transaction around such a test."""
    mark = item.get_closest_marker("django_db")
    asked = set(getattr(item, "fixturenames", ()))
    return bool((mark and mark.kwargs.get("transaction")) or asked & {"live_server", "transactional_db"})


@pytest.fixture(scope="module")
def built_house(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[SimpleNamespace | None]:
    """Built once for the tests of a file, in a transaction around theirs; None for a file with a test that commits.

    A file may say when it is built (`HOUSE_AT`: the clock stands there for its tests) and by whom (`HOUSE_BY`).
    """
    module: Any = request.node.obj
    if any(item.path == request.path and commits(item) for item in request.session.items):
        yield None
        return
    with django_db_blocker.unblock():
        with transaction.atomic():
            if at := getattr(module, "HOUSE_AT", None):
                clock.set_now(moment_of(at))
            yield getattr(module, "HOUSE_BY", make_house)()
            transaction.set_rollback(True)
        connection.close()


@pytest.fixture
def house(request: pytest.FixtureRequest, built_house: SimpleNamespace | None, db: None) -> Iterator[SimpleNamespace]:
    """A ward with its people and six procedures."""
    if at := getattr(request.module, "HOUSE_AT", None):
        clock.set_now(moment_of(at))
    yield copy.deepcopy(built_house) if built_house else getattr(request.module, "HOUSE_BY", make_house)()
    if at:
        clock.set_now(None)


@pytest.fixture
def together() -> Callable[..., list[Any]]:
    """`together(first, second)`: run at the same moment, each with a connection of its own."""
    return crowd.together


def moment_of(text: str) -> datetime:
    """Return the moment meant, by Vietnam's clock unless it tells its offset."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.LOCAL)


@pytest.fixture
def set_clock(db: None) -> Iterator[Callable[[str], datetime]]:
    """Set the product's clock (it keeps ticking): `set_clock("2026-02-12T15:30+07:00")`; real time afterwards."""

    def set_to(text: str) -> datetime:
        moment = moment_of(text)
        clock.set_now(moment)
        return moment

    yield set_to
    clock.set_now(None)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "shared: reads the reference data beside the checkout, where it is")
    config.addinivalue_line("markers", "program(name): asks another program, where the machine has it")
    config.pluginmanager.register(absent.Telling(config))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the files of few and long tests, so that no worker is left with one of them at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))  # stable: the rest stays shuffled
    absent.take_out(config, items, _missing)


LONG = ("tests/permissions", "tests/demo", "tests/agencies/test_whole_demo", "tests/browser", "tests/procedures")


def _missing(item: pytest.Item) -> str:
    if item.get_closest_marker("shared") and not SHARED.exists():
        return "../shared is absent"
    asked = item.get_closest_marker("program")
    return f"{asked.args[0]} is missing" if asked and absent.program(asked.args[0]) is None else ""


@pytest.fixture(scope="session")
def shared() -> Path:
    """The reference data beside the checkout; a test that asks for it carries @pytest.mark.shared."""
    assert SHARED.exists(), "mark the test with @pytest.mark.shared"
    return SHARED
