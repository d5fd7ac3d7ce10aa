"""Vì sao sai: what makes an identity of a report fail in one of its rows."""

from functools import partial

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request, post_required
from motcua.casework import overview
from motcua.casework.looks import Look
from motcua.dossiers.models.sight import OVERSEERS
from motcua.figures.causes import Recounted, Why
from motcua.figures.reports import ALL, Asked
from motcua.ui.pages import list_page


def _why(request: Request, code: str, place: int) -> Why:
    return Why(Asked(code, request.GET, by=request.post), place, request.GET.get("field", ALL))


@require_safe
@post_required(*OVERSEERS)
def causes(request: Request, report_code: str, report_identity: int) -> HttpResponse:
    """Hồ sơ và số liệu làm sai một đẳng thức của báo cáo."""
    why, now = _why(request, report_code, report_identity), request.post.present
    rows = why.dossiers().select_related("applicant", "edition", "agency").defer("edition__content")
    look = Look(partial(overview.masked, by=request.post, now=now), why.beside)
    return list_page(
        request, rows, title="Vì sao sai", lead=why.lead, order=("-pk",), noun="hồ sơ",
        template="figures/causes.html", empty="Không có hồ sơ nào bị đếm lệch",
        context={**why.page(), "now": now, "look": look},
    )  # fmt: skip


@require_safe
@post_required(*OVERSEERS)
def recounted(request: Request, report_code: str, report_identity: int) -> HttpResponse:
    """Những hồ sơ mà một số đếm lại được."""
    why, now = _why(request, report_code, report_identity), request.post.present
    asked = Recounted(why, request.GET.dict())
    rows = asked.dossiers().select_related("applicant", "edition", "agency").defer("edition__content")
    look = Look(partial(overview.masked, by=request.post, now=now))
    return list_page(
        request, rows, title="Đếm lại trên hồ sơ", lead=asked.lead, order=("-pk",), noun="hồ sơ",
        template="figures/recounted.html", context={"back": why.url, "now": now, "look": look},
    )  # fmt: skip
