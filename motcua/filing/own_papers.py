"""The store of an account: what was handed in for its holder, or by them, and what was issued to them.

Nothing is copied: papers are read in the dossiers that are theirs to see, so that what is erased, corrected or
destroyed there is so here in the same moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from motcua.agencies.models import Post
from motcua.citizens.models import Applicant
from motcua.core.clock import local
from motcua.core.text import fold
from motcua.dossiers.choices import Outcome
from motcua.dossiers.models import Dossier, DossierPaper, Result
from motcua.dossiers.owners import fetchable
from motcua.dossiers.values import title_of
from motcua.files.choices import Scan
from motcua.files.models import StoredFile
from motcua.filing.models import PaperNote
from motcua.filing.validity import Validity, validity_of
from motcua.procedures.editions import Content, Paper
from motcua.procedures.models import contents_of

GIVEN, ISSUED = "p", "k"  # before the key of a paper handed in, of a result
SAME = ("file__sha256", "dossier__applicant__folded", "dossier__applicant__identity_index")


@dataclass(frozen=True)
class Held:
    """A paper of the store. `key` tells it among both sorts; `on`: first handed in, or the day of the result.

    `whose` is the name of whom its dossier is for, "" when that is the holder. `names` are folded names under which a
    form may ask for it; `file` is None for a result that nobody has opened yet. `usable`: it may be handed in again.
    """

    key: str
    name: str
    row: DossierPaper | Result
    dossier: Dossier
    on: date
    file: StoredFile | None
    whose: str
    procedure: str
    code: str = ""
    names: frozenset[str] = frozenset()
    note: PaperNote | None = None
    months: int | None = None
    usable: bool = True
    replaced: bool = False
    times: list[tuple[str, date]] = field(default_factory=list)  # code of the dossier, day

    @property
    def is_result(self) -> bool:
        """Whether an office issued it."""
        return self.key.startswith(ISSUED)

    @property
    def title(self) -> str:
        """As the holder calls it, else as the office does."""
        return (self.note.name if self.note else "") or self.name

    @property
    def is_hidden(self) -> bool:
        """Whether the holder took it from the list."""
        return self.note is not None and self.note.hidden

    @property
    def validity(self) -> Validity:
        """Until when it may be used, as far as anybody knows."""
        return self.valid_as(self.months)

    def valid_as(self, months: int | None) -> Validity:
        """The same, where the one who asks for it takes it so many months after its issue."""
        said = self.note.valid_until if self.note else None
        return validity_of(said=said, months=months, since=self.on, issued=self.is_result)


def theirs(by: Post) -> "QuerySet[Dossier]":
    """Dossiers whose papers and receipts the account may have.

    What somebody else asked to hold back is held back once its dossier is closed. An official has no such store.
    """
    if by.account is None:
        return Dossier.objects.none()
    own = Q(applicant__in=Applicant.objects.visible_to(by).order_by().values("pk"))
    return Dossier.objects.visible_to(by).filter(own | Q(closed_at=None) | Q(applicant__restricted_by=None))


def given(by: Post) -> "QuerySet[DossierPaper]":
    """Papers with a file in those dossiers, also what a desk digitised at the counter; `own`: for the holder."""
    mine = theirs(by).filter(erased_at=None)
    rows = DossierPaper.objects.filter(dossier__in=mine, file__isnull=False, file__removed_at=None)
    return _of_whom(rows.exclude(file__scan=Scan.HARMFUL), by).select_related("file", "dossier__applicant")


def issued(by: Post) -> "QuerySet[Result]":
    """Results that are theirs to fetch; two queries more (`owners.fetchable`)."""
    kept = Q(file=None) | Q(file__removed_at=None)
    rows = Result.objects.filter(kept, dossier__in=fetchable(theirs(by).filter(erased_at=None)))
    return _of_whom(rows, by).select_related("file", "printed", "document", "replaced_by", "dossier__applicant")


def _of_whom(rows: Any, by: Post) -> Any:
    return rows.annotate(own=Exists(Applicant.objects.visible_to(by).filter(pk=OuterRef("dossier__applicant"))))


def each_once(rows: "QuerySet[DossierPaper]") -> "QuerySet[DossierPaper]":
    """Of the same content handed in more than once for the same person, only the last time."""
    last = rows.order_by(*SAME, "-handed_in_at", "-pk").distinct(*SAME)
    return rows.filter(pk__in=last.values("pk"))


def without_hidden(rows: Any, by: Post, *, hidden: bool = False) -> Any:
    """Leave out what the holder took from the list, or (`hidden`) keep only that."""
    notes = PaperNote.objects.visible_to(by).filter(digest=OuterRef("file__sha256"), hidden=True)
    return rows.filter(Exists(notes)) if hidden else rows.exclude(Exists(notes))


def read_given(rows: Iterable[DossierPaper], *, by: Post, times: Iterable[DossierPaper] | None = None) -> list[Held]:
    """Return papers as the store holds them; two queries, one more for editions not yet known.

    `times`: every time that these contents were handed in, where that is read already (one query less).
    """
    found = list(rows)
    known = given(by).filter(file__sha256__in=_digests(found)) if times is None and found else times or ()
    handed: dict[Any, list[DossierPaper]] = {}
    for each in sorted(known, key=lambda row: (row.handed_in_at, row.pk)):
        handed.setdefault(_same(each), []).append(each)
    contents, notes = _contents(found), _notes(found, by)
    return [_given(row, handed[_same(row)], contents[row.dossier.edition_id], notes, by) for row in found]


def _given(row: DossierPaper, times: list[DossierPaper], content: Content, notes: Any, by: Post) -> Held:
    asked = paper_called(content, code=row.code, name=row.name)
    file: Any = row.file
    return Held(
        key=f"{GIVEN}{row.pk}", name=row.name, row=row, dossier=row.dossier, file=file, whose=_whose(row, by),
        on=min(day_of(each) for each in times), code=row.code, names=frozenset({fold(row.name)}),
        note=notes.get(bytes(file.sha256)), procedure=content.name, months=asked.valid_months if asked else None,
        usable=_is_usable(row) and file.scan != Scan.WAITING,
        times=[(each.dossier.code or "", local(each.handed_in_at).date()) for each in reversed(times)],
    )  # fmt: skip


def read_issued(rows: Iterable[Result], *, by: Post) -> list[Held]:
    """Return results as the store holds them; one query, one more for editions not yet known."""
    found = list(rows)
    contents, notes = _contents(found), _notes(found, by)
    return [_issued(row, contents[row.dossier.edition_id], notes, by) for row in found]


def _issued(row: Result, content: Content, notes: Any, by: Post) -> Held:
    replaced = getattr(row, "replaced_by", None) is not None
    good = row.dossier.outcome == Outcome.POSITIVE
    granted = [name for name in content.results if good and not name.startswith("Không")]
    typed = title_of(row.document, content) or "Văn bản"
    title = granted[0] if len(granted) == 1 else typed
    asked = paper_called(content, code="", name=title)
    return Held(
        key=f"{ISSUED}{row.pk}", name=title, row=row, dossier=row.dossier, file=row.file, whose=_whose(row, by),
        on=row.document.date, names=frozenset({fold(title), fold(typed)}), procedure=content.name, replaced=replaced,
        note=notes.get(bytes(row.file.sha256)) if row.file else None, months=asked.valid_months if asked else None,
        usable=_is_usable(row) and not replaced and good,
        times=[(row.dossier.code or "", row.document.date)],
    )  # fmt: skip


def _is_usable(row: Any) -> bool:
    """What somebody asked to hold back is shown to them and used no further, once its dossier is closed."""
    return not (row.dossier.is_closed and row.dossier.applicant.restricted_by_id)


def day_of(row: DossierPaper) -> date:
    """The day on which a paper was handed in, or where it was reused from, then."""
    return row.reused_on or local(row.handed_in_at).date()


def paper_called(content: Content, *, code: str, name: str) -> Paper | None:
    """Return the paper of an edition with a code, else with a name; None for no such one."""
    for paper in content.papers:
        if (code and paper.code == code) or fold(paper.name) == fold(name):
            return paper
    return None


def held(by: Post, key: str) -> Held | None:
    """Return one paper of the account's store; None for what is not there, or not theirs."""
    sort, number = key[:1], key[1:]
    if not number.isdecimal() or len(number) > 18:
        return None
    if sort == GIVEN:
        return next(iter(read_given(given(by).filter(pk=int(number)), by=by)), None)
    return next(iter(read_issued(issued(by).filter(pk=int(number)), by=by)), None) if sort == ISSUED else None


def _same(row: DossierPaper) -> tuple[bytes, str, bytes]:
    person, file = row.dossier.applicant, row.file
    assert file is not None  # only papers with files are read
    return bytes(file.sha256), person.folded, bytes(person.identity_index or b"")


def _digests(rows: Iterable[Any]) -> list[bytes]:
    return [bytes(row.file.sha256) for row in rows if row.file is not None]


def _contents(rows: Iterable[Any]) -> dict[int, Content]:
    return contents_of({row.dossier.edition_id for row in rows})


def _notes(rows: Iterable[Any], by: Post) -> dict[bytes, PaperNote]:
    digests = _digests(rows)
    found = PaperNote.objects.visible_to(by).filter(digest__in=digests) if digests else ()
    return {bytes(note.digest): note for note in found}


def _whose(row: Any, by: Post) -> str:
    """The name of whom a paper's dossier is for, when that is not the account's holder."""
    person = row.dossier.applicant
    named = by.account is not None and by.account.name
    return "" if row.own and (not named or fold(named) == person.folded) else person.name
