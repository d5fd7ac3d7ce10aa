"""The bench's own databases and keys: a house of dossiers made once for each size, copied for each run."""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from config import keys, places, postgres
from config.database.demo import digest

HOUSES = Path(os.environ.get("MOTCUA_BENCH", places.CHECKOUT / "var" / "bench"))
OWN_PORT = 5440  # the name of a socket file; nothing listens on the network
OFFICE = (
    "import django; django.setup(); from django.core.management import call_command as c; c('migrate', verbosity=0);"
    " c('collectstatic', interactive=False, verbosity=0); from demo.load import load; load()"
)


class House:
    """A database with so many dossiers (`house`), the copy that a run may change (`database`), and its folder."""

    def __init__(self, size: int, wards: int, *, server: str = "data") -> None:
        self.size, self.wards, self.server = size, wards, server
        self.house = f"motcua_bench_{size}_{wards}"
        self.database = f"{self.house}_run"
        self.folder = HOUSES / f"{size}-{wards}{'' if server == 'data' else f'-{server}'}"

    def enter(self) -> None:
        """Point this process and its children at the run's database, before Django reads its settings."""
        environment(self.folder, self.server)
        os.environ["PGDATABASE"] = self.database

    def build(self, *, anew: bool = False) -> dict[str, Any]:
        """Make the house unless it stands; returns what its making took: {"office": s, "dossiers": s, "bytes": n}."""
        stamp = _stamp()
        with _server() as server:
            told = _comment(server, self.house)
            if anew or told is None or told["stamp"] != stamp:
                told = {"stamp": stamp} | self._make(server)
                text = sql.Literal(json.dumps(told))
                server.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(self.house), text))
        return {key: value for key, value in told.items() if key != "stamp"}

    def _make(self, server: psycopg.Connection) -> dict[str, Any]:
        _drop(server, self.house)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self.house)))
        here = os.environ | {"PGDATABASE": self.house}
        began = time.monotonic()
        subprocess.run([sys.executable, "-c", OFFICE], check=True, stdout=subprocess.DEVNULL, env=here)
        office, began = said("sample office", began), time.monotonic()
        spent = _processor()
        make = f"import django; django.setup(); from bench.generator import make; make({self.size}, wards={self.wards})"
        subprocess.run([sys.executable, "-c", make], check=True, env=here)
        dossiers = said(f"{self.size:,} dossiers", began)
        spent = _processor() - spent
        print(f"  of which the generator itself: {spent:.1f} s of one processor", flush=True)
        size = server.execute("SELECT pg_database_size(%s)", [self.house]).fetchone()
        return {
            "office": round(office, 1),
            "dossiers": round(dossiers, 1),
            "cpu": round(spent, 1),
            "bytes": size[0] if size else 0,
        }

    def copy(self) -> None:
        """Make the run's database anew from the house."""
        began = time.monotonic()
        with _server() as server:
            _drop(server, self.database)
            names = sql.Identifier(self.database), sql.Identifier(self.house)
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(*names))
        said("copied", began)

    def drop_copy(self) -> None:
        with _server() as server:
            _drop(server, self.database)

    def accounts(self) -> list[dict[str, Any]]:
        """The sample office's accounts."""
        found: list[dict[str, Any]] = json.loads((self.folder / "demo-accounts.json").read_text())
        return found


def environment(folder: Path, server: str = "data") -> None:
    """The product's environment on an embedded server of this checkout (or DATABASE_URL's) and with this folder."""
    os.environ["MOTCUA_VAR"] = str(folder)
    os.environ.update(MOTCUA_DEMO="1", DJANGO_SETTINGS_MODULE="config.settings", MOTCUA_LOG="ERROR")
    if "DATABASE_URL" not in os.environ and "PGHOST" not in os.environ:
        postgres.PORTS.setdefault(server, OWN_PORT)
        postgres.start(server)
        os.environ.update(postgres.environment(server))
    folder.mkdir(parents=True, exist_ok=True)
    keys.make(keys.path())


def raw() -> psycopg.Connection:
    """A connection without Django to the run's database."""
    return psycopg.connect(os.environ.get("DATABASE_URL", ""), dbname=os.environ["PGDATABASE"], autocommit=True)


def database_programs() -> list[int]:
    """The pid of the database's first program where it runs on this machine, else nothing."""
    with raw() as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
    try:
        stat = Path(f"/proc/{row[0] if row else 0}/stat").read_text()
    except OSError:
        return []
    return [int(stat.rpartition(")")[2].split()[1])]


def _server() -> psycopg.Connection:
    return psycopg.connect(os.environ.get("DATABASE_URL", ""), dbname="postgres", autocommit=True)


def _drop(server: psycopg.Connection, name: str) -> None:
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _processor() -> float:
    """Seconds of processor that ended children have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _comment(server: psycopg.Connection, name: str) -> dict[str, Any] | None:
    statement = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    row = server.execute(statement, [name]).fetchone()
    return json.loads(row[0]) if row and row[0] else None


def _stamp() -> str:
    """Changes with whatever the house is made from: migrations, sample office, generator."""
    here = places.CHECKOUT
    made = [here / "bench" / f"{name}.py" for name in ("generator", "names", "offices", "rows", "wards")]
    sample = [path for path in (here / "demo").rglob("*") if path.suffix in {".py", ".json", ".csv"}]
    return digest([*made, *sample, *(here / "motcua").glob("*/migrations/*.py")])


def said(what: str, began: float) -> float:
    """Print how long something took; returns the seconds."""
    seconds = time.monotonic() - began
    print(f"{what}: {seconds:.1f} s", flush=True)
    return seconds
