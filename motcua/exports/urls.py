from django.urls import path

from motcua.exports import views

app_name = "exports"
urlpatterns = [
    path("", views.exports, name="exports"),
    path("<uuid:export>/", views.export, name="export"),
    path("<uuid:export>/tai-ve/", views.take, name="take"),
    path("<uuid:export>/thoi/", views.cancel, name="cancel"),
    path("<uuid:export>/lap-lai/", views.again, name="again"),
]
