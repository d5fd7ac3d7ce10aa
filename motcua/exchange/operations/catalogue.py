"""The procedures that a desk receives."""

from dataclasses import asdict, fields
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from motcua.core import clock
from motcua.exchange import answers, intake
from motcua.exchange.operations.asked import page_of, post_of
from motcua.exchange.problems import told
from motcua.exchange.schemas import ProcedureFilters
from motcua.procedures.editions import Content, Measured, measured_json
from motcua.procedures.models import Edition, contents_of

router = Router(tags=["procedures"])
MOST = 500  # a whole office's catalogue at once


@router.get("/procedures", response=answers.Procedures, operation_id="list_procedures", openapi_extra=told(401, 422))
def list_procedures(request: HttpRequest, wanted: Query[ProcedureFilters]) -> Any:
    """Editions in force that the post's desk, or a named unit, may receive; with receivable=false all of the house."""
    desk, on = intake.desk_of(wanted.agency, by=post_of(request)), clock.today()
    rows = Edition.objects.find(desk, wanted.q, on) if wanted.receivable else Edition.objects.in_force(on)
    page = page_of(request, rows.without_content().order_by(), wanted, order=("code", "pk"), most=MOST)
    contents = contents_of(row.pk for row in page.items)
    return {"items": [_procedure(row, contents[row.pk]) for row in page.items], "next": page.next or None}


def _procedure(row: Edition, content: Content) -> dict[str, Any]:
    return {
        "code": row.code,
        "name": row.name,
        "field": row.field_name,
        "edition": row.number,
        "immediate": content.immediate,
        "cases": [asdict(case) for case in content.cases],
        "limits": [
            {"case": rule.case, "channel": rule.channel, "unit": rule.unit}
            | {"amount": None if rule.amount is None else float(rule.amount)}
            for rule in content.limits
        ],
        "papers": [asdict(paper) for paper in content.papers],
        "fees": [asdict(fee) for fee in content.fees],
        "online_level": content.online_level,
        "measured": _measured(content.measured),
    }


def _measured(measured: Measured) -> dict[str, Any]:
    stated: dict[str, Any] = {field.name: None for field in fields(measured)} | {"effects": []}
    return stated | measured_json(measured)
