"""The outbox page is the demo's; a production office has no such address."""

from django.conf import settings
from django.urls import path

from motcua.notify import views

app_name = "notify"
urlpatterns = [path("", views.outbox, name="outbox")] if settings.MOTCUA_DEMO or settings.MOTCUA_TEST else []
