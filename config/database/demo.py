"""The demo's database: made by us, marked as ours, never one that somebody else made.

The mark is the database's comment: JSON with what the data was made from. Where the keys that encrypted it are gone,
or a migration it has already run was rewritten, it cannot be used any more: it is set aside under another name.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from config import keys, places, postgres, stack
from config.places import CHECKOUT

SIGN = "motcua-demo"

Mark = dict[str, Any]


class NotOurs(Exception):
    """The database exists and the demo did not make it."""


def attach() -> None:
    """Point the environment at the database a command works on: the one named in it, else the embedded demo's."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if "DATABASE_URL" in os.environ or "PGHOST" in os.environ:
        return
    postgres.start("data")
    os.environ.update(postgres.environment("data"), PGDATABASE=_of_this_folder(), MOTCUA_DEMO="1")
    os.environ.setdefault("MOTCUA_PG_PROGRAMS", str(postgres.programs()))


def _of_this_folder() -> str:
    """The embedded database of this folder: another MOTCUA_VAR has other keys, so it has another database too."""
    var = places.var().resolve()
    if var == (CHECKOUT / "var").resolve():
        return "motcua"
    return f"motcua_{hashlib.sha256(str(var).encode()).hexdigest()[:8]}"


def prepare() -> Mark:
    """Attach, and make the demo's database where it is missing or can no longer be used; returns its mark.

    Raises NotOurs for a database that exists without our mark.
    """
    attach()
    os.environ["MOTCUA_DEMO"] = "1"
    keys.make(keys.path())
    with _server() as server:
        found = _mark(server)
        stamp = time.strftime("%Y%m%d_%H%M%S")
        if found is not None and (why := _spoilt(found)):
            aside = f"{name()}_{stamp}"
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name()), sql.Identifier(aside))
            )
            print(f"{why}: the old demo database is kept as {aside}", flush=True)
            found = None
        if found is None:
            seals = places.seals()
            if seals.exists():  # they are of another database's journal
                seals.rename(seals.with_stem(f"{seals.stem}_{stamp}"))
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name())))
            found = write_mark({}, server)
    return found


def name() -> str:
    """The demo database's name."""
    given = conninfo_to_dict(os.environ.get("DATABASE_URL", ""))
    return str(given.get("dbname") or os.environ.get("PGDATABASE") or "motcua")


def write_mark(mark: Mark, server: psycopg.Connection | None = None) -> Mark:
    """Write down what the database was made from, with the keys and migrations of this moment; returns it."""
    full = {**mark, "sign": SIGN, "keys": _fingerprint(), "migrations": migrations()}
    statement = sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name()), sql.Literal(json.dumps(full)))
    if server is not None:
        server.execute(statement)
    else:
        with _server() as own:
            own.execute(statement)
    return full


def digest(paths: Iterable[Path], also: str = "") -> str:
    """One hash over the files' names and contents, and over what else decides."""
    total = hashlib.sha256(also.encode())
    for path in sorted(paths):
        total.update(f"{path.relative_to(CHECKOUT)}\0".encode() + path.read_bytes())
    return total.hexdigest()[:16]


def migrations() -> dict[str, str]:
    """Every migration of our apps by path; one that was run must never change afterwards."""
    folders = (CHECKOUT / "motcua" / app / "migrations" for app in stack.APPS)
    files = (path for folder in folders for path in folder.glob("0*.py"))
    return {str(path.relative_to(CHECKOUT)): digest([path]) for path in files}


def _server() -> psycopg.Connection:
    return psycopg.connect(os.environ.get("DATABASE_URL", ""), dbname="postgres", autocommit=True)


def _mark(server: psycopg.Connection) -> Mark | None:
    row = server.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name()]
    ).fetchone()
    if row is None:
        return None
    try:
        mark = json.loads(row[0] or "")
        ours = mark["sign"] == SIGN
    except (ValueError, KeyError, TypeError):
        ours = False
    if not ours:
        raise NotOurs(f"The database {name()} was not made by the demo, so the demo does not touch it.")
    return mark


def _spoilt(mark: Mark) -> str | None:
    if mark["keys"] != _fingerprint():
        return "The keys it was encrypted with are gone"
    now = migrations()
    if any(now.get(path) != old for path, old in mark["migrations"].items()):
        return "Its tables were remade"
    return None


def _fingerprint() -> str:
    found = keys.load()
    return hashlib.sha256(b"motcua-demo" + found.oldest + next(iter(found.blind_keys_ever.values()))).hexdigest()[:16]
