"""Chỉ số 766: the service index of a unit and period, what is behind each number, its trend, rank and versions."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from motcua.agencies.access import Request, post_required
from motcua.casework import overview
from motcua.casework.looks import Look
from motcua.dossiers.models.sight import OVERSEERS
from motcua.figures import index_versions
from motcua.figures import service_index as pages
from motcua.figures.exported import FILES, INDEX
from motcua.figures.remarked import remarks_in
from motcua.figures.tabs import tabs
from motcua.figures.views.files import ask_for
from motcua.reports.actions.service_index import publish_index
from motcua.ui.pages import form_page, list_page, one_click

UNPROCESSABLE = 422


@require_safe
@post_required(*OVERSEERS)
def index766(request: Request) -> HttpResponse:
    """Bộ chỉ số phục vụ 766 của một đơn vị, một kỳ."""
    asked = pages.Asked(request.GET, by=request.post)
    page = {"form": asked.form, "pages": tabs("figures:index766"), "files": FILES, **pages.shown(asked)}
    if asked.is_sound:
        page["remarks"] = remarks_in(request.post, asked.agency, [asked.period])
    return render(request, "figures/index766/index.html", page, status=200 if asked.is_sound else UNPROCESSABLE)


@require_safe
@post_required(*OVERSEERS)
def rows(request: Request, indicator: str, index_part: str) -> HttpResponse:
    """Những hồ sơ hay thủ tục một con số đếm."""
    asked = pages.sound(request.GET, by=request.post)
    found = pages.opened(asked, indicator, index_part, procedure=request.GET.get("procedure", ""))
    now = request.post.present
    back = {"back": f"{reverse('figures:index766')}?{asked.query()}", "now": now}
    if found.dossiers is None:
        return render(request, "figures/index766/items.html", back | {"found": found})
    listed = found.dossiers.select_related("applicant", "edition", "agency").defer("edition__content")
    return list_page(
        request, listed, title=found.title, lead=found.lead, order=("-pk",), noun="hồ sơ",
        template="figures/index766/rows.html",
        context=back | {"look": Look(partial(overview.masked, by=request.post, now=now))},
    )  # fmt: skip


@require_safe
@post_required(*OVERSEERS)
def procedures(request: Request) -> HttpResponse:
    """Từng thủ tục trong kỳ."""
    asked = pages.sound(request.GET, by=request.post)
    return render(request, "figures/index766/procedures.html", {"asked": asked, **pages.procedures(asked)})


@require_safe
@post_required(*OVERSEERS)
def trend(request: Request) -> HttpResponse:
    """Điểm của những tháng hay quý gần đây."""
    asked = pages.sound(request.GET, by=request.post)
    return render(request, "figures/index766/trend.html", {"asked": asked, **pages.over_time(asked)})


@require_safe
@post_required(*OVERSEERS)
def ranking(request: Request) -> HttpResponse:
    """Thứ hạng giữa các đơn vị cùng cấp, cùng loại."""
    asked = pages.sound(request.GET, by=request.post)
    return render(request, "figures/index766/ranking.html", {"asked": asked, **pages.ranked(asked)})


@one_click
@post_required(*OVERSEERS)
def file(request: Request, kind: str) -> HttpResponse:
    """The index as pdf, xlsx or csv, made in the background."""
    return ask_for(INDEX, pages.Asked(request.GET, by=request.post), kind, request=request)


@require_safe
@post_required(*index_versions.READERS)
def versions(request: Request) -> HttpResponse:
    """Điểm, ngưỡng đang áp dụng và các bản đã ban hành."""
    return render(request, "figures/index766/versions.html", index_versions.shown(request.post))


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(*index_versions.KEEPERS)
def publish(request: Request) -> HttpResponse:
    """Ban hành điểm, ngưỡng khác: frozen as soon as it is published."""
    home = reverse("figures:index766_versions")
    return form_page(
        request, index_versions.VersionForm, act=partial(publish_index, by=request.post),
        permit=index_versions.keeps_index(request.post), title="Ban hành điểm, ngưỡng của bộ chỉ số 766", done=home,
        said="Đã ban hành.", save="Ban hành", template="figures/index766/publish.html",
        options={"by": request.post}, context={"cancel_url": home},
    )  # fmt: skip
