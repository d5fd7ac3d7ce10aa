"""A backup of a house with dossiers and files, brought back on another server: equal, sealed, refused where wrong."""

import json
import shutil
import stat
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from bench import drills
from config import keys
from config.testing import RUN
from motcua.core.backup.making import BackupRefused, make
from motcua.core.backup.restoring import RestoreRefused, checked


@pytest.fixture
def empty(tmp_path: Path, source: dict[str, str]) -> Iterator[dict[str, str]]:
    """An empty database and an empty folder, with the keys of the house."""
    name = f"run{RUN}_empty_{uuid.uuid4().hex[:6]}"
    drills.make_database("test", name)
    kept = str(Path(source["MOTCUA_VAR"]) / "keys.json")
    yield drills.environment_of("test", name, tmp_path / "there", MOTCUA_TEST="0", MOTCUA_KEYS_FILE=kept)
    drills.drop_database("test", name)


@pytest.fixture(scope="module")
def kept(source: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept") / "backup"
    drills.motcua("backup", str(folder), "--keys-to", str(folder.parent / "keys.json"), environment=source)
    return folder


def refusal(*words: str, environment: dict[str, str]) -> str:
    """What the command says when it refuses."""
    command = [sys.executable, "-m", "motcua", *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0, done.stdout
    return done.stderr


def test_the_drill_brings_a_house_back_on_another_server(source: dict[str, str], tmp_path: Path) -> None:
    report = drills.restore(source, tmp_path)
    assert report["backup"]["files"] == report["restore"]["files"] >= 3
    assert report["backup"]["rows"] == report["restore"]["rows"] > 300
    assert report["files"] == {"ok": True, "files": report["files"]["files"], "damaged": []}
    assert report["journal"] == {"verify": True, "rebuild": True}
    held = report["held"]
    assert held["files"]["count"]["submitted"] >= 3
    assert held["files"]["count"]["printed"] >= 5
    assert sum(held["files"]["count"].values()) == report["files"]["files"] == report["restore"]["files"]
    assert held["closed_fields"]["count"] > 10
    assert held["blind"]["citizens_applicant"]["kept"] >= 2
    assert held["addresses"]["kept"] >= 2
    assert held["seals"] > 0
    assert report["sealed"]["seal"] > 0  # just before the backup; the restore seals what came in between, often nothing
    assert report["next_seal"]["seal"] > max(report["sealed"]["seal"], report["restore"]["seal"] or 0)
    assert report["refused_again"]


def test_the_keys_are_nowhere_in_the_backup(kept: Path) -> None:
    apart = json.loads((kept.parent / "keys.json").read_text())
    assert stat.S_IMODE((kept.parent / "keys.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    secrets = [apart["secret_key"], *apart["blind_keys"].values(), *apart["field_keys"].values()]
    held = [path.read_bytes() for path in kept.rglob("*") if path.is_file()]
    assert len(held) > 5
    assert [secret for secret in secrets for content in held if secret.encode() in content] == []


def test_the_list_of_files_is_read_by_the_usual_tool(kept: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--quiet", "files.sha256"], cwd=kept, check=True)


def test_keys_inside_the_backup_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="may not lie in the backup"):
        make(tmp_path / "b", keys_to=tmp_path / "b" / "keys.json")
    assert not (tmp_path / "b").exists()


def test_a_folder_in_use_and_keys_that_exist_are_refused(kept: Path, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="is not empty"):
        make(kept)
    with pytest.raises(BackupRefused, match="never written over"):
        make(tmp_path / "b", keys_to=kept.parent / "keys.json")


def changed(kept: Path, tmp_path: Path, change: Any) -> Path:
    copy = tmp_path / "changed"
    shutil.copytree(kept, copy)
    change(copy)
    return copy


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda folder: flip(folder / "database.dump"), "SHA-256 differs"),
        (lambda folder: flip(next(path for path in (folder / "files").rglob("*") if path.is_file())), "differs"),
        (lambda folder: flip(folder / "files.sha256"), "SHA-256 differs"),
        (lambda folder: shutil.rmtree(folder / "files"), "cannot be read"),
        (lambda folder: (folder / "manifest.json").unlink(), "no finished backup"),
    ],
    ids=["dump", "file", "list", "files gone", "unfinished"],
)
def test_a_backup_that_is_not_whole_is_refused(kept: Path, tmp_path: Path, change: Any, told: str) -> None:
    with pytest.raises(RestoreRefused, match=told):
        checked(changed(kept, tmp_path, change))


def test_other_keys_are_refused_before_anything_is_written(kept: Path, tmp_path: Path, empty: dict[str, str]) -> None:
    keys.make(tmp_path / "others.json")
    others = empty | {"MOTCUA_KEYS_FILE": str(tmp_path / "others.json")}
    assert "keys in use are not those" in refusal("restore", str(kept), "--nothing-erased", environment=others)
    assert not (Path(empty["MOTCUA_VAR"]) / "files").exists()


def test_a_restore_stopped_after_the_files_is_begun_again(kept: Path, empty: dict[str, str]) -> None:
    shutil.copytree(kept / "files", Path(empty["MOTCUA_VAR"]) / "files")
    told = drills.motcua("restore", str(kept), "--nothing-erased", environment=empty)
    assert told["problems"] == []


def test_the_house_learns_of_the_drill_from_what_the_restore_said(
    kept: Path, source: dict[str, str], empty: dict[str, str], tmp_path: Path
) -> None:
    drills.motcua("restore", str(kept), "--check", environment=source)
    report = drills.motcua("restore", str(kept), "--nothing-erased", environment=empty)
    (tmp_path / "report.json").write_text(json.dumps(report))
    drills.python("-m", "motcua", "drilled", str(tmp_path / "report.json"), environment=source)
    with psycopg.connect(dbname=source["PGDATABASE"], autocommit=True) as server:
        told = server.execute(
            "SELECT deed FROM core_backuprecord WHERE manifest = %s ORDER BY id", [report["manifest"]]
        )
        assert [deed for (deed,) in told] == ["made", "checked", "drilled"]
    (tmp_path / "report.json").write_text(json.dumps(report | {"rows": 1}))
    assert "was not equal" in refusal("drilled", str(tmp_path / "report.json"), environment=source)


def test_another_file_in_the_storage_is_never_written_over(kept: Path, empty: dict[str, str]) -> None:
    storage = Path(empty["MOTCUA_VAR"]) / "files"
    shutil.copytree(kept / "files", storage)
    other = next(path for path in storage.rglob("*") if path.is_file())
    other.write_bytes(b"another")
    assert "another file" in refusal("restore", str(kept), "--nothing-erased", environment=empty)
    assert other.read_bytes() == b"another"


def test_a_changed_row_is_seen_by_the_hashes(source: dict[str, str]) -> None:
    before = json.loads(drills.python("-c", drills.HASHES, environment=source, given="null"))
    with psycopg.connect(dbname=source["PGDATABASE"], autocommit=True) as server:
        server.execute("UPDATE agencies_agency SET name = name || '.' WHERE id = (SELECT max(id) FROM agencies_agency)")
    after = json.loads(drills.python("-c", drills.HASHES, environment=source, given="null"))
    assert [name for name in before if before[name] != after[name]] == ["agencies_agency"]


def test_an_index_that_leads_nowhere_and_a_damaged_file_are_seen_by_what_is_held(source: dict[str, str]) -> None:
    before = json.loads(drills.python("-m", "bench.held", environment=source))
    kept = next(path for path in (Path(source["MOTCUA_VAR"]) / "files").rglob("*") if path.is_file())
    with psycopg.connect(dbname=source["PGDATABASE"]) as server:  # put right in the end: others use the house
        server.execute("SET session_replication_role = replica")  # a declaration is never changed, not even here
        indexed = "FROM citizens_applicant WHERE identity_index IS NOT NULL"
        one, index = server.execute(f"SELECT id, identity_index {indexed} ORDER BY id LIMIT 1").fetchone() or ("", b"")
        try:
            server.execute("UPDATE citizens_applicant SET identity_index = decode('00', 'hex') WHERE id = %s", [one])
            server.commit()
            flip(kept)
            with pytest.raises(drills.Failed, match="DamagedFile"):
                drills.python("-m", "bench.held", environment=source)
            flip(kept)
            after = json.loads(drills.python("-m", "bench.held", environment=source))
        finally:
            server.execute("UPDATE citizens_applicant SET identity_index = %s WHERE id = %s", [index, one])
            server.commit()
    assert (before["blind"]["citizens_applicant"]["wrong"], after["blind"]["citizens_applicant"]["wrong"]) == (0, 1)
    assert after["files"] == before["files"]
    with pytest.raises(drills.Failed, match="what opens under the keys differs: blind"):
        drills.equally_held(before, after)


def test_a_backup_is_not_restored_without_the_list_of_what_was_erased_since(
    kept: Path, empty: dict[str, str], tmp_path: Path
) -> None:
    assert "--erased FILE" in refusal("restore", str(kept), environment=empty)
    missing = ("--erased", str(tmp_path / "none.jsonl"))
    assert "is no list" in refusal("restore", str(kept), *missing, environment=empty)
    assert not (Path(empty["MOTCUA_VAR"]) / "files").exists()


ERASE = (
    "import django; django.setup(); from motcua.agencies.models import Post; from motcua.dossiers.actions.erasing"
    " import erase; from motcua.dossiers.models import Dossier; d = Dossier.objects.get(state='returned');"
    " erase(d, by=Post.objects.system(), cause='DMH26-0001'); print(d.code)"
)


def test_what_was_erased_after_the_backup_is_erased_again_by_the_restore(
    source: dict[str, str], empty: dict[str, str], tmp_path: Path
) -> None:
    name = f"run{RUN}_erased_{uuid.uuid4().hex[:6]}"  # a house of its own: something is destroyed in it
    with psycopg.connect(dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source["PGDATABASE"]}"')
    shutil.copytree(source["MOTCUA_VAR"], tmp_path / "house")
    house = source | {"PGDATABASE": name, "MOTCUA_VAR": str(tmp_path / "house")}
    try:
        drills.motcua("backup", str(tmp_path / "kept"), environment=house)
        code = drills.python("-c", ERASE, environment=house).strip()
        list_apart = tmp_path / "house" / "erased.jsonl"
        assert drills.motcua("erased", "verify", environment=house) == {"missing": []}
        report = drills.motcua("restore", str(tmp_path / "kept"), "--erased", str(list_apart), environment=empty)
    finally:
        drills.drop_database("test", name)
    assert report["erased"]["redone"] == len(list_apart.read_text().splitlines()) > 1
    assert (report["erased"]["left"], report["erased"]["bad"]) == ([], [])
    with psycopg.connect(dbname=empty["PGDATABASE"], autocommit=True) as server:
        found = server.execute("SELECT erased_at IS NULL, subject FROM dossiers_dossier WHERE code = %s", [code])
        assert found.fetchall() == [(False, "")]
    assert drills.motcua("files", "verify", environment=empty)["ok"]
    assert drills.motcua("journal", "verify", "--notes", environment=empty)["ok"]
    own = Path(empty["MOTCUA_VAR"]) / "erased.jsonl"  # the list goes on where the copy lives now
    assert {json.loads(line)["id"] for line in own.read_text().splitlines()} == {
        json.loads(line)["id"] for line in list_apart.read_text().splitlines()
    }
