"""Niêm yết: what hangs at each desk, putting up and taking down, what is printed for it."""

from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from motcua.administration import posters, posting
from motcua.administration.sections import POSTERS, POSTING_READERS
from motcua.agencies.access import Request, post_required
from motcua.core.clock import today
from motcua.core.errors import BadInput
from motcua.procedures.actions.posting import put_up, take_down
from motcua.procedures.choices import PostingStatus
from motcua.procedures.models import Edition, Posting
from motcua.procedures.permissions import may_post_at
from motcua.ui.pages import each, list_page, refusals_shown

FOLDER = "administration/posting"


@require_safe
@post_required(*POSTING_READERS)
def desks(request: Request) -> HttpResponse:
    """The desks one looks after; the only one opens at once."""
    rows = list(posting.with_figures(posting.desks_of(request.post, today())).order_by("path"))
    if len(rows) == 1:
        return redirect("administration:posting_desk", rows[0].pk)
    return render(request, f"{FOLDER}/desks.html", {"desks": rows})


@require_safe
@post_required(*POSTING_READERS)
def desk(request: Request, desk: int) -> HttpResponse:
    """What hangs at a desk: missing, outdated, right, to be taken down."""
    on = today()
    found = _desk_or_404(request, desk)
    rows = posting.editions_at(found, request.post, on)
    gone = Posting.objects.visible_to(request.post).left_over(found, on)
    tab = request.GET.get("tab", "")
    shown = {
        "tabs": posting.tabs_of(posting.counts_of(rows, gone), tab), "lead": found.name, "noun": "thủ tục", "size": 100,
        "context": {"desk": found, "may_post": may_post_at(request.post, found), "tab": tab, "today": on},
    }  # fmt: skip
    return (_left_over if tab == PostingStatus.LEFT_OVER else _in_force)(request, found, rows, gone, shown)


def _in_force(request: Request, found: Any, rows: Any, gone: Any, shown: dict[str, Any]) -> HttpResponse:
    condition = posting.CONDITIONS.get(shown["context"]["tab"])
    shown["context"] |= {"form": posting.PutUpForm(initial={"posted_on": shown["context"]["today"]})}
    return list_page(
        request, rows.filter(condition) if condition else rows, title="Niêm yết thủ tục",
        order=("field_name", "code", "pk"), template=f"{FOLDER}/desk.html",
        filters=partial(posting.PostingFilters, rows=rows), bulk=_bulk(shown, "posting_put_up", found), **shown,
    )  # fmt: skip


def _left_over(request: Request, found: Any, rows: Any, gone: Any, shown: dict[str, Any]) -> HttpResponse:
    shown["context"] |= {"form": posting.TakeDownForm(initial={"taken_down_on": shown["context"]["today"]})}
    return list_page(
        request, gone.select_related("edition", "posted_by__person").defer("edition__content"),
        title="Niêm yết thủ tục", order=("posted_on", "pk"), template=f"{FOLDER}/left_over.html",
        filters=partial(posting.PostingFilters, rows=gone, prefix_of="edition__"),
        bulk=_bulk(shown, "posting_take_down", found), **shown,
    )  # fmt: skip


def _bulk(shown: dict[str, Any], name: str, desk: Any) -> str:
    return reverse(f"administration:{name}", args=[desk.pk]) if shown["context"]["may_post"] else ""


@require_POST
@post_required(*POSTERS)
@refusals_shown
def put_up_many(request: Request, desk: int) -> HttpResponse:
    """Record the ticked editions as hanging, each by itself."""
    found, day = _desk_or_404(request, desk), _day_of(posting.PutUpForm(request.POST), "posted_on")
    keys = posting.keys_picked(request.POST.getlist("pick"))
    rows = list(Edition.objects.visible_to(request.post).filter(pk__in=keys).without_content().order_by("code"))
    act = partial(_put_up, by=request.post, desk=found, day=day)
    return _done(request, found, each(rows, act, name=_name_of), title="Ghi đã niêm yết")


def _put_up(edition: Edition, *, by: Any, desk: Any, day: Any) -> None:
    put_up(by=by, desk=desk, edition=edition, posted_on=day)


@require_POST
@post_required(*POSTERS)
@refusals_shown
def take_down_many(request: Request, desk: int) -> HttpResponse:
    """Record the ticked ones as taken off, each by itself."""
    found, day = _desk_or_404(request, desk), _day_of(posting.TakeDownForm(request.POST), "taken_down_on")
    keys = posting.keys_picked(request.POST.getlist("pick"))
    rows = Posting.objects.visible_to(request.post).at(found).filter(pk__in=keys).select_related("edition")
    act = partial(take_down, by=request.post, taken_down_on=day)
    lines = each(list(rows.order_by("pk")), act, name=lambda row: _name_of(row.edition))
    return _done(request, found, lines, title="Ghi đã gỡ")


def _name_of(edition: Edition) -> str:
    return f"{edition.code} {edition.name}"


def _day_of(form: Any, name: str) -> Any:
    if not form.is_valid():
        raise BadInput("day_needed", " ".join(form.errors[name]), field=name)
    return form.cleaned_data[name]


def _done(request: Request, desk: Any, lines: Any, *, title: str) -> HttpResponse:
    if not lines:
        raise BadInput("nothing_picked", "Chưa chọn thủ tục nào.")
    return render(request, f"{FOLDER}/results.html", {"desk": desk, "results": lines, "title": title})


@require_safe
@post_required(*POSTING_READERS)
def printed(request: Request, desk: int, kind: str) -> HttpResponse:
    """Tờ niêm yết: the list by field, or a sheet a procedure, A4 or A3; or the inspectors' sheet."""
    found, on = _desk_or_404(request, desk), today()
    size = request.GET.get("kho", "")
    if kind == "phieu-kiem-tra":
        return _pdf(posters.check_sheet(found, by=request.post, on=on), kind)
    make = posters.sheets if kind == "tung-thu-tuc" else posters.list_poster
    field, size = request.GET.get("field", ""), size if size in posters.SIZES else "a4"
    try:
        return _pdf(make(found, by=request.post, on=on, field=field, size=size), kind)
    except posters.TooManySheets as error:
        return render(request, f"{FOLDER}/too_many.html", {"desk": found, "told": str(error)}, status=422)


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _desk_or_404(request: Request, desk: int) -> Any:
    return get_object_or_404(posting.desks_of(request.post, today()).select_related("parent"), pk=desk)
