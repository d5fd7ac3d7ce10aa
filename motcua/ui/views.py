"""The gallery: every component in every state, the citizens' shell, a print sheet, the error pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.ui import samples

ERRORS = {400: "400.html", 403: "403.html", 404: "404.html", 419: "403_csrf.html", 429: "429.html", 500: "500.html"}


def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery.html", samples.gallery(request.GET, request.path))


def wrong(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/form_page.html", samples.wrong(request.path), status=409)


def citizen(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery_citizen.html", samples.citizen())


def paper(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/gallery_paper.html", samples.citizen())


def error(request: HttpRequest, status: int) -> HttpResponse:
    if status not in ERRORS:
        raise Http404
    return render(request, ERRORS[status], {"request_id": "-"}, status=403 if status == 419 else status)
