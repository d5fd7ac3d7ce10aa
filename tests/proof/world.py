"""The small house that the proofs copy, and the databases they get; what runs on them is `bench.product.World`."""

import json
import os
import subprocess
from typing import Any

import psycopg
from psycopg import sql

from bench.product import Connection, World, product_environment, run, wait_for
from config import postgres
from config.testing import RUN

HOUSE = f"run{RUN}_house"
SERVER = f"proof{os.getpid()}"  # an embedded server of this process's own


def make_house() -> dict[str, Any]:
    """Make the database that the proofs copy, once a run, by whoever comes first; returns its accounts."""
    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(2)")
        row = server.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [HOUSE]
        ).fetchone()
        if row is None:
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(HOUSE), sql.Identifier(os.environ["MOTCUA_TEST_TEMPLATE"])
                )
            )
            made = run("-m", "tests.proof.office", environment=product_environment(HOUSE))
            assert made.returncode == 0, made.stderr
            row = (made.stdout,)
            server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(HOUSE), sql.Literal(row[0])))
    accounts: dict[str, Any] = json.loads(row[0])
    return accounts


def create_database(name: str) -> None:
    """Copy the house into a database on the tests' server."""
    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        statement = "CREATE DATABASE {} TEMPLATE {}"
        server.execute(sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(HOUSE)))


def drop_database(name: str) -> None:
    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def copy_house(server: str) -> None:
    """Copy the house to another embedded server, with PostgreSQL's own programs."""
    there = {**os.environ, **postgres.environment(server), "PGDATABASE": "postgres"}
    programs = postgres.programs()
    subprocess.run([programs / "createdb", HOUSE], env=there, check=True)
    with subprocess.Popen([programs / "pg_dump", HOUSE], stdout=subprocess.PIPE) as dump:
        command = [programs / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-d", HOUSE]
        subprocess.run(command, env=there, stdin=dump.stdout, check=True)
    assert dump.returncode == 0


__all__ = ["HOUSE", "SERVER", "Connection", "World", "product_environment", "run", "wait_for"]
