"""The bench's own database and keys, with the sample office; made anew for each run."""

import os
import time
from pathlib import Path

import psycopg

from config import keys, places, postgres

NAME = "motcua_bench"
VAR = places.CHECKOUT / "var" / "bench"


def environment() -> None:
    """Point this process and its children at the bench's database, before Django reads its settings."""
    os.environ["MOTCUA_VAR"] = str(VAR)
    os.environ.update(MOTCUA_DEMO="1", DJANGO_SETTINGS_MODULE="config.settings", MOTCUA_LOG="ERROR")
    if "DATABASE_URL" not in os.environ:
        postgres.start("data")
        os.environ.update(postgres.environment("data"), PGDATABASE=NAME)
    VAR.mkdir(parents=True, exist_ok=True)
    keys.make(keys.path())


def recreate() -> None:
    """Drop the bench's database and make it empty."""
    with psycopg.connect(os.environ.get("DATABASE_URL", ""), dbname="postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {NAME}")


def raw() -> psycopg.Connection:
    """A connection without Django."""
    return psycopg.connect(os.environ.get("DATABASE_URL", ""), dbname=NAME)


def said(what: str, began: float) -> float:
    """Print how long something took; returns the seconds."""
    seconds = time.monotonic() - began
    print(f"{what}: {seconds:.1f} s", flush=True)
    return seconds


def folder(name: str) -> Path:
    """A folder for the run's files."""
    made = VAR / name
    made.mkdir(parents=True, exist_ok=True)
    return made
