"""motcua restore: a backup brought back into an empty database, and proven equal before anybody writes."""

import json
import platform
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction

from motcua.core import seal
from motcua.core.backup import fingerprints, programs
from motcua.core.backup.making import DUMP, FILES, FORMAT, LIST, MANIFEST, SEALS, key_names


class RestoreRefused(Exception):
    """The backup is not whole, or the place it should go to is not free; the message says why."""


def checked(folder: Path) -> dict[str, Any]:
    """Read a whole backup and return its manifest. Raises RestoreRefused naming the first thing that differs."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise RestoreRefused(f"{folder} is no finished backup: {error}") from error
    if manifest.get("format") != FORMAT:
        raise RestoreRefused(f"the backup has format {manifest.get('format')}, this product reads {FORMAT}")
    _expect(folder / DUMP, manifest["database"]["sha256"])
    _expect(folder / LIST, manifest["files"]["sha256"])
    if manifest["seals"]:
        _expect(folder / SEALS, manifest["seals"]["sha256"])
    for digest, place in _listed(folder):
        _expect(folder / FILES / place, digest)
    return manifest


def _expect(file: Path, digest: str) -> None:
    try:
        with file.open("rb") as source:
            found, _ = fingerprints.hashed(source)
    except OSError as error:
        raise RestoreRefused(f"{file} cannot be read: {error.strerror}") from error
    if found != digest:
        raise RestoreRefused(f"{file} is not what was backed up: its SHA-256 differs")


def _listed(folder: Path) -> Iterator[tuple[str, str]]:
    for line in (folder / LIST).read_text().splitlines():
        digest, _, place = line.partition("  ")
        place = place.removeprefix(f"{FILES}/")
        if not digest or not place or ".." in Path(place).parts or place.startswith("/"):
            raise RestoreRefused(f"{folder / LIST} has a strange line: {line}")
        yield digest, place


def restore(folder: Path) -> dict[str, Any]:
    """Bring a backup back: files, then the database in one transaction, then the proof, then the journal's lift.

    Returns {"tables", "rows", "files", "seal": number or None, "problems": []}. Stopped anywhere, it can be begun
    again. Raises RestoreRefused (also when what came back differs), programs.ProgramFailed.
    """
    manifest = checked(folder)
    if not fingerprints.is_empty():
        raise RestoreRefused("the database is not empty: a backup is restored into a new one only")
    _expect_keys(manifest["keys"])
    _put_files(folder)
    if manifest["seals"] and not seal.outside().exists():
        seal.outside().parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / SEALS, seal.outside())
    connection.close()
    programs.run(
        "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(folder / DUMP)
    )
    _prove(manifest)
    made = seal.after_restore()  # before the first write: a new cluster counts its transactions from the beginning
    problems = seal.verify(against=seal.outside() if seal.outside().exists() else None)
    return {
        "tables": len(manifest["tables"]),
        "rows": sum(table["rows"] for table in manifest["tables"].values()),
        "files": manifest["files"]["count"],
        "seal": made.number if made else None,
        "place": f"{platform.node()}:{connection.settings_dict['NAME']}",
        "problems": problems,
    }


def _expect_keys(wanted: dict[str, Any]) -> None:
    ours = key_names()
    wanted = {"blind_keys": {"1": wanted.get("blind_key")}} | wanted  # as backups of earlier versions say it
    missing = [
        f"{words} {name}"
        for kind, words in (("field_keys", "field key"), ("blind_keys", "blind key"))
        for name, mark in wanted[kind].items()
        if ours[kind].get(name) != mark
    ]
    if missing:
        what = ", ".join(missing)
        raise RestoreRefused(f"the keys in use are not those of the backup ({what}); name them in MOTCUA_KEYS_FILE")


def _put_files(folder: Path) -> None:
    """Bring the files back; one that is there already must be the same, bit by bit."""
    for digest, place in _listed(folder):
        if default_storage.exists(place):
            with default_storage.open(place) as kept:
                if fingerprints.hashed(kept)[0] != digest:
                    raise RestoreRefused(f"the storage holds another file at {place}")
            continue
        with (folder / FILES / place).open("rb") as source:
            default_storage.save(place, File(source))


def _prove(manifest: dict[str, Any]) -> None:
    """Compare every row of every table, in order, and that no sequence went back."""
    with transaction.atomic():
        found, counted = fingerprints.tables(), fingerprints.sequences()
    wanted = manifest["tables"]
    differing = sorted(name for name in {*found, *wanted} if found.get(name) != wanted.get(name))
    behind = sorted(name for name, last in manifest["sequences"].items() if counted.get(name, -1) < last)
    if differing or behind:
        raise RestoreRefused(f"what came back differs from what was backed up: {', '.join([*differing, *behind])}")
