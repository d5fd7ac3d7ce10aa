"""A dossier read to be shown: each question composed once for the process, a fixed number of them.

Django would write the SQL of each page anew, which costs several times what the answer does.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef

from motcua.agencies.models import Post
from motcua.agencies.models.standing import away
from motcua.agencies.prepared import PreparedFor
from motcua.core.clock import CoreNow
from motcua.core.models import Note
from motcua.core.prepared import Given, Prepared, attach
from motcua.dossiers.choices import StepState
from motcua.dossiers.models import (
    Consultation,
    Dossier,
    DossierEvent,
    DossierPaper,
    Memo,
    Message,
    MessageFile,
    Pause,
    PrintedPaper,
    Result,
    Step,
    Supplement,
)
from motcua.procedures.models import contents_of

CODE = Given("code", models.CharField())
DOSSIER = Given("dossier", models.BigIntegerField())
RARE: dict[str, Any] = {"consultations": Consultation, "memos": Memo, "messages": Message}  # most dossiers have none


def _readable(by: Post) -> "models.QuerySet[Dossier]":
    rows = Dossier.objects.visible_to(by, named=True).for_page().seen_by(by)
    there = {
        f"has_{name}": Exists(model._default_manager.filter(dossier=OuterRef("pk"))) for name, model in RARE.items()
    }
    return rows.annotate(present=CoreNow(), **there).filter(code=CODE)


_OF_CODE = PreparedFor(_readable)


def readable(code: str, *, by: Post) -> Dossier | None:
    """Return the dossier of a code with all that its page reads of single rows, None where the post may not read it.

    `present` is the moment at which it was read, `last_opened` the key of what the person opened last.
    """
    return _OF_CODE.first(by, code=code)


def _of_dossier(model: type[models.Model], *beside: str) -> "models.QuerySet[Any]":
    rows = model._default_manager.filter(dossier=DOSSIER)
    return rows.select_related(*beside) if beside else rows


_CHILDREN: dict[str, Prepared[Any]] = {
    "papers": Prepared(lambda: _of_dossier(DossierPaper, "file").annotate(reused_code=F("reused_from__code"))),
    "printed_papers": Prepared(lambda: _of_dossier(PrintedPaper).defer("values")),
    "consultations": Prepared(
        lambda: _of_dossier(
            Consultation,
            "agency",
            "task",
            "asked_by__person",
            "asked_by__agency",
            "asked_in",
            "answered_by__person",
            "asked_of__person",
            "ended_by__person",
        )
    ),
    "steps": Prepared(  # whether a holder is away comes with the same query
        lambda: _of_dossier(Step, "task__done_for__person", "agency", "owner__person", "finished_by__person").annotate(
            **away("owner")
        )
    ),
    "results": Prepared(lambda: _of_dossier(Result, "document", "file", "task", "replaced_by")),
    "pauses": Prepared(lambda: _of_dossier(Pause)),
    "supplement_requests": Prepared(lambda: _of_dossier(Supplement)),
    "memos": Prepared(lambda: _of_dossier(Memo, "by__person", "to__person", "task").order_by("written_at")),
    "messages": Prepared(
        lambda: (
            _of_dossier(Message, "by__person", "task")
            .annotate(with_files=Exists(MessageFile.objects.filter(message=OuterRef("pk"))))
            .order_by("written_at")
        )
    ),
    "events": Prepared(
        lambda: DossierEvent.objects.filter(subject=DOSSIER).select_related("by__person").order_by("-pk")
    ),
}
_NOTES = Prepared(
    lambda: Note.objects.filter(pk__in=DossierEvent.objects.filter(subject=DOSSIER).order_by().values("note_key"))
)


def read_children(dossier: Dossier, *names: str) -> None:
    """Read rows that belong to a dossier: `dossier.steps.all()` and so on ask nothing more.

    Of what `readable` found to be none, nothing is asked.
    """
    for name in names:
        some = getattr(dossier, f"has_{name}", True)
        attach(dossier, name, _CHILDREN[name].rows(dossier=dossier.pk) if some else [])


def read_whole(dossier: Dossier) -> Dossier:
    """Read what belongs to a dossier, once: permissions and page look at these rows and ask nothing more.

    Tables that cannot have rows of it are left out.
    """
    paused = ("pauses", "supplement_requests") if dossier.resume_to else ()
    decided = ("results",) if dossier.decided_at is not None else ()
    read_children(dossier, "papers", "printed_papers", "consultations", "steps", *decided, *paused)
    dossier.open_steps_read = [step for step in dossier.steps.all() if step.state == StepState.OPEN]
    return dossier


def read_contents(dossiers: Iterable[Dossier]) -> None:
    """Read what holds for several dossiers, what is not yet known with one query: `content` asks nothing more."""
    contents_of({key for row in dossiers for key in (row.edition_id, row.route_edition_id) if key is not None})


def files_sent(messages: list[Message]) -> dict[Any, list[MessageFile]]:
    """Return message key → the files sent along; no question where `read_children` found none."""
    if not any(each.with_files for each in messages):  # type: ignore[attr-defined]
        return {}
    rows = MessageFile.objects.filter(message__in=[each.pk for each in messages]).select_related("file")
    found: dict[Any, list[MessageFile]] = {}
    for row in rows.order_by("message", "order"):
        found.setdefault(row.message_id, []).append(row)
    return found


def notes_of(events: list[DossierEvent]) -> dict[Any, Note]:
    """Return key → free text beside a dossier's events; no question where there is none."""
    if not any(event.note_key for event in events):
        return {}
    return {note.pk: note for note in _NOTES.rows(dossier=events[0].subject_id)}
