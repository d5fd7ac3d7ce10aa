"""Files in a bucket: what a folder keeps, a bucket keeps too. The server is a real one, in a process of its own."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from config import checks
from motcua.agencies.models import Post
from motcua.files import actions, addresses, blobs, viewing
from motcua.files.choices import Scan
from motcua.files.gateways.base import Unreachable
from motcua.files.gateways.demo import EICAR, DemoScanner
from motcua.files.models import AccessLog, StoredFile
from tests.factories import make_post, system
from tests.files import samples
from tests.files.s3 import Server

SECRET = "Số định danh 001099012345 của Nguyễn Thị Thử".encode()


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.stop()


@pytest.fixture
def bucket(server: Server, settings: Any, tmp_path: Path) -> SimpleNamespace:
    """The product on a bucket of its own; `kept()` is what lies there."""
    name = server.bucket()
    given = server.environment(name)
    described = addresses.described(given["MOTCUA_FILES"], folder=tmp_path, given=given)
    settings.STORAGES = settings.STORAGES | {"default": described}
    return SimpleNamespace(name=name, kept=lambda: server.kept(name), given=given)


@pytest.fixture
def clerk(db: None) -> Post:
    return make_post()


def test_what_is_stored_comes_back_and_the_server_can_read_nothing_of_it(bucket: SimpleNamespace, clerk: Post) -> None:
    file = actions.store(by=clerk, name="CCCD 001099012345.txt", content=SECRET)
    ((key, held),) = bucket.kept().items()
    assert key == f"phuong/{file.place}"
    assert b"001099012345" not in held
    assert "001099012345" not in key
    assert blobs.contents(StoredFile.objects.get(pk=file.pk)) == SECRET


def test_nothing_is_written_over(bucket: SimpleNamespace) -> None:
    first = default_storage.save("files/aa/b", ContentFile(b"mot"))
    second = default_storage.save("files/aa/b", ContentFile(b"hai"))
    assert first != second
    assert sorted(bucket.kept().values()) == [b"hai", b"mot"]


def test_changed_moved_or_missing_objects_are_noticed(bucket: SimpleNamespace, server: Server, clerk: Post) -> None:
    first, second = (actions.store(by=clerk, name="a.txt", content=text) for text in (b"mot", b"hai"))
    other = bucket.kept()[f"phuong/{second.place}"]
    server.client.put_object(Bucket=bucket.name, Key=f"phuong/{first.place}", Body=other)
    with pytest.raises(blobs.DamagedFile):
        blobs.contents(first)
    server.client.delete_object(Bucket=bucket.name, Key=f"phuong/{first.place}")
    with pytest.raises(blobs.DamagedFile):
        blobs.contents(first)
    assert blobs.damaged() == (2, [str(first.pk)])


def test_a_page_is_shown_and_the_look_written_down(bucket: SimpleNamespace, clerk: Post, rf: RequestFactory) -> None:
    file = actions.store(by=clerk, name="đơn.pdf", content=samples.pdf())
    shown = viewing.page(rf.get("/"), file, by=clerk, why="Thẩm định", number=1)
    assert shown.content.startswith(b"\x89PNG")
    sent = viewing.respond(rf.get("/"), file, by=clerk, why="Thẩm định")
    assert sent.content == samples.pdf()
    assert AccessLog.objects.filter(file=file).count() == 2


def test_what_waits_for_the_scanner_is_scanned_in_the_bucket(
    bucket: SimpleNamespace, clerk: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: DemoScanner, content: bytes) -> str:
        raise Unreachable("away")

    with monkeypatch.context() as patch:
        patch.setattr(DemoScanner, "harm_in", away)
        bad = actions.store(by=clerk, name="a.txt", content=EICAR)
        good = actions.store(by=clerk, name="b.txt", content=b"Don")
    assert actions.scan_waiting() == (2, 1)
    assert {file.pk: file.scan for file in StoredFile.objects.all()} == {bad.pk: Scan.HARMFUL, good.pk: Scan.CLEAN}


def test_what_is_destroyed_is_gone_with_all_its_versions(
    server: Server, settings: Any, tmp_path: Path, clerk: Post, django_capture_on_commit_callbacks: Any
) -> None:
    name = server.bucket(versions=True)
    given = server.environment(name, prefix="")
    given["MOTCUA_FILES"] = f"s3://{name}"
    described = addresses.described(given["MOTCUA_FILES"], folder=tmp_path, given=given)
    settings.STORAGES = settings.STORAGES | {"default": described}
    file = actions.store(by=clerk, name="a.txt", content=SECRET)
    beside = default_storage.save(f"{file.place}0", ContentFile(b"another whose name begins the same"))
    assert server.versions(name) == 2
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(file, by=system(), cause="QĐ 1")
    assert server.versions(name) == 1
    assert list(server.kept(name)) == [beside]


def test_a_storage_that_is_away_is_told_in_words_and_nothing_is_kept_or_called_damaged(
    bucket: SimpleNamespace, settings: Any, clerk: Post, django_capture_on_commit_callbacks: Any
) -> None:
    file = actions.store(by=clerk, name="a.txt", content=SECRET)
    there = settings.STORAGES
    options = there["default"]["OPTIONS"] | {"endpoint_url": "http://127.0.0.1:9"}  # nobody listens there
    settings.STORAGES = there | {"default": there["default"] | {"OPTIONS": options}}
    with pytest.raises(blobs.StorageAway) as refused:
        actions.store(by=clerk, name="b.txt", content=b"Don")
    assert refused.value.status == 503
    with pytest.raises(blobs.StorageAway):
        blobs.contents(file)
    with pytest.raises(CommandError, match="Kho tệp"):
        call_command("files", "verify")
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove(file, by=system(), cause="QĐ 1")  # decided is decided: the bytes go with the orphans
    settings.STORAGES = there
    assert StoredFile.objects.get().removed_at is not None
    assert actions.remove_orphans(older_than=timedelta(seconds=-5)) == 1
    assert bucket.kept() == {}


def test_a_bucket_that_is_not_there_is_no_missing_file(bucket: SimpleNamespace, settings: Any, clerk: Post) -> None:
    file = actions.store(by=clerk, name="a.txt", content=SECRET)
    options = settings.STORAGES["default"]["OPTIONS"] | {"bucket_name": "khong-co"}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | {"OPTIONS": options}}
    with pytest.raises(blobs.StorageAway):
        blobs.contents(file)


def test_bytes_that_no_row_knows_are_removed_there_too(bucket: SimpleNamespace, clerk: Post) -> None:
    kept = actions.store(by=clerk, name="a.txt", content=SECRET)
    blobs.put(b"rolled back", key="nobody")
    assert actions.remove_orphans() == 0  # younger than a week
    assert actions.remove_orphans(older_than=timedelta(seconds=-5)) == 1
    assert list(bucket.kept()) == [f"phuong/{kept.place}"]


def test_another_key_closes_the_objects_again(bucket: SimpleNamespace, clerk: Post) -> None:
    file = actions.store(by=clerk, name="a.txt", content=SECRET)
    assert list(actions.close_again(key="another")) == [1]
    after = StoredFile.objects.get(pk=file.pk)
    assert after.place != file.place
    assert list(bucket.kept()) == [f"phuong/{after.place}"]
    assert blobs.contents(file) == SECRET  # the row that was read before finds the new place


def test_files_are_brought_from_a_folder_and_back(
    settings: Any, tmp_path: Path, server: Server, clerk: Post, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    folder = tmp_path / "storage"  # where the other tests of files keep theirs
    first, second = (actions.store(by=clerk, name="a.txt", content=text) for text in (b"mot", b"hai"))
    name = server.bucket()
    given = server.environment(name)
    for variable, value in given.items():
        monkeypatch.setenv(variable, value)
    before = settings.STORAGES
    settings.STORAGES = before | {"default": addresses.described(given["MOTCUA_FILES"], folder=tmp_path, given=given)}

    def told(*words: str) -> Any:
        call_command("files", *words, "--json")
        return json.loads(capsys.readouterr().out)

    assert told("bring", str(folder))["copied"] == 2
    assert told("bring", str(folder))["copied"] == 0  # begun again: nothing twice
    assert told("verify") == {"ok": True, "files": 2, "damaged": []}
    assert {blobs.contents(first), blobs.contents(second)} == {b"mot", b"hai"}
    with pytest.raises(CommandError, match="là một"):
        call_command("files", "bring", given["MOTCUA_FILES"])
    (folder / first.place).unlink()
    settings.STORAGES = before
    assert told("bring", given["MOTCUA_FILES"])["copied"] == 1
    assert (folder / first.place).exists()


def test_a_file_that_neither_storage_has_is_told_and_another_is_not_written_over(
    bucket: SimpleNamespace, server: Server, tmp_path: Path, clerk: Post, capsys: Any
) -> None:
    file = actions.store(by=clerk, name="a.txt", content=SECRET)
    lying = tmp_path / "old" / file.place
    lying.parent.mkdir(parents=True)
    lying.write_bytes(b"another")
    with pytest.raises(CommandError, match=file.place):
        call_command("files", "bring", str(tmp_path / "old"))
    lying.unlink()
    server.client.delete_object(Bucket=bucket.name, Key=f"phuong/{file.place}")
    with pytest.raises(SystemExit):
        call_command("files", "bring", str(tmp_path / "old"))
    assert file.place in capsys.readouterr().out


@pytest.mark.parametrize("address", ["s3:/x", "s3://", "s3://Hoa/x", "s3://phuong/../x", "s3://a b"])
def test_an_address_that_is_none_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(addresses.BadAddress):
        addresses.described(address, folder=tmp_path, given={})


def test_a_bucket_without_keys_or_over_plain_http_is_not_served(settings: Any, tmp_path: Path) -> None:
    def found(**given: str) -> list[str]:
        described = addresses.described("s3://phuong", folder=tmp_path, given=given)
        settings.STORAGES = settings.STORAGES | {"default": described}
        return [problem.id for problem in checks.problems() if problem.id == "motcua.E004"]

    keys = {"MOTCUA_S3_KEY": "a", "MOTCUA_S3_SECRET": "b"}
    assert len(found(**keys)) == 0
    assert len(found(MOTCUA_S3_KEY="a")) == 1
    assert len(found(**keys, MOTCUA_S3_ENDPOINT="http://kho.example.gov.vn")) == 1
    assert len(found(**keys, MOTCUA_S3_ENDPOINT="https://kho.example.gov.vn")) == 0
    assert len(found(**keys, MOTCUA_S3_ENDPOINT="http://127.0.0.1:9000")) == 0
