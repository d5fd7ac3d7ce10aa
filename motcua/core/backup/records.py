"""What was put aside, checked and tried, told to the page of health; a backup never depends on it."""

import hashlib
import platform
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import DurationField, ExpressionWrapper, F, TextChoices
from django.db.models.functions import Now

from motcua.core.backup.making import MANIFEST
from motcua.core.models import BackupDeed, BackupRecord


class DrillRefused(Exception):
    """The report proves no restore of a backup of this installation; the message says why."""


@dataclass(frozen=True)
class Last:
    """The newest record of a deed and how old it is, by the database's real time."""

    record: BackupRecord
    age: timedelta


def name_of(folder: Path) -> str:
    """Return which backup a folder holds: the SHA-256 of its manifest."""
    return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()


def made(folder: Path, manifest: dict[str, Any], *, keys_apart: bool) -> BackupRecord:
    """Tell that a backup was finished."""
    rows = sum(table["rows"] for table in manifest["tables"].values())
    size = manifest["database"]["bytes"] + manifest["files"]["bytes"]
    return BackupRecord.objects.create(
        deed=BackupDeed.MADE, manifest=name_of(folder), place=_place(folder), bytes=size,
        files=manifest["files"]["count"], rows=rows, keys_apart=keys_apart,
    )  # fmt: skip


def checked(folder: Path, *, problem: str = "") -> BackupRecord:
    """Tell that a backup was read again from its folder, and what differed."""
    deed = BackupDeed.FAILED_CHECK if problem else BackupDeed.CHECKED
    name = name_of(folder) if (folder / MANIFEST).exists() else ""
    return BackupRecord.objects.create(deed=deed, manifest=name, place=_place(folder), told=problem[:400])


def drilled(report: dict[str, Any]) -> BackupRecord:
    """Tell that a backup of this installation was restored elsewhere and proven equal, from what `restore --json` said.

    Raises DrillRefused for a report of another backup, or of a restore that found problems.
    """
    known = BackupRecord.objects.filter(deed=BackupDeed.MADE, manifest=str(report.get("manifest") or "-")).first()
    if known is None:
        raise DrillRefused("this report is of no backup that was made here")
    if report.get("problems") != [] or report.get("rows") != known.rows:
        raise DrillRefused("the restore of this report was not equal to the backup")
    told = f"{report['rows']} dòng, {report['files']} tệp"
    return BackupRecord.objects.create(
        deed=BackupDeed.DRILLED, manifest=known.manifest, place=str(report.get("place") or "")[:400], rows=known.rows,
        files=known.files, told=told,
    )  # fmt: skip


def last(*deeds: BackupDeed, manifest: str = "") -> Last | None:
    """Return the newest record of some deeds, of one backup when it is named."""
    rows = BackupRecord.objects.filter(deed__in=deeds, **({"manifest": manifest} if manifest else {}))
    age = ExpressionWrapper(Now() - F("recorded_at"), output_field=DurationField())
    found = rows.annotate(age=age).order_by("-pk").first()
    return Last(found, found.age) if found else None


class Trouble(TextChoices):
    """What should worry whoever runs the machine; the codes are told to monitors."""

    NO_BACKUP = "no_backup", "Chưa có bản sao lưu nào"
    OLD_BACKUP = "old_backup", "Bản sao lưu gần nhất quá cũ"
    BROKEN_BACKUP = "broken_backup", "Bản sao lưu gần nhất bị hỏng"
    NO_DRILL = "no_drill", "Chưa từng diễn tập khôi phục"
    OLD_DRILL = "old_drill", "Lần diễn tập khôi phục gần nhất quá cũ"


@dataclass(frozen=True)
class Standing:
    """How things are with the backups: the newest one, what its last check found, the last drill, and what is wrong."""

    made: Last | None
    check: Last | None
    drill: Last | None
    troubles: tuple[Trouble, ...]


def standing() -> Standing:
    """Return how things are, measured by `MOTCUA_BACKUP_HOURS` and `MOTCUA_DRILL_DAYS` (0: not at all)."""
    made, drill = last(BackupDeed.MADE), last(BackupDeed.DRILLED)
    check = last(BackupDeed.CHECKED, BackupDeed.FAILED_CHECK, manifest=made.record.manifest) if made else None
    found = [
        _late(made, timedelta(hours=settings.BACKUP_HOURS), never=Trouble.NO_BACKUP, old=Trouble.OLD_BACKUP),
        Trouble.BROKEN_BACKUP if check and check.record.deed == BackupDeed.FAILED_CHECK else None,
        _late(drill, timedelta(days=settings.DRILL_DAYS), never=Trouble.NO_DRILL, old=Trouble.OLD_DRILL),
    ]
    return Standing(made, check, drill, tuple(each for each in found if each))


def _late(found: Last | None, most: timedelta, *, never: Trouble, old: Trouble) -> Trouble | None:
    if not most:
        return None
    return never if found is None else old if found.age > most else None


def _place(folder: Path) -> str:
    return f"{platform.node()}:{folder.resolve()}"[:400]
