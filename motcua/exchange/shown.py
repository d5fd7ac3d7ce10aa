"""Dossiers, events and tasks as JSON; identity numbers and phones are masked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from motcua.agencies.models import Absence, Post
from motcua.core.clock import local
from motcua.core.identity import mask
from motcua.core.models import Note
from motcua.dossiers.choices import NATIONAL_CODES, Action, Form, State
from motcua.dossiers.models import Consultation, Dossier, DossierEvent, DossierPaper, Result
from motcua.dossiers.offers import form_of, offered
from motcua.dossiers.promises import explained
from motcua.dossiers.reading import read_whole
from motcua.dossiers.values import tracking_url
from motcua.files.signatures import PDF
from motcua.tasks.models import Task


def at(moment: datetime | None) -> str | None:
    """Return a moment with the offset of Vietnam, to the second."""
    return None if moment is None else local(moment).isoformat(timespec="seconds")


def documents(dossier: Dossier, forms: Sequence[str]) -> dict[str, str]:
    """Return form → address of its PDF."""
    return {form: reverse("api-1:document", args=[dossier.code, form]) for form in forms}


def made(dossier: Dossier) -> dict[str, Any]:
    """Return the answer to a new dossier."""
    return {
        "code": dossier.code,
        "state": dossier.state,
        "version": dossier.version,
        "received_at": at(dossier.received_at),
        "due_at": at(dossier.appointed_due),
        "answer_due_at": at(dossier.answer_due_at),
        "tracking_url": tracking_url(dossier),
        "documents": documents(dossier, [Form.RECEIPT] if dossier.received_at else []),
        "warnings": getattr(dossier, "warnings", []),
    }


def brief(dossier: Dossier, *, now: datetime) -> dict[str, Any]:
    """Return a row of a list: the name, no numbers of the person."""
    return {
        "code": dossier.code,
        "state": dossier.state,
        "label": dossier.get_state_display(),
        "version": dossier.version,
        "national_code": NATIONAL_CODES[State(dossier.state)],
        "procedure": dossier.procedure_code,
        "agency": dossier.agency.code,
        "desk": dossier.desk.code,
        "applicant": dossier.shown_name,
        "channel": dossier.channel,
        "received_at": at(dossier.received_at),
        "due_at": at(dossier.appointed_due),
        "answer_due_at": at(dossier.answer_due_at),
        "decided_at": at(dossier.decided_at),
        "returned_at": at(dossier.returned_at),
        "late": dossier.is_late(now),
    }


def whole(dossier: Dossier, *, by: Post, now: datetime) -> dict[str, Any]:
    """Return one dossier with what may be done to it next and with which inputs."""
    content = dossier.content
    applicant = dossier.applicant
    read_whole(dossier)
    results = list(dossier.results.all()) if dossier.decided_at is not None else []
    printed = {paper.form for paper in dossier.printed_papers.all()}
    return brief(dossier, now=now) | {
        "case": dossier.case,
        "subject": dossier.subject,
        "procedure_name": content.name,
        "step": dossier.step,
        "applicant": {
            "kind": applicant.kind,
            "name": dossier.shown_name,
            "identity_number": mask(applicant.identity_number),
            "phone": mask(applicant.phone),
        },
        "papers": [_paper(row) for row in dossier.papers.all()],
        "consultations": [_consultation(row) for row in dossier.consultations.all() if not row.confidential],
        "results": [_result(row) for row in results],
        "effective_at": at(dossier.effective_at),
        "limit_due_at": at(dossier.limit_due),
        "first_promised_at": at(dossier.first_promised),
        "explanation": explained(dossier, content),
        "helped_at": dossier.helped_at.code if dossier.helped_at else "",
        "return_desk": dossier.hands_back.code,
        "money": dossier.money,
        "delivery": dossier.delivery,
        "sync": dossier.sync,
        "outcome": dossier.outcome,
        "tracking_url": tracking_url(dossier),
        "documents": documents(dossier, _forms(dossier, printed, results)),
        "actions": [
            {
                "action": code.removeprefix("dossier."),
                "label": code.label,
                "inputs": form_of(code)(dossier=dossier, by=by).schema(),
            }
            for code in offered(dossier, by=by)
        ],
    }


def _forms(dossier: Dossier, printed: set[str], results: Sequence[Result]) -> list[str]:
    """Return the forms of which there is a PDF: those printed, the control slip once received, a result's own file."""
    forms = printed | ({str(Form.CONTROL)} if dossier.received_at else set())
    if results and results[-1].file is not None and results[-1].file.media_type == PDF:
        forms |= {str(Form.RESULT)}
    return sorted(forms)


def _paper(row: DossierPaper) -> dict[str, Any]:
    file = str(row.file_id) if row.file_id else None
    return {
        "id": row.pk, "name": row.name, "originals": row.originals, "copies": row.copies, "file": file,
        "reused_from": row.reused_code,  # type: ignore[attr-defined]  # read with the papers
        "reused_on": row.reused_on.isoformat() if row.reused_on else None,
    }  # fmt: skip


def _consultation(row: Consultation) -> dict[str, Any]:
    return {
        "agency": row.agency.code,
        "person": row.asked_of.person.username if row.asked_of else None,
        "asked_at": at(row.asked_at),
        "due_at": at(row.due_at),
        "question": row.question,
        "answered_at": at(row.answered_at),
        "verdict": row.verdict,
        "answer": row.answer,
        "mandatory": row.mandatory,
        "ending": row.ending,
        "ended_at": at(row.ended_at),
    }


def _result(row: Result) -> dict[str, Any]:
    return {
        "notation": row.document.notation,
        "date": row.document.date.isoformat(),
        "signer": row.document.signer_name,
        "signed_at": at(row.signed_at),
        "replaced": hasattr(row, "replaced_by"),
    }


def event(row: DossierEvent, *, note: Note | None) -> dict[str, Any]:
    """Return one event of the timeline; `data` holds ids, dates and codes only."""
    return {
        "action": row.action.removeprefix("dossier."),
        "label": Action(row.action).label,
        "state": row.state,
        "version": row.version,
        "happened_at": at(row.happened_at),
        "recorded_at": at(row.recorded_at),
        "by": row.by.person.name,
        "post": row.by.title,
        "note": note.text if note else "",
        "data": row.data,
    }


def absence(row: Absence) -> dict[str, Any]:
    """Return who is away from when to when, and who stands in."""
    return {
        "id": row.pk,
        "version": row.version,
        "post": _post(row.post),
        "substitute": _post(row.substitute) if row.substitute else None,
        "shares": [
            {"kind": each.kind, "mark": each.mark, "substitute": _post(each.substitute)} for each in row.shares.all()
        ],
        "reason": row.reason,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat(),
        "cancelled": row.cancelled_at is not None,
    }


def _post(post: Post) -> dict[str, str]:
    person = post.person
    return {"username": person.username, "name": person.name, "title": post.title, "agency": post.agency.code}


def task(row: Task, *, now: datetime) -> dict[str, Any]:
    """Return one row of the inbox."""
    return {
        "kind": row.kind,
        "title": row.title,
        "about": row.about,
        "state": row.state,
        "opened_at": at(row.opened_at),
        "due_at": at(row.due_at),
        "done_at": at(row.done_at),
        "late": row.state == "open" and row.due_at is not None and row.due_at < now,
        "dossier": row.url_key,
    }
