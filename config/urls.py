"""Addresses: each app owns its own, this file only gives it a place."""

from django.urls import include, path

from config import health, stack

PLACES = {
    "portal": "",
    "agencies": "",
    "counter": "tiep-nhan/",
    "casework": "xu-ly/",
    "administration": "quan-tri/",
    "procedures": "thu-tuc/",
    "files": "tep/",
    "exchange": "api/v1/",
    "ui": "ui/",
}

LIVE = {name.removeprefix("motcua.") for name in stack.installed()}

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    *(
        path(place, include(f"motcua.{app}.urls"))
        for app, place in PLACES.items()
        if app in LIVE and stack.has(app, "urls")
    ),
]
