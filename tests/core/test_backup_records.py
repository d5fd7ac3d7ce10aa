"""What backups tell of themselves: made, checked, tried; and who may not tell lies about a drill."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from motcua.core.backup import programs, records
from motcua.core.backup.records import DrillRefused
from motcua.core.models import BackupDeed, BackupRecord

MANIFEST = {
    "tables": {"a": {"rows": 3}, "b": {"rows": 4}},
    "database": {"bytes": 1_000},
    "files": {"bytes": 24, "count": 2},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST))
    return tmp_path


def report_of(made: BackupRecord, **other) -> dict:
    return {
        "manifest": made.manifest,
        "rows": made.rows,
        "files": made.files,
        "problems": [],
        "place": "may-hai:thu",
    } | other


def test_a_backup_tells_where_how_big_and_whether_the_keys_are_apart(db, folder):
    made = records.made(folder, MANIFEST, keys_apart=True)
    assert (made.rows, made.files, made.bytes, made.keys_apart) == (7, 2, 1_024, True)
    assert made.place.endswith(str(folder))
    assert records.last(BackupDeed.MADE).record == made
    assert records.last(BackupDeed.MADE).age.total_seconds() < 60


def test_a_check_belongs_to_its_backup(db, folder, tmp_path):
    made = records.made(folder, MANIFEST, keys_apart=False)
    records.checked(folder)
    records.checked(tmp_path / "none", problem="khác")
    found = records.last(BackupDeed.CHECKED, BackupDeed.FAILED_CHECK, manifest=made.manifest)
    assert found.record.deed == BackupDeed.CHECKED


def test_a_drill_counts_only_with_the_report_of_a_backup_made_here_that_came_back_equal(db, folder):
    made = records.made(folder, MANIFEST, keys_apart=False)
    wrong = (
        {"manifest": "0" * 64},
        {"problems": [{"code": "gap"}]},
        {"rows": 6},
        {"manifest": None},
        {"problems": None},
    )
    for other in wrong:
        with pytest.raises(DrillRefused):
            records.drilled(report_of(made, **other))
    assert records.last(BackupDeed.DRILLED) is None
    assert records.drilled(report_of(made)).place == "may-hai:thu"
    assert records.last(BackupDeed.DRILLED).record.rows == 7


@pytest.mark.parametrize("text", ["", "[]", "no json", '{"manifest": 5}'])
def test_the_command_refuses_what_is_no_report(db, tmp_path, text):
    (tmp_path / "report.json").write_text(text)
    with pytest.raises(CommandError):
        call_command("drilled", str(tmp_path / "report.json"))
    with pytest.raises(CommandError):
        call_command("drilled", str(tmp_path / "absent.json"))
    assert not BackupRecord.objects.exists()


def test_a_failed_check_is_told_too(db, folder):
    with pytest.raises(CommandError):
        call_command("restore", str(folder), "--check")
    found = records.last(BackupDeed.FAILED_CHECK)
    assert "format" in found.record.told


def test_a_backup_that_was_not_finished_tells_nothing(db, tmp_path, monkeypatch):
    def fails(*args, **options):
        raise programs.ProgramFailed("pg_dump: no")

    monkeypatch.setattr(programs, "run", fails)
    monkeypatch.setattr("motcua.core.backup.making._database", fails)
    with pytest.raises(CommandError):
        call_command("backup", str(tmp_path / "new"))
    assert not BackupRecord.objects.exists()


def test_what_was_told_stays(db, folder):
    records.made(folder, MANIFEST, keys_apart=True)
    for statement in ("UPDATE core_backuprecord SET rows = 0", "DELETE FROM core_backuprecord"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
