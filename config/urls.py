"""Addresses: each app owns its own, this file only gives it a place."""

from django.urls import include, path

from config import health

PLACES = {
    "portal": "",
    "agencies": "",
    "counter": "tiep-nhan/",
    "casework": "xu-ly/",
    "figures": "so-lieu/",
    "openness": "cong-khai/",
    "administration": "quan-tri/",
    "guidance": "huong-dan/",
    "privacy": "quyen-du-lieu/",
    "escalation": "canh-bao/",
    "exports": "tep-da-lap/",
    "queue": "sanh/",
    "questions": "bieu-mau/",
    "exchange": "api/v1/",
    "ui": "ui/",
    "notify": "hop-thu-dung-thu/",
}

handler404 = "config.errors.page_not_found"
handler500 = "config.errors.server_error"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("healthz/sao-luu", health.backups, name="healthz_backups"),
    *(path(place, include(f"motcua.{app}.urls")) for app, place in PLACES.items()),
]
