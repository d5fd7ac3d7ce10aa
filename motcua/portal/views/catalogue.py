"""The public catalogue: searching it, and the page of a procedure at an office."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motcua.agencies.access import Request
from motcua.agencies.models import Agency
from motcua.core.clock import today
from motcua.portal import catalogue, procedure_page
from motcua.portal.languages import published
from motcua.portal.life_events import life_events


@require_safe
@published
def front(request: Request) -> HttpResponse:
    """Thủ tục hành chính: by words, by life event, by field, by agency; what is asked here the search answers."""
    if catalogue.asked_from(request.GET) != catalogue.Asked():
        return redirect(f"{reverse('portal:results')}?{request.GET.urlencode()}")
    day = today()
    shown = {"asked": catalogue.Asked(), "events": life_events().values(), "fields": catalogue.fields(day)}
    return render(request, "portal/catalogue.html", shown | {"agencies": catalogue.offering(day)})


@require_safe
@published
def results(request: Request) -> HttpResponse:
    """What was found, a page at a time."""
    asked, day = catalogue.asked_from(request.GET), today()
    agencies = catalogue.offering(day)
    agency = _chosen(agencies, asked.agency)
    found = catalogue.find(asked, agency=agency, on=day)
    field = catalogue.field_name(asked.field) if asked.field else ""
    shown = {"asked": asked, "agencies": agencies, "agency": agency, "found": found, "field": field}
    return render(request, "portal/results.html", shown | {"events": life_events().values()})


@require_safe
@published
def event(request: Request, event: str) -> HttpResponse:
    """What a life event asks for, in the order in which it is needed."""
    found, day = life_events().get(event), today()
    if found is None:
        raise Http404
    asked, agencies = catalogue.asked_from(request.GET), catalogue.offering(day)
    agency = _chosen(agencies, asked.agency)
    groups = catalogue.of_event(found, agency=agency, on=day)
    shown = {"event": found, "groups": groups, "asked": asked, "agencies": agencies, "agency": agency}
    return render(request, "portal/event.html", shown)


@require_safe
@published
def offices(request: Request, procedure: str) -> HttpResponse:
    """Where a procedure is offered; the only office there is opens at once."""
    day = today()
    rows = catalogue.offered(day).filter(code=procedure)
    offers = catalogue.offers_of(rows, agency=None, on=day)
    if not offers:
        raise Http404
    if len(offers) == len(offers[0].offices) == 1:
        return redirect("portal:procedure", procedure, offers[0].offices[0][1])
    return render(request, "portal/offices.html", {"offers": offers})


@require_safe
@published
def procedure(request: Request, procedure: str, office: str) -> HttpResponse:
    """A procedure as an office gives it: the edition in force, or that of a day (`ngay=2026-01-31`)."""
    page = procedure_page.page_of(procedure, office, day=request.GET.get("ngay", ""), on=today())
    if page is None:
        raise Http404
    return render(request, "portal/procedure.html", {"page": page})


@require_safe
@published
def sheet(request: Request, procedure: str, office: str) -> HttpResponse:
    """The same on paper: an A4 sheet as PDF."""
    page = procedure_page.page_of(procedure, office, day=request.GET.get("ngay", ""), on=today())
    if page is None:
        raise Http404
    response = HttpResponse(procedure_page.sheet_of(page), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="thu-tuc-{page.edition.code}.pdf"'
    return response


def _chosen(agencies: list[Agency], code: str) -> Any:
    """The agency of an address; an unknown one chooses none."""
    return next((agency for agency in agencies if agency.code == code), None)
