"""Where things lie on this machine."""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def var() -> Path:
    """The folder of what is made while running: files, static files, the demo's keys and accounts."""
    return Path(os.environ.get("MOTCUA_VAR", CHECKOUT / "var"))


def erased() -> Path:
    """The file that tells what was erased for good, outside the database and its backups."""
    name = "erased-test.jsonl" if os.environ.get("MOTCUA_TEST") == "1" else "erased.jsonl"
    return Path(os.environ.get("MOTCUA_ERASED_FILE", var() / name))


def seals() -> Path:
    """The file that keeps the journal's digests outside the database: better on another machine's disk."""
    name = "seals-test.jsonl" if os.environ.get("MOTCUA_TEST") == "1" else "seals.jsonl"
    return Path(os.environ.get("MOTCUA_SEAL_FILE", var() / name))
