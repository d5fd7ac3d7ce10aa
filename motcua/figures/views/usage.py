"""Mức sử dụng: acts by unit, module and month, people, dossiers by channel."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request, post_required
from motcua.dossiers.models.sight import OVERSEERS
from motcua.figures import usage as page
from motcua.figures.tabs import tabs
from motcua.ui.pages import UNPROCESSABLE


@require_safe
@post_required(*OVERSEERS)
def usage(request: Request) -> HttpResponse:
    """Từng đơn vị làm bao nhiêu việc trên phân hệ nào, theo tháng."""
    used = page.Used(request.GET, by=request.post)
    whole = {"form": used.form, "pages": tabs("figures:usage"), **page.shown(used)}
    return render(request, "figures/usage.html", whole, status=200 if used.is_sound else UNPROCESSABLE)
