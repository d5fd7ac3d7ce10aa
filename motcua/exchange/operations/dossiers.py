"""Dossiers taken in, listed, shown, and what happened to them."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Status

from motcua.core import clock
from motcua.core.errors import BadInput
from motcua.core.models import Note
from motcua.dossiers.choices import Channel, State
from motcua.dossiers.finding import searched
from motcua.dossiers.models import Dossier
from motcua.exchange import answers, intake, papers, shown
from motcua.exchange.actions import once
from motcua.exchange.operations.asked import dossier_of, page_of, post_of
from motcua.exchange.problems import PDF_ANSWER, told
from motcua.exchange.schemas import DossierFilters, DossierIn

router = Router(tags=["dossiers"])


@router.post(
    "/dossiers",
    response={201: answers.DossierMade},
    operation_id="create_dossier",
    openapi_extra=told(400, 401, 403, 409, 413, 422),
)
def create_dossier(request: HttpRequest, body: DossierIn) -> Any:
    """Register a dossier (counter, post) or submit it (online). The same idempotency_key gets the same answer."""
    by = post_of(request)
    key, given = body.idempotency_key, body.model_dump(exclude={"idempotency_key"}, mode="json")
    return Status(201, once(by=by, key=key, body=given, make=lambda: intake.take_in(body, by=by)))


@router.get("/dossiers", response=answers.Dossiers, operation_id="list_dossiers", openapi_extra=told(401, 422))
def list_dossiers(request: HttpRequest, wanted: Query[DossierFilters]) -> Any:
    """The dossiers whose content the post may read, newest first."""
    rows = _narrowed(searched(post_of(request)), wanted).select_related("agency", "desk", "applicant")
    page, now = page_of(request, rows, wanted, order=("-pk",)), clock.now()
    return {"items": [shown.brief(row, now=now) for row in page.items], "next": page.next or None}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=clock.LOCAL)


def _narrowed(rows: Any, wanted: DossierFilters) -> Any:
    for name, known in (("state", State.values), ("channel", Channel.values)):
        if getattr(wanted, name) and getattr(wanted, name) not in known:
            raise BadInput(f"unknown_{name}", f"Chỉ nhận một trong: {', '.join(known)}.", field=name)
    names = {"state": "state", "channel": "channel", "procedure": "procedure_code", "agency": "agency__code"}
    given = {field: getattr(wanted, name) for name, field in names.items() if getattr(wanted, name)}
    rows = rows.filter(**given)
    if wanted.received_from:
        rows = rows.filter(received_at__gte=_midnight(wanted.received_from))
    if wanted.received_to:
        rows = rows.filter(received_at__lt=_midnight(wanted.received_to + timedelta(days=1)))
    if wanted.late is None:
        return rows
    late = Dossier.objects.late(clock.now()).values("pk")
    return rows.filter(pk__in=late) if wanted.late else rows.exclude(pk__in=late)


@router.get("/dossiers/{code}", response=answers.DossierWhole, operation_id="get_dossier", openapi_extra=told(401, 404))
def get_dossier(request: HttpRequest, code: str) -> Any:
    """One dossier, its version, and the actions that this post may do now with their inputs."""
    by = post_of(request)
    return shown.whole(dossier_of(request, code), by=by, now=by.present)


@router.get(
    "/dossiers/{code}/events", response=answers.Events, operation_id="list_events", openapi_extra=told(401, 404)
)
def list_events(request: HttpRequest, code: str) -> Any:
    """What happened, oldest first."""
    rows = list(dossier_of(request, code).events.select_related("by__person").order_by("pk"))
    notes = Note.objects.in_bulk([row.note_key for row in rows if row.note_key])
    return {"items": [shown.event(row, note=notes.get(row.note_key)) for row in rows]}


@router.get(
    "/dossiers/{code}/documents/{form}.pdf",
    url_name="document",
    operation_id="get_document",
    openapi_extra={"responses": PDF_ANSWER | told(401, 404, 410)["responses"]},
)
def get_document(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The latest paper of a form as PDF (receipt, supplement, refusal, apology, stop, fee, result; or 01 to 05);
    control (06), the control slip, shows how things stand now."""
    return papers.pdf_of(request, dossier_of(request, code), form, by=post_of(request))
