"""The catalogue while a file comes in only to be looked at: each difference waits in the queue for a person."""

from datetime import date

from motcua.agencies.models import Post
from motcua.procedures.actions.changes import propose_change, supersede_change
from motcua.procedures.choices import ChangeKind, ChangeState, Outcome
from motcua.procedures.differences import differences
from motcua.procedures.importers.standing import Catalogue, Decided, Row
from motcua.procedures.models import ImportRun, NationalChange, NationalProcedure
from motcua.procedures.pairs import applied
from motcua.procedures.records import NATIONAL, NationalRecord, Pair, Reading

Key = tuple[str, str]
WAITS, REFUSED = "Đã có trong hàng chờ duyệt", "Đã xem và không lấy"
TAKEN = "Đã xem và lấy bên kia"


class Queue(Catalogue):
    """Puts what would be written into the queue instead; asked again about the same, it adds nothing."""

    def __init__(self, run: ImportRun, kind: str, on: date, by: Post) -> None:
        super().__init__(run, kind, on)
        self.by, self.waiting = by, 0
        changes = NationalChange.objects.defer("content")
        self.open = {(row.code, row.scope): row for row in changes.waiting()}
        rejected = changes.filter(state=ChangeState.REJECTED)
        self.refused = set(rejected.values_list("code", "scope", "kind", "digest", "base"))
        taken = changes.filter(state=ChangeState.APPROVED).exclude(asked="")
        self.taken = set(taken.values_list("code", "scope", "base", "asked"))

    def take(self, reading: Reading) -> tuple[Row, NationalProcedure | None]:
        """Decide what becomes of one reading; a pair of two crawls is a question about what stands."""
        if reading.pair is None:
            return super().take(reading)
        outcome, reasons, row = self._asked(reading.pair)
        scope, name = (row.scope, row.name) if row else (NATIONAL, "")
        return Row(reading.place, reading.code, scope, name, outcome, reasons), row

    def _asked(self, pair: Pair) -> Decided:
        known = self.by_code.get(pair.code, [])
        row = known[0] if len(known) == 1 else None
        if pair.only_in:
            why = f"Chỉ có trong lần thu thập {pair.only_in}: cần người trả lời, không xóa"
            return self._queue_missing(pair.code, row, why)
        if row is None:
            why = "Mã có trong nhiều phạm vi" if known else "Danh mục chưa có thủ tục này: nhập bản ghi đầy đủ trước"
            return Outcome.DOUBTFUL, (why,), None
        record, doubts = applied(row.record(), pair)
        if record.digest() == row.digest:
            return Outcome.UNCHANGED, doubts, row
        if (row.code, row.scope, row.number - 1, pair.digest()) in self.taken:
            return Outcome.UNCHANGED, (TAKEN,), row  # the same pair once more would ask to go back, for ever
        return self._queue(ChangeKind.CHANGED, row, record, doubts, asked=pair.digest())

    def _create(self, record: NationalRecord, doubts: tuple[str, ...]) -> Decided:
        return self._queue(ChangeKind.NEW, None, record, doubts)

    def _update(self, row: NationalProcedure, record: NationalRecord, doubts: tuple[str, ...]) -> Decided:
        return self._queue(ChangeKind.CHANGED, row, record, doubts)

    def _queue(
        self,
        kind: ChangeKind,
        row: NationalProcedure | None,
        record: NationalRecord,
        doubts: tuple[str, ...],
        asked: str = "",
    ) -> Decided:
        """Queue a record against what stands, under the scope of what stands; `asked` is the pair that asks."""
        key = (row.code, row.scope) if row else (record.code, record.scope)
        digest, base = record.digest(), row.number if row else 0
        aspects = differences(row.record(), record) if row else []
        if why := self._known_already(key, kind, digest, base):
            return Outcome.UNCHANGED, (why,), row
        self._put(
            key, kind=kind, procedure=row, name=record.name, base=base, content=record.content(), digest=digest,
            aspects=aspects, doubts=list(doubts), source=record.source, source_updated=record.updated,
            asked=asked,
        )  # fmt: skip
        told = f"Chờ duyệt, khác ở: {', '.join(aspects)}" if aspects else "Chờ duyệt"
        return Outcome.UPDATED if row else Outcome.CREATED, (told,), row

    def _queue_missing(self, code: str, row: NationalProcedure | None, why: str) -> Decided:
        key, base = (code, row.scope if row else NATIONAL), row.number if row else 0
        if told := self._known_already(key, ChangeKind.MISSING, "", base):
            return Outcome.UNCHANGED, (told,), row
        if key in self.open:
            return Outcome.DOUBTFUL, (why, "Thủ tục đang có khác biệt chờ duyệt: trả lời khác biệt đó trước"), row
        name = row.name if row else "(danh mục chưa có)"
        self._put(key, kind=ChangeKind.MISSING, procedure=row, name=name, base=base, doubts=[why])
        return Outcome.DOUBTFUL, (why,), row

    def _known_already(self, key: Key, kind: str, digest: str, base: int) -> str:
        waiting = self.open.get(key)
        if waiting is not None and (waiting.kind, waiting.digest, waiting.base) == (kind, digest, base):
            return WAITS
        return REFUSED if (*key, kind, digest, base) in self.refused else ""

    def _put(self, key: Key, **values: object) -> None:
        if (before := self.open.get(key)) is not None:
            supersede_change(before, by=self.by)
        code, scope = key
        made = propose_change(by=self.by, code=code, scope=scope, run=self.run, source_kind=self.kind, **values)
        self.open[key] = made
        self.waiting += 1

    def ask_for_missing(self, seen: set[Key]) -> int:
        """Ask about each full national record that a whole crawl does not hold; return how many. None is deleted."""
        asked = 0
        for key, row in self.known.items():
            if key in seen or row.pk is None or row.partial or row.abolished_on or row.scope != NATIONAL:
                continue
            outcome, _, _ = self._queue_missing(row.code, row, "Không có trong lần thu thập này: còn hay đã bãi bỏ?")
            asked += outcome == Outcome.DOUBTFUL
        return asked
