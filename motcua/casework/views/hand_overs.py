"""Bàn giao: hand-overs between offices that nobody has confirmed yet."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request, post_required
from motcua.casework import hand_overs as lists
from motcua.dossiers.hand_overs import HERE
from motcua.ui.pages import list_page


@require_safe
@post_required()
def hand_overs(request: Request) -> HttpResponse:
    """Bàn giao: what waits for us, and what we gave and others have not confirmed; the most urgent first."""
    by, way = request.post, lists.way_of(request.GET)
    return list_page(
        request, lists.rows_of(by, way), title="Bàn giao chưa xác nhận", order=lists.ORDER, noun="bàn giao",
        template="casework/hand_overs.html", filters=lists.HandOverFilters, tabs=lists.tabs_of(way),
        empty=lists.EMPTY[way], bulk=reverse("casework:many") if way == HERE else "",
        context=lists.context_of(by, way, now=by.present),
    )  # fmt: skip
