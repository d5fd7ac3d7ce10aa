"""How many came, how long they waited and were served; every figure opens the numbers that it counts."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request, post_required
from motcua.queue import figures
from motcua.queue.forms import PeriodForm, TicketFilterForm
from motcua.queue.models import Hall, Ticket
from motcua.queue.permissions import STATISTICS
from motcua.ui.pages import list_page


@require_safe
@post_required(*STATISTICS)
def choose(request: Request) -> HttpResponse:
    """The halls whose figures one reads; straight to the only one."""
    found = list(Hall.objects.visible_to(request.post).select_related("agency"))
    if len(found) == 1:
        return redirect("queue:statistics", found[0].pk)
    return render(request, "queue/choose.html", {"halls": found})


def _hall(request: Request, key: int) -> Hall:
    return get_object_or_404(Hall.objects.visible_to(request.post).select_related("agency"), pk=key)


@require_safe
@post_required(*STATISTICS)
def statistics(request: Request, hall: int) -> HttpResponse:
    """Thống kê lượt đến."""
    found, form = _hall(request, hall), PeriodForm(request.GET)
    period = figures.period_of(form)
    rows = Ticket.objects.visible_to(request.post).filter(hall=found)
    shown: dict[str, Any] = {"hall": found, "form": form, "period": period}
    return render(request, "queue/statistics.html", shown | figures.page_of(found, rows, period))


@require_safe
@post_required(*STATISTICS)
def tickets(request: Request, hall: int) -> HttpResponse:
    """The numbers that a figure counts."""
    found, form = _hall(request, hall), TicketFilterForm(request.GET)
    rows = figures.narrowed(Ticket.objects.visible_to(request.post).filter(hall=found), form).with_names()
    return list_page(
        request, rows, title=f"Các số của {found}", order=("-day", "-number"), columns=figures.COLUMNS,
        noun="lượt", lead=figures.told(form, found), total=rows.count(),
    )  # fmt: skip
