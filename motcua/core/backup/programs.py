"""PostgreSQL's own programs, of the server's version or newer, pointed at Django's database."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo
from psycopg.pq import Conninfo

DEBIAN = Path("/usr/lib/postgresql")
_NAMES = {"NAME": "dbname", "USER": "user", "HOST": "host", "PORT": "port"}


class ProgramFailed(Exception):
    """A program is missing, too old or failed; the message says why in words."""


def run(program: str, *arguments: str) -> None:
    """Run pg_dump or pg_restore on our database. The password goes through the environment, which others cannot read.

    Raises ProgramFailed with what the program said.
    """
    password = str(connection.settings_dict.get("PASSWORD") or "")
    environment = os.environ | ({"PGPASSWORD": password} if password else {})
    command = [str(_found(program)), *arguments, f"--dbname={_address()}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode != 0:
        raise ProgramFailed(f"{program}: {done.stderr.strip()[-2_000:]}")


def _address() -> str:
    held: dict[str, Any] = connection.settings_dict
    given = {name: held[key] for key, name in _NAMES.items() if held.get(key)}
    known = {each.keyword.decode() for each in Conninfo.get_defaults()}  # what the driver alone knows is left out
    options = {key: value for key, value in held.get("OPTIONS", {}).items() if key in known}
    return make_conninfo(**(options | given))


def _found(program: str) -> Path:
    """Return the first program not older than the server: an older pg_dump refuses to work."""
    connection.ensure_connection()
    wanted = connection.connection.info.server_version // 10_000
    for path in _candidates(program):
        if _version(path) >= wanted:
            return path
    raise ProgramFailed(
        f"no {program} of PostgreSQL {wanted} or newer was found; name its folder in MOTCUA_PG_PROGRAMS"
    )


def _candidates(program: str) -> Iterator[Path]:
    if settings.PG_PROGRAMS:
        yield Path(settings.PG_PROGRAMS) / program
    if on_path := shutil.which(program):
        yield Path(on_path)
    yield from sorted(DEBIAN.glob(f"*/bin/{program}"), reverse=True)


def _version(path: Path) -> int:
    try:
        told = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.search(r"(\d+)(\.\d+)*", told)
    return int(found[1]) if found else 0
