"""All writes on files and on the record of who looked at them."""

import hashlib
import logging
import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from motcua.agencies.models import Post
from motcua.agencies.throttle import network_of
from motcua.core.actions import action, creates
from motcua.core.clock import now
from motcua.core.erasures import tell
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.files import abandoned, blobs, gateways, permissions
from motcua.files.admission import counted
from motcua.files.apart import checked as checked_apart
from motcua.files.checks import Checked, check
from motcua.files.choices import Action, Purpose, Scan
from motcua.files.gateways.base import Unreachable
from motcua.files.models import AccessLog, StoredFile

log = logging.getLogger(__name__)
WHY_LIMIT = 120
ORPHAN_AGE = timedelta(days=7)  # a database restored from yesterday must still find its files
SAME_LOOK = timedelta(minutes=5)


@counted
@creates(Action.STORE, permit=permissions.may_store)
def store(*, by: Post, name: str, content: "bytes | File[Any]", purpose: str = Purpose.SUBMITTED) -> StoredFile:
    """Check a file and keep it, encrypted. Do it before the action that needs it: it takes no lock, but time.

    The bytes are written before the row; when the transaction does not commit they are removed a week later.
    While the scanner does not answer, the file is kept but nobody reads it. Raises BadInput with the codes of
    `checks.check`, `unknown_purpose` and `harmful_file`.
    """
    if purpose not in Purpose.values:
        raise BadInput("unknown_purpose", "Không rõ tệp dùng làm gì.", field="purpose")
    data = _read(content)
    found = _checked(data, name=name, purpose=purpose)
    scan = _scanned(data, purpose=purpose)
    key = uuid.uuid4()
    file = StoredFile(
        id=key, name=found.name, media_type=found.media_type, size=len(data), sha256=hashlib.sha256(data).digest(),
        pages=found.pages, place=blobs.put(data, key=key), by=by, purpose=purpose, scan=scan,
    )  # fmt: skip
    file.save(force_insert=True)
    return file


def _limit() -> int:
    return int(settings.FILE_SIZE_LIMIT)


def _read(content: "bytes | File[Any]") -> bytes:
    """Return the bytes themselves, at most the limit and one: an upload's own size is not believed."""
    if isinstance(content, bytes | bytearray | memoryview):
        return bytes(content)
    content.seek(0)
    data: bytes = content.read(_limit() + 1)
    return data


def _checked(data: bytes, *, name: str, purpose: str) -> Checked:
    """Papers that this house printed are checked like all others, but need no process of their own."""
    if purpose == Purpose.PRINTED:
        return check(data, name=name, limit=_limit())
    return checked_apart(data, name=name, limit=_limit())


def _scanned(data: bytes, *, purpose: str) -> Scan:
    """Ask the scanner about what came from outside. Raises BadInput (`harmful_file`)."""
    scanner = gateways.scanner()
    if scanner is None or purpose == Purpose.PRINTED:
        return Scan.NONE
    try:
        harm = scanner.harm_in(data)
    except Unreachable as error:
        log.error("scanner: %s", error)
        return Scan.WAITING
    if harm:
        raise BadInput("harmful_file", f"Tệp có mã độc ({harm}) nên không nhận.", field="file")
    return Scan.CLEAN


@action(Action.SCAN, permit=permissions.may_scan)
def settle_scan(file: StoredFile, *, by: Post, harm: str) -> dict[str, Any]:
    """Write down what the scanner said of a file that waited for it. Raises BadInput (`not_waiting`)."""
    if file.scan != Scan.WAITING:
        raise BadInput("not_waiting", "Tệp này không chờ quét.")
    file.scan = Scan.HARMFUL if harm else Scan.CLEAN
    return {"harm": harm[:200]} if harm else {}


@action(Action.REMOVE, permit=permissions.may_remove)
def remove(file: StoredFile, *, by: Post, cause: str) -> dict[str, Any]:
    """Remove a file's bytes and name for good, by a decision (`cause`: its number). Its row and events stay.

    The bytes go when the transaction has ended; a crash, or a storage that is away, leaves them to the sweep of
    orphans, because no row knows their place any more. Raises BadInput (`already_removed`).
    """
    if file.removed_at is not None:
        raise BadInput("already_removed", "Nội dung tệp này đã hủy.")
    old, file.place = file.place, f"removed/{file.pk}"
    file.name, file.removed_at, file.sha256 = "", file.moment, b""
    transaction.on_commit(partial(blobs.drop, old))
    tell("files.content", [file.pk], cause=cause)
    return {"cause": cause}


def remove_abandoned(*, older_than: timedelta | None = None) -> int:
    """Remove the content of files that were uploaded and never attached to anything; returns how many.

    Each in a transaction of its own, looked at again under a lock that keeps others from pointing to it meanwhile.
    """
    by, needed = Post.objects.system(), abandoned.named()
    before = now() - (older_than or timedelta(days=settings.ABANDONED_FILE_DAYS))
    keys = [key for key in abandoned.belonging_to_nothing(before).values_list("pk", flat=True) if key not in needed]
    return sum(_remove_if_abandoned(key, before=before, by=by) for key in keys)


def _remove_if_abandoned(key: uuid.UUID, *, before: datetime, by: Post) -> int:
    with transaction.atomic():
        file = StoredFile.objects.select_for_update().filter(pk=key).first()  # nobody can point to it until we are done
        if file is None or not abandoned.belonging_to_nothing(before).filter(pk=key).exists():
            return 0
        remove(file, by=by, cause="abandoned")
    return 1


def scan_waiting() -> tuple[int, int]:
    """Ask the scanner about every file that waits; returns (how many are settled, how many were harmful)."""
    scanner, by, settled, harmful = gateways.scanner(), Post.objects.system(), 0, 0
    if scanner is None:
        return 0, 0
    for file in StoredFile.objects.to_scan().iterator(chunk_size=100):
        try:
            harm = scanner.harm_in(blobs.raw(file))
        except (Unreachable, blobs.StorageAway) as error:
            log.error("scanner: %s", error)
            break
        except blobs.DamagedFile:  # it is told where it is read; the others need not wait for it
            continue
        settle_scan(file, by=by, harm=harm)
        settled, harmful = settled + 1, harmful + bool(harm)
    return settled, harmful


def note_look(file: StoredFile, *, by: Post, why: str, address: str) -> None:
    """Write down that the post sees the file, before it does. `address` is the client's; its network is kept."""
    why = clean(why)[:WHY_LIMIT]
    if not why:
        raise BadInput("reason_needed", "Phải nêu lý do xem tệp.", field="why")
    AccessLog(file=file, by=by, why=why, network=network_of(address)).save(force_insert=True)


def note_page(file: StoredFile, *, by: Post, why: str, address: str) -> None:
    """Write the look down once while its pages are turned, not once a page."""
    if not AccessLog.objects.filter(file=file, by=by, seen_at__gt=now() - SAME_LOOK).exists():
        note_look(file, by=by, why=why, address=address)


def remove_orphans(*, older_than: timedelta = ORPHAN_AGE) -> int:
    """Remove bytes whose row never came to be; returns how many."""
    count = 0
    for folder in (f"{number:02x}" for number in range(256)):
        for place in list(blobs.orphans(folder=folder, older_than=older_than)):
            default_storage.delete(place)
            count += 1
    return count


def close_again(*, key: str) -> Iterator[int]:
    """Close the bytes of every file that is under another key again with `key`, the newest; yields 1 for each.

    The new bytes are written beside the old ones, the row is pointed at them, the old ones are removed: stopped
    anywhere, every file can be read, and what lies about is removed like any orphan.
    """
    for file in StoredFile.objects.kept().order_by("pk").iterator(chunk_size=500):
        if file.place and blobs.key_of(file.place) != key:
            old, new = file.place, blobs.put(blobs.raw(file), key=file.pk)
            if StoredFile.objects.filter(pk=file.pk, place=old).update(place=new):
                default_storage.delete(old)
                yield 1
            else:
                default_storage.delete(new)
