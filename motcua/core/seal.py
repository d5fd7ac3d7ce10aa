"""The journal's seal: what was recorded cannot be changed, removed or inserted without being found.

A seal covers every event whose transaction is older than every running one, table by table in the order of their
keys, and is chained to the seal before. Its digest is also written to a file outside the database. What it cannot
find: changes made before the next seal is taken, and a whole history rewritten by somebody who also rewrites the file.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from motcua.core.events import Event
from motcua.core.models import Note, Seal

GENESIS = bytes(32)
BATCH = 2_000


def journals() -> list[type[Event]]:
    """Return the event tables of all apps, by table name."""
    models = [m for m in apps.get_models() if issubclass(m, Event)]
    return sorted(models, key=lambda m: m._meta.db_table)


def _line(table: str, row: dict[str, Any]) -> bytes:
    # A column without a value is left out: a column added later leaves the old digests as they are.
    values = {k: v.hex() if isinstance(v, bytes | memoryview) else v for k, v in row.items() if v is not None}
    return json.dumps([table, values], ensure_ascii=False, sort_keys=True, default=str).encode() + b"\n"


def _rows(model: type[Event], start: int, until: int) -> Iterator[dict[str, Any]]:
    rows = model._default_manager.filter(xid__gte=start, xid__lt=until).order_by("pk")
    yield from rows.values().iterator(chunk_size=BATCH)  # type: ignore[misc]


def _digest(start: int, until: int, previous: bytes) -> tuple[bytes, dict[str, int]]:
    """Return the digest over all events of the transactions [start, until) and the count per table."""
    total, counts = hashlib.sha256(previous), {}
    for model in journals():
        table = model._meta.db_table
        counts[table] = 0
        for row in _rows(model, start, until):
            total.update(_line(table, row))
            counts[table] += 1
    return total.digest(), {table: count for table, count in counts.items() if count}


class NotLiftedError(Exception):
    """Transaction numbers went back: the database was restored and `motcua journal restored` was not run."""


def seal_now() -> Seal | None:
    """Seal what is not yet sealed; returns the new seal, None when nothing happened since. Raises NotLiftedError."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('core.seal', 0))")
        until = _horizon()
        last = Seal.objects.order_by("-number").first()
        start, previous = (last.xid_until, bytes(last.digest)) if last else (0, GENESIS)
        if until < start:
            raise NotLiftedError(
                f"seal {start} is ahead of the running transactions ({until}): run motcua journal restored"
            )
        digest, counts = _digest(start, until, previous)
        if not counts:
            return None
        seal = Seal(
            number=last.number + 1 if last else 1,
            xid_from=start,
            xid_until=until,
            events=sum(counts.values()),
            tables=counts,
            previous=previous,
            digest=digest,
        )
        seal.save(force_insert=True)
        write_outside(seal, "prepared")  # a crash before the commit leaves this line alone, and that is no alarm
    write_outside(seal, "sealed")
    return seal


def _horizon() -> int:
    """Return the oldest transaction still running: everything below it is over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_xid_horizon()")
        return int(cursor.fetchone()[0])


def after_restore() -> Seal | None:
    """Seal everything unsealed and lift our transaction numbers above it: the new cluster counts its own from 1.

    To be run once, before the first write; returns the seal, None when nothing was unsealed.
    """
    tops = [m._default_manager.aggregate(top=Max("xid"))["top"] or 0 for m in journals()]
    highest = max([*tops, Seal.objects.aggregate(top=Max("xid_until"))["top"] or 0])
    if _horizon() <= highest:
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval('core_xid_base', last_value + %s) FROM core_xid_base", [highest + 1])
    return seal_now()


def outside() -> Path:
    """The file that keeps the digests outside the database."""
    return Path(settings.SEAL_FILE)


def write_outside(seal: Seal, stage: str) -> None:
    """Append one line (`prepared` before the commit, `sealed` after it) to the file outside the database."""
    line = {
        "seal": seal.number,
        "digest": bytes(seal.digest).hex(),
        "previous": bytes(seal.previous).hex(),
        "events": seal.events,
        "stage": stage,
    }
    outside().parent.mkdir(parents=True, exist_ok=True)
    with outside().open("a+b") as file:
        file.seek(max(file.seek(0, os.SEEK_END) - 1, 0))
        torn = file.read(1) not in (b"", b"\n")  # a crash or a full disk in the middle of a line
        file.write((b"\n" if torn else b"") + json.dumps(line).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


Kept = set[tuple[int, str]]


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(errors="replace").splitlines():
        with suppress(ValueError):  # a torn line says nothing; what it stood for is repeated in the next one
            found = json.loads(line)
            if isinstance(found, dict) and {"seal", "digest", "stage"} <= found.keys():
                yield found


def _kept_outside(file: Path) -> tuple[Kept, Kept]:
    """Return (every digest prepared, digests of what was sealed), the latter known also from what followed it."""
    every: Kept = set()
    closed: Kept = set()
    for line in _lines(file):
        every.add((line["seal"], line["digest"]))
        if line["seal"] > 1 and "previous" in line:
            closed.add((line["seal"] - 1, line["previous"]))
        if line["stage"] == "sealed":
            closed.add((line["seal"], line["digest"]))
    return every | closed, closed


def verify(*, against: Path | None = None) -> list[dict[str, Any]]:
    """Recompute every seal; returns the problems found: {seal, code, message}, empty when all is well."""
    problems: list[dict[str, Any]] = []
    seen: Kept = set()
    previous, start = GENESIS, 0
    for number, seal in enumerate(Seal.objects.order_by("number"), start=1):
        seen.add((seal.number, bytes(seal.digest).hex()))
        if seal.number != number or bytes(seal.previous) != previous or seal.xid_from != start:
            problems.append(_problem(seal.number, "broken_chain", "Chuỗi niêm phong bị đứt: có dấu bị xoá hoặc chèn."))
        digest, counts = _digest(seal.xid_from, seal.xid_until, bytes(seal.previous))
        if digest != bytes(seal.digest):
            problems.append(_problem(seal.number, _kind(seal, counts), _words(seal, counts)))
        previous, start = bytes(seal.digest), seal.xid_until
    if _horizon() < start:
        words = "Số giao dịch đã lùi: sau khi khôi phục phải chạy “motcua journal restored” trước lần ghi đầu tiên."
        problems.append(_problem(max(seen)[0], "not_lifted", words))
    if against is not None:
        problems += _compare(_kept_outside(against), seen)
    return problems


def changed_notes() -> Iterator[dict[str, Any]]:
    """Compare every note that was not erased with the digest in its event; yields {event, code, message}."""
    for model in journals():
        events = (
            model._default_manager.exclude(note_key=None).order_by("pk").values_list("pk", "note_key", "note_digest")
        )
        rows = events.iterator(chunk_size=BATCH)
        while batch := list(islice(rows, BATCH)):
            notes = Note.objects.in_bulk([key for _, key, _ in batch])
            for event, key, digest in batch:
                if key in notes and not _is_intact(notes[key], digest):
                    name = f"{model._meta.db_table} {event}"
                    yield {"event": name, "code": "note_changed", "message": "Lời ghi kèm sự kiện đã bị sửa."}


def _is_intact(note: Note, digest: Any) -> bool:
    try:
        return note.digest() == bytes(digest or b"")
    except InvalidTag:  # not even closed with our key in this place
        return False


def _problem(number: int, code: str, message: str) -> dict[str, Any]:
    return {"seal": number, "code": code, "message": message}


def _kind(seal: Seal, counts: dict[str, int]) -> str:
    found = sum(counts.values())
    return "changed" if found == seal.events else "removed" if found < seal.events else "inserted"


def _words(seal: Seal, counts: dict[str, int]) -> str:
    tables = sorted(t for t in {*counts, *seal.tables} if counts.get(t) != seal.tables.get(t)) or sorted(counts)
    return f"Dấu {seal.number} phủ {seal.events} dòng, nay đọc được {sum(counts.values())}; bảng: {', '.join(tables)}."


def _compare(kept: tuple[Kept, Kept], seen: Kept) -> list[dict[str, Any]]:
    every, closed = kept
    problems = [
        _problem(number, "not_in_file", "Dấu này không có trong tệp lưu ngoài cơ sở dữ liệu.")
        for number, _ in sorted(seen - every)
    ]
    problems += [
        _problem(number, "missing_seal", "Tệp lưu ngoài có dấu này, cơ sở dữ liệu không còn hoặc đã khác.")
        for number, _ in sorted(closed - seen)
    ]
    return problems
