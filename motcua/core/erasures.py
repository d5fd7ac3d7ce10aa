"""What was erased for good, told outside the database, so that an older copy brought back forgets it again.

Whoever erases something tells it here in the same transaction: which rows, by which decision; never whose they were.
The lines are copied to a file apart from the database and its backups, each signed with a key of the installation.
After a restore every line that the database does not know is done again by whoever registered its kind (`again`).
"""

import hashlib
import hmac
import json
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models.functions import Now

from motcua.core.models import Erasure

log = logging.getLogger(__name__)
BATCH = 1_000
TAIL = 256 * 1024  # bytes: what was erased last stands at the end
BLOCK = 64 * 1024  # bytes read at once when half a line is looked for
Again = Callable[..., str]
_kinds: dict[str, Again] = {}
_redoing: ContextVar[bool] = ContextVar("redoing", default=False)


def again(kind: str) -> Callable[[Again], Again]:
    """Register who does an erasure of this kind again: `f(keys, *, cause, until, **more) -> str`.

    What is not there, or came after `until` (the moment of the erasure), is nothing to do; returned are words on what
    could not be erased, "" when all is gone.
    """

    def registered(function: Again) -> Again:
        if _kinds.setdefault(kind, function) != function:
            raise ValueError(f"two ways to erase {kind} again")
        return function

    return registered


def tell(kind: str, keys: Iterable[Any], *, cause: str = "", **more: Any) -> None:
    """Write down, in the running transaction, that these rows lost what they said. Raises LookupError."""
    if kind not in _kinds:
        raise LookupError(f"nobody erases {kind} again")
    named = [str(key) for key in keys]
    if named and not _redoing.get():
        Erasure(kind=kind, keys=named, cause=cause, more=more).save(force_insert=True)
        transaction.on_commit(write_outside)


def outside() -> Path:
    """The file apart from the database: better on another machine's disk."""
    return Path(settings.ERASED_FILE)


def write_outside() -> int:
    """Append what is not yet outside; returns how many lines. What cannot be written now the next call writes."""
    count = 0
    try:
        while done := _written():
            count += done
    except (OSError, DatabaseError) as error:
        log.error("list of what was erased: %s", error)
    return count


def _written() -> int:
    with transaction.atomic():
        waiting = Erasure.objects.select_for_update().filter(outside_at=None).order_by("told_at", "pk")
        rows = list(waiting[:BATCH])
        if rows:
            append(outside(), [_line(row) for row in rows])
            Erasure.objects.filter(pk__in=[row.pk for row in rows]).update(outside_at=Now())
    return len(rows)


def append(file: Path, lines: list[dict[str, Any]]) -> None:
    """Add signed lines to a list; half a line that a crash left is taken away first, its row is written again."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as target:
        target.truncate(_whole_until(target))
        target.seek(0, os.SEEK_END)
        target.writelines(json.dumps(line | {"mac": _mac(line)}, sort_keys=True).encode() + b"\n" for line in lines)
        target.flush()
        os.fsync(target.fileno())


def _whole_until(target: BinaryIO) -> int:
    """Return where the last whole line ends, looked for from the end: the list is never made shorter."""
    end = target.seek(0, os.SEEK_END)
    while end > 0:
        start = max(end - BLOCK, 0)
        target.seek(start)
        found = target.read(end - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        end = start
    return 0


def _line(row: Erasure) -> dict[str, Any]:
    told = {"id": str(row.pk), "at": row.told_at.isoformat(), "kind": row.kind, "cause": row.cause}
    return told | {"keys": row.keys, "more": row.more}


def _mac(line: dict[str, Any]) -> str:
    """Sign a line: whoever can write the file must not be able to have something destroyed."""
    key = settings.KEYS.oldest or next(iter(settings.FIELD_KEYS.values()))  # it stays the same when keys are changed
    plain = json.dumps({name: value for name, value in line.items() if name != "mac"}, sort_keys=True)
    return hmac.new(hashlib.sha256(b"motcua-erased\0" + key).digest(), plain.encode(), hashlib.sha256).hexdigest()


@dataclass
class Report:
    """What became of a list: lines known before, done now, and in words what could not be done."""

    known: int = 0
    redone: int = 0
    left: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        return {"known": self.known, "redone": self.redone, "left": self.left, "bad": self.bad}


def redo(files: Iterable[Path]) -> Report:
    """Erase again what the lists name and the database does not know, each line in a transaction of its own.

    Stopped anywhere it goes on when called again. A line that is not ours is told and not done.
    """
    report = Report()
    for file in files:
        lines = _signed(file, report)
        while batch := list(islice(lines, BATCH)):
            for line in _unknown(batch, report):
                _redo(line, report)
    return report


def _signed(file: Path, report: Report) -> Iterator[dict[str, Any]]:
    with file.open("rb") as source:
        for number, raw in enumerate(source, start=1):
            line = _read(raw)
            if line is None:
                report.bad.append(f"{file.name}:{number}")
            else:
                yield line


def _read(raw: bytes) -> dict[str, Any] | None:
    """Return a line that this installation signed, else None."""
    try:
        line = json.loads(raw)
        if isinstance(line, dict) and hmac.compare_digest(str(line.get("mac")), _mac(line)):
            return line
    except (ValueError, TypeError):
        pass
    return None


def _unknown(batch: list[dict[str, Any]], report: Report) -> list[dict[str, Any]]:
    rows = Erasure.objects.filter(pk__in=[each["id"] for each in batch])
    known = {str(key) for key in rows.values_list("pk", flat=True)}
    report.known += sum(each["id"] in known for each in batch)
    return list({each["id"]: each for each in batch if each["id"] not in known}.values())


def _redo(line: dict[str, Any], report: Report) -> None:
    if line["kind"] not in _kinds:
        report.bad.append(f"{line['kind']} {line['id']}")
        return
    with transaction.atomic(), _quietly():
        until = datetime.fromisoformat(line["at"])  # what came later is something else that was given an old number
        left = _kinds[line["kind"]](line["keys"], cause=line["cause"], until=until, **line["more"])
        row = Erasure(id=UUID(line["id"]), kind=line["kind"], keys=line["keys"], cause=line["cause"], more=line["more"])
        row.save(force_insert=True)
    report.redone += 1
    report.left += [left] if left else []


@contextmanager
def _quietly() -> Iterator[None]:
    """What is erased again is told once, under its first name."""
    token = _redoing.set(True)
    try:
        yield
    finally:
        _redoing.reset(token)


def missing(file: Path) -> list[str]:
    """Return the keys of erasures that a list does not tell though they were written outside."""
    told = {line["id"] for line in _signed(file, Report())}
    rows = Erasure.objects.exclude(outside_at=None).order_by("told_at", "pk").values_list("pk", flat=True)
    return [str(key) for key in rows.iterator(chunk_size=BATCH) if str(key) not in told]


def is_behind() -> bool:
    """Tell whether the end of the list names something this database does not know: it is an older copy."""
    if not outside().exists():
        return False
    with outside().open("rb") as source:
        source.seek(max(source.seek(0, os.SEEK_END) - TAIL, 0))
        lines = source.read().splitlines()
    keys = [line["id"] for line in map(_read, lines[-100:]) if line]
    return Erasure.objects.filter(pk__in=keys).count() < len(set(keys))
