from django.urls import path

from motcua.openness import views

app_name = "openness"
urlpatterns = [
    path("", views.publications, name="publications"),
    path("mo/", views.open_figures, name="open"),
    path("<int:publication>/ngung/", views.close_figures, name="close"),
    path("<int:publication>/mo-lai/", views.reopen_figures, name="reopen"),
]
