"""The API, version 1: /api/v1, described at /api/v1/openapi.json."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import File, NinjaAPI, Query, Schema
from ninja.files import UploadedFile

from motcua.core import clock
from motcua.core.errors import BadInput
from motcua.core.text import clean
from motcua.dossiers.actions.tracking import count_attempt
from motcua.dossiers.choices import Form, State
from motcua.dossiers.models import Dossier
from motcua.dossiers.offers import form_of, verb_of
from motcua.dossiers.tracking import by_code
from motcua.exchange import intake, problems, shown
from motcua.exchange.actions import once
from motcua.exchange.auth import PostToken
from motcua.exchange.papers import pdf_of
from motcua.exchange.schemas import ActionIn, DossierIn, DossierOut
from motcua.files.actions import store
from motcua.files.choices import Purpose
from motcua.procedures.editions import Content
from motcua.procedures.models import Edition, contents_of
from motcua.tasks.models import Task
from motcua.ui.paging import BadCursor, keyset_page

api = NinjaAPI(
    title="Một Cửa",
    version="1",
    urls_namespace="api-1",
    auth=PostToken(),
    docs_url=None,
    description="Hồ sơ một cửa: tiếp nhận, giải quyết, trả kết quả. Quyền như trên màn hình.",
)
problems.install(api)


class Paged(Schema):
    cursor: str = ""
    limit: int = 20


def _page(rows: Any, paged: Paged, *, order: tuple[str, ...]) -> Any:
    try:
        return keyset_page(rows, order=order, cursor=paged.cursor, size=min(max(paged.limit, 1), 100))
    except BadCursor as error:
        raise BadInput("bad_cursor", "Con trỏ trang không hợp lệ.", field="cursor") from error


def _dossier(request: Any, code: str) -> Dossier:
    return get_object_or_404(Dossier.objects.visible_to(request.auth).for_page(), code=clean(code))


@api.post("/dossiers", response={201: DossierOut}, operation_id="create_dossier")
def create_dossier(request: HttpRequest, body: DossierIn) -> Any:
    """Register a dossier (counter, post) or submit it (online). The same idempotency_key gets the same answer."""
    by = request.auth  # type: ignore[attr-defined]
    key, given = body.idempotency_key, body.model_dump(exclude={"idempotency_key"}, mode="json")
    return 201, once(by=by, key=key, body=given, make=lambda: intake.take_in(body, by=by))


class DossierFilters(Paged):
    state: str = ""
    procedure: str = ""
    agency: str = ""
    received_from: date | None = None
    received_to: date | None = None
    late: bool | None = None


def _narrowed(rows: Any, wanted: DossierFilters) -> Any:
    names = {"state": "state", "procedure": "procedure_code", "agency": "agency__code"}
    given = {field: getattr(wanted, name) for name, field in names.items() if getattr(wanted, name)}
    days = {"received_at__date__gte": wanted.received_from, "received_at__date__lte": wanted.received_to}
    rows = rows.filter(**given, **{field: day for field, day in days.items() if day})
    if wanted.late is None:
        return rows
    late = Dossier.objects.late(clock.now())
    return rows.filter(pk__in=late.values("pk")) if wanted.late else rows.exclude(pk__in=late.values("pk"))


@api.get("/dossiers", operation_id="list_dossiers")
def list_dossiers(request: HttpRequest, wanted: Query[DossierFilters]) -> Any:
    """The dossiers whose content the post may read, newest first."""
    if wanted.state and wanted.state not in State.values:
        raise BadInput("unknown_state", "Không có trạng thái này.", field="state")
    rows = Dossier.objects.visible_to(request.auth).exclude(code=None).select_related("agency", "desk", "applicant")  # type: ignore[attr-defined]
    page = _page(_narrowed(rows, wanted), wanted, order=("-pk",))
    now = clock.now()
    return {"items": [shown.brief(row, now=now) for row in page.items], "next": page.next or None}


@api.get("/dossiers/{code}", operation_id="get_dossier")
def get_dossier(request: HttpRequest, code: str) -> Any:
    """One dossier, its version, and the actions that this post may do now."""
    return shown.whole(_dossier(request, code), by=request.auth, now=clock.now())  # type: ignore[attr-defined]


@api.post("/dossiers/{code}/actions/{action}", operation_id="act_on_dossier")
def act_on_dossier(request: HttpRequest, code: str, action: str, body: ActionIn) -> Any:
    """Do one action; the version must be the one last seen."""
    by = request.auth  # type: ignore[attr-defined]
    dossier, verb = _dossier(request, code), verb_of(action)
    if verb is None:
        raise Http404
    form = form_of(verb.code)(data=body.inputs, dossier=dossier, by=by)  # type: ignore[attr-defined]
    unknown = sorted(set(body.inputs) - set(form.fields))
    if unknown:
        raise BadInput("unknown_input", f"Không có mục {', '.join(unknown)}.", field=unknown[0])
    if not verb.permit(by, dossier):  # type: ignore[attr-defined]
        form.errors.clear()
    elif not form.is_valid():
        field, messages = next(iter(form.errors.items()))
        raise BadInput("invalid_input", str(messages[0]), field=field)
    done = verb(dossier, by=by, version=body.version, **({"note": body.note} if body.note else {}) | _inputs(form))
    return shown.whole(_dossier_again(done), by=by, now=clock.now())


def _inputs(form: Any) -> dict[str, Any]:
    inputs: dict[str, Any] = form.inputs() if hasattr(form, "cleaned_data") else {}
    return inputs


def _dossier_again(dossier: Dossier) -> Dossier:
    """Whoever acted sees what came of it, also when the dossier has left their hands."""
    return Dossier.objects.for_page().get(pk=dossier.pk)


@api.get("/dossiers/{code}/events", operation_id="list_events")
def list_events(request: HttpRequest, code: str) -> Any:
    """What happened, oldest first."""
    rows = _dossier(request, code).events.select_related("by__person")
    return {"items": [shown.event(row) for row in rows]}


@api.get("/dossiers/{code}/documents/{form}.pdf", url_name="document", operation_id="get_document")
def get_document(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The latest paper of a form as PDF; the control slip shows how things stand now."""
    if form not in Form.values:
        raise Http404
    return pdf_of(request, _dossier(request, code), form, by=request.auth)  # type: ignore[attr-defined]


@api.post("/files", response={201: dict[str, Any]}, operation_id="upload_file")
def upload_file(
    request: HttpRequest, file: File[UploadedFile], purpose: Literal["submitted", "result"] = "submitted"
) -> Any:
    """Keep a file; its id is then named in papers or in sign."""
    kept = store(by=request.auth, name=file.name or "tệp", content=file, purpose=Purpose(purpose))  # type: ignore[attr-defined]
    return 201, {"id": str(kept.pk), "name": kept.name, "media_type": kept.media_type, "size": kept.size}


@api.get("/tracking/{code}", auth=None, operation_id="track")
def track(request: HttpRequest, code: str, check: str = "") -> Any:
    """Where a dossier stands, for whoever knows its code and four last digits; no name, no address, no file."""
    count_attempt(network=request.address)  # type: ignore[attr-defined]
    found = by_code(code, check=check)
    return {
        "code": found.code,
        "procedure": found.procedure,
        "state": found.state,
        "label": found.label,
        "national_code": found.national_code,
        "step": found.step,
        "received_at": shown.at(found.received_at),
        "due_at": shown.at(found.due_at),
        "late": found.is_late,
        "asked": list(found.asked),
        "office": found.office,
        "phone": found.phone,
    }


class ProcedureFilters(Paged):
    agency: str = ""
    receivable: bool = True
    q: str = ""


@api.get("/procedures", operation_id="list_procedures")
def list_procedures(request: HttpRequest, wanted: Query[ProcedureFilters]) -> Any:
    """Editions in force at the post's desk, or at a named unit; with receivable=false all of the house."""
    desk, on = intake.desk_of(wanted.agency, by=request.auth), clock.today()  # type: ignore[attr-defined]
    rows = Edition.objects.find(desk, wanted.q, on) if wanted.receivable else Edition.objects.in_force(on)
    page = _page(rows.without_content().order_by(), wanted, order=("code", "pk"))
    contents = contents_of(row.pk for row in page.items)
    return {"items": [_procedure(row, contents[row.pk]) for row in page.items], "next": page.next or None}


def _procedure(row: Edition, content: Content) -> dict[str, Any]:
    limits = [
        {"case": r.case, "channel": r.channel, "amount": None if r.amount is None else float(r.amount), "unit": r.unit}
        for r in content.limits
    ]
    return {
        "code": row.code,
        "name": row.name,
        "field": row.field_name,
        "edition": row.number,
        "immediate": content.immediate,
        "cases": [{"key": c.key, "name": c.name} for c in content.cases],
        "limits": limits,
        "papers": [
            {"name": p.name, "originals": p.originals, "copies": p.copies, "case": p.case} for p in content.papers
        ],
    }


@api.get("/tasks", operation_id="list_tasks")
def list_tasks(request: HttpRequest, paged: Query[Paged], tab: str = "") -> Any:
    """The post's inbox, with the counts of its tabs; without `tab` all that is unfinished."""
    now = clock.now()
    rows = Task.objects.visible_to(request.auth)  # type: ignore[attr-defined]
    counts = rows.tab_counts(now)
    if tab and tab not in {*counts, "done"}:
        raise BadInput("unknown_tab", "Không có nhóm việc này.", field="tab")
    page = _page(rows.in_tab(tab, now) if tab else rows.unfinished(), paged, order=("pk",))
    return {"counts": counts, "items": [shown.task(row, now=now) for row in page.items], "next": page.next or None}


class ClockIn(Schema):
    now: datetime | None = None


@api.put("/demo/clock", operation_id="set_demo_clock")
def set_demo_clock(request: HttpRequest, body: ClockIn) -> Any:
    """Set the demo's clock, from where it keeps ticking; null returns to real time."""
    if not clock.may_be_set():
        raise Http404
    if body.now is not None and body.now.tzinfo is None:
        body.now = body.now.replace(tzinfo=clock.LOCAL)
    clock.set_now(body.now)
    return {"now": shown.at(clock.now())}
