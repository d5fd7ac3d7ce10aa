"""Printed papers: their values are frozen in the action, the PDF is made once, outside every lock, and kept."""

from datetime import datetime
from typing import Any

from django.db import transaction

from motcua.agencies.models import Agency, Post
from motcua.core.clock import local, now
from motcua.core.errors import BadInput
from motcua.core.gathering import insert
from motcua.core.text import clean
from motcua.correspondence import letterheads
from motcua.correspondence.models import Letterhead
from motcua.dossiers import values
from motcua.dossiers.choices import Form
from motcua.dossiers.models import Dossier, PrintedPaper, Result
from motcua.files.actions import store
from motcua.files.blobs import RemovedFile
from motcua.files.choices import Purpose
from motcua.ui.printing import newest_set, print_paper, set_on

PAPER_NAMES = {Form.FEE: "fee-receipt"}


def needed(text: str, *, field: str) -> str:
    """Return the text cleaned; raises BadInput `reason_needed` for an empty or endless one."""
    text = clean(text, lines=True)
    if not text:
        raise BadInput("reason_needed", "Hãy nêu lý do cụ thể.", field=field)
    if len(text) > 2_000:
        raise BadInput("reason_too_long", "Lý do dài quá 2.000 ký tự.", field=field)
    return text


def freeze(dossier: Dossier, form: str, *, by: Post, **extra: Any) -> PrintedPaper:
    """Write down what the paper says at this moment; the PDF follows after commit."""
    born = dossier.received_at is not None and form == Form.RECEIPT
    number = 1 if born else dossier.printed_papers.filter(form=form).count() + 1
    at = dossier.moment
    paper = PrintedPaper(
        dossier=dossier,
        form=form,
        number=number,
        form_set=_set(dossier, form, at=at),
        made_at=at,
        values=values.of(form, dossier, by=by, at=at, number=number, **extra),
    )
    insert(paper)
    return paper


def _set(dossier: Dossier, form: str, *, at: datetime) -> str:
    """Return the set of forms of the dossier's time; the stop notice exists only since the set of 2025."""
    return newest_set() if form == Form.STOP else set_on(local(dossier.received_at or at).date())


def rendered(paper: PrintedPaper) -> bytes:
    """Return the PDF of a paper from its frozen values, with what its office had set when it was made."""
    data = dressed(paper.values, paper.form, _desk_then(paper), at=paper.made_at)
    return print_paper(PAPER_NAMES.get(Form(paper.form), paper.form), data | {"set": paper.form_set})


def _desk_then(paper: PrintedPaper) -> Agency:
    """Return the desk that made a paper: the one before the first re-organisation since."""
    passage = paper.dossier.passages.filter(at__gt=paper.made_at).select_related("desk_before").order_by("at").first()
    return passage.desk_before if passage else paper.dossier.desk


def keep_pdf(paper: PrintedPaper, *, by: Post) -> PrintedPaper:
    """Make the PDF and keep it, once: a second maker finds the first one's file and leaves its own unused.

    Raises RemovedFile for a paper whose dossier was erased before its PDF was made.
    """
    if paper.file_id is not None:
        return paper
    if paper.values is None:
        raise RemovedFile
    content = rendered(paper)
    with transaction.atomic():
        held = PrintedPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        if held.file_id is None:
            name = f"{Form(held.form).label} {held.number}.pdf"
            held.file = store(by=by, name=name, content=content, purpose=Purpose.PRINTED)
            held.save(update_fields=["file"])
            Result.objects.filter(printed=held, file=None).update(file=held.file)
    return held


def sheet(dossier: Dossier, form: str, *, by: Post) -> bytes:
    """Return a PDF of how things stand now (control slip): nothing is kept, nothing is promised by it."""
    return print_paper(form, as_of_now(dossier, form, by=by))


def as_of_now(dossier: Dossier, form: str, *, by: Post) -> dict[str, Any]:
    """Return what a paper says that only tells how things stand now, as print_paper takes it."""
    at = now()
    data = values.of(form, dossier, by=by, at=at, number=1) | {"set": set_on(local(dossier.received_at or at).date())}
    return dressed(data, form, dossier.desk, at=at)


def dressed(data: dict[str, Any], form: str, desk: Agency, *, at: datetime) -> dict[str, Any]:
    """Return a paper's values with the desk's own parts as they held at a moment; other forms have none."""
    own = Letterhead.objects.printed_by(desk, at) if form in letterheads.FORMS else None
    return own.on_paper(form, data) if own else data
