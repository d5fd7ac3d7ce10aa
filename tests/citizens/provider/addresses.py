"""The provider's pages: who are you (a button for each invented person), the toolkit's own, and the tests' control."""

import json

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.utils.html import format_html, format_html_join
from oauth2_provider.models import Application
from oauth2_provider.settings import oauth2_settings
from tests.citizens.provider.running import KEYS, MODE, new_key

from tests.citizens.provider.people import PEOPLE


def who(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        login(request, User.objects.get(username=request.POST["who"]))
        return redirect(request.POST["next"])
    rows = [(name, said["name"]) for name, said in PEOPLE.items()]
    buttons = format_html_join("", '<button name="who" value="{}">{}</button>', rows)
    page = '<!doctype html><html lang="vi"><title>Nhà cung cấp thử</title><form method="post">{}{}</form></html>'
    kept = format_html('<input type="hidden" name="next" value="{}">', request.GET.get("next", "/"))
    return HttpResponse(format_html(page, kept, buttons))


def keys(request: HttpRequest) -> JsonResponse:
    found = [{**key.as_dict(private=False), "kid": key.thumbprint(), "use": "sig"} for key in KEYS.values()]
    return JsonResponse({"keys": found})


def control(request: HttpRequest) -> JsonResponse:
    asked = json.loads(request.body)
    MODE.clear()
    MODE.update(asked)
    if asked.get("rotate"):
        KEYS["rsa"] = new_key()
        oauth2_settings.OIDC_RSA_PRIVATE_KEY = KEYS["rsa"].as_pem(private=True).decode()
    if asked.get("back"):
        for application in Application.objects.all():
            application.redirect_uris = asked["back"]
            application.save()
    return JsonResponse({})


urlpatterns = [
    path("vao/", who),
    path("control/", control),
    path("o/.well-known/jwks.json", keys),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]
