"""Dossiers, events and tasks as JSON; identity numbers and phones are masked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from motcua.agencies.models import Post
from motcua.citizens.identity import mask
from motcua.core.clock import local
from motcua.dossiers.choices import NATIONAL_CODES, Form, State
from motcua.dossiers.models import Dossier, DossierEvent
from motcua.dossiers.offers import form_of, offered
from motcua.dossiers.promises import explained
from motcua.dossiers.values import tracking_url
from motcua.procedures.models import content_of
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
        "applicant": dossier.applicant.name,
        "channel": dossier.channel,
        "received_at": at(dossier.received_at),
        "due_at": at(dossier.appointed_due),
        "decided_at": at(dossier.decided_at),
        "returned_at": at(dossier.returned_at),
        "late": dossier.is_late(now),
    }


def whole(dossier: Dossier, *, by: Post, now: datetime) -> dict[str, Any]:
    """Return one dossier with what may be done to it next and with which inputs."""
    content = content_of(dossier.edition_id)
    applicant = dossier.applicant
    return brief(dossier, now=now) | {
        "case": dossier.case,
        "subject": dossier.subject,
        "procedure_name": content.name,
        "step": dossier.step,
        "applicant": {
            "kind": applicant.kind,
            "name": applicant.name,
            "identity_number": mask(applicant.identity_number),
            "phone": mask(applicant.phone),
        },
        "papers": list(dossier.papers.values("id", "name", "originals", "copies")),
        "effective_at": at(dossier.effective_at),
        "limit_due_at": at(dossier.limit_due),
        "answer_due_at": at(dossier.answer_due_at),
        "first_promised_at": at(dossier.first_promised),
        "explanation": explained(dossier, content),
        "money": dossier.money,
        "delivery": dossier.delivery,
        "sync": dossier.sync,
        "outcome": dossier.outcome,
        "tracking_url": tracking_url(dossier),
        "documents": documents(
            dossier, sorted(set(dossier.printed_papers.values_list("form", flat=True)) | {Form.CONTROL})
        ),
        "actions": [
            {
                "action": code.removeprefix("dossier."),
                "label": code.label,
                "inputs": form_of(code)(dossier=dossier, by=by).schema(),
            }
            for code in offered(dossier, by=by)
        ],
    }


def event(row: DossierEvent) -> dict[str, Any]:
    """Return one event of the timeline; `data` holds ids, dates and codes only."""
    return {
        "action": row.action.removeprefix("dossier."),
        "state": row.state,
        "version": row.version,
        "happened_at": at(row.happened_at),
        "recorded_at": at(row.recorded_at),
        "by": row.by.person.name,
        "post": row.by.title,
        "note": row.note(),
        "data": row.data,
    }


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
