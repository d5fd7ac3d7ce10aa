"""A house whose files lie in a bucket: the same backup and restore, into a folder, another bucket, and refused."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench import drills
from config.testing import RUN
from tests.files.s3 import Server


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.stop()


def test_the_drill_brings_a_bucket_back_into_a_folder_and_into_another_bucket(
    source: dict[str, str], server: Server, tmp_path: Path
) -> None:
    name, other = server.bucket(), server.bucket()
    folder = Path(source["MOTCUA_VAR"]) / "files"
    house = source | server.environment(name)
    brought = drills.motcua("files", "bring", str(folder), environment=house)
    assert brought["copied"] == brought["files"] >= 3
    before = server.kept(name)

    report = drills.restore(house, tmp_path)
    assert report["files"]["ok"]
    assert report["backup"]["files"] == report["restore"]["files"] == len(before)
    copies = [path for path in (tmp_path / "restored" / "files").rglob("*") if path.is_file()]
    assert len(copies) == len(before)  # the drill leaves the bucket of the house alone
    assert server.kept(name) == before

    database = f"run{RUN}_bucket_{uuid.uuid4().hex[:6]}"
    drills.make_database("test", database)
    there = drills.environment_of("test", database, tmp_path / "there", MOTCUA_TEST="0")
    there |= server.environment(other) | {"MOTCUA_KEYS_FILE": str(tmp_path / "keys-apart.json")}
    try:
        drills.motcua("restore", str(tmp_path / "backup"), "--nothing-erased", environment=there)
        assert server.kept(other) == before
        assert drills.motcua("files", "verify", environment=there)["damaged"] == []
    finally:
        drills.drop_database("test", database)


def test_a_bucket_that_is_away_is_no_backup(source: dict[str, str], tmp_path: Path) -> None:
    away = source | {
        "MOTCUA_FILES": "s3://khong-co", "MOTCUA_S3_ENDPOINT": "http://127.0.0.1:9",
        "MOTCUA_S3_KEY": "a", "MOTCUA_S3_SECRET": "b",
    }  # fmt: skip
    with pytest.raises(drills.Failed):
        drills.motcua("backup", str(tmp_path / "b"), environment=away)
    assert not (tmp_path / "b" / "manifest.json").exists()
