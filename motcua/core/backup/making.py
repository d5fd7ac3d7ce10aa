"""motcua backup: one moment of the database, every file, the seals, and a manifest that proves them."""

import base64
import json
import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction

from motcua import __version__
from motcua.core import erasures, seal
from motcua.core.backup import fingerprints, programs
from motcua.core.models import Seal

FORMAT = 1
MANIFEST, DUMP, LIST, FILES, SEALS = "manifest.json", "database.dump", "files.sha256", "files", "seals.jsonl"
ERASED = "erased.jsonl"


class BackupRefused(Exception):
    """Nothing was written, or what was written is no backup; the message says why."""


def make(folder: Path, *, keys_to: Path | None = None) -> dict[str, Any]:
    """Write a backup into an empty folder beside the running product; returns its manifest, which is written last.

    The keys go to `keys_to`, which may not lie in the folder: who finds one of the two reads nothing.
    Raises BackupRefused, programs.ProgramFailed.
    """
    _check(folder, keys_to)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    manifest = _database(folder)  # first: every file that its rows name is then already in the storage
    manifest["files"] = _files(folder)
    manifest["seals"] = _copied(seal.outside(), folder / SEALS)
    manifest["erased"] = _erased(folder)
    if keys_to is not None:
        _write_keys(keys_to)
    os.sync()
    part = folder / f"{MANIFEST}.part"
    part.write_text(json.dumps(manifest, ensure_ascii=False, indent=1))
    part.rename(folder / MANIFEST)
    return manifest


def _check(folder: Path, keys_to: Path | None) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupRefused(f"{folder} is not empty")
    if keys_to is None:
        return
    if keys_to.exists():
        raise BackupRefused(f"{keys_to} exists; keys are never written over")
    if keys_to.resolve().is_relative_to(folder.resolve()):
        raise BackupRefused("the keys may not lie in the backup: who finds it would read everything")


def _database(folder: Path) -> dict[str, Any]:
    """Dump one snapshot, and hash every table as of the same snapshot."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot(), now(), current_setting('server_version')")
        snapshot, moment, server = cursor.fetchone()
        arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        programs.run("pg_dump", *arguments, f"--file={folder / DUMP}")
        last = Seal.objects.order_by("-number").first()
        with (folder / DUMP).open("rb") as dump:
            digest, size = fingerprints.hashed(dump)
        return {
            "format": FORMAT,
            "product": __version__,
            "made_at": moment.isoformat(),
            "postgresql": server,
            "database": {"sha256": digest, "bytes": size},
            "tables": fingerprints.tables(),
            "sequences": fingerprints.sequences(),
            "last_seal": {"number": last.number, "digest": bytes(last.digest).hex()} if last else None,
            "keys": key_names(),
        }


def key_names() -> dict[str, Any]:
    """Return the fingerprints of the keys in use: enough to tell whether others fit, too little to read anything."""
    return {
        "field_keys": {str(name): fingerprints.of_key(key) for name, key in settings.FIELD_KEYS.items()},
        "blind_keys": {str(name): fingerprints.of_key(key) for name, key in settings.BLIND_KEYS.items()},
    }


def _files(folder: Path) -> dict[str, Any]:
    """Copy every file as it lies in the storage (encrypted); the list is in the form that `sha256sum -c` reads."""
    count = total = 0
    with (folder / LIST).open("w") as listed:
        for place in fingerprints.places():
            target = folder / FILES / place
            target.parent.mkdir(parents=True, exist_ok=True)
            try:
                with default_storage.open(place) as source, target.open("xb") as copy:
                    digest, size = fingerprints.hashed(source, copy)
            except FileNotFoundError:  # destroyed while we walked; a row that still needs it is found by `files verify`
                continue
            listed.write(f"{digest}  {FILES}/{place}\n")
            count, total = count + 1, total + size
    with (folder / LIST).open("rb") as written:
        digest, _ = fingerprints.hashed(written)
    return {"sha256": digest, "count": count, "bytes": total}


def _copied(file: Path, copy: Path) -> dict[str, str] | None:
    if not file.exists():
        return None
    with file.open("rb") as source, copy.open("xb") as target:
        digest, _ = fingerprints.hashed(source, target)
    return {"sha256": digest}


def _erased(folder: Path) -> dict[str, str] | None:
    """Copy the list of what was erased: of an older backup it tells too. From the first backup on there is a list."""
    erasures.write_outside()
    erasures.append(erasures.outside(), [])
    return _copied(erasures.outside(), folder / ERASED)


def _write_keys(file: Path) -> None:
    content = {
        "secret_key": settings.SECRET_KEY,
        "field_keys": {str(name): base64.b64encode(key).decode() for name, key in settings.FIELD_KEYS.items()},
        "blind_keys": {str(name): base64.b64encode(key).decode() for name, key in settings.BLIND_KEYS.items()},
        "retired_blind": {
            str(name): base64.b64encode(key).decode()
            for name, key in settings.BLIND_KEYS_EVER.items()
            if name not in settings.BLIND_KEYS
        },
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as target:
        json.dump(content, target, indent=1)
        target.flush()
        os.fsync(target.fileno())
