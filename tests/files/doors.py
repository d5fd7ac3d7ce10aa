"""Addresses for looking at files in a real browser: what an upper app would offer."""

from django.http import HttpResponse
from django.urls import path

from motcua.agencies.models import Post
from motcua.files import viewing
from motcua.files.models import StoredFile


def whole(request, key):
    return viewing.respond(request, StoredFile.objects.get(pk=key), by=Post.objects.system(), why="Xem thử")


def page(request, key, number):
    return viewing.page(request, StoredFile.objects.get(pk=key), by=Post.objects.system(), why="Xem thử", number=number)


def viewer(request, key):
    return HttpResponse(f'<title>Xem</title><img src="/{key}/1" alt="Trang 1" width="400">')


urlpatterns = [
    path("<uuid:key>", whole),
    path("<uuid:key>/<int:number>", page),
    path("<uuid:key>/xem", viewer),
]
