"""A dossier's content goes, its trail stays: what is decided by a signed list, or by a person's request for a draft."""

from typing import Any

from motcua.agencies.models import Post
from motcua.citizens.models import ERASED
from motcua.core.actions import action
from motcua.core.erasures import tell
from motcua.core.events import erase_note
from motcua.dossiers import permissions
from motcua.dossiers.actions.memos import empty_memo
from motcua.dossiers.actions.messages import empty_message
from motcua.dossiers.actions.rating import empty_rating
from motcua.dossiers.choices import Action, State
from motcua.dossiers.lifecycle import LIFECYCLE
from motcua.dossiers.models import Dossier, FiledForm, MessageFile, Rating
from motcua.files.actions import remove
from motcua.payments.actions import erase_payer


@action(Action.ERASE, permit=permissions.may_erase, lifecycle=LIFECYCLE)
def erase(dossier: Dossier, *, by: Post, cause: str, bill: bool = True) -> dict[str, Any]:
    """Remove every file and every text about people; code, dates, outcome, steps and events stay. Once.

    `cause` is the number of the decision; `bill`: the receipt's own time is over too. Who applied is erased apart, when
    no other dossier needs it. Returns what went, in numbers.
    """
    went = {
        "files": _remove_files(dossier, by=by, cause=cause),
        "texts": _empty_texts(dossier),
        "notes": sum(erase_note(event) for event in dossier.events.exclude(note_key=None)),
        "memos": sum(empty_memo(memo, by=by, at=dossier.moment) for memo in dossier.memos.select_related("task")),
        "messages": sum(empty_message(each, at=dossier.moment) for each in dossier.messages.all()),
        "ratings": sum(empty_rating(each, at=dossier.moment) for each in Rating.objects.filter(dossier=dossier)),
    }
    if bill and dossier.bill is not None:
        erase_payer(dossier.bill, by=by, cause=cause)
    if dossier.state == State.DRAFT:
        dossier.closed_at = dossier.moment
    dossier.erased_at = dossier.moment
    tell("dossiers.dossier", [dossier.pk], cause=cause, bill=bill)
    return {"cause": cause, "went": went}


def _remove_files(dossier: Dossier, *, by: Post, cause: str) -> int:
    sent = MessageFile.objects.filter(message__dossier=dossier).select_related("file")
    rows: tuple[Any, ...] = (*dossier.papers.all(), *dossier.results.all(), *dossier.printed_papers.all(), *sent)
    files = {row.file_id: row.file for row in rows if row.file is not None}
    kept = [file for _, file in sorted(files.items()) if file.removed_at is None]
    for file in kept:
        remove(file, by=by, cause=cause)
    return len(kept)


def _empty_texts(dossier: Dossier) -> int:
    """Empty what was written of people in the dossier and under it; returns how many texts there were."""
    before = [dossier.subject, dossier.submitter_role, dossier.returned_to, dossier.folded]
    dossier.subject = dossier.submitter_role = dossier.folded = dossier.terms = ""
    dossier.returned_to = ERASED if dossier.returned_to else ""
    dossier.papers.update(name=ERASED)
    count = len([text for text in before if text])
    for supplement in dossier.supplement_requests.all():
        supplement.papers = []
        count += _emptied(supplement, "reason", "papers")
    count += sum(_emptied(each, "question", "answer", "ending_reason") for each in dossier.consultations.all())
    rows = (*dossier.extension_rows.all(), *dossier.apologies.all())
    count += sum(_emptied(each, "reason") for each in rows)
    count += dossier.results.exclude(delivered_to="").update(delivered_to=ERASED)
    for form in FiledForm.objects.filter(dossier=dossier).exclude(answers=None):
        form.answers = None
        form.save(update_fields=["answers"])
        count += 1
    for paper in dossier.printed_papers.all():
        paper.values = None
        paper.save(update_fields=["values"])
        count += 1
    return count


def _emptied(row: Any, *names: str) -> int:
    for name in names:
        setattr(row, name, type(getattr(row, name))())
    row.save(update_fields=names)
    return 1
