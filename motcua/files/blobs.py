"""The bytes of files in the storage: encrypted, under random names, proven unchanged when they are read."""

import hashlib
import logging
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidTag
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from motcua.core.errors import Refused
from motcua.core.fields import key_name, open_bytes, seal_bytes
from motcua.files.choices import Scan
from motcua.files.models import StoredFile

FOLDER = "files"
log = logging.getLogger(__name__)


class DamagedFile(Refused):
    """The storage no longer holds what was put into it."""

    status = 503
    code = "file_damaged"
    message = "Tệp trong kho bị hỏng hoặc mất. Hãy báo người quản trị; nội dung khác của hồ sơ không bị ảnh hưởng."


class StorageAway(Refused):
    """The storage does not answer, is full or refuses us: nothing was written, nothing is known to be damaged."""

    status = 503
    code = "storage_away"
    message = "Kho tệp đang không dùng được. Chưa có gì bị mất; hãy thử lại sau ít phút và báo người quản trị."


class RemovedFile(Refused):
    """Its content was removed by a decision: the time for which it was to be kept is over, or it was not needed."""

    status = 410
    code = "file_removed"
    message = "Nội dung tệp đã được hủy theo quyết định; nhật ký vẫn ghi khi nào và theo văn bản nào."


class UnreadFile(Refused):
    """Nobody may read the file: the scanner has not answered yet, or it found something."""

    status = 423
    code = "file_not_scanned"
    message = "Tệp chưa được quét mã độc nên chưa mở được. Hệ thống quét lại sau ít phút; hãy thử lại sau."


def put(content: bytes, *, key: object) -> str:
    """Encrypt and write the bytes of the file with this key; returns their place in the storage. Raises StorageAway."""
    token = secrets.token_hex(20)
    place = f"{FOLDER}/{token[:2]}/{token[2:]}"
    try:
        return default_storage.save(place, ContentFile(seal_bytes(content, bound_to=_bound_to(key))))
    except OSError as error:
        log.error("storage: %s", error)
        raise StorageAway from error


def drop(place: str) -> None:
    """Remove the bytes of what was decided to go; when the storage is away they go later, with the orphans."""
    try:
        default_storage.delete(place)
    except OSError as error:
        log.error("storage: %s", error)


def contents(file: StoredFile) -> bytes:
    """Return a file's bytes, for somebody to read. Raises RemovedFile, UnreadFile, and like `raw`."""
    if file.removed_at is not None:
        raise RemovedFile
    if file.scan == Scan.WAITING:
        raise UnreadFile
    if file.scan == Scan.HARMFUL:
        raise UnreadFile("Tệp có mã độc nên không mở được nữa. Hãy yêu cầu nộp lại giấy tờ này.", code="file_harmful")
    return raw(file)


def raw(file: StoredFile) -> bytes:
    """Return a file's bytes, for the machine. Raises DamagedFile when they are gone, changed or another file's,
    StorageAway when nobody can tell.
    """
    try:
        content = open_bytes(_read(file), bound_to=_bound_to(file.pk))
    except (InvalidTag, FileNotFoundError, LookupError, ValueError) as error:
        log.error("file %s: %s", file.pk, type(error).__name__)
        raise DamagedFile from error
    except OSError as error:
        log.error("storage: %s", error)
        raise StorageAway from error
    if hashlib.sha256(content).digest() != bytes(file.sha256):
        log.error("file %s: its bytes were changed", file.pk)
        raise DamagedFile
    return content


def _read(file: StoredFile) -> bytes:
    """Return the bytes as they lie in the storage, also when a rotation of keys moves them meanwhile."""
    try:
        with default_storage.open(file.place) as kept:
            return bytes(kept.read())
    except FileNotFoundError:
        before = file.place
        file.refresh_from_db(fields=["place"])
        if file.place == before:
            raise
        with default_storage.open(file.place) as kept:
            return bytes(kept.read())


def key_of(place: str) -> str:
    """Return the name of the key under which the bytes at a place are closed."""
    with default_storage.open(place) as kept:
        return key_name(kept.read(300))


def young_strangers(*, key: str, younger_than: timedelta) -> list[str]:
    """Return places of bytes under another key that no row knows yet: their transaction may still be on its way."""
    found = []
    for folder in (f"{number:02x}" for number in range(256)):
        for place in orphans(folder=folder, older_than=timedelta(seconds=-5)):
            if _age(place) < younger_than and key_of(place) != key:
                found.append(place)
    return found


def damaged() -> tuple[int, list[str]]:
    """Open every file; returns how many there are and the ids of those that the storage no longer holds as stored."""
    count, found = 0, []
    for file in StoredFile.objects.kept().order_by("pk").iterator(chunk_size=500):
        count += 1
        try:
            raw(file)
        except DamagedFile:
            found.append(str(file.pk))
    return count, found


def _bound_to(key: object) -> str:
    return f"files.{key}"


def orphans(*, folder: str, older_than: timedelta) -> Iterator[str]:
    """Yield the places in one folder (two hex letters) that no row knows and that lie there long, by real time."""
    try:
        places = [f"{FOLDER}/{folder}/{name}" for name in default_storage.listdir(f"{FOLDER}/{folder}")[1]]
    except FileNotFoundError:
        return
    for start in range(0, len(places), 500):
        batch = places[start : start + 500]
        known = set(StoredFile.objects.filter(place__in=batch).values_list("place", flat=True))
        yield from (place for place in batch if place not in known and _age(place) > older_than)


def _age(place: str) -> timedelta:
    written = default_storage.get_modified_time(place)
    return datetime.now(UTC) - written  # the storage's clock is the real one, whatever the demo's says
