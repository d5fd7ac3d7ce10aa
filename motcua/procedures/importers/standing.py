"""The catalogue while a file comes in: what stands, what becomes of each record, what is to be written."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from motcua.core.text import fold
from motcua.procedures.actions.records import describe, mark_for_review, standing_of, tables, version_of
from motcua.procedures.choices import Outcome
from motcua.procedures.differences import differences
from motcua.procedures.models import CodeAnswer, ImportRun, NationalProcedure, NationalVersion
from motcua.procedures.models.damage import MOST_CODE, MOST_NAME
from motcua.procedures.readers.pieces import future_decision
from motcua.procedures.records import UNKNOWN_SCOPE, NationalRecord, Reading

Decided = tuple[str, tuple[str, ...], NationalProcedure | None]
KEPT = ("id", "code", "scope", "version", "settled", "finding", "abolished_on")  # what no import changes


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
    waiting: int = 0  # differences that this file put into the queue
    missing: int = 0  # records that a whole crawl no longer holds, asked about
    run: int = 0

    @property
    def counts(self) -> dict[str, int]:
        """Number of records by outcome; every record read has exactly one."""
        found = Counter(row.outcome for row in self.rows)
        return {str(outcome): found[outcome] for outcome in Outcome}


class Catalogue:
    """The catalogue during one import: what stands, what is to be written, all in one transaction."""

    def __init__(self, run: ImportRun, kind: str, on: date) -> None:
        self.run, self.kind, self.on = run, kind, on
        self.known: dict[tuple[str, str], NationalProcedure] = {}
        self.by_code: dict[str, list[NationalProcedure]] = {}
        for row in NationalProcedure.objects.all():
            self._know(row)
        self.tables = tables()
        self.answers = CodeAnswer.objects.table()
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
        reading = self._answered(reading)
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

    def _answered(self, reading: Reading) -> Reading:
        """Return a reading under a damaged code as a person settled it: as the procedure meant, or not taken."""
        answer = self.answers.get((reading.code[:MOST_CODE], reading.name[:MOST_NAME])) if reading.held else None
        if answer is None or reading.held is None:
            return reading
        if answer.procedure is None:
            why = f"Người xem không nhận: {answer.reason}"
            return replace(reading, verdict=Outcome.REJECTED, reasons=(why,))
        meant = answer.procedure
        record = replace(reading.held, code=meant.code, scope=meant.scope)
        told = f"Mã {answer.written} được người xem xác định là {meant.code}"
        return replace(reading, code=meant.code, record=record, reasons=(told, *record.doubts))

    def _repeated(self, key: tuple[str, str], digest: str) -> tuple[str, ...]:
        first, place = self.seen[key]
        same = f"Lặp lại {place}"
        return (same,) if first == digest else (same, "Nội dung khác lần trước trong cùng tệp: không dùng")

    def _place(self, record: NationalRecord, digest: str, doubts: tuple[str, ...]) -> Decided:
        row = self.known.get((record.code, record.scope))
        if row is None and record.scope == UNKNOWN_SCOPE and len(self.by_code.get(record.code, ())) == 1:
            row = self.by_code[record.code][0]
        if row is None:
            return self._create(record, doubts)
        if row.digest == digest:
            return Outcome.UNCHANGED, (), row
        if standing_of(record, self.kind) < row.standing:
            return Outcome.UNCHANGED, (*self._weaker(record, row),), row
        return self._update(row, record, doubts)

    def _weaker(self, record: NationalRecord, row: NationalProcedure) -> Iterable[str]:
        yield "Bản đang giữ đầy đủ hơn hoặc mới hơn"
        if fold(record.name) != fold(row.name):
            yield f"Tên trong danh sách khác bản đang giữ (“{row.name[:120]}”)"

    def _create(self, record: NationalRecord, doubts: tuple[str, ...]) -> Decided:
        row = NationalProcedure(code=record.code, scope=record.scope)
        describe(row, record, kind=self.kind, doubts=doubts, known=self.tables)
        self.made.append(row)
        self._know(row)
        self.versions.append(version_of(row, record, run=self.run))
        return Outcome.CREATED, (), row

    def _update(self, row: NationalProcedure, record: NationalRecord, doubts: tuple[str, ...]) -> Decided:
        completes = row.partial and not record.partial
        changes = differences(row.record(), record)
        row.number += 1
        describe(row, record, kind=self.kind, doubts=doubts, known=self.tables)
        self.changed.append(row)
        self.versions.append(version_of(row, record, run=self.run, changes=changes))
        if changes:
            self.reviews[row.pk] = f"Bản quốc gia mới (số {row.number}) khác ở: {', '.join(changes)}"
        told = "Thay bản chỉ có vài cột bằng bản đầy đủ" if completes else "Khác bản trước"
        return Outcome.UPDATED, (f"{told} ở: {', '.join(changes)}" if changes else told,), row

    def write(self) -> None:
        """Write everything decided, in a few statements."""
        NationalProcedure.objects.bulk_create(self.made, batch_size=500)
        fields = [f.name for f in NationalProcedure._meta.concrete_fields if f.name not in KEPT]
        NationalProcedure.objects.bulk_update(self.changed, fields, batch_size=200)
        NationalVersion.objects.bulk_create(self.versions, batch_size=200)
        for pk, why in self.reviews.items():
            mark_for_review(pk, why, on=self.on)
