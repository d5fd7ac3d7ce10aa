"""The gallery is for builders and the demo; a production office has no such address."""

from django.conf import settings
from django.urls import path

from motcua.ui import views

app_name = "ui"
shown = any(getattr(settings, name, False) for name in ("DEMO", "TEST", "DEBUG"))
urlpatterns = (
    [
        path("", views.gallery, name="gallery"),
        path("bieu-mau-loi/", views.wrong, name="wrong"),
        path("cong-dan/", views.citizen, name="citizen"),
        path("ban-in/", views.paper, name="paper"),
        path("loi/<int:status>/", views.error, name="error"),
    ]
    if shown
    else []
)
