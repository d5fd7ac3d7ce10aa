"""The worlds of the proofs: one that runs, on a copy of the same small house."""

import os
import shutil
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql

from bench import drills
from config import keys, postgres
from config.testing import RUN
from tests.proof.world import HOUSE, SERVER, World, copy_house, create_database, drop_database, make_house


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


@pytest.fixture(scope="module")
def own_server(accounts: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The same on a server of its own, with the settings of the demo: a commit waits for the disk."""
    postgres.PORTS[SERVER] = 30_000 + os.getpid() % 30_000
    postgres.start(SERVER)
    try:
        copy_house(SERVER)
        made = World(tmp_path_factory.mktemp("world"), accounts, HOUSE, **postgres.environment(SERVER))
        assert made.motcua("journal", "restored").returncode == 0  # as after any restore on another server
        try:
            made.start()
            yield made
        finally:
            made.end()
    finally:
        postgres.stop(SERVER)
        shutil.rmtree(postgres.home() / SERVER)
        del postgres.PORTS[SERVER]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a small house with keys of its own, not the tests' keys that everybody knows."""
    name, folder = f"run{RUN}_backed_{uuid.uuid4().hex[:6]}", tmp_path_factory.mktemp("house")
    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        copied = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        server.execute(copied.format(sql.Identifier(name), sql.Identifier(os.environ["MOTCUA_TEST_TEMPLATE"])))
    environment = drills.environment_of("test", name, folder, MOTCUA_TEST="0")
    keys.make(folder / "keys.json")
    drills.python("-m", "tests.proof.paper_trail", environment=environment)
    yield environment
    drills.drop_database("test", name)
