"""The worlds of the proofs: one that runs, on a copy of the same small house."""

import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from config.testing import RUN
from tests.proof.world import World, create_database, drop_database, make_house


@pytest.fixture(scope="session")
def accounts() -> dict[str, Any]:
    return make_house()


@pytest.fixture(scope="module")
def world(accounts: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Web and worker under their supervisor, on a database of this module's own."""
    name = f"run{RUN}_proof_{uuid.uuid4().hex[:6]}"
    create_database(name)
    made = World(tmp_path_factory.mktemp("world"), accounts, name)
    try:
        made.start()
        yield made
    finally:
        made.end()
        drop_database(name)
