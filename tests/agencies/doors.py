"""Addresses for the tests of the doors: pages for everybody in a post, for some roles, and for strangers."""

from django.http import HttpResponse
from django.urls import include, path

from motcua.agencies.access import post_required
from motcua.agencies.choices import Role


@post_required()
def anybody(request):
    return HttpResponse(f"{request.post.person.name}, {request.post.title}, {request.post.agency.name}")


@post_required(Role.LEADER, Role.INSPECTOR)
def some(request):
    return HttpResponse("xin mời")


def open_to_all(request):
    return HttpResponse(f"{request.post} {request.user} {request.left} {request.address}")


urlpatterns = [
    path("trong/", anybody),
    path("lanh-dao/", some),
    path("ngoai/", open_to_all),
    path("", include("motcua.agencies.urls")),
]
