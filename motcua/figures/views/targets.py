"""Chỉ tiêu đúng hạn: what is set, and setting it."""

from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from motcua.agencies.access import Request, post_required
from motcua.agencies.choices import Role
from motcua.core.clock import today
from motcua.dossiers.models.sight import OVERSEERS
from motcua.figures import targets as page
from motcua.ui.pages import form_page


@require_http_methods(["GET", "HEAD", "POST"])
@post_required(Role.LEADER, Role.ADMINISTRATOR)
def targets(request: Request) -> HttpResponse:
    """Chỉ tiêu đúng hạn của từng đơn vị, từ một ngày."""
    by = request.post
    home = reverse("figures:home") if by.role in OVERSEERS else ""
    return form_page(
        request, page.TargetForm, act=partial(page.put, by=by), title="Chỉ tiêu đúng hạn", save="Đặt chỉ tiêu",
        options={"by": by}, initial={"agency": by.agency_id, "valid_from": today()}, template="figures/targets.html",
        done=reverse("figures:targets"), said="Đã đặt chỉ tiêu.", context={"home": home, **page.set_so_far(by)},
    )  # fmt: skip
