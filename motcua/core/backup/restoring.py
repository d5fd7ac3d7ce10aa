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
from django.db.migrations.executor import MigrationExecutor

from motcua.core import erasures, seal
from motcua.core.backup import fingerprints, programs
from motcua.core.backup.making import DUMP, ERASED, FILES, FORMAT, LIST, MANIFEST, SEALS, key_names


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
    if manifest.get("erased"):
        _expect(folder / ERASED, manifest["erased"]["sha256"])
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


def restore(folder: Path, *, erased: Path | None = None, nothing_erased: bool = False) -> dict[str, Any]:
    """Bring a backup back: files, then the database in one transaction, then the proof, then the journal's lift,
    then everything is erased again that was erased since.

    `erased` is the list kept apart (the installation's own where it still lies); without one nothing is restored unless
    the caller says that `nothing_erased`. Returns {"tables", "rows", "files", "seal": number or None, "problems": [],
    "erased": {…} or None}. Stopped before the database is there, it can be begun again; afterwards `motcua erased redo`
    goes on. Raises RestoreRefused (also when what came back differs), programs.ProgramFailed.
    """
    manifest = checked(folder)
    lists = _lists(folder, erased, nothing_erased=nothing_erased)
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
        "erased": _erased_again(lists),
    }


def _lists(folder: Path, given: Path | None, *, nothing_erased: bool) -> list[Path]:
    """Return the lists of what was erased: the one named, the installation's own, the backup's copy."""
    if given is not None and not given.is_file():
        raise RestoreRefused(f"{given} is no list of what was erased")
    own = erasures.outside() if erasures.outside().exists() else None
    if given is None and own is None and not nothing_erased:
        raise RestoreRefused(
            "what was erased since this backup would come back: name the list that was kept apart (--erased FILE,"
            " MOTCUA_ERASED_FILE of the old machine); --nothing-erased only where nothing was, or for a drill"
        )
    copy = folder / ERASED
    return [path for path in (given, own, copy if copy.exists() else None) if path is not None]


def _erased_again(lists: list[Path]) -> dict[str, Any] | None:
    """Do every erasure again that the copy does not know; None when its tables are older than this product's."""
    plan = MigrationExecutor(connection)
    if plan.migration_plan(plan.loader.graph.leaf_nodes()):
        return None
    told = erasures.redo(lists).told()
    erasures.write_outside()  # the list goes on in this place
    return told


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
