"""What a row of a paper register means: texts → an intake, and an end; what is wrong with it, and what is odd.

The rules are those of the actions that carry it out: `as_declared`, `foresee` and `entering.check` are asked, nothing
is decided here but how texts are read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from motcua.agencies.models import Post
from motcua.citizens.actions import as_declared, declare
from motcua.citizens.choices import Kind
from motcua.citizens.models import Applicant
from motcua.core.clock import local
from motcua.core.errors import BadInput
from motcua.core.fields import blinds
from motcua.core.text import clean, fold
from motcua.counter.columns import TITLES
from motcua.dossiers.actions import entering
from motcua.dossiers.actions.intake import Intake, foresee, register
from motcua.dossiers.choices import Channel, Outcome
from motcua.dossiers.models import Dossier, PaperBook
from motcua.files.spreadsheets import Texts
from motcua.procedures.editions import Content
from motcua.procedures.models import Edition, content_of, edition_for
from motcua.ui.formats import read_moment

Said = tuple[str, str]  # a column's key, and words
ORGANISATIONS = ("to chuc", "doanh nghiep", "co quan", "cong ty")
PLACES = {  # field of a refusal → column
    "paper_received_at": "received", "paper_number": "number", "decided_at": "decided", "returned_at": "returned",
    "identity_number": "identity_number", "happened_at": "returned",
}  # fmt: skip
AT_ONCE = 500  # people asked about in one query


@dataclass(frozen=True)
class Entry:
    """A row that can be carried out: `people` and `submitter` as `declare` takes them, the rest of its intake."""

    intake: Intake
    person: Mapping[str, Any]
    submitter: Mapping[str, Any] | None = None
    ending: entering.Ending | None = None

    def people(self) -> list[Mapping[str, Any]]:
        """Return who is declared by it."""
        return [self.person, *([self.submitter] if self.submitter is not None else [])]

    def carry_out(self, *, by: Post, note: str) -> Dossier:
        """Take the dossier in, and write down how it ended; raises what the actions raise."""
        applicant = declare(by=by, **self.person)
        submitter = declare(by=by, **self.submitter) if self.submitter is not None else None
        intake = replace(self.intake, applicant=applicant, submitter=submitter)
        dossier: Dossier = register(by=by, intake=intake, note=note)
        if self.ending is not None:
            dossier = entering.enter_result(dossier, by=by, ending=self.ending)
        return dossier


@dataclass
class Reading:
    """A row as it was understood; `entry` is None for one with problems."""

    line: int
    said: Texts
    entry: Entry | None = None
    number: int | None = None
    problems: list[Said] = field(default_factory=list)
    warnings: list[Said] = field(default_factory=list)


class Reader:
    """Reads rows for a post that enters a book, as of a moment; editions are looked up once for each day."""

    def __init__(self, book: PaperBook, *, by: Post, at: datetime, note: str, judging: bool = True) -> None:
        """`judging` off: the rows are carried out at once, and the actions judge them then."""
        self.book, self.by, self.at, self.note, self.judging = book, by, at, note, judging
        self._editions: dict[tuple[str, Any], Edition | None] = {}

    def read(self, line: int, said: Texts) -> Reading:
        """Return what a row means, by itself; nothing is asked of other rows."""
        found = Reading(line, said)
        texts = _Texts(said, found)
        found.number = texts.of("number", _number)
        received = texts.of("received", _moment)
        edition = self._edition(texts, received)
        person = texts.person("kind", "name", "identity_number", "phone", "address")
        submitter = texts.person("", "submitter_name", "submitter_identity", "submitter_phone", "")
        ending = self._ending(texts)
        if found.problems or edition is None or person is None or received is None:
            return found
        content = content_of(edition.pk)
        case = texts.of("case", lambda text: _case(text, content)) if content.cases else ""
        intake = Intake(
            edition=edition, applicant=Applicant(**person), channel=Channel.COUNTER, case=case or "",
            papers=texts.of("papers", lambda text: _papers(text, content, case or ""), given="") or [],
            submitter_role=said.get("submitter_role", ""), subject=said.get("subject", ""),
            limit=said.get("limit", ""), paper_received_at=received, paper_book=self.book,
            paper_number=found.number or 0,
        )  # fmt: skip
        self._judge(found, Entry(intake, person, submitter, ending))
        return found

    def _edition(self, texts: "_Texts", received: datetime | None) -> Edition | None:
        code = texts.of("procedure", clean)
        if not code or received is None:
            return None
        key = (code, self.book.rules_of(local(received).date()))
        if key not in self._editions:
            self._editions[key] = edition_for(code, self.by.agency, key[1])
        found = self._editions[key]
        if found is None:
            texts.wrong("procedure", "Nơi tiếp nhận này không nhận thủ tục đó vào ngày ghi.")
        return found

    def _ending(self, texts: "_Texts") -> entering.Ending | None:
        decided, returned = texts.of("decided", _moment), texts.of("returned", _moment)
        outcome, receiver = texts.of("outcome", _outcome), texts.said.get("receiver", "")
        if decided is not None:
            return entering.Ending(decided, outcome or Outcome.POSITIVE, returned, receiver)
        if (returned or receiver) and "decided" not in dict(texts.found.problems):
            texts.wrong("decided", "Đã trả kết quả thì ghi cả ngày giờ có kết quả.")
        return None

    def _judge(self, found: Reading, entry: Entry) -> None:
        """Ask the actions' own rules."""
        if found.problems:
            return
        if not self.judging:
            found.entry = entry
            return
        try:
            dossier = foresee(entry.intake, by=self.by, at=self.at, note=self.note)
            if entry.ending is not None and dossier.received_at is not None:
                entering.check(entry.ending, received=dossier.received_at, at=self.at)
        except BadInput as wrong:
            place = PLACES.get(wrong.field or "", wrong.field or "")
            found.problems.append((place if place in TITLES else "procedure", wrong.message))
            return
        if dossier.effective_at != dossier.received_at:
            found.warnings.append(("received", "Nhận ngoài giờ làm việc: thời hạn tính từ buổi làm việc kế tiếp."))
        found.entry = entry


class _Texts:
    """The texts of one row, read column by column; what cannot be read is a problem of its column."""

    def __init__(self, said: Texts, found: Reading) -> None:
        self.said, self.found = said, found

    def wrong(self, key: str, words: str) -> None:
        self.found.problems.append((key, words))

    def of(self, key: str, read: Callable[[str], Any], *, given: str | None = None) -> Any:
        """Return what a column says; None for an empty one, or one that cannot be read. `given` is read when empty."""
        text = self.said.get(key, "") or given
        if text is None and key in ("number", "received", "procedure"):
            self.wrong(key, "Chưa ghi.")
        if text is None and key != "case":
            return None
        try:
            return read(text or "")
        except BadInput as wrong:
            self.wrong(key, wrong.message)
            return None

    def person(self, kind: str, name: str, number: str, phone: str, address: str) -> dict[str, str] | None:
        """Return somebody as `declare` takes them; None when nobody is named, or something is wrong with them."""
        keys = {"name": name, "identity_number": number, "phone": phone, "address": address}
        said = {field: self.said.get(key, "") for field, key in keys.items() if key}
        if name == "submitter_name" and not any(said.values()):
            return None
        folded = fold(self.said.get(kind, "")) if kind else ""
        organised = any(folded.startswith(word) for word in ORGANISATIONS)
        try:
            return as_declared(kind=Kind.ORGANISATION if organised else Kind.PERSON, **said)
        except BadInput as wrong:
            self.wrong(keys.get(wrong.field or "", "") or name, wrong.message)
            return None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput("not_a_number", "Số trong sổ phải là số.")
    return int(text)


def _moment(text: str) -> datetime:
    try:
        return read_moment(text)
    except ValueError as error:
        raise BadInput("not_a_moment", "Phải ghi cả ngày và giờ, ví dụ 05/10/2026 08:15.") from error


def _outcome(text: str) -> str:
    folded = fold(text)
    if folded.startswith("khong"):
        return Outcome.NEGATIVE
    if folded in ("co", "dat", "dong y", "x", fold(Outcome.POSITIVE.label)):
        return Outcome.POSITIVE
    raise BadInput("unknown_outcome", "Ghi “có” hoặc “không”, hoặc để trống.")


def _case(text: str, content: Content) -> str:
    """A case by its key or its name."""
    for case in content.cases:
        if fold(text) in (fold(case.key), fold(case.name)):
            return case.key
    names = "; ".join(case.name for case in content.cases)[:200]
    raise BadInput("unknown_case", f"Ghi một trong các trường hợp của thủ tục: {names}.")


def _papers(text: str, content: Content, case: str) -> list[dict[str, Any]]:
    """The papers named, one original each; when none is, all that the procedure requires."""
    if not text:
        wanted = [paper for paper in content.papers_for(case or None) if paper.required]
        return [
            {"name": p.name, "code": p.code, "originals": p.originals or (0 if p.copies else 1), "copies": p.copies}
            for p in wanted
        ]
    names = [clean(name) for name in text.replace("\n", ";").split(";") if clean(name)]
    return [{"name": name, "originals": 1} for name in names]


def readings(reader: Reader, rows: Iterable[tuple[int, Texts]]) -> list[Reading]:
    """Return the rows read, each also compared with the others, with the book and with what the desk has."""
    found = [reader.read(line, said) for line, said in rows]
    _see_numbers(found, reader.book)
    good = [each for each in found if each.entry is not None]
    _see_each_other(good)
    for start in range(0, len(good), AT_ONCE):
        _see_known(good[start : start + AT_ONCE], reader.by)
    return found


def _see_numbers(found: list[Reading], book: PaperBook) -> None:
    """A number stands once in the file, and is not entered before."""
    used = set(book.numbers.values_list("number", flat=True))
    lines: dict[int, int] = {}
    for each in found:
        if each.number is None:
            continue
        if each.number in used:
            each.problems.append(("number", "Số này đã nhập hoặc đã ghi bỏ."))
        elif each.number in lines:
            each.problems.append(("number", f"Trùng số với dòng {lines[each.number]}."))
        lines.setdefault(each.number, each.line)
        if each.problems:
            each.entry = None


def _marks(each: Reading) -> Iterator[tuple[str, str, Any]]:
    """By what a row is thought to be another's double: who, for what, on which day."""
    entry: Any = each.entry
    person, day = entry.person, local(entry.intake.paper_received_at).date()
    who = person["identity_number"] or f"{fold(person['name'])} {person['phone']}"
    yield who, entry.intake.edition.code, day


def _see_each_other(good: list[Reading]) -> None:
    lines: dict[tuple[str, str, Any], int] = {}
    for each in good:
        for mark in _marks(each):
            if mark in lines:
                each.warnings.append(("name", f"Cùng người, thủ tục và ngày với dòng {lines[mark]}."))
            lines.setdefault(mark, each.line)


def _see_known(good: list[Reading], by: Post) -> None:
    """Compare with the desk's dossiers of the same numbers: one query for many rows."""
    numbers = {each.entry.person["identity_number"] for each in good if each.entry} - {""}
    indexes = {index: number for number in numbers for index in blinds("identity", number)}
    rows = Dossier.objects.visible_to(by).filter(desk=by.agency_id, applicant__identity_index__in=list(indexes))
    known: dict[tuple[str, str, Any], str] = {}
    columns = ("applicant__identity_index", "procedure_code", "received_at", "code")
    for index, procedure, received, code in rows.order_by("pk").values_list(*columns):
        if received is not None:
            known[(indexes[bytes(index)], procedure, local(received).date())] = code
    for each in good:
        for mark in _marks(each):
            if mark in known:
                each.warnings.append(("name", f"Có thể đã nhập: hồ sơ {known[mark]} cùng người, thủ tục và ngày."))
