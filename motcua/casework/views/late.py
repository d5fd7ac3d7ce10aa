"""Hồ sơ trễ hạn: the list, its counts, and as a file."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request, post_required
from motcua.casework import late as lists
from motcua.casework.looks import Look
from motcua.core.clock import local
from motcua.ui.pages import list_page
from motcua.ui.sheets import MIME


def _rows(request: Request) -> Any:
    return lists.LateFilters(request.GET, by=request.post, now=request.post.present).narrow(lists.begun(request.post))


def _files(asked: QueryDict) -> list[dict[str, str]]:
    """The ways to take the list out as it is filtered."""
    kinds = [(kind, reverse("casework:late_file", args=[kind])) for kind in ("xlsx", "csv")]
    return [{"label": kind.upper(), "url": f"{url}?{asked.urlencode()}", "icon": "down-load"} for kind, url in kinds]


@require_safe
@post_required()
def late(request: Request) -> HttpResponse:
    """Hồ sơ trễ hạn: open and finished told apart, with and without an apology; in rows or counted."""
    by, now, asked = request.post, request.post.present, request.GET
    found = lists.begun(by).select_related("applicant", "edition", "agency").defer("edition__content")
    return list_page(
        request, found, title="Hồ sơ trễ hạn", order=lists.ORDER, template="casework/late.html", noun="hồ sơ",
        filters=partial(lists.LateFilters, by=by, now=now), tabs=lists.tabs_of(asked.get("by", ""), asked),
        actions=_files(asked), empty="Không có hồ sơ nào trễ hạn",
        context={"look": Look(partial(lists.shown, by=by, now=now)), "now": now, "pinned": lists.pinned(asked)}
        | lists.counted(_rows(request), asked),
    )  # fmt: skip


@require_safe
@post_required()
def late_file(request: Request, kind: str) -> HttpResponse:
    """The same rows as xlsx or csv."""
    if kind not in MIME:
        raise Http404
    now = request.post.present
    response = HttpResponse(lists.file_of(_rows(request), by=request.post, kind=kind, now=now), content_type=MIME[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="tre-han-{local(now):%Y%m%d}.{kind}"'
    return response
