"""Brings one file of national procedures into the catalogue, whole or not at all, twice without a difference."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.db import transaction

from motcua.agencies.models import Post
from motcua.core.clock import today
from motcua.core.errors import NotPermitted
from motcua.core.text import fold
from motcua.procedures import aliases
from motcua.procedures.choices import AliasKind, Outcome
from motcua.procedures.differences import differences
from motcua.procedures.models import Alias, Edition, ImportRow, ImportRun, NationalProcedure, NationalVersion
from motcua.procedures.models.national import date_of
from motcua.procedures.permissions import may_import
from motcua.procedures.readers.files import FileReading, read_file
from motcua.procedures.readers.pieces import future_decision
from motcua.procedures.records import UNKNOWN_SCOPE, NationalRecord, Reading

RANKS = {"portal_api": 3, "cleaned": 2, "facts": 1, "portal_xlsx": 0, "province_csv": 0}
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Row:
    """What became of one record: its outcome and why, in Vietnamese."""

    place: str
    code: str
    scope: str
    name: str
    outcome: str
    reasons: tuple[str, ...] = ()


@dataclass
class Report:
    """What became of one file."""

    file: str
    kind: str
    rows: list[Row] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """Number of records by outcome; every record read has exactly one."""
        found = Counter(row.outcome for row in self.rows)
        return {str(outcome): found[outcome] for outcome in Outcome}


def standing_of(record: NationalRecord, kind: str) -> str:
    """Return how much a source is to be believed, comparable as text: fuller, then newer, then nearer to the portal."""
    return f"{'0' if record.partial else '1'}/{record.updated or '0000-00-00'}/{RANKS.get(kind, 0)}"


class _Catalogue:
    """The catalogue during one import: what stands, what is to be written, all in one transaction."""

    def __init__(self, run: ImportRun, kind: str, on: date) -> None:
        self.run, self.kind, self.on = run, kind, on
        self.known: dict[tuple[str, str], NationalProcedure] = {}
        self.by_code: dict[str, list[NationalProcedure]] = {}
        for row in NationalProcedure.objects.all():
            self._know(row)
        self.agencies = aliases.SEEDS["agency"] | Alias.objects.table(AliasKind.AGENCY)
        self.fields = aliases.SEEDS["field"] | Alias.objects.table(AliasKind.FIELD)
        self.seen: dict[tuple[str, str], tuple[str, str]] = {}
        self.made: list[NationalProcedure] = []
        self.changed: list[NationalProcedure] = []
        self.versions: list[NationalVersion] = []
        self.reviews: dict[int, str] = {}

    def _know(self, row: NationalProcedure) -> None:
        self.known[row.code, row.scope] = row
        self.by_code.setdefault(row.code, []).append(row)

    def take(self, reading: Reading) -> tuple[Row, NationalProcedure | None]:
        """Decide what becomes of one reading."""
        record = reading.record
        if record is None:
            return Row(reading.place, reading.code, "", reading.name, reading.verdict, reading.reasons), None
        key = (record.code, record.scope)
        digest = record.digest()
        if key in self.seen:
            row, reasons = self.known.get(key), self._repeated(key, digest)
            again = Outcome.UNCHANGED if len(reasons) == 1 else Outcome.DOUBTFUL
            return Row(reading.place, *key, record.name, again, reasons), row
        self.seen[key] = (digest, reading.place)
        reasons = tuple(filter(None, (*reading.reasons, future_decision(record, self.on))))
        outcome, more, row = self._place(record, digest, reasons)
        return Row(reading.place, *key, record.name, outcome, (*more, *reasons)), row

    def _repeated(self, key: tuple[str, str], digest: str) -> tuple[str, ...]:
        first, place = self.seen[key]
        same = f"Lặp lại {place}"
        return (same,) if first == digest else (same, "Nội dung khác lần trước trong cùng tệp: không dùng")

    def _place(
        self, record: NationalRecord, digest: str, doubts: tuple[str, ...]
    ) -> tuple[str, tuple[str, ...], NationalProcedure | None]:
        row = self.known.get((record.code, record.scope))
        if row is None and record.scope == UNKNOWN_SCOPE and len(self.by_code.get(record.code, ())) == 1:
            row = self.by_code[record.code][0]
        if row is None:
            return Outcome.CREATED, (), self._create(record, digest, doubts)
        if row.digest == digest:
            return Outcome.UNCHANGED, (), row
        if standing_of(record, self.kind) < row.standing:
            return Outcome.UNCHANGED, (*self._weaker(record, row),), row
        completes = row.partial and not record.partial
        changes = self._update(row, record, digest, doubts)
        told = "Thay bản chỉ có vài cột bằng bản đầy đủ" if completes else "Khác bản trước"
        return Outcome.UPDATED, (f"{told} ở: {', '.join(changes)}" if changes else told,), row

    def _weaker(self, record: NationalRecord, row: NationalProcedure) -> Iterable[str]:
        yield "Bản đang giữ đầy đủ hơn hoặc mới hơn"
        if fold(record.name) != fold(row.name):
            yield f"Tên trong danh sách khác bản đang giữ (“{row.name[:120]}”)"

    def _describe(self, row: NationalProcedure, record: NationalRecord, digest: str, doubts: tuple[str, ...]) -> None:
        row.name, row.folded = record.name[:1500], f"{record.code} {fold(record.name)}"[:1500]
        row.field_code, row.field_name = record.field_code, record.field
        row.field_key = aliases.field_key(record.field_code, record.field, self.fields)
        row.levels = list(record.levels)
        row.agencies = aliases.agencies(record.agencies, self.agencies)
        row.partial, row.digest, row.doubts = record.partial, digest, list(doubts)
        row.standing = standing_of(record, self.kind)

    def _version(self, row: NationalProcedure, record: NationalRecord, changes: Sequence[str] = ()) -> None:
        version = NationalVersion(
            procedure=row, number=row.number, content=record.content(), digest=row.digest, changes=list(changes),
            decided_on=date_of(record.decision.date), source=record.source[:300], source_updated=record.updated[:10],
            run=self.run,
        )  # fmt: skip
        self.versions.append(version)

    def _create(self, record: NationalRecord, digest: str, doubts: tuple[str, ...]) -> NationalProcedure:
        row = NationalProcedure(code=record.code, scope=record.scope)
        self._describe(row, record, digest, doubts)
        self.made.append(row)
        self._know(row)
        self._version(row, record)
        return row

    def _update(
        self, row: NationalProcedure, record: NationalRecord, digest: str, doubts: tuple[str, ...]
    ) -> list[str]:
        changes = differences(row.record(), record)
        row.number += 1
        self._describe(row, record, digest, doubts)
        self.changed.append(row)
        self._version(row, record, changes)
        if changes:
            self.reviews[row.pk] = f"Bản quốc gia mới (số {row.number}) khác ở: {', '.join(changes)}"
        return changes

    def write(self) -> None:
        """Write everything decided, in a few statements."""
        NationalProcedure.objects.bulk_create(self.made, batch_size=500)
        fields = [f.name for f in NationalProcedure._meta.concrete_fields if f.name not in ("id", "code", "scope")]
        NationalProcedure.objects.bulk_update(self.changed, fields, batch_size=200)
        NationalVersion.objects.bulk_create(self.versions, batch_size=200)
        for pk, why in self.reviews.items():
            Edition.objects.filter(procedure=pk, valid_to=None).update(review=why[:500])


def bring_in(
    readings: Sequence[Reading], *, kind: str, by: Post, file_name: str, sha256: str, progress: Progress | None = None
) -> Report:
    """Write readings into the catalogue in one transaction and return what became of each.

    Raises NotPermitted unless the post may import.
    """
    if not may_import(by):
        raise NotPermitted("Bạn không có quyền nhập danh mục quốc gia.")
    report = Report(file_name, kind)
    with transaction.atomic():
        run = ImportRun.objects.create(file_name=file_name[:300], kind=kind, sha256=sha256, by=by, read=len(readings))
        catalogue = _Catalogue(run, kind, today())
        kept = []
        for number, reading in enumerate(readings, start=1):
            row, procedure = catalogue.take(reading)
            report.rows.append(row)
            if row.outcome != Outcome.UNCHANGED or row.reasons:
                kept.append((row, procedure))
            if progress:
                progress(number, len(readings))
        catalogue.write()
        ImportRow.objects.bulk_create(
            [
                ImportRow(
                    run=run, place=row.place, code=row.code[:60], name=row.name[:1500], outcome=row.outcome,
                    reasons=list(row.reasons), procedure=procedure,
                )
                for row, procedure in kept
            ],
            batch_size=500,
        )  # fmt: skip
        run.counts = report.counts
        run.save(update_fields=["counts"])
    return report


def import_file(path: Path, *, by: Post, progress: Progress | None = None) -> Report:
    """Read one file and bring it in. Raises UnreadableError or OSError, and then nothing has changed."""
    found: FileReading = read_file(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return bring_in(found.readings, kind=found.kind, by=by, file_name=path.name, sha256=digest, progress=progress)
