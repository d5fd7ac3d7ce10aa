"""A paper of the store used again: laid into a filing as a file of its own, with where it is from."""

from motcua.agencies.models import Post
from motcua.core.clock import today
from motcua.core.errors import BadInput, NotPermitted
from motcua.dossiers.actions.printing import keep_pdf
from motcua.dossiers.models import DossierPaper, Result
from motcua.files.blobs import contents
from motcua.files.models import StoredFile
from motcua.filing import permissions
from motcua.filing.actions.holding import Reused, asked_at, lay_in
from motcua.filing.models import Filing, FilingFile
from motcua.filing.offers import Offer, offers_at, papers_of_person
from motcua.filing.own_papers import Held


def reuse(filing: Filing, *, by: Post, question: str, group: str = "", row: int = 0, paper: str) -> FilingFile:
    """Lay a paper of the account's store in at a question; pressed twice, or on two pages at once, it lies there once.

    The file is a new one with the same content: what the first dossier's time does to its file does not reach this one.
    Raises BadInput (`not_offered`, and as `lay_in`), NotPermitted, StepRefused, and as `files.blobs.contents`.
    """
    if not permissions.may_fill(by, filing):
        raise NotPermitted()
    asked = asked_at(filing, question, group)
    offers = offers_at(filing, asked, papers_of_person(filing, by=by), on=today())
    found = next((each for each in offers if each.held.key == paper), None)
    if found is None:
        raise BadInput("not_offered", "Giấy tờ này không dùng lại được ở đây.", field=question)
    file = _file_of(found, by=by)
    there = filing.files.filter(question=question, group=group, row=row, file__sha256=bytes(file.sha256))
    again = there.first()
    if again is not None:
        return again
    source = source_of(found.held)
    return lay_in(
        filing, by=by, question=question, group=group, row=row, name=file.name, content=contents(file), reused=source
    )


def source_of(held: Held) -> Reused:
    """Return where a paper is from; one that was reused there itself is from where it was handed in first."""
    row = held.row
    if isinstance(row, DossierPaper) and row.reused_from_id and row.reused_on:
        return Reused(row.reused_from_id, row.reused_on)
    return Reused(held.dossier.pk, held.on)


def _file_of(offer: Offer, *, by: Post) -> StoredFile:
    """The kept file; a result that nobody opened yet is printed now."""
    row, file = offer.held.row, offer.held.file
    if file is None and isinstance(row, Result) and row.printed is not None:
        file = keep_pdf(row.printed, by=by).file
    assert file is not None  # a paper of the store has one
    return file
